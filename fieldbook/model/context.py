"""The context pack's description, ``context.yml``. What is ``None`` or empty has not been provided by the mission."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from fieldbook.core.i18n import _
from fieldbook.model.base import Id, Name, Prose, ProseName, Source, Text

Rating = Annotated[int, Field(ge=1, le=5)]
"""1 very low to 5 very high; a judgement by people, never computed."""


def _file_name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", value):
        raise ValueError(_("is not the name of a file in this folder"))
    return value


FileName = Annotated[str, AfterValidator(_file_name)]
"""A file of the pack's own folder, never a path out of it."""

Component = Literal[
    "leadership", "civilian", "police", "military", "support", "country-team", "host-state", "community"
]

MayShip = Literal["rows", "totals", "nothing"]
"""What of a table its licence lets leave in a package."""

UNKNOWN_AREA = "area-not-known"
"""Id of the area that holds incidents whose place is not known; it never ranks among areas."""


class Mission(Source):
    """The mission and how it is written of."""

    name: ProseName
    short: ProseName
    country: ProseName
    people: ProseName | None = None
    """Adjective of the country, as in "Ondaran"."""
    headquarters: ProseName | None = None
    time_zone: ProseName | None = None
    """As people there say it, such as "UTC+3, all year"; nothing is computed with it."""
    established: dt.date | None = None


class MandateTask(Source):
    """One operative paragraph or part of it, in our words or the resolution's."""

    id: Id
    paragraph: Prose
    text: Prose
    verb: Prose
    """Operative verb: decides, authorizes, requests, calls upon."""
    poc: bool
    """Part of the protection mandate."""
    tier: Literal["I", "II", "III"] | None = None


class Mandate(Source):
    """The current mandate."""

    resolution: Prose | None = None
    adopted: dt.date | None = None
    until: dt.date | None = None
    summary: Prose | None = None
    tasks: tuple[MandateTask, ...] = ()


class Area(Source):
    """An area of responsibility; its geometry is the feature with the same id in ``areas.geojson``."""

    id: Id
    name: ProseName
    note: Prose | None = None
    vulnerability: Rating | None = None


ActorKind = Literal[
    "host-state",
    "opposition",
    "armed-group",
    "self-defence",
    "communal",
    "criminal",
    "community",
    "civil-society",
    "foreign",
    "unknown",
]


class Actor(Source):
    """A party, armed or not, that increases or reduces threats to civilians."""

    id: Id
    name: ProseName
    short: ProseName | None = None
    kind: ActorKind
    aliases: tuple[Name, ...] = ()
    """Names under which the incident table knows the actor."""
    areas: tuple[Id, ...] = ()
    interests: Prose | None = None
    drivers_for: Prose | None = None
    drivers_against: Prose | None = None
    influence: Rating | None = None
    stance: Annotated[int, Field(ge=-2, le=2)] | None = None
    """-2 drives threats, 0 mixed, 2 reduces them."""
    intent: Rating | None = None
    capability: Rating | None = None


class Threat(Source):
    """One line of the threat assessment."""

    id: Id
    title: Prose
    actor: Id
    area: Id
    who: Prose
    """Civilians at risk, by sex, age and group."""
    likelihood: Rating
    impact: Rating
    signs: tuple[Prose, ...] = ()
    """Early warning signs."""


class Body(Source):
    """A coordination body."""

    id: Id
    name: ProseName
    short: ProseName | None = None
    level: Literal["strategic", "operational", "tactical"]
    chair: Prose
    meets: Prose
    decides: Prose
    members: tuple[Component, ...] = Field(min_length=1)


class ProtectionActor(Source):
    """Somebody who protects: a component, an agency, a non-governmental or a local organization."""

    id: Id
    name: ProseName
    component: Component
    tiers: tuple[Literal["I", "II", "III"], ...] = ()
    areas: tuple[Id, ...] = ()
    does: Prose


class TableInfo(Source):
    """Where a table comes from and what may be done with it."""

    file: FileName
    title: Prose
    source: Prose
    licence: Prose
    citation: Prose
    may_ship: MayShip
    restricted: bool = False
    """Never in a learner's package; in the trainer's edition as ``protect`` says, and marked."""
    cannot_show: Prose
    """What the table can't show; printed under each figure made from it."""


class Protect(Source):
    """How restricted tables are shown to trainers."""

    least: int = Field(default=5, ge=2, le=1000)
    """Fewest events of an area that may show by itself; areas with fewer are added together."""
    decimals: int = Field(default=1, ge=0, le=3)
    """Of coordinates in degrees: 1 is about ten kilometres."""


class ContextFile(Source):
    """``contexts/<name>/context.yml``."""

    id: Id
    title: Prose
    fictional: bool
    as_of: dt.date
    mission: Mission
    mandate: Mandate = Mandate()
    languages: tuple[Text, ...] = ()
    areas: tuple[Area, ...] = Field(min_length=1)
    actors: tuple[Actor, ...] = ()
    threats: tuple[Threat, ...] = ()
    bodies: tuple[Body, ...] = ()
    protection_actors: tuple[ProtectionActor, ...] = ()
    tables: tuple[TableInfo, ...] = Field(min_length=1)
    protect: Protect = Protect()
