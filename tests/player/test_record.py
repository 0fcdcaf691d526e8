"""The record's schema, its Python twin and its JavaScript twin accept and refuse the same."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from playwright.sync_api import Page
from pydantic import ValidationError

from building import PROJECT
from fieldbook.course.sources import load_course
from fieldbook.model.outline import OutlineLesson, OutlineModule
from fieldbook.model.record import Record, migrate
from fieldbook.player.joined import joined

VECTORS = Path(__file__).parent.parent / "vectors"
CASES = json.loads((VECTORS / "records.json").read_text("utf-8"))
MIGRATIONS = json.loads((VECTORS / "migrations.json").read_text("utf-8"))
SCHEMA = json.loads((files("fieldbook.results") / "record.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_schema_and_python(case: dict[str, Any]) -> None:
    valid = jsonschema.Draft202012Validator(SCHEMA).is_valid(case["record"])
    assert (valid, _reads(case["record"])) == (case["valid"], case["valid"])


def _reads(record: object) -> bool:
    try:
        Record.model_validate_json(json.dumps(record))
    except ValidationError:
        return False
    return True


def of_version_1() -> dict[str, Any]:
    """A record as the player wrote it before scenarios, products and tests were kept."""
    record = {
        name: part for name, part in CASES[0]["record"].items() if name not in {"scenarios", "products", "attempts"}
    }
    return record | {"version": 1}


def test_a_record_of_version_1_is_brought_up() -> None:
    record = Record.model_validate(migrate(of_version_1()))
    assert (record.attempts, set(record.answers)) == ({}, {"i-single"})


def canonical(record: object) -> str:
    return json.dumps(record, sort_keys=True)


@pytest.mark.parametrize("case", MIGRATIONS["cases"], ids=lambda case: case["why"])
def test_places_and_lessons_move_to_their_pages(case: dict[str, Any]) -> None:
    modules = [OutlineModule.model_validate(module) for module in MIGRATIONS["modules"]]
    assert canonical(migrate(case["before"], modules)) == canonical(case["after"])
    assert _reads(case["after"])


@pytest.mark.browser
def test_places_and_lessons_move_to_their_pages_in_javascript(blank: Page) -> None:
    script = (
        f"([modules, ...texts]) => {{ {joined('record.js')} "
        "return texts.map((text) => JSON.stringify(migrate(JSON.parse(text), modules))); }"
    )
    cases = MIGRATIONS["cases"]
    found = blank.evaluate(script, [MIGRATIONS["modules"], *(json.dumps(case["before"]) for case in cases)])
    assert {case["why"]: canonical(json.loads(text)) for case, text in zip(cases, found, strict=True)} == {
        case["why"]: canonical(case["after"]) for case in cases
    }


@pytest.mark.parametrize("name", ["begun", "finished"])
def test_records_made_when_a_module_was_one_page_lose_nothing(name: str) -> None:
    """Saved by the player of that time: the course knows every lesson of theirs, and where they stopped."""
    course = load_course(PROJECT)
    modules = [
        OutlineModule(
            id=module.id,
            title=module.title,
            page=f"{module.opening}.html",
            end=f"{module.closing}.html",
            lessons=tuple(
                OutlineLesson(id=one.id, title="", page=module.page_of(one), minutes=1, activities=(), was=one.was)
                for one in module.lessons
            ),
        )
        for module in course.modules
    ]
    old = json.loads((VECTORS / "records-2" / f"{name}.json").read_text("utf-8"))
    record = Record.model_validate(migrate(old, modules))
    ids = {lesson.id for module in modules for lesson in module.lessons}
    assert set(record.read) <= ids
    assert record.place is not None
    assert record.place.lesson == {"begun": "m1-l-law", "finished": "m5-l-link"}[name]
    assert len(record.read) == {"begun": 3, "finished": sum(bool(one.was) for module in modules for one in module.lessons)}[name]
    for part in ("answers", "choices", "positions", "scenarios", "products"):
        assert json.loads(record.model_dump_json())[part] == old[part]


@pytest.mark.browser
def test_a_record_of_version_1_is_brought_up_in_javascript(blank: Page) -> None:
    script = f"(old) => {{ {joined('record.js')} return problems(migrate(JSON.parse(old), [])); }}"
    assert blank.evaluate(script, json.dumps(of_version_1())) == []


def test_schema_is_sound() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.browser
def test_javascript(blank: Page) -> None:
    script = f"(texts) => {{ {joined('record.js')} return texts.map((text) => problems(JSON.parse(text))); }}"
    found = blank.evaluate(script, [json.dumps(case["record"]) for case in CASES])
    assert {case["why"]: not faults for case, faults in zip(CASES, found, strict=True)} == {
        case["why"]: case["valid"] for case in CASES
    }


@pytest.mark.browser
def test_faults_name_the_field(blank: Page) -> None:
    record = {**CASES[0]["record"], "course": "../x", "positions": {"m1-t": {"value": 51}}}
    script = f"(record) => {{ {joined('record.js')} return problems(record); }}"
    assert blank.evaluate(script, record) == [
        "record.course",
        "record.positions.m1-t.value",
        "record.positions.m1-t.at",
    ]


MERGE = f"""([a, b, c]) => {{
  {joined("record.js")}
  return [merge(a, b), merge(b, a), merge(merge(a, b), c), merge(a, merge(b, c)), merge(a, a)];
}}"""


@pytest.mark.browser
def test_merging_keeps_the_newer_entry_whatever_the_order(blank: Page) -> None:
    base = CASES[0]["record"]
    answer = base["answers"]["i-single"]
    early, late = "2026-11-23T01:00:00.000Z", "2026-11-24T01:00:00.000Z"
    a = base | {"saved": early, "answers": {"i-x": answer | {"at": late, "score": 1}, "i-y": answer | {"at": early}}}
    b = base | {"saved": late, "answers": {"i-x": answer | {"at": early}}, "place": None, "learner": {"pseudonym": "S"}}
    c = base | {"answers": {"i-x": answer | {"at": late, "score": 0.5}}, "choices": {}}
    ab, ba, left, right, aa = blank.evaluate(MERGE, [a, b, c])
    assert ab == ba
    assert left == right
    assert aa == a
    assert ab["answers"] == {"i-x": answer | {"at": late, "score": 1}, "i-y": answer | {"at": early}}
    assert (ab["saved"], ab["place"], ab["learner"]) == (late, base["place"], {"pseudonym": "S"})


@pytest.mark.browser
def test_a_clock_that_runs_ahead_does_not_win_for_ever(blank: Page) -> None:
    future, now = "2999-01-01T00:00:00.000Z", "2026-11-23T00:00:00.000Z"
    text = json.dumps(CASES[0]["record"]).replace("2026-11-23T01:02:03.004Z", future)
    script = f"([record, now]) => {{ {joined('record.js')} return notAfter(record, now); }}"
    found = blank.evaluate(script, [json.loads(text), now])
    assert future not in json.dumps(found)
    assert found["answers"]["i-single"]["at"] == found["place"]["at"] == found["read"]["m1-l-gate"] == now


@pytest.mark.browser
def test_merging_keeps_the_endings_of_both_devices(blank: Page) -> None:
    at = ["2026-11-23T01:00:00.000Z", "2026-11-24T01:00:00.000Z"]
    ways = [
        {"path": ["open"], "runs": 3, "endings": ["held"], "at": at[0]},
        {"path": ["wait"], "runs": 1, "endings": ["lost"], "at": at[1]},
    ]
    records = [WHOLE | {"scenarios": {"m1-s-gate": way}} for way in ways]
    merged = blank.evaluate(MERGE, [*records, records[0]])
    wanted = {"path": ["wait"], "runs": 3, "endings": ["held", "lost"], "at": at[1]}
    assert [record["scenarios"]["m1-s-gate"] for record in merged[:4]] == [wanted] * 4


WHOLE = CASES[0]["record"]
