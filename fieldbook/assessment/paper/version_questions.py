"""The questions of one shuffled version: their order, their options' order, and what of them is marked on the sheet."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from fieldbook.assessment.form_draw import DrawnForm
from fieldbook.assessment.option_order import arranged
from fieldbook.assessment.paper.sheet_plan import Kind
from fieldbook.assessment.scoring import number

Part = Mapping[str, Any]

_DIGITS = tuple("0123456789")
_LEAST_PLACES, _MOST_PLACES = 5, 7


@dataclasses.dataclass(frozen=True)
class Mark:
    """Bubbles of one row: pairs of what is printed and what it says."""

    part: str
    kind: Kind
    choices: tuple[tuple[str, str], ...] = ()


@dataclasses.dataclass(frozen=True)
class Question:
    """A question as it is printed: ``options``, ``rights`` and ``gaps`` in the order of this version, lettered."""

    number: int
    item: Part
    options: tuple[Part, ...]
    rights: tuple[Part, ...]
    gaps: tuple[tuple[str, tuple[Part, ...]], ...]
    marks: tuple[Mark, ...]


def questions(drawn: DrawnForm, letter: str) -> list[Question]:
    """The questions of version ``letter``. The same seed and letter, the same order, on every machine."""
    salt = f"{drawn.seed}\0{drawn.form.id}\0{letter}"

    def place(item: Part) -> bytes:
        return hashlib.sha256(f"{salt}\0{item['id']}".encode()).digest()

    items = sorted((entry.bound for entry in drawn.items), key=place)
    return [_question(count, item, salt) for count, item in enumerate(items, 1)]


def letters(options: Sequence[Part]) -> tuple[tuple[str, str], ...]:
    """Each option's letter with its id."""
    return tuple((chr(ord("A") + place), option["id"]) for place, option in enumerate(options))


def _question(count: int, item: Part, salt: str) -> Question:
    salted = {**item, "id": f"{salt}\0{item['id']}"}  # arranged() draws from ids
    written = item["type"] in {"numeric", "short-answer"}
    options = () if written else tuple(arranged(salted, item.get("options", ())))
    rights = tuple(arranged({**salted, "type": "matching"}, item.get("rights", ()), "rights"))
    gaps = tuple((gap["id"], tuple(arranged(salted, gap["options"], gap["id"]))) for gap in item.get("gaps", ()))
    if item["type"] == "matching":
        options = tuple(sorted(options, key=lambda option: hashlib.sha256(f"{salt}{option['id']}".encode()).digest()))
    return Question(count, item, options, rights, gaps, tuple(_marks(item, options, rights, gaps)))


def _marks(  # noqa: PLR0911 one case for each type
    item: Part, options: Sequence[Part], rights: Sequence[Part], gaps: Sequence[tuple[str, Sequence[Part]]]
) -> list[Mark]:
    match item["type"]:
        case "multiple-response":
            return [Mark("", "many", letters(options))]
        case "matching":
            return [Mark(str(place), "one", letters(rights)) for place in range(1, len(options) + 1)]
        case "ordering":
            return [Mark(str(place), "one", letters(options)) for place in range(1, len(options) + 1)]
        case "gap-text":
            return [Mark(str(place), "one", letters(choices)) for place, (_gap, choices) in enumerate(gaps, 1)]
        case "numeric" if _places(item):
            return [_digit(place) for place in range(1, _places(item) + 1)]
        case "numeric" | "short-answer":
            return [Mark("", "text")]
        case _:
            return [Mark("", "one", letters(options))]


def _digit(place: int) -> Mark:
    signs = ((MINUS, "-"),) if place == 1 else ((",", "."),)
    return Mark(str(place), "digit", (*signs, *((digit, digit) for digit in _DIGITS)))


MINUS = "\N{MINUS SIGN}"


def _places(item: Part) -> int:
    """Columns of the number grid, at least so many that their count says nothing; 0 where it takes a box."""
    expected = [text for option in item["options"] for text in (option["text"], *option.get("accept", ()))]
    values = [number(text, item.get("unit") or "") for text in expected]
    needed = max((len(f"{value:.10g}") for value in values if value is not None), default=_MOST_PLACES + 1)
    return max(_LEAST_PLACES, needed + 1) if needed < _MOST_PLACES else 0
