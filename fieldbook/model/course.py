"""The course: modules, objectives and the words of Bloom's revised taxonomy."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from fieldbook.core.i18n import _
from fieldbook.model.base import Id, Source, Text
from fieldbook.model.contents import PagePath

Level = Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]
"""Level of Bloom's revised taxonomy (Anderson and Krathwohl 2001)."""


class Pole(Source):
    """One end of a tension. ``short`` is for buttons and tables, where it differs from ``name``."""

    id: Id
    name: Text
    short: Text | None = None


class Tension(Source):
    """A question that runs through the course and has two ends, of which neither is the right one."""

    id: Id
    name: Text
    poles: tuple[Pole, Pole]


class Objective(Source):
    """What a learner can do afterwards."""

    id: Id
    level: Level
    text: Text


class Module(Source):
    """One of the notebooks. ``minutes`` is self-study time."""

    id: Id
    notebook: PagePath
    title: Text
    minutes: int = Field(gt=0, le=600)
    objectives: tuple[Objective, ...] = Field(min_length=1)


class Targets(Source):
    """What each module's bank holds at least: ``items``, the share ``applied`` of them at level apply or above, and
    those ``computed`` from the mission's data."""

    items: int = Field(ge=1)
    applied: float = Field(ge=0, le=1)
    computed: int = Field(ge=0)


class CourseFile(Source):
    """``course.yml`` at the root of a course folder."""

    id: Id
    title: Text
    edition: Text
    languages: tuple[Text, ...] = ("en",)
    context: Id
    targets: Targets | None = None
    mastery: float | None = Field(default=None, ge=0, le=100)
    """Per cent of the points that learning systems call passed; without it they are told of completion only."""
    seed: int = Field(default=1, ge=1, le=999_999)
    """With which the forms are drawn, unless a command is given another."""
    tensions: tuple[Tension, ...] = Field(default=(), max_length=3)
    """In the order of their hues and patterns, of which pages have three."""
    modules: tuple[Module, ...] = Field(min_length=1)

    @field_validator("tensions")
    @classmethod
    def _distinct(cls, tensions: tuple[Tension, ...]) -> tuple[Tension, ...]:
        ids = [name for tension in tensions for name in (tension.id, *(pole.id for pole in tension.poles))]
        if len(set(ids)) < len(ids):
            raise ValueError(_("two tensions or poles have the same id"))
        return tensions
