"""UCDP Georeferenced Event Dataset (GED) -> context pack. Reads the download and HDX's form with its HXL row."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from fieldbook.errors import CourseError, Problem
from fieldbook.i18n import _
from fieldbook.imports.outline import Outline, outline_shape
from fieldbook.imports.pack import Draft, Event, write_pack
from fieldbook.load.table import MAX_SHOWN, count_fault, header_fault, read_csv, value_message
from fieldbook.model import table
from fieldbook.model.base import Name

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
"""The 49 columns of GED, in its order."""

_OPTIONAL = {"iso3"}
_ACLED = {"event_id_cnty", "event_type", "sub_event_type", "actor1", "fatalities"}
_KINDS = {1: "armed-clash", 2: "group-clash", 3: "attack-on-civilians"}
SOURCE = "UCDP GED"
CITATION = (
    "Davies, Pettersson and Öberg (2023), Organized violence 1989-2022, Journal of Peace Research 60(4); "
    "Sundberg and Melander (2013), Introducing the UCDP Georeferenced Event Dataset, Journal of Peace Research 50(4). "
    "Changed: one country's events, columns renamed and reduced"
)


def _one_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


def _without_hour(value: object) -> object:
    """GED writes the hour too, always midnight."""
    return re.sub(r"[ T]00:00(:00(\.0+)?)?$", "", value) if isinstance(value, str) else value


Day = Annotated[table.Day, BeforeValidator(_without_hour)]
Line = Annotated[Name, BeforeValidator(_one_line)]
Blank = Annotated[Name | None, BeforeValidator(lambda value: _one_line(value) or None)]


class Row(BaseModel):
    """The fields of a GED event that a pack needs."""

    model_config = ConfigDict(frozen=True)

    id: int
    type_of_violence: int = Field(ge=1, le=3)
    country: Line
    side_a: Line
    side_b: Line
    where_coordinates: Blank
    adm_1: Blank
    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False)
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False)
    date_prec: int = Field(ge=1, le=5)
    date_start: Day
    date_end: Day
    deaths_civilians: int = Field(ge=0)
    best: int = Field(ge=0)
    high: int = Field(ge=0)
    low: int = Field(ge=0)


@dataclasses.dataclass(frozen=True)
class Report:
    """What an import did."""

    read: int
    imported: int
    notes: tuple[Problem, ...]
    """Rows refused, and rows kept with an estimate left out."""
    killed_before: int
    killed_after: int
    outside: int
    folder: Path
    replaced: bool
    """The folder held an earlier import that nobody had changed."""

    def lines(self) -> Iterator[str]:
        """The report in words."""
        yield _("{read} events of this country read, {imported} imported into {folder}").format(
            read=self.read, imported=self.imported, folder=self.folder
        )
        yield _("best estimate of people killed: {before} in the file, {after} in the pack").format(
            before=self.killed_before, after=self.killed_after
        )
        if self.replaced:
            yield _("It took the place of an earlier import that nobody had changed.")
        if self.outside:
            yield _("{n} events lie outside the outline; they are kept").format(n=self.outside)
        yield from (str(problem) for problem in self.notes)
        yield _("Next: fieldbook check --context {folder} lists what the file could not know.").format(
            folder=self.folder
        )


def import_ucdp(path: Path, country: str, outline: Path | None, into: Path) -> Report:
    """Write a context pack with the events of ``country`` to the new folder ``into``.

    Rows that break a rule are refused with line and reason; if more than fifty do, nothing is written.

    Raises
    ------
    CourseError
        The file is no GED file, has no such country, or too many rows are wrong; ``into`` exists already.
    OutputError
        ``into`` cannot be written.
    """
    records = _records(path)
    found = [(line, record) for line, record in records if record["country"].casefold() == country.strip().casefold()]
    if not found:
        raise CourseError([_no_country(path, country, records)])
    rows, notes = _validated(path, found)
    shape = outline_shape(outline, [(row.longitude, row.latitude) for row in rows]) if outline else None
    replaced = write_pack(_draft(rows, shape), into)
    inside = shape.inside if shape else len(rows)
    before = sum(int(record["best"]) for _line, record in found if record["best"].strip().isdecimal())
    after = sum(row.best for row in rows)
    return Report(len(found), len(rows), tuple(notes), before, after, len(rows) - inside, into, replaced)


def _records(path: Path) -> list[tuple[int, dict[str, str]]]:
    header, rows = read_csv(path, path.parent)
    header = [name.strip() for name in header]
    _check_header(path, header)
    if rows and all(field.startswith("#") for field in rows[0][1] if field):
        rows = rows[1:]  # HDX puts a row of HXL tags under the header
    width = len(header)
    faults = [count_fault(path.name, line, len(fields), width) for line, fields in rows if len(fields) != width]
    if faults:
        raise CourseError(faults[:MAX_SHOWN])
    return [(line, dict(zip(header, fields, strict=True))) for line, fields in rows]


def _check_header(path: Path, header: Sequence[str]) -> None:
    if len(_ACLED & {name.casefold() for name in ";".join(header).split(";")}) >= 3:
        message = "is an ACLED file, not UCDP GED"
        remedy = "It needs the importer acled, which is not there yet; for now use the UCDP GED file of this country."
        raise CourseError([Problem(path.name, 1, "header", message, remedy, "FB-IMP-03")])
    if (fault := header_fault(header, path.name)) is not None:
        raise CourseError([fault])
    missing = [name for name in COLUMNS if name not in header]
    unknown = [name[:40] or "(empty)" for name in header if name not in COLUMNS and name not in _OPTIONAL]
    faults = []
    if missing:
        faults.append((f"columns are missing: {', '.join(missing)}", "FB-IMP-04"))
    if unknown:
        faults.append((f"columns are not known: {', '.join(unknown[:10])}", "FB-IMP-05"))
    if len(set(header)) < len(header):
        faults.append(("a column stands twice", "FB-IMP-05"))
    if faults:
        remedy = "Use the file as UCDP or HDX gives it."
        raise CourseError(Problem(path.name, 1, "header", message, remedy, code) for message, code in faults)


def _no_country(path: Path, country: str, records: Sequence[tuple[int, Mapping[str, str]]]) -> Problem:
    names = sorted({record["country"] for _line, record in records})
    known = ", ".join(names[:30]) or "none"
    return Problem(
        path.name, 0, "country", f"has no event in {country!r}", f"Countries in the file: {known}.", "FB-IMP-06"
    )


def _validated(path: Path, found: Sequence[tuple[int, dict[str, str]]]) -> tuple[list[Row], list[Problem]]:
    rows: dict[int, Row] = {}
    refused: list[Problem] = []
    unsure: list[Problem] = []
    for line, record in found:
        try:
            row = Row.model_validate(record)
        except ValidationError as error:
            refused += [
                _refused(path, line, str(f["loc"][0]), value_message(f)) for f in error.errors(include_url=False)
            ]
            continue
        if row.id in rows:
            refused.append(_refused(path, line, "id", f"event {row.id} stands twice"))
        elif row.date_end < row.date_start:
            refused.append(_refused(path, line, "date_end", f"event {row.id} ends before it begins"))
        else:
            rows[row.id] = row
            unsure += _unsure(path, line, row)
    if len(refused) > MAX_SHOWN or not rows:
        raise CourseError(refused[:MAX_SHOWN])
    return sorted(rows.values(), key=lambda row: (row.date_start, row.id)), [*refused, *unsure]


def _refused(path: Path, line: int, field: str, message: str) -> Problem:
    return Problem(path.name, line, field, message, "The row is left out.", "FB-IMP-07", warning=True)


def _unsure(path: Path, line: int, row: Row) -> list[Problem]:
    if _rises(row):
        return []
    message = f"event {row.id} has low {row.low}, best {row.best}, high {row.high}, which do not rise"
    remedy = "The best estimate is kept, low and high are left empty."
    return [Problem(path.name, line, "low", message, remedy, "FB-IMP-13", warning=True)]


def _rises(row: Row) -> bool:
    return row.low <= row.best <= row.high


def _event(row: Row) -> Event:
    return Event(
        event_id=f"ucdp-{row.id}",
        date=row.date_start,
        date_precision=row.date_prec,
        area=_area(row.adm_1),
        place=row.where_coordinates,
        lat=row.latitude,
        lon=row.longitude,
        kind=_KINDS[row.type_of_violence],
        side_a=row.side_a,
        side_b=row.side_b,
        civilians_killed=row.deaths_civilians,
        killed_low=row.low if _rises(row) else None,
        killed_best=row.best,
        killed_high=row.high if _rises(row) else None,
        source=SOURCE,
    )


def _draft(rows: Sequence[Row], shape: Outline | None) -> Draft:
    country = rows[0].country
    events = [_event(row) for row in rows]
    named = {(side, event.kind) for event in events for side in (event.side_a, event.side_b) if side != "Civilians"}
    kinds = {
        name: _actor_kind(name, {kind for other, kind in named if other == name}, country) for name, _kind in named
    }
    as_of = dt.date(max(row.date_end for row in rows).year, 12, 31)
    return Draft(
        country=country,
        as_of=as_of,
        events=events,
        actors=kinds,
        outline=shape,
        source=SOURCE,
        licence="CC BY 4.0",
        citation=CITATION,
        cannot_show=(
            "Events without a death, and deaths that no source reported. Deaths are estimates. "
            "It has no population, so it shows no risk for a person. No event on record is not safety."
        ),
    )


def _area(name: str | None) -> str:
    plain = re.sub(r"\s+(state|province|region|prefecture|county)$", "", name or "", flags=re.IGNORECASE)
    return plain or "Area not known"  # UNKNOWN_AREA is its id


def _actor_kind(name: str, kinds: set[str], country: str) -> str:
    """A guess that the mission corrects: UCDP codes no kind, but says in which kinds of conflict a side took part."""
    if name.casefold().startswith("government of"):
        return "host-state" if name.casefold() == f"government of {country.casefold()}" else "foreign"
    return "communal" if kinds == {"group-clash"} else "armed-group"
