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


_DIGITS = {start + n: str(n) for start in (0x0660, 0x06F0) for n in range(10)} | {0x066B: "."}
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)", re.ASCII)
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
    value = number(text, unit)
    wanted = [number(answer, unit) for answer in expected]
    return value is not None and any(_near(value, key, option.get("tolerance", 0.0)) for key in wanted)


def _near(value: float, key: float | None, tolerance: float) -> bool:
    return key is not None and abs(value - key) <= tolerance + _SLACK * max(1.0, abs(key))


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
