"""The outline of a rendered book: what packages, the player and the pages themselves know of its lessons and tests."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OutlineLesson(_Part):
    """A lesson's page. ``steps`` is the number of its steps, whose ids are ``step-1`` and so on.

    ``activities`` are ids of questions, decisions, tensions, scenarios and products; ``was`` earlier ids.
    """

    id: str
    title: str
    page: str
    minutes: int
    activities: tuple[str, ...]
    steps: int = 0
    was: tuple[str, ...] = ()


class OutlineModule(_Part):
    """A module: ``page`` opens it, ``end`` closes it; ``minutes`` are those of its lessons."""

    id: str
    title: str
    page: str
    end: str
    lessons: tuple[OutlineLesson, ...]

    @property
    def minutes(self) -> int:
        """Minutes of all lessons."""
        return sum(lesson.minutes for lesson in self.lessons)


class OutlineTest(_Part):
    """A test's page. ``cut`` is the share of points with which it is passed."""

    id: str
    title: str
    page: str
    variant: str
    count: int
    minutes: int | None
    cut: float | None
    certificate: bool
    sealed: bool


class Outline(_Part):
    """The book: ``pages`` are its files in the order of reading, the welcome page first."""

    modules: tuple[OutlineModule, ...] = ()
    tests: tuple[OutlineTest, ...] = ()
    pages: tuple[str, ...] = ()
