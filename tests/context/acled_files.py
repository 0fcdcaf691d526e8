"""Makes files in the layouts of ACLED's exports, with invented rows; ACLED's own may not be kept here."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from pathlib import Path

OLD = [
    "data_id",
    "iso",
    "event_id_cnty",
    "event_id_no_cnty",
    "event_date",
    "year",
    "time_precision",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "timestamp",
    "iso3",
]
"""The 31 columns of 2020."""
NEW = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
]
WORDS = {
    *((1, "State forces"), (2, "Rebel group"), (3, "Political militia"), (4, "Identity militia"), (5, "Rioters")),
    *((6, "Protesters"), (7, "Civilians"), (8, "External/Other forces"), (0, "")),
}
DATES = ("%Y-%m-%d", "%d %B %Y", "%d-%b-%y")
TAGS = {
    "event_id_cnty": "#event+code",
    "event_date": "#date+occurred",
    "year": "#date+year",
    "event_type": "#event+type",
    "actor1": "#group+name+first",
    "actor2": "#group+name+second",
    "country": "#country+name",
    "admin1": "#adm1+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "notes": "#description",
    "fatalities": "#affected+killed",
    "iso3": "#country+code",
}

_EVENTS = (
    ("Battles", "Armed clash", "Military Forces of Hilland (2011-)", 1, "Hill Front", 2),
    ("Battles", "Government regains territory", "Military Forces of Hilland (2011-)", 1, "Hill Front", 2),
    ("Battles", "Armed clash", "Upper Side Militia", 4, "Lower Side Militia", 4),
    ("Violence against civilians", "Attack", "Unidentified Armed Group (Hilland)", 3, "Civilians (Hilland)", 7),
    ("Violence against civilians", "Abduction/forced disappearance", "Hill Front", 2, "Civilians (Hilland)", 7),
    ("Violence against civilians", "Sexual violence", "Hill Front", 2, "Civilians (Hilland)", 7),
    ("Explosions/Remote violence", "Air/drone strike", "Military Forces of Otherland", 8, "Hill Front", 2),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED", "Hill Front", 2, "Civilians (Hilland)", 7),
    ("Protests", "Peaceful protest", "Protesters (Hilland)", 6, "", 0),
    ("Protests", "Excessive force against protesters", "Protesters (Hilland)", 6, "Police Forces of Hilland", 1),
    ("Riots", "Mob violence", "Rioters (Hilland)", 5, "Civilians (Hilland)", 7),
    ("Riots", "Violent demonstration", "Rioters (Hilland)", 5, "", 0),
    ("Strategic developments", "Looting/property destruction", "Hill Front", 2, "Civilians (Hilland)", 7),
    ("Strategic developments", "Arrests", "Police Forces of Hilland", 1, "Civilians (Hilland)", 7),
    ("Strategic developments", "Agreement", "Hill Front", 2, "", 0),
)
KINDS = (
    *("armed-clash", "armed-clash", "group-clash", "attack-on-civilians", "abduction", "sexual-violence", "explosive"),
    *("explosive", None, "attack-on-civilians", "attack-on-civilians", None, "looting", "detention", None),
)
"""What a pack makes of each of the events above; None has no place in one."""


@dataclasses.dataclass(frozen=True)
class Form:
    """One way in which ACLED's files are written."""

    layout: str = "old"
    separator: str = ","
    date: str = DATES[0]
    tags: bool = False


def write_acled(path: Path, form: Form, events: int = 60, country: str = "Hilland") -> Path:
    """A file with ``events`` rows of ``country``, and every seventh row of another."""
    columns = OLD if form.layout == "old" else NEW
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=form.separator, extrasaction="ignore", restval="")
        writer.writeheader()
        if form.tags:
            writer.writerow({name: tag for name, tag in TAGS.items() if name in columns})
        for number in range(events):
            writer.writerow(_row(number, form, country))
            if number % 7 == 0:
                writer.writerow(_row(events + number, form, "Otherland"))
    return path


def _row(number: int, form: Form, country: str) -> dict[str, object]:
    kind, sub, actor1, inter1, actor2, inter2 = _EVENTS[number % len(_EVENTS)]
    words = dict(WORDS)
    day = dt.date(2019, 1, 5) + dt.timedelta(days=13 * number)
    return {
        "data_id": 7000 + number,
        "event_id_cnty": f"HIL{number}",
        "event_date": day.strftime(form.date),
        "year": day.year,
        "time_precision": 1 + number % 3,
        "event_type": kind,
        "sub_event_type": sub,
        "actor1": actor1,
        "inter1": inter1 if form.layout == "old" else words[inter1],
        "actor2": actor2,
        "inter2": inter2 if form.layout == "old" else words[inter2],
        "country": country,
        "admin1": ("North", "South", "")[number % 3],
        "location": f"Town {number % 5}",
        "latitude": 5 + number / 100,
        "longitude": 20.5,
        "geo_precision": 1,
        "source": f"Planted Gazette {number}",
        "notes": f"planted note {number}; with a semicolon, and a comma",
        "fatalities": number % 4,
        "iso3": "HIL",
    }
