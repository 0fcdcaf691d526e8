"""A test: the blueprint by which its items are drawn from the bank."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from fieldbook.core.i18n import _
from fieldbook.model.base import Id, Named, Prose, Source
from fieldbook.model.course import Level


class Row(Source):
    """A row of the blueprint: how many items of an objective, perhaps of some levels only."""

    objective: Id
    count: int = Field(ge=1, le=20)
    levels: tuple[Level, ...] = ()


class Cut(Source):
    """The cut score, 0 to 1, and how it was found (Angoff, say), for whoever has to defend it."""

    score: float = Field(gt=0, le=1)
    method: Prose


class Form(Named):
    """``assessments/forms/<id>.yml``.

    ``minutes`` is the time allowed, None without a limit. Forms of one ``series`` are parallel: drawn together, item
    for item alike in objective and difficulty. ``lessons`` says that the items asked in the lessons are drawn, and no
    others; all other forms draw from items that no lesson shows, and no two of them share one.
    """

    title: Prose
    purpose: Prose
    minutes: int | None = Field(default=None, ge=1, le=600)
    cut: Cut | None = None
    series: Id | None = None
    lessons: bool = False
    more_minutes: tuple[Annotated[int, Field(ge=1, le=300)], ...] = Field(default=(), max_length=5)
    """What a trainer may add to ``minutes`` for a person who needs it; offered before the start."""
    feedback: Literal["none", "result", "answers"] = "result"
    """After it is handed in: nothing, the result by objective, or the result and what is to be said to each answer."""
    tries: int | None = Field(default=None, ge=1, le=100)
    """How often it can be handed in on one device; None without a limit."""
    wait_hours: int = Field(default=0, ge=0, le=8760)
    """From one sitting's end to the next one's start."""
    certificate: bool = False
    """Who reaches the cut score can print a certificate."""
    sealed: bool = False
    """The bundle holds no key, and answers leave the page encrypted for the trainer."""
    blueprint: tuple[Row, ...] = Field(min_length=1)

    @property
    def count(self) -> int:
        """Number of items."""
        return sum(row.count for row in self.blueprint)

    @property
    def shows(self) -> str:
        """What is shown after it is handed in; a sealed form's key isn't there to show anything."""
        return "none" if self.sealed else self.feedback

    @model_validator(mode="after")
    def _parallel_forms_hold_back(self) -> Form:
        if self.series is not None and self.lessons:
            raise ValueError(_("a form of a series cannot draw the items of the lessons"))
        return self

    @model_validator(mode="after")
    def _settings_agree(self) -> Form:
        if self.certificate and self.cut is None:
            raise ValueError(_("a certificate needs a cut score"))
        if self.sealed and self.lessons:
            raise ValueError(_("a sealed form cannot draw the items of the lessons, whose keys stand there"))
        shown = "feedback" in self.model_fields_set and self.feedback != "none"
        if self.sealed and (self.certificate or shown):
            raise ValueError(_("a sealed form shows no result, so it has no certificate, and its feedback is none"))
        if self.more_minutes and self.minutes is None:
            raise ValueError(_("more_minutes needs minutes"))
        return self
