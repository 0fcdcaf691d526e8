"""Scores an answer to a bound item. ``docs/items.md`` has the rules; ``player/scoring.js`` is the twin.

``tests/vectors/scoring.json`` referees both. An answer that does not fit the type, or ids that the item does not
have, count as not given.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

Item = Mapping[str, Any]
"""A bound item (``docs/items.md``), of which only ids and keys are read."""


@dataclasses.dataclass(frozen=True)
class Outcome:
    """``right`` of ``of`` parts were answered rightly, ``wrong`` given parts were not; ``score`` is from 0 to 1."""

    score: float
    right: int
    of: int
    wrong: int


def outcome(item: Item, response: object) -> Outcome:
    """What ``response`` to ``item`` is worth."""
    return _RULES[item["type"]](item, response)


def matched(item: Item, text: str) -> Mapping[str, Any] | None:
    """The expected answer of a numeric or short-answer item that ``text`` gives, right ones before wrong ones."""
    ordered = sorted(item["options"], key=lambda option: not option["key"])
    return next((option for option in ordered if _gives(item, option, text)), None)


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


def _choice(item: Item, response: object) -> Outcome:
    chosen = next((option for option in item["options"] if option["id"] == response), None)
    right = int(chosen is not None and chosen["key"])
    return Outcome(float(right), right, 1, int(chosen is not None) - right)


def _judgement(item: Item, response: object) -> Outcome:
    chosen = next((option for option in item["options"] if option["id"] == response), None)
    if chosen is None:
        return Outcome(0.0, 0, 1, 0)
    right = int(chosen["score"] == max(option["score"] for option in item["options"]))
    return Outcome(float(chosen["score"]), right, 1, 1 - right)


def _multiple(item: Item, response: object) -> Outcome:
    chosen = set(_strings(response))
    keys = {option["id"] for option in item["options"] if option["key"]}
    right, wrong = len(chosen & keys), len(chosen & {option["id"] for option in item["options"]} - keys)
    return Outcome(max(0, right - wrong) / len(keys) if keys else 0.0, right, len(keys), wrong)


def _matching(item: Item, response: object) -> Outcome:
    return _share({option["id"]: {option["match"]} for option in item["options"]}, _mapping(response))


def _gaps(item: Item, response: object) -> Outcome:
    keys = {gap["id"]: {option["id"] for option in gap["options"] if option["key"]} for gap in item["gaps"]}
    return _share(keys, _mapping(response))


def _ordering(item: Item, response: object) -> Outcome:
    """Each step counts once, at its first place; ids that are not steps take up a place."""
    given = _strings(response)
    places = {name: given.index(name) + 1 for name in given}
    return _share({option["id"]: {option["place"]} for option in item["options"]}, places)


def _share(keys: Mapping[str, set[Any]], given: Mapping[str, Any]) -> Outcome:
    right = sum(name in given and given[name] in wanted for name, wanted in keys.items())
    answered = sum(name in given for name in keys)
    return Outcome(right / len(keys) if keys else 0.0, right, len(keys), answered - right)


def _written(item: Item, response: object) -> Outcome:
    text = response if isinstance(response, str) else ""
    found = matched(item, text)
    right = int(found is not None and found["key"])
    return Outcome(float(right), right, 1, int(bool(text.strip())) - right)


def _gives(item: Item, option: Item, text: str) -> bool:
    expected = [option["text"], *option.get("accept", ())]
    if item["type"] == "short-answer":
        given = normal(text)
        return bool(given) and given in {normal(answer) for answer in expected}
    unit = item.get("unit") or ""
    keys = [number(answer, unit) for answer in expected]
    return any(_near(value, key, option.get("tolerance", 0.0)) for value in readings(text, unit) for key in keys)


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


def _strings(response: object) -> list[str]:
    return [part for part in response if isinstance(part, str)] if isinstance(response, list) else []


def _mapping(response: object) -> dict[str, str]:
    """Pairs of a matching or gap answer; what is not text, or empty, is not answered."""
    given = response if isinstance(response, dict) else {}
    return {name: value for name, value in given.items() if isinstance(value, str) and value}


_RULES: dict[str, Callable[[Item, object], Outcome]] = {
    "single-choice": _choice,
    "true-false": _choice,
    "multiple-response": _multiple,
    "matching": _matching,
    "ordering": _ordering,
    "numeric": _written,
    "short-answer": _written,
    "gap-text": _gaps,
    "situational-judgement": _judgement,
}
