"""Both scorings give what the vectors say: this one here, the player's in ``tests/player/test_pure_modules.py``."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from fieldbook.assessment.scoring import matched, normal, number, outcome

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "scoring.json").read_text("utf-8"))
ITEMS = {item["id"]: item for item in VECTORS["items"]}


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: f"{case['item']}: {case['why']}")
def test_outcome(case: dict[str, Any]) -> None:
    found = dataclasses.asdict(outcome(ITEMS[case["item"]], case["response"]))
    assert found == {name: case[name] for name in found}


def test_vectors_cover_every_type() -> None:
    assert {ITEMS[case["item"]]["type"] for case in VECTORS["cases"]} == {
        "single-choice", "true-false", "multiple-response", "matching", "ordering",
        "numeric", "short-answer", "gap-text", "situational-judgement",
    }  # fmt: skip


def test_right_answers_are_found_before_typical_faults() -> None:
    found = matched(ITEMS["i-overlap"], "11")
    assert found is not None
    assert found["id"] == "b"


def test_an_answer_that_nobody_expected_is_matched_by_none() -> None:
    assert matched(ITEMS["i-overlap"], "99") is None


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12", "", 12.0),
        ("\N{MINUS SIGN}3,5", "", -3.5),
        ("1 200", "", 1200.0),
        ("\u0661\u0662\u066b\u0665", "", 12.5),
        ("20 KM", "km", 20.0),
        ("20 km", "", None),
        ("20 km", "m", None),
        ("1.2.3", "", None),
        ("", "", None),
    ],
)
def test_numbers_as_people_type_them(text: str, unit: str, value: float | None) -> None:
    assert number(text, unit) == value


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  The   Gate. ", "the gate"),
        ("Stra\u00dfe", "strasse"),
        ("\u03a3\u039f\u03a6\u039f\u03a3", "\u03c3\u03bf\u03c6\u03bf\u03c3"),
        ("co\u00adoperate", "cooperate"),
        ("d\u00e9plac\u00e9s", "deplaces"),
        ("sous-pr\u00e9fet/maire", "sous prefet maire"),
        ("U.N. 7", "un 7"),
    ],
)
def test_short_answers_as_they_are_compared(text: str, plain: str) -> None:
    assert normal(text) == plain


@pytest.mark.parametrize(
    ("item", "response"),
    [
        ({"type": "multiple-response", "options": [{"id": "a", "key": False}]}, []),
        ({"type": "ordering", "options": []}, []),
        ({"type": "matching", "options": []}, {}),
        ({"type": "gap-text", "gaps": []}, {}),
    ],
)
def test_where_nothing_is_right_nothing_is_won(item: dict[str, Any], response: Any) -> None:
    assert dataclasses.asdict(outcome(item, response)) == {"score": 0.0, "right": 0, "of": 0, "wrong": 0}


@pytest.mark.parametrize(("given", "right"), [("1000000.4", 1), ("1000000.2", 1), ("1000000.41", 0), ("0.3", 0)])
def test_room_for_binary_fractions_grows_with_the_number(given: str, right: int) -> None:
    item = {"type": "numeric", "options": [{"id": "a", "text": "1000000.3", "key": True, "tolerance": 0.1}]}
    assert outcome(item, given).right == right
