"""One row of each table of a context pack (``docs/tables.md``). An empty field is None: missing is missing, never 0."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from fieldbook.core.i18n import _
from fieldbook.model.base import Id, Name

Kind = Literal[
    "attack-on-civilians",
    "armed-clash",
    "group-clash",
    "abduction",
    "sexual-violence",
    "looting",
    "explosive",
    "detention",
]


def _empty_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _date_only(value: object) -> object:
    """ISO dates only: what looks like a date in one country is another day in the next."""
    if isinstance(value, str) and (len(value) != 10 or value[4] != "-"):
        raise ValueError(_("is not a date as 2024-01-31"))
    return value


def _first_day(value: dt.date) -> dt.date:
    if value.day != 1:
        raise ValueError(_("is not the first day of a month"))
    return value


def _rise(*values: int | None) -> bool:
    given = [value for value in values if value is not None]
    return given == sorted(given)


Key = Annotated[Name, StringConstraints(max_length=100)]
Day = Annotated[dt.date, BeforeValidator(_date_only)]
Month = Annotated[Day, AfterValidator(_first_day)]
People = Annotated[Annotated[int, Field(ge=0, le=10_000_000_000)] | None, BeforeValidator(_empty_is_none)]
"""At most mankind: Sudan had 11,559,970 displaced people in 2024, and what is improbable is for people to judge."""
Minutes = Annotated[Annotated[int, Field(ge=0, le=10_000_000)] | None, BeforeValidator(_empty_is_none)]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[Lat | None, BeforeValidator(_empty_is_none)]
Longitude = Annotated[Lon | None, BeforeValidator(_empty_is_none)]
Maybe = Annotated[Name | None, BeforeValidator(_empty_is_none)]


class Row(BaseModel):
    """A row; unknown columns are refused when the header is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Incident(Row):
    """A reported event. ``killed_*`` counts all victims, ``civilians_killed`` the civilians among them."""

    event_id: Key
    date: Day
    date_precision: int = Field(ge=1, le=5)
    area: Id
    place: Maybe
    lat: Latitude
    lon: Longitude
    kind: Annotated[Kind | None, BeforeValidator(_empty_is_none)]
    side_a: Maybe
    side_b: Maybe
    civilians_killed: People
    killed_low: People
    killed_best: People
    killed_high: People
    source: Maybe

    @model_validator(mode="after")
    def _low_to_high(self) -> Incident:
        if not _rise(self.killed_low, self.killed_best, self.killed_high):
            raise ValueError(_("killed_low, killed_best and killed_high do not rise"))
        return self


class Alert(Row):
    """An early-warning alert; minutes count from the alert, None is never."""

    alert_id: Key
    date: Day
    area: Id
    channel: Literal["phone", "radio", "visit", "rumour"]
    threat: Maybe
    minutes_to_decision: Minutes
    minutes_to_departure: Minutes
    minutes_to_arrival: Minutes
    responder: Maybe
    outcome: Literal["prevented", "reduced", "too-late", "false-alarm", "unknown"]
    feedback_given: Annotated[bool | None, BeforeValidator(_empty_is_none)]

    @model_validator(mode="after")
    def _one_after_the_other(self) -> Alert:
        if not _rise(self.minutes_to_decision, self.minutes_to_departure, self.minutes_to_arrival):
            raise ValueError(_("minutes to decision, departure and arrival do not rise"))
        return self


class Displacement(Row):
    """People displaced in an area at the end of a month."""

    month: Month
    area: Id
    women: People
    men: People
    girls: People
    boys: People


class PersonnelDeath(Row):
    """Somebody who died in the service of a mission. No name and no nationality: training needs neither."""

    date: Day
    mission: Name
    kind: Literal["malicious-act", "accident", "illness", "self-inflicted", "not-determined"]
    personnel: Literal["military", "military-observer", "police", "civilian-international", "civilian-local", "other"]
    gender: Annotated[Literal["female", "male"] | None, BeforeValidator(_empty_is_none)]


class NewDisplacement(Row):
    """Displacement inside a country in a year. The first number counts movements, the second people."""

    year: int = Field(ge=1900, le=2100)
    cause: Literal["conflict", "disaster"]
    new_displacements: People
    displaced_at_end: People
    source: Maybe
