"""The course: modules, objectives and the words of Bloom's revised taxonomy."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from fieldbook.model.base import Id, Prose, Source, Text
from fieldbook.model.contents import PagePath

Level = Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]
"""Level of Bloom's revised taxonomy (Anderson and Krathwohl 2001)."""

Tension = Literal["principles-pragmatism", "national-local", "armed-unarmed"]
"""The three tensions that run through the course."""


class Objective(Source):
    """What a learner can do afterwards."""

    id: Id
    level: Level
    text: Prose


class Module(Source):
    """One of the notebooks. ``minutes`` is self-study time."""

    id: Id
    notebook: PagePath
    title: Prose
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
    title: Prose
    edition: Text
    languages: tuple[Text, ...] = ("en",)
    context: Id
    targets: Targets | None = None
    mastery: float | None = Field(default=None, ge=0, le=100)
    """Per cent of the points that learning systems call passed; without it they are told of completion only."""
    seed: int = Field(default=1, ge=1, le=999_999)
    """With which the forms are drawn, unless a command is given another."""
    modules: tuple[Module, ...] = Field(min_length=1)
