"""A table top exercise: cast, teams, roles, phases, injects, rubric (``docs/exercises.md``)."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from fieldbook.core.i18n import _
from fieldbook.model.base import Id, Name, Named, Prose, ProseName, Source, Text
from fieldbook.model.context import Component
from fieldbook.model.scenario import Condition as GaugeCondition
from fieldbook.model.scenario import Gauge

Channel = Literal["radio", "phone", "letter", "email", "meeting", "report", "social-media", "rumour", "news", "visit"]
"""How an inject reaches a team."""

Sign = Literal["incident", "people", "unit", "barrier", "question"]
"""What a mark on the map stands for; each has a shape and a word."""

Measure = Literal["incidents", "attacks", "killed"]
"""Reports, reports of an attack on civilians, civilians reported killed."""


def _clock(value: str) -> str:
    if not re.fullmatch(r"\d{1,2}:[0-5]\d", value):
        raise ValueError(_('is no time on the exercise clock; write hours and minutes, such as "1:05"'))
    return value


Clock = Annotated[str, AfterValidator(_clock)]
"""Hours and minutes since the exercise began, such as ``1:05``."""

Effects = dict[Id, Annotated[int, Field(ge=-100, le=100)]]
"""What is added to gauges."""


def minutes(clock: str) -> int:
    """Minutes of a ``Clock``."""
    hours, rest = clock.split(":")
    return 60 * int(hours) + int(rest)


class Pick(Source):
    """How a member of the cast is chosen from the pack. Which fields a kind takes stands in ``docs/exercises.md``."""

    most: Measure | None = None
    count: Measure | None = None
    days: int | None = Field(default=None, ge=1, le=36_500)
    """Reports of the last days before the pack's as-of date; None means all."""
    area: Id | None = Field(default=None, alias="in")
    of: tuple[Text, ...] = ()
    rank: int = Field(default=1, ge=1, le=20)
    level: Literal["strategic", "operational", "tactical"] | None = None
    component: Component | None = None
    between: tuple[Id, Id] | None = None
    other_than: Id | None = None


class Member(Source):
    """One of the cast. ``name`` is neutral and stands where the pack gives nothing."""

    id: Id
    kind: Literal["area", "place", "actor", "body", "unit", "count", "distance", "name"]
    name: ProseName
    pick: Pick | None = None
    set: dict[Id, Name] = Field(default_factory=dict)
    """By context: an id of the pack, or words of the trainer's own."""
    sketch: tuple[Annotated[float, Field(ge=0, le=1)], Annotated[float, Field(ge=0, le=1)]] | None = None


class Team(Source):
    """Players who sit together and decide together."""

    id: Id
    name: ProseName
    component: Component
    brief: Prose


class Role(Source):
    """One player's part."""

    id: Id
    team: Id
    title: ProseName
    brief: Prose
    knows: Prose
    wants: Prose


class Start(Source):
    """Where all teams begin; ``story`` is the story's time at 0:00."""

    story: Prose
    text: Prose


class Phase(Source):
    """A stretch of the exercise."""

    id: Id
    kind: Literal["briefing", "play", "break", "hot-wash"]
    title: Prose
    minutes: int = Field(ge=1, le=600)
    story: Prose | None = None


class Attachment(Source):
    """A paper that comes with an inject."""

    title: Prose
    text: Prose


class Mark(Source):
    """Something that an inject puts on the map."""

    place: Id
    sign: Sign
    label: Prose


class Expected(Source):
    """What a good player does on an inject, within so many minutes."""

    id: Id
    role: Id
    text: Prose
    objective: Id
    tension: Id | None = None
    source: Text | None = None
    within: int = Field(ge=1, le=240)


class Decision(Source):
    """What a team may well decide, with what follows for the gauges."""

    id: Id
    team: Id
    text: Prose
    effects: Effects = Field(default_factory=dict)
    leans: dict[Id, Id] = Field(default_factory=dict)


class Logged(Source):
    """Holds once a decision is logged."""

    decision: Id


class Without(Source):
    """Holds while a decision is not logged."""

    without: Id


Condition = Logged | Without | GaugeCondition


class Inject(Source):
    """A message given to players."""

    id: Id
    at: Clock | None = None
    when: tuple[Condition, ...] = ()
    after: int = Field(default=0, ge=0, le=240)
    sender: Prose = Field(alias="from")
    to: tuple[Id, ...] = Field(min_length=1)
    channel: Channel
    title: Prose
    text: Prose
    attachment: Attachment | None = None
    marks: tuple[Mark, ...] = ()
    effects: Effects = Field(default_factory=dict)
    expects: tuple[Expected, ...] = Field(min_length=1)
    decisions: tuple[Decision, ...] = ()

    @model_validator(mode="after")
    def _due(self) -> Inject:
        if self.at is None and not self.when:
            raise ValueError(_("an inject has a time (at), conditions (when), or both"))
        if self.at is not None and self.after:
            raise ValueError(_("after counts from the conditions; an inject with a time has none"))
        if self.at is None and any(isinstance(condition, Without) for condition in self.when):
            raise ValueError(_("without needs a time: nobody can wait for something not to happen"))
        return self


class Question(Source):
    """Asked in the hot wash."""

    text: Prose
    objective: Id | None = None
    tension: Id | None = None


class Rubric(Source):
    """One line of the observer's sheet; ``levels`` from 1 (weak) to 4 (strong) say what one sees."""

    id: Id
    objective: Id
    text: Prose
    levels: tuple[Prose, Prose, Prose, Prose]


class Participants(Source):
    """Fewest and most players."""

    at_least: int = Field(ge=2, le=100, alias="from")
    at_most: int = Field(ge=2, le=100, alias="to")


class Exercise(Named):
    """``assessments/tabletop/<id>.yml``."""

    kind: Literal["strategic", "operational", "local"]
    title: Prose
    purpose: Prose
    objectives: tuple[Id, ...] = Field(min_length=3, max_length=6)
    source: tuple[Text, ...] = Field(min_length=1)
    audience: Prose
    participants: Participants
    paper: Prose
    cast: tuple[Member, ...] = Field(max_length=40)
    teams: tuple[Team, ...] = Field(min_length=2, max_length=10)
    roles: tuple[Role, ...] = Field(min_length=2, max_length=40)
    start: Start
    phases: tuple[Phase, ...] = Field(min_length=1, max_length=20)
    state: tuple[Gauge, ...] = Field(min_length=2, max_length=6)
    layers: tuple[Literal["areas", "incidents", "places"], ...] = ("areas", "places")
    injects: tuple[Inject, ...] = Field(min_length=1, max_length=200)
    hot_wash: tuple[Question, ...] = Field(min_length=1)
    rubric: tuple[Rubric, ...] = Field(min_length=1)

    @property
    def duration(self) -> int:
        """Minutes from the first phase's beginning to the last one's end."""
        return sum(phase.minutes for phase in self.phases)
