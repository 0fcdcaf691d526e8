"""Scoring and feedback of the player, tested as functions in Chromium."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from fieldbook.player.joined import joined

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


def test_numbers_agree_with_the_vectors(blank: Page) -> None:
    script = f"(all) => {{ {joined('scoring.js')} return all.map(({{text, unit}}) => readings(text, unit)); }}"
    assert blank.evaluate(script, VECTORS["numbers"]) == [case["readings"] for case in VECTORS["numbers"]]


@pytest.mark.parametrize(("decimal", "read"), [(".", [1175, 1.175, None]), (",", [1.175, 1175, None])])
def test_a_number_is_read_as_the_page_prints_numbers(blank: Page, decimal: str, read: list[float | None]) -> None:
    script = (
        f"(sign) => {{ {joined('scoring.js')} return ['1,175', '1.175', 'x'].map((t) => parseNumber(t, '', sign)); }}"
    )
    assert blank.evaluate(script, decimal) == read


@pytest.mark.parametrize(
    ("item", "response", "told"),
    [
        ("i-thousands", "1,175", "1175"),
        ("i-thousands", "1.175", "1175"),
        ("i-no-unit", "2,750", "2.75"),
        ("i-no-unit", "1,175", "1175"),
        ("i-percent-word", "20 per cent", "20"),
    ],
)
def test_a_learning_system_is_told_the_number_that_is_meant(blank: Page, item: str, response: str, told: str) -> None:
    script = f"([item, response]) => {{ {joined('adapters/patterns.js')} return pattern(item, response); }}"
    assert blank.evaluate(script, [ITEMS[item], response]) == told


def test_codes_of_certificates_agree_with_the_vectors(blank: Page) -> None:
    vectors = json.loads((Path(__file__).parent.parent / "vectors" / "certificates.json").read_text("utf-8"))
    script = f"(all) => {{ {joined('certificate.js')} return all.map(certificateCode); }}"
    assert blank.evaluate(script, vectors) == [vector["code"] for vector in vectors]


def test_passing_agrees_with_the_vectors(blank: Page) -> None:
    vectors = json.loads((Path(__file__).parent.parent / "vectors" / "passing.json").read_text("utf-8"))
    script = f"""(all) => {{ {joined("passing.js")} return all.map(({{ scores, cut }}) => {{
        const each = scores.flatMap(([n, d, times]) => Array(times).fill(n / d));
        return reaches(each.reduce((sum, score) => sum + score, 0) / each.length, cut);
    }}); }}"""
    assert blank.evaluate(script, vectors) == [vector["passed"] for vector in vectors]


SITTING = (
    f"([tries, wait, ends, now]) => {{ {joined('sitting.js')} "
    "return mayBegin({ tries, wait }, ends.map((submitted) => ({ submitted })), now); }"
)
FIRST, LATER = "2026-11-23T08:00:00.000Z", "2026-11-23T10:00:00.000Z"


@pytest.mark.parametrize(
    ("tries", "wait", "ends", "left", "until"),
    [
        (None, 0, [FIRST], None, None),
        (2, 0, [], 2, None),
        (2, 0, [FIRST, LATER], 0, None),
        (3, 2, [FIRST], 2, None),
        (3, 3, [FIRST], 2, "2026-11-23T11:00:00.000Z"),
        (1, 0, [FIRST, LATER], 0, None),
    ],
)
def test_when_a_test_can_be_taken(
    blank: Page, tries: int | None, wait: int, ends: list[str], left: int | None, until: str | None
) -> None:
    assert blank.evaluate(SITTING, [tries, wait, ends, LATER]) == {"left": left, "from": until}


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


ASKED = {
    "feedback.js": "[outcome(item, response), notesFor(item, response), notesOnAnswer(item, response), verdict(item, response)]",
    "answers.js": "[fits(item, response), isWritten(item)]",
    "state.js": "isText ? [] : [places(item, response), responseOf(item, places(item, response).map(([id]) => id || undefined))]",
    "adapters/patterns.js": "[kindOf(item), rightAnswers(item), pattern(item, response), rightPatterns(item)]",
    "adapters/scorm-api.js": "isText ? [] : shortParts(item, response)",
}
"""What each module says of an item and the right response to it."""


@pytest.mark.parametrize("module", ASKED)
def test_a_type_of_another_name_is_taken_by_its_shape(blank: Page, module: str) -> None:
    """A toy with the shape of each type; that a statement is true or false is said of one type alone."""
    cases = {case["item"]: case for case in reversed(VECTORS["cases"]) if case["score"] == 1}
    pairs = [[ITEMS[name], case["response"]] for name, case in cases.items() if ITEMS[name]["type"] != "true-false"]
    assert len({item["type"] for item, _response in pairs}) == 8
    script = (
        f"(pairs) => {{ {joined(module)} for (const name of Object.keys(SHAPE_OF)) SHAPE_OF[`toy-${{name}}`] = SHAPE_OF[name];"
        "const told = (item, response) => { const isText = typeof response === 'string' && 'otherwise' in item; return "
        f"{ASKED[module]}; }};"
        "return pairs.map(([item, response]) => [told(item, response), told({ ...item, type: `toy-${item.type}` }, response)]); }"
    )
    for (item, _response), (real, toy) in zip(pairs, blank.evaluate(script, pairs), strict=True):
        assert toy == real, item["type"]
