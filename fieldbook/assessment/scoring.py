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


def readings(text: str, unit: str = "") -> list[float]:
    """The numbers that people mean who write ``text``: none where it is no number, two for 1,175 and 1.175.

    Comma or point is the decimal sign. Thousands may be set apart by commas, points or apostrophes, or as in 11,75,000;
    the one sign in 1,175 may be either, and the reading with thousands comes first. Spaces between digits and marks of
    direction count for nothing; digits may be Arabic, Persian, Hindi or Bengali. ``unit`` may stand before the number,
    and behind it, there also cut short; where it is per cent, so may every way to write that.
    """
    return _values(_digits(text, unit))


def number(text: str, unit: str = "") -> float | None:
    """The number in ``text`` as an English page prints it, where the sign in 1,175 stands between thousands."""
    digits = _digits(text, unit)
    found = _values(digits)
    return found[-1 if "." in digits else 0] if found else None


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
    """Whether ``text`` can mean one of the ``expected`` numbers, or one that differs by ``tolerance`` at most."""
    keys = [number(answer, unit) for answer in expected]
    return any(_near(value, key, tolerance) for value in readings(text, unit) for key in keys)


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


_SIGNS = {start + n: str(n) for start in (0x0660, 0x06F0, 0x0966, 0x09E6) for n in range(10)} | {
    ord(sign): plain
    for plain, signs in {".": "\u066b", ",": "\u060c", "'": "\u066c\u2018\u2019\u02bc", "-": "\u2212\u2013"}.items()
    for sign in signs
}
"""Digits of other scripts; Arabic's decimal sign, comma and sign between thousands; apostrophes; minus, or a dash."""
_INVISIBLE = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_NUMBER = re.compile(r"([^\d+\-.,']*)([+-]?[\d.,']+)(.*)", re.ASCII | re.DOTALL)
_UNGROUPED = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)", re.ASCII)
_GROUPED = [
    re.compile(rf"([+-]?[1-9]\d{{0,2}}{groups})([{decimal}]\d*)?", re.ASCII)
    for groups, decimal in ((r"(?:(?:,\d{3})+|(?:,\d\d)+,\d{3})", "."), (r"(?:\.\d{3})+", ","), (r"(?:'\d{3})+", ".,"))
]
_PER_CENT = (
    *("%", "\u066a", "percent", "pct", "percentagepoints", "pp", "of100", "outof100", "in100", "/100"),
    *("pourcent", "porciento", "porcento", "prozent"),
    *("\u0628\u0627\u0644\u0645\u0626\u0629", "\u0628\u0627\u0644\u0645\u0627\u0626\u0629"),
    *("\u0641\u064a\u0627\u0644\u0645\u0626\u0629", "\u0641\u064a\u0627\u0644\u0645\u0627\u0626\u0629"),
)
"""Ways to write per cent in English, French, Spanish, Portuguese, German and Arabic, without spaces and hyphens."""
_SAME = {0xDF: "ss", 0x03C2: "\u03c3"}
"""Sharp s, and the sigma that ends a word: what lower case leaves apart."""
_DROPPED = ".'`\u2018\u2019\u02bc\u0640"
"""Full stop, apostrophes, and the stroke that lengthens an Arabic word."""
_SLACK = 1e-9
"""Relative room for binary fractions: 0.4 lies within 0.3 plus or minus 0.1."""


def _near(value: float, key: float | None, tolerance: float) -> bool:
    return key is not None and abs(value - key) <= tolerance + _SLACK * max(1.0, abs(key))


def _digits(text: str, unit: str) -> str:
    """The number in ``text`` with its signs, alone; empty where something stands beside it that is not ``unit``."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_SIGNS)
    if not (found := _NUMBER.fullmatch(plain)):
        return ""
    before, digits, after = _word(found[1]), found[2], _word(found[3])
    bare = _word(_INVISIBLE.sub("", unicodedata.normalize("NFKC", unit)).translate(_SIGNS))
    forms = _PER_CENT if bare in _PER_CENT else (bare,)
    fits = before in {"", *forms} and any(form.startswith(after) for form in forms)
    return digits if fits else ""


def _word(text: str) -> str:
    return re.sub("[-.]", "", text.lower())


def _values(digits: str) -> list[float]:
    """``digits`` with signs between thousands, then without."""
    found = []
    if grouped := next(filter(None, (pattern.fullmatch(digits) for pattern in _GROUPED)), None):
        found.append(float(re.sub("[.,']", "", grouped[1]) + (grouped[2] or "").replace(",", ".")))
    if _UNGROUPED.fullmatch(digits):
        found.append(float(digits.replace(",", ".")))
    return found
