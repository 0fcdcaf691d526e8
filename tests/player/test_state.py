"""The compact state: the largest that a course can have fits, and comes back; older and foreign ones do no harm."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from fieldbook.player.joined import joined

pytestmark = pytest.mark.browser

TYPES = [
    *("single-choice", "true-false", "multiple-response", "matching", "ordering", "numeric", "short-answer"),
    *("gap-text", "situational-judgement"),
]
LETTERS = "abcdefghij"
STATES = json.loads((Path(__file__).parents[1] / "vectors" / "states-1.json").read_text("utf-8"))
TIME = "2026-11-23T05:{:02d}:30.123Z"


def item(number: int) -> dict[str, Any]:
    """A question with as many options as its type may have."""
    kind = TYPES[number % len(TYPES)]
    found: dict[str, Any] = {
        "id": f"m1-i-question-{number}",
        "type": kind,
        "variant": f"{number:012x}",
        "objective": "m1-o",
    }
    if kind == "gap-text":
        options = [{"id": letter, "key": letter == "a"} for letter in LETTERS[:5]]
        return found | {"gaps": [{"id": f"g{n}", "options": options} for n in range(8)]}
    if kind == "matching":
        found["rights"] = [{"id": f"r{n}"} for n in range(1, 13)]
    count = 2 if kind == "true-false" else 10
    return found | {
        "options": [
            {
                "id": letter,
                "key": n % 2 == 0,
                "score": n / 10,
                "match": f"r{n + 1}",
                "place": n + 1,
                "text": "12",
                "accept": [],
            }
            for n, letter in enumerate(LETTERS[:count])
        ],
        "unit": "",
    }


def response(question: dict[str, Any], chance: random.Random) -> Any:  # noqa: PLR0911 one case for each type
    match question["type"]:
        case "multiple-response":
            return sorted(chance.sample(LETTERS, 6))
        case "matching":
            return {letter: f"r{chance.randint(1, 12)}" for letter in LETTERS}
        case "ordering":
            return chance.sample(LETTERS, 10)
        case "gap-text":
            return {f"g{n}": chance.choice(LETTERS[:5]) for n in range(8)}
        case "numeric":
            return str(chance.randint(100, 99_999))
        case "short-answer":
            return "".join(chance.choice("abcdé ") for _ in range(240)).strip() + "x"
        case "true-false":
            return chance.choice("ab")
        case _:
            return chance.choice(LETTERS)


def largest() -> tuple[dict[str, Any], dict[str, Any]]:
    """A course of 300 questions in 30 lessons, and the record of a learner who has done everything, twice."""
    chance = random.Random(7)  # noqa: S311 no secret
    items = {found["id"]: found for found in map(item, range(300))}
    lessons = []
    for n in range(30):
        activities = [*list(items)[n * 10 : n * 10 + 10], f"m1-d-decision-{n}"]
        activities += [f"m1-t-tension-{n}"] if n < 15 else []
        activities += [f"m1-s-scenario-{n}", f"m1-p-product-{n}"] if n < 5 else []
        lessons.append(
            {
                "id": f"m1-a-lesson-with-a-long-name-{n}",
                "page": f"modules/1-mandate/{n}.html",
                "title": "x",
                "steps": 9,
                "activities": activities,
            }
        )
    course = {"modules": [{"id": "m1", "lessons": lessons}], "items": items}
    at = TIME.format(7)
    answers = {
        name: {
            "variant": found["variant"],
            "form": None,
            "response": response(found, chance),
            "score": 0,
            "first": 1 / 3,
            "tries": 4,
            "at": TIME.format(n % 60),
            "build": "b1",
        }
        for n, (name, found) in enumerate(items.items())
    }
    record = {
        "format": "fieldbook-record", "version": 3, "course": "poc", "context": "ondara", "lang": "en", "build": "b1",
        "learner": {"pseudonym": "Kestrel"}, "saved": TIME.format(59), "attempts": {},
        "read": {lesson["id"]: at for lesson in lessons},
        "answers": answers,
        "choices": {f"m1-d-decision-{n}": {"choice": "tell", "at": at} for n in range(30)},
        "positions": {f"m1-t-tension-{n}": {"value": n * 7 - 50, "at": at} for n in range(15)},
        "scenarios": {
            f"m1-s-scenario-{n}": {"path": ["tell-minister", "stay", "ask", "night", "trucks", "fetch"], "runs": 9, "endings": ["saturday", "thirds"], "at": at}
            for n in range(5)
        },
        "products": {f"m1-p-product-{n}": {"fields": {f"part.{row}": "Words. " * 280 for row in range(6)}, "at": at} for n in range(5)},
        "place": {"lesson": "m1-a-lesson-with-a-long-name-17", "step": "step-8", "at": at},
    }  # fmt: skip
    return course, record


def run(blank: Page, body: str, *values: Any) -> Any:
    """Call with the functions of the state and of scoring at hand; ``a`` are the values."""
    script = f"(given) => {{ {joined('state.js')} const a = JSON.parse(given); {body} }}"
    return json.loads(blank.evaluate(script, json.dumps(values)) or "null")


SCORED = "for (const [id, e] of Object.entries(a[1].answers)) e.score = outcome(a[0].items[id], e.response).score;"
PACK = f"{SCORED} return JSON.stringify([packState(a[1], a[0], 77, a[2]), a[1]]);"
READ = "return JSON.stringify(unpackState(a[1], a[0], 'b1'));"


def test_the_largest_state_fits_into_4096_characters_and_comes_back(blank: Page) -> None:
    course, record = largest()
    packed, whole = run(blank, PACK, course, record, 4096)
    assert 3000 < len(packed["text"]) <= 4096
    assert packed["text"].isascii(), "a character is a byte wherever it is stored"
    assert set(packed["lacks"]) >= {"products"}
    assert "answers" not in packed["lacks"]
    found = run(blank, READ, course, packed["text"])
    assert found["attempt"] == 77
    assert set(found["record"]["answers"]) == set(record["answers"])
    for name, entry in found["record"]["answers"].items():
        expected = whole["answers"][name]
        same(entry, expected, cut=course["items"][name]["type"] == "short-answer")
    for kind, field in [
        ("choices", "choice"),
        ("positions", "value"),
        ("scenarios", "path"),
        ("scenarios", "endings"),
        ("scenarios", "runs"),
    ]:
        assert {n: e[field] for n, e in found["record"][kind].items()} == {n: e[field] for n, e in record[kind].items()}
    assert set(found["record"]["read"]) == set(record["read"])
    assert placed(found["record"]) == ("m1-a-lesson-with-a-long-name-17", "step-8")
    assert set(found["begun"]) == set(record["products"]), "that they were begun counts, wherever their text is"


def placed(record: dict[str, Any]) -> tuple[str, str]:
    return record["place"]["lesson"], record["place"]["step"]


def test_a_state_from_when_a_module_was_one_page_is_read_under_today_s_names(blank: Page) -> None:
    """Packed by the player of that time, from the same course with its lessons as headings of one page."""
    course, record = largest()
    lessons = course["modules"][0]["lessons"]
    for lesson in lessons:
        lesson["was"], lesson["id"] = [lesson["id"]], lesson["id"].replace("m1-a-lesson", "m1-l-page")
    found = run(blank, READ, course, STATES["largest"])
    assert found["attempt"] == 77
    assert set(found["record"]["answers"]) == set(record["answers"])
    assert set(found["record"]["read"]) == {lesson["id"] for lesson in lessons}
    assert placed(found["record"]) == ("m1-l-page-with-a-long-name-17", "")
    assert set(found["begun"]) == set(record["products"])


def same(entry: dict[str, Any], expected: dict[str, Any], *, cut: bool) -> None:
    assert entry["score"] == expected["score"]
    assert entry["first"] == pytest.approx(expected["first"], abs=1e-9)
    assert (entry["tries"], entry["variant"]) == (expected["tries"], expected["variant"])
    assert expected["response"].startswith(entry["response"]) if cut else entry["response"] == expected["response"]


def test_with_64000_characters_nothing_is_left_out(blank: Page) -> None:
    course, record = largest()
    for product in record["products"].values():
        product["fields"] = {name: text[:500] for name, text in product["fields"].items()}
    packed, whole = run(blank, PACK, course, record, 64000)
    assert packed["lacks"] == []
    found = run(blank, READ, course, packed["text"])["record"]
    assert found["products"] == record["products"]
    assert found["learner"] == record["learner"]
    for name, entry in found["answers"].items():
        assert entry["response"] == whole["answers"][name]["response"]
        assert entry["at"][:16] == whole["answers"][name]["at"][:16], "to the minute"


def test_a_changed_course_takes_what_it_still_has(blank: Page) -> None:
    course, record = largest()
    packed, _whole = run(blank, PACK, course, record, 4096)
    newer = copy.deepcopy(course)
    gone, changed = "m1-i-question-4", "m1-i-question-9"
    del newer["items"][gone]
    newer["modules"][0]["lessons"][0]["activities"].remove(gone)
    newer["items"][changed]["variant"] = "fedcba987654"
    newer["modules"][0]["lessons"][3]["activities"] += ["m1-i-new"]
    newer["items"]["m1-i-new"] = item(0) | {"id": "m1-i-new"}
    found = run(blank, READ, newer, packed["text"])["record"]
    assert len(set(record["answers"]) - set(found["answers"]) - {gone, changed}) <= 1, (
        "two names may meet in one number"
    )
    assert not {gone, changed, "m1-i-new"} & set(found["answers"])
    assert placed(found) == ("m1-a-lesson-with-a-long-name-17", "step-8")


@pytest.mark.parametrize("text", ["", "1", "2", "2AAAA", "3AAAA", "not ours at all", "1\u00e9\u00e9", "1" + "_" * 4000])
def test_a_foreign_state_is_none(blank: Page, text: str) -> None:
    course, _record = largest()
    found = run(blank, READ, course, text)
    assert found is None or found["record"]["answers"] == {}


def test_a_cut_state_is_none(blank: Page) -> None:
    course, record = largest()
    packed, _whole = run(blank, PACK, course, record, 4096)
    assert run(blank, READ, course, packed["text"][:2000]) is None


def test_more_than_fits_loses_the_oldest_answers_only(blank: Page) -> None:
    course, record = largest()
    packed, _whole = run(blank, PACK, course, record, 2500)
    assert len(packed["text"]) <= 2500
    assert "answers" in packed["lacks"]
    found = run(blank, READ, course, packed["text"])["record"]
    assert 0 < len(found["answers"]) < 300
    assert len(found["choices"]) == 30
