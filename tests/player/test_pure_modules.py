"""Scoring and feedback of the player, tested as functions in Chromium."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from fieldbook.build.player import joined

pytestmark = pytest.mark.browser

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "scoring.json").read_text("utf-8"))
ITEMS = {item["id"]: item for item in VECTORS["items"]}


def test_scoring_agrees_with_the_vectors(blank: Page) -> None:
    script = f"(pairs) => {{ {joined('scoring.js')} return pairs.map((pair) => outcome(...JSON.parse(pair))); }}"
    cases = VECTORS["cases"]
    found = blank.evaluate(script, [json.dumps([ITEMS[case["item"]], case["response"]]) for case in cases])
    wrong = [
        (case["item"], case["why"], result)
        for case, result in zip(cases, found, strict=True)
        if any(result[name] != case[name] for name in ("score", "right", "of", "wrong"))
    ]
    assert wrong == []


NOTES = (
    f"([item, response]) => {{ {joined('feedback.js')} return notesFor(item, response).map((n) => [n.ref, n.word]); }}"
)


@pytest.mark.parametrize(
    ("item", "response", "notes"),
    [
        ("i-single", "b", [["b", "look-again"]]),
        ("i-multiple", ["a", "d"], [["a", "right"], ["d", "look-again"], ["b", "missed"], ["c", "missed"]]),
        ("i-matching", {"a": "r2", "b": "r3", "c": "r4"}, [["a", "right"], ["b", "look-again"], ["c", "right"]]),
        ("i-gaps", {"form": "b", "risk": "b"}, [["form.b", "right"], ["risk.b", "look-again"]]),
        ("i-numeric", "37,5", [["b", "look-again"]]),
        ("i-numeric", "5", [["otherwise", "look-again"]]),
        ("i-judgement", "b", [["b", "partly-effective"]]),
        ("i-judgement", "c", [["c", "less-effective"]]),
    ],
)
def test_feedback_is_about_what_was_answered(blank: Page, item: str, response: object, notes: object) -> None:
    assert blank.evaluate(NOTES, [ITEMS[item], response]) == notes


VERDICT = f"([item, response]) => {{ {joined('feedback.js')} return verdict(item, response).word; }}"


@pytest.mark.parametrize(
    ("item", "response", "word"),
    [
        ("i-single", "a", "right"),
        ("i-single", "b", "not-yet"),
        ("i-multiple", ["a", "b"], "partly"),
        ("i-multiple", ["a", "b", "c", "d"], "partly-wrong"),
        ("i-multiple", ["d"], "not-yet"),
        ("i-ordering", ["d", "c", "a", "b"], "partly"),
        ("i-judgement", "a", "most-effective"),
        ("i-best-below-one", "a", "most-effective"),
    ],
)
def test_verdict_in_words(blank: Page, item: str, response: object, word: str) -> None:
    assert blank.evaluate(VERDICT, [ITEMS[item], response]) == word
