"""Both scorings give what the vectors say: this one here, the player's in ``tests/player/test_pure_modules.py``."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from babel.numbers import format_decimal
from vector_items import ITEMS, VECTORS

from fieldbook.assessment.scoring import gives_number, normal, number, readings, share
from fieldbook.assessment.shapes import NumberItem
from fieldbook.assessment.types import TYPES


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: f"{case['item']}: {case['why']}")
def test_outcome(case: dict[str, Any]) -> None:
    found = dataclasses.asdict(ITEMS[case["item"]].outcome(case["response"]))
    assert found == {name: case[name] for name in found}


@pytest.mark.parametrize("case", VECTORS["numbers"], ids=lambda case: f"{case['text']} in {case['unit'] or 'nothing'}")
def test_every_number_that_people_can_mean(case: dict[str, Any]) -> None:
    assert readings(case["text"], case["unit"]) == case["readings"]


@pytest.mark.parametrize(
    "locale", ["en_GB", "fr", "es", "pt", "de", "de_CH", "sv", "ar", "ar_EG", "fa", "hi", "bn", "ne", "en_IN"]
)
@pytest.mark.parametrize("value", [20, 1175, 117500, 1175000, 62.5, 11175.5, -1175])
def test_what_a_page_prints_can_be_typed_back(locale: str, value: float) -> None:
    for system in ("latn", "default"):
        assert value in readings(format_decimal(value, locale=locale, numbering_system=system))


def test_a_number_of_the_course_is_read_as_pages_print_it() -> None:
    assert [number(text) for text in ("1,175", "1.175", "1,175.5", "ten")] == [1175, 1.175, 1175.5, None]


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


def test_where_nothing_is_right_nothing_is_won() -> None:
    assert dataclasses.asdict(share({}, {})) == {"score": 0.0, "right": 0, "of": 0, "wrong": 0}


@pytest.mark.parametrize(
    ("given", "right"), [("1000000.4", True), ("1000000.2", True), ("1000000.41", False), ("0.3", False)]
)
def test_room_for_binary_fractions_grows_with_the_number(given: str, *, right: bool) -> None:
    assert gives_number(given, ["1000000.3"], "", 0.1) is right
