"""The course: modules, objectives and the words of Bloom's revised taxonomy."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from fieldbook.core.i18n import _
from fieldbook.model.base import Id, Prose, Source, Text
from fieldbook.model.contents import PagePath

Level = Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]
"""Level of Bloom's revised taxonomy (Anderson and Krathwohl 2001)."""


class Pole(Source):
    """One end of a tension. ``short`` is for buttons and tables, where it differs from ``name``."""

    id: Id
    name: Prose
    short: Prose | None = None


class Tension(Source):
    """A question that runs through the course and has two ends, of which neither is the right one."""

    id: Id
    name: Prose
    poles: tuple[Pole, Pole]


class Objective(Source):
    """What a learner can do afterwards."""

    id: Id
    level: Level
    text: Prose


NotebookName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*\.ipynb$", max_length=100)]
"""Name of a notebook in its module's folder."""

OPENING, CLOSING = "index", "close"
"""Names of the notebooks that open and close a module, without their ending."""


class Lesson(Source):
    """One notebook of a module's folder, and one page of the book. Its title is the notebook's first heading.

    ``was`` are ids that it had in earlier editions: learners' records from then know it by them.
    """

    id: Id
    notebook: NotebookName
    was: tuple[Id, ...] = ()


class Module(Source):
    """A folder of notebooks: ``index.ipynb`` opens it, the lessons follow in this order, ``close.ipynb`` closes it."""

    id: Id
    folder: PagePath
    title: Prose
    lessons: tuple[Lesson, ...] = Field(min_length=1)
    objectives: tuple[Objective, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _folder(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(name := value.get("notebook"), str) and "folder" not in value:
            folder = PurePosixPath(name).with_suffix("")
            message = _(
                "is one notebook, and a module is a folder with a notebook for each lesson; make {folder}/ with "
                "{opening}.ipynb, the lessons and {closing}.ipynb, and write folder and lessons instead of notebook"
            )
            raise ValueError(message.format(folder=folder, opening=OPENING, closing=CLOSING))
        return value

    @property
    def opening(self) -> str:
        """Name of the page that opens the module."""
        return f"{self.folder}/{OPENING}"

    @property
    def closing(self) -> str:
        """Name of the page that closes the module."""
        return f"{self.folder}/{CLOSING}"

    def page_of(self, lesson: Lesson) -> str:
        """Name of a lesson's page."""
        return f"{self.folder}/{lesson.notebook.removesuffix('.ipynb')}"

    @property
    def pages(self) -> tuple[str, ...]:
        """Names of all its pages in order."""
        return (self.opening, *map(self.page_of, self.lessons), self.closing)


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
