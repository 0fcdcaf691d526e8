"""A test: the blueprint by which its items are drawn from the bank."""

from __future__ import annotations

from pydantic import Field, model_validator

from fieldbook.model.base import Id, Named, Source, Text
from fieldbook.model.course import Level


class Row(Source):
    """A row of the blueprint: how many items of an objective, perhaps of some levels only."""

    objective: Id
    count: int = Field(ge=1, le=20)
    levels: tuple[Level, ...] = ()


class Cut(Source):
    """The cut score, 0 to 1, and how it was found (Angoff, say), for whoever has to defend it."""

    score: float = Field(gt=0, le=1)
    method: Text


class Form(Named):
    """``assessments/forms/<id>.yml``.

    ``minutes`` is the time allowed, None without a limit. Forms of one ``series`` are parallel: drawn together, item
    for item alike in objective and difficulty. ``lessons`` says that the items asked in the lessons are drawn, and no
    others; all other forms draw from items that no lesson shows, and no two of them share one.
    """

    title: Text
    purpose: Text
    minutes: int | None = Field(default=None, ge=1, le=600)
    cut: Cut | None = None
    series: Id | None = None
    lessons: bool = False
    blueprint: tuple[Row, ...] = Field(min_length=1)

    @property
    def count(self) -> int:
        """Number of items."""
        return sum(row.count for row in self.blueprint)

    @model_validator(mode="after")
    def _parallel_forms_hold_back(self) -> Form:
        if self.series is not None and self.lessons:
            raise ValueError("a form of a series cannot draw the items of the lessons")
        return self
