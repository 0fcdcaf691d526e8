"""Both scorings give what the vectors say: this one here, the player's in ``tests/player/test_pure_modules.py``."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from fieldbook.assessment.scoring import matched, outcome

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
