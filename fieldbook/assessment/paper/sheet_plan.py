"""What is on a printed answer sheet, and where. Written beside the PDFs; whoever scans needs nothing else.

Places are in millimetres from the top left corner of the A4 page. A plan holds ids of options, so it stays with the
trainer, but no key.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from fieldbook.assessment.shapes import Shape
from fieldbook.assessment.types import TYPES
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.model.base import Id

Word = Annotated[str, StringConstraints(max_length=80)]
Millimetres = Annotated[float, Field(ge=0, le=300)]
Kind = Literal["one", "many", "digit", "text"]

CODE_DIGITS = 6
"""Digits of a participant's code."""

NAME = "sheets.json"
_MOST = 20_000_000


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Bubble(_Part):
    """A place to mark. ``value`` is what a mark says, in the bank's ids; ``label`` is printed in it."""

    x: Millimetres
    y: Millimetres
    label: Word
    value: Word


class Box(_Part):
    """A place to write."""

    x: Millimetres
    y: Millimetres
    width: Millimetres
    height: Millimetres


class SheetGroup(_Part):
    """Bubbles that are read together, or a box. ``question`` 0 is the participant's code.

    ``part`` is the row of a matching question, the gap, the place of a step or of a digit.
    """

    question: Annotated[int, Field(ge=0, le=200)]
    part: Word
    kind: Kind
    bubbles: tuple[Bubble, ...] = ()
    box: Box | None = None

    @property
    def name(self) -> str:
        """How people call it: ``12`` or ``12.3``."""
        return f"{self.question}.{self.part}" if self.part else str(self.question)


class SheetPage(_Part):
    """One page of an answer sheet."""

    groups: tuple[SheetGroup, ...]


class Asked(_Part):
    """A question of a version, in order of numbers. ``parts`` are the ids of its rows, where rows have ids."""

    item: Id
    variant: Word
    type: Word
    parts: tuple[Word, ...] = ()

    @property
    def shape(self) -> Shape:
        """What a response to it is made of."""
        return TYPES[self.type].shape

    @field_validator("type")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in TYPES:
            raise ValueError("no type of question")
        return value


class SheetVersion(_Part):
    """The answer sheet of one shuffled version of the form."""

    letter: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
    questions: tuple[Asked, ...]
    pages: tuple[SheetPage, ...]


class Plan(_Part):
    """All versions of one form as they were printed together."""

    format: Literal["fieldbook-sheets"] = "fieldbook-sheets"
    version: Literal[1] = 1
    course: Id
    context: Id
    lang: Word
    form: Id
    title: str
    variant: Word
    seed: int
    versions: tuple[SheetVersion, ...]

    @cached_property
    def id(self) -> str:
        """What the sheets' machine code calls this plan: another layout, wording or order is another id."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]

    def code(self, letter: str, page: int) -> str:
        """Text of the machine code on ``page`` (from 1) of version ``letter``."""
        count = len(self.of(letter).pages)
        parts = ("FBK1", self.course, self.form, str(self.seed), letter, f"{page}/{count}", self.context, self.id)
        return ":".join(parts)

    def has(self, letter: str, page: int) -> bool:
        """Whether version ``letter`` has a page of this number, from 1."""
        return any(version.letter == letter and 1 <= page <= len(version.pages) for version in self.versions)

    def of(self, letter: str) -> SheetVersion:
        """The version ``letter``; KeyError where there is none."""
        for version in self.versions:
            if version.letter == letter:
                return version
        raise KeyError(letter)


def read_plans(folder: Path) -> dict[str, Plan]:
    """Every plan below ``folder`` by its id. Raises ``CourseError``."""
    paths = [folder] if folder.is_file() else sorted(folder.rglob(f"*{NAME}"))
    found = [_read(path) for path in paths]
    if not found:
        what, remedy = _("holds no plan of printed sheets"), _("Name the folder that fieldbook form --paper made.")
        raise CourseError([Problem(folder.as_posix(), 0, "", what, remedy, "FB-PAPER-02")])
    return {plan.id: plan for plan in found}


def _read(path: Path) -> Plan:
    try:
        with path.open("rb") as file:
            return Plan.model_validate_json(file.read(_MOST))
    except (OSError, ValidationError):
        what, remedy = _("is no plan of printed sheets, or is damaged"), _("Print again into a new folder.")
        raise CourseError([Problem(path.as_posix(), 0, "", what, remedy, "FB-PAPER-02")]) from None
