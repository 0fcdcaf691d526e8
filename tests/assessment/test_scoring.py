"""Both scorings give what the vectors say: this one here, the player's in ``tests/player/test_pure_modules.py``."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from vector_items import ITEMS, VECTORS

from fieldbook.assessment.shapes import NumberItem
from fieldbook.assessment.types import TYPES


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: f"{case['item']}: {case['why']}")
def test_outcome(case: dict[str, Any]) -> None:
    found = dataclasses.asdict(ITEMS[case["item"]].outcome(case["response"]))
    assert found == {name: case[name] for name in found}


def test_vectors_cover_every_type() -> None:
    assert {ITEMS[case["item"]].type for case in VECTORS["cases"]} == set(TYPES)


def test_right_answers_are_found_before_typical_faults() -> None:
    item = ITEMS["i-overlap"]
    assert isinstance(item, NumberItem)
    found = item.matched("11")
    assert found is not None
    assert found.id == "b"


def test_an_answer_that_nobody_expected_is_matched_by_none() -> None:
    item = ITEMS["i-overlap"]
    assert isinstance(item, NumberItem)
    assert item.matched("99") is None
