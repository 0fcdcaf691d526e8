"""The questions of one shuffled version: their order, their options' order, and what of them is marked on the sheet."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence

from fieldbook.assessment import shapes
from fieldbook.assessment.bound_option import BoundOption, KeyedOption, ShownText
from fieldbook.assessment.form_draw import DrawnForm
from fieldbook.assessment.option_order import arranged
from fieldbook.assessment.paper.sheet_plan import Kind
from fieldbook.assessment.scoring import number

_DIGITS = tuple("0123456789")
_LEAST_PLACES, _MOST_PLACES = 5, 7


@dataclasses.dataclass(frozen=True)
class PaperMark:
    """Bubbles of one row: pairs of what is printed and what it says."""

    part: str
    kind: Kind
    choices: tuple[tuple[str, str], ...] = ()


@dataclasses.dataclass(frozen=True)
class PaperQuestion:
    """A question as it is printed: ``options``, ``rights`` and ``gaps`` in the order of this version, lettered."""

    number: int
    item: shapes.BoundItem
    marks: tuple[PaperMark, ...]
    options: tuple[BoundOption, ...] = ()
    rights: tuple[ShownText, ...] = ()
    gaps: tuple[tuple[str, tuple[KeyedOption, ...]], ...] = ()


def questions(drawn: DrawnForm, letter: str) -> list[PaperQuestion]:
    """The questions of version ``letter``. The same seed and letter, the same order, on every machine."""
    salt = f"{drawn.seed}\0{drawn.form.id}\0{letter}"
    items = sorted((entry.bound for entry in drawn.items), key=lambda item: _drawn(f"{salt}\0{item.id}"))
    return [_question(count, item, salt) for count, item in enumerate(items, 1)]


def letters(options: Sequence[ShownText]) -> tuple[tuple[str, str], ...]:
    """Each option's letter with its id."""
    return tuple((chr(ord("A") + place), option.id) for place, option in enumerate(options))


def _drawn(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _question(count: int, item: shapes.BoundItem, salt: str) -> PaperQuestion:
    match item:
        case shapes.NumberItem() if places := _places(item):
            return PaperQuestion(count, item, tuple(_digit(place) for place in range(1, places + 1)))
        case shapes.WrittenItem():
            return PaperQuestion(count, item, (PaperMark("", "text"),))
        case shapes.PairsItem():
            sides = tuple(sorted(item.options, key=lambda side: _drawn(f"{salt}{side.id}")))
            rights = tuple(arranged(item, item.rights, "rights", salt))
            return PaperQuestion(count, item, _rows([rights] * len(sides)), sides, rights)
        case shapes.GapsItem():
            gaps = tuple((gap.id, tuple(arranged(item, gap.options, gap.id, salt))) for gap in item.gaps)
            return PaperQuestion(count, item, _rows([words for _gap, words in gaps]), gaps=gaps)
        case shapes.OrderItem():
            steps = tuple(arranged(item, item.options, salt=salt))
            return PaperQuestion(count, item, _rows([steps] * len(steps)), steps)
        case shapes.ChoiceItem() | shapes.ChoicesItem():
            options = tuple(arranged(item, item.options, salt=salt))
            mark = PaperMark("", "many" if isinstance(item, shapes.ChoicesItem) else "one", letters(options))
            return PaperQuestion(count, item, (mark,), options)


def _rows(choices: Sequence[Sequence[ShownText]]) -> tuple[PaperMark, ...]:
    """A row for each part of a question, with what can be marked in it."""
    return tuple(PaperMark(str(place), "one", letters(options)) for place, options in enumerate(choices, 1))


def _digit(place: int) -> PaperMark:
    signs = ((MINUS, "-"),) if place == 1 else ((",", "."),)
    return PaperMark(str(place), "digit", (*signs, *((digit, digit) for digit in _DIGITS)))


MINUS = "\N{MINUS SIGN}"


def _places(item: shapes.NumberItem) -> int:
    """Columns of the number grid, at least so many that their count says nothing; 0 where it takes a box."""
    values = [number(text, item.unit) for answer in item.options for text in answer.texts]
    needed = max((len(f"{value:.10g}") for value in values if value is not None), default=_MOST_PLACES + 1)
    return max(_LEAST_PLACES, needed + 1) if needed < _MOST_PLACES else 0
