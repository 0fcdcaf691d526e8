"""What a person decides at once: the code, a number, a row, a box; and the answers put together from that."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from fieldbook.assessment.paper.marks import SURE, MarkReading
from fieldbook.assessment.paper.sheet_plan import Asked, SheetGroup
from fieldbook.assessment.scoring import number
from fieldbook.assessment.shapes import Shape
from fieldbook.core.i18n import _

CODE = "code"
EMPTY = "-"
"""What a trainer writes where nothing is marked."""

_MOST_TEXT = 500


@dataclasses.dataclass(frozen=True)
class SheetPlace:
    """Readings that are decided together. ``said`` is what the machine read, or what a person decided.

    ``id`` names it among all pictures and stays the same for the same picture.
    """

    id: str
    name: str
    readings: tuple[MarkReading, ...]
    said: tuple[str, ...]
    confidence: float
    decided: bool = False

    @property
    def sure(self) -> bool:
        """Whether it can be taken as it is."""
        return self.decided or self.confidence >= SURE

    @property
    def groups(self) -> tuple[SheetGroup, ...]:
        """Where it is on the page."""
        return tuple(reading.group for reading in self.readings)

    @property
    def question(self) -> int:
        """Number of the question; 0 is the code."""
        return self.readings[0].group.question

    @property
    def kind(self) -> str:
        """How it is answered: one, many, digit, text."""
        return self.readings[0].group.kind

    @property
    def shown(self) -> str:
        """What the machine believes to see, as a person would write it."""
        if self.kind == "digit":
            return "".join(value or "_" for value in self.said).rstrip("_") or EMPTY
        labels = [b.label for b in self.readings[0].group.bubbles if b.value in self.said]
        return " ".join(labels) or (EMPTY if self.kind != "text" else "")

    @property
    def reason(self) -> str:
        """Why a person is asked, in words."""
        worst = min(self.readings, key=lambda reading: reading.confidence)
        if all(reading.sure for reading in self.readings):
            return _("digits are missing")
        return {
            "two": _("more than one mark"),
            "faint": _("a faint, small or half erased mark"),
            "beside": _("something is written or crossed beside the bubbles"),
            "written": _("written by hand"),
            "unseen": _("glare or dirt hides the place"),
        }.get(worst.reason, _("cannot be told"))

    @property
    def answers(self) -> str:
        """What may be decided, in words."""
        if self.name == CODE:
            return _("{count} digits").format(count=len(self.readings))
        if self.kind == "digit":
            return _("a number, or {empty}").format(empty=EMPTY)
        if self.kind == "text":
            return _("the words as written, or {empty}").format(empty=EMPTY)
        labels = " ".join(bubble.label for bubble in self.readings[0].group.bubbles)
        if self.kind == "many":
            return _("any of {letters}, or {empty}").format(letters=labels, empty=EMPTY)
        return _("one of {letters}, or {empty}").format(letters=labels, empty=EMPTY)


def places(picture: str, readings: Sequence[MarkReading]) -> list[SheetPlace]:
    """The places of one page, from the code on; ``picture`` is the id of its picture."""
    together: dict[str, list[MarkReading]] = {}
    for reading in readings:
        group = reading.group
        name = CODE if not group.question else str(group.question) if group.kind == "digit" else group.name
        together.setdefault(name, []).append(reading)
    return [_place(f"{picture}/{name}", name, tuple(found)) for name, found in together.items()]


def decide(place: SheetPlace, text: str) -> SheetPlace | None:
    """``place`` as a person decided it; None where ``text`` cannot be meant."""
    said = _said(place, " ".join(text.split()))
    return None if said is None else dataclasses.replace(place, said=said, decided=True)


def _place(place_id: str, name: str, readings: tuple[MarkReading, ...]) -> SheetPlace:
    confidence = min(reading.confidence for reading in readings)
    if readings[0].group.kind != "digit":
        return SheetPlace(place_id, name, readings, readings[0].values, confidence)
    digits = tuple(reading.values[0] if reading.values else "" for reading in readings)
    whole = "".join(digits)
    gaps = whole != "".join(digits[: len(whole)])
    missing = len(whole) < len(readings) if name == CODE else gaps or bool(whole and number(whole) is None)
    return SheetPlace(place_id, name, readings, digits, 0.0 if missing else confidence)


def _said(place: SheetPlace, text: str) -> tuple[str, ...] | None:
    if place.name == CODE:
        digits = text.replace(" ", "")
        fits = len(digits) == len(place.readings) and digits.isascii() and digits.isdigit()
        return tuple(digits) if fits else None
    if text == EMPTY:
        return ()
    if place.kind == "digit":
        return (text,) if number(text) is not None else None
    if place.kind == "text":
        return (text,) if 0 < len(text) <= _MOST_TEXT else None
    values = {bubble.label: bubble.value for bubble in place.readings[0].group.bubbles}
    labels = text.upper().replace(",", " ").split()
    if len(labels) == 1 and place.kind == "many":
        labels = list(labels[0])
    if not labels or any(label not in values for label in labels) or (place.kind != "many" and len(labels) > 1):
        return None
    return tuple(sorted({values[label] for label in labels}))


def responses(questions: Sequence[Asked], found: Mapping[str, SheetPlace]) -> dict[str, Any]:
    """The response to each question in the bank's ids (docs/items.md), from the places of all pages."""
    by_question: dict[int, list[SheetPlace]] = {}
    for place in found.values():
        by_question.setdefault(place.question, []).append(place)
    return {asked.item: _response(asked, by_question[n]) for n, asked in enumerate(questions, 1)}


def _response(asked: Asked, rows: Sequence[SheetPlace]) -> Any:
    ordered = sorted(rows, key=lambda place: [int(part) for part in place.name.split(".")])
    match asked.shape:
        case Shape.CHOICES:
            return sorted(ordered[0].said)
        case Shape.PAIRS | Shape.GAPS:
            return {part: place.said[0] for part, place in zip(asked.parts, ordered, strict=True) if place.said}
        case Shape.ORDER:
            steps = [place.said[0] if place.said else "" for place in ordered]
            return steps if any(steps) else []
        case Shape.CHOICE | Shape.NUMBER | Shape.TEXT:
            return "".join(ordered[0].said)
