"""What scores are made of: outcomes, shares of parts, and how written answers are compared.

Each type in ``assessment/types`` scores with these. ``docs/items.md`` has the rules, ``player/scoring.js`` is the twin,
``tests/vectors/scoring.json`` referees both. An answer that does not fit the shape, or ids that the item does not have,
count as not given.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import Any


@dataclasses.dataclass(frozen=True)
class Outcome:
    """``right`` of ``of`` parts were answered rightly, ``wrong`` given parts were not; ``score`` is from 0 to 1."""

    score: float
    right: int
    of: int
    wrong: int


def number(text: str, unit: str = "") -> float | None:
    """The number in ``text``: comma or point as decimal sign, spaces between digits, Arabic digits, unit behind it."""
    plain = unicodedata.normalize("NFKC", text).translate(_DIGITS).strip()
    if unit and plain.casefold().endswith(unit.casefold()):
        plain = plain[: -len(unit)]
    plain = re.sub(r"\s+", "", _INVISIBLE.sub("", plain)).replace("\N{MINUS SIGN}", "-")
    return float(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None


def normal(text: str) -> str:
    """``text`` as short answers are compared: without case, accents, punctuation and additional spaces."""
    kept = []
    for char in unicodedata.normalize("NFKD", text.lower().translate(_SAME)):
        category = unicodedata.category(char)
        if category in {"Mn", "Cf"} or char in _DROPPED:
            continue
        kept.append(char if category[0] in "LNM" else " ")
    return " ".join("".join(kept).split())


def gives_words(text: str, expected: Iterable[str]) -> bool:
    """Whether ``text`` says one of the ``expected`` short answers."""
    given = normal(text)
    return bool(given) and given in {normal(answer) for answer in expected}


def gives_number(text: str, expected: Iterable[str], unit: str, tolerance: float) -> bool:
    """Whether ``text`` gives one of the ``expected`` numbers, or one that differs by ``tolerance`` at most."""
    value = number(text, unit)
    wanted = [number(answer, unit) for answer in expected]
    return value is not None and any(_near(value, key, tolerance) for key in wanted)


def share(keys: Mapping[str, Collection[Any]], given: Mapping[str, Any]) -> Outcome:
    """The parts of ``keys`` that were ``given`` rightly; each part has one or more right values."""
    right = sum(name in given and given[name] in wanted for name, wanted in keys.items())
    answered = sum(name in given for name in keys)
    return Outcome(right / len(keys) if keys else 0.0, right, len(keys), answered - right)


def strings(response: object) -> list[str]:
    """Ids of a response that is a list; what is not text is not given."""
    return [part for part in response if isinstance(part, str)] if isinstance(response, list) else []


def pairs(response: object) -> dict[str, str]:
    """Pairs of a response that joins ids; what is not text, or empty, is not given."""
    given = response if isinstance(response, dict) else {}
    return {name: value for name, value in given.items() if isinstance(value, str) and value}


_DIGITS = {start + n: str(n) for start in (0x0660, 0x06F0) for n in range(10)} | {0x066B: "."}
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)", re.ASCII)
_SAME = {0xDF: "ss", 0x03C2: "\u03c3"}
"""Sharp s, and the sigma that ends a word: what lower case leaves apart."""
_DROPPED = ".'`\u2018\u2019\u02bc\u0640"
"""Full stop, apostrophes, and the stroke that lengthens an Arabic word."""
_SLACK = 1e-9
"""Relative room for binary fractions: 0.4 lies within 0.3 plus or minus 0.1."""


def _near(value: float, key: float | None, tolerance: float) -> bool:
    return key is not None and abs(value - key) <= tolerance + _SLACK * max(1.0, abs(key))
