"""Items joined with a pack: keys from queries, reasons to leave an item out, and text that stays text."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fieldbook.assessment.binding import Binder
from fieldbook.assessment.shapes import BoundItem, LeftOutError
from fieldbook.context import queries
from fieldbook.context.pack import ContextPack, load_context
from fieldbook.core.problems import CourseError
from fieldbook.core.yamlfile import Loaded, parse_yaml
from fieldbook.course.sources import ItemPlace
from fieldbook.model.item import BankFile

SMALL = Path(__file__).parents[1] / "data" / "contexts" / "small"
COMMON = {"id": "m1-i-a", "objective": "m1-o-a", "level": "apply", "difficulty": 0.5, "source": ["context"]}
AREAS = "SELECT name AS area, incidents AS n FROM areas ORDER BY incidents DESC, name"


@pytest.fixture(scope="module")
def small() -> ContextPack:
    return load_context(SMALL)


def _place(**fields: Any) -> ItemPlace:
    item = {"stem": "What?", **COMMON, **fields}
    text = json.dumps({"module": "m1", "items": [item]})
    loaded: Loaded[BankFile] = parse_yaml(text, "bank.yml", BankFile)
    return ItemPlace(loaded, 0)


def _bind(pack: ContextPack, **fields: Any) -> BoundItem:
    return Binder(pack).bind(_place(**fields))


def _option(text: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "feedback": f"About {text}.", **more}


def _query(sql: str = AREAS, **more: Any) -> dict[str, Any]:
    """A single choice with its key and distractors from ``sql``."""
    options = [_option("{{ row.area }}", key=True), _option("not {{ row.area }}")]
    query = {"sql": sql, "take": 2, "rows": 2, **more}
    return {"type": "single-choice", "stem": "Most in {{ mission.country }}?", "options": options, "query": query}


def _with_areas(pack: ContextPack, names: list[str], counts: list[int | None]) -> ContextPack:
    rows = {"id": [f"a{n}" for n in range(len(names))], "name": names, "vulnerability": pd.NA}
    return dataclasses.replace(pack, areas=pd.DataFrame(rows).assign(incidents=pd.array(counts, dtype="Int64")))


# Each type


@pytest.mark.parametrize("kind", ["single-choice", "true-false", "multiple-response"])
def test_choices_keep_their_order_and_get_letters(small: ContextPack, kind: str) -> None:
    bound = _bind(small, type=kind, options=[_option("Yes"), _option("No", key=True)])
    assert [(o.id, o.text, o.key) for o in bound.options] == [("a", "Yes", False), ("b", "No", True)]
    assert bound.options[0].feedback == "About Yes."
    assert (bound.id, bound.type, bound.objective, bound.source) == ("m1-i-a", kind, "m1-o-a", ("context",))


def test_judgement(small: ContextPack) -> None:
    options = [_option("Wait", score=0), _option("Ask", score=1), _option("Go", score=0.4)]
    bound = _bind(small, type="situational-judgement", options=options)
    assert [option.score for option in bound.options] == [0, 1, 0.4]


def test_ordering(small: ContextPack) -> None:
    bound = _bind(
        small, type="ordering", options=[_option("Act", key=3), _option("Hear", key=1), _option("Plan", key=2)]
    )
    assert [(option.text, option.place) for option in bound.options] == [("Act", 3), ("Hear", 1), ("Plan", 2)]


def test_matching_pairs_by_text_and_keeps_extras(small: ContextPack) -> None:
    options = [_option("Well", key="South"), _option("Mill", key="South"), _option("Gate", key="North")]
    bound = _bind(small, type="matching", options=options, extra=["West"])
    rights = {right.id: right.text for right in bound.rights}
    assert [rights[option.match] for option in bound.options] == ["South", "South", "North"]
    assert sorted(rights.values()) == ["North", "South", "West"]


def test_the_order_of_right_sides_gives_nothing_away(small: ContextPack) -> None:
    """Over many items each right side stands in each place about as often: the place says nothing about the pair."""
    options = [_option(left, key=right) for left, right in (("1", "one"), ("2", "two"), ("3", "three"))]
    binder, first = Binder(small), []
    for number in range(90):
        bound = binder.bind(_place(id=f"m1-i-n{number}", type="matching", options=options))
        assert [right.id for right in bound.rights] == ["r1", "r2", "r3"]
        first.append(next(n for n, option in enumerate(bound.options) if option.match == "r1"))
    assert all(first.count(place) > 15 for place in range(3))


def test_written_answers(small: ContextPack) -> None:
    options = [_option("early warning", key=True, accept=["warning"]), _option("alarm")]
    bound = _bind(small, type="short-answer", options=options, otherwise="In {{ mission.short }}: look it up.")
    assert [(o.text, o.key, o.accept) for o in bound.options] == [
        ("early warning", True, ("warning",)),
        ("alarm", False, ()),
    ]
    assert (bound.otherwise, bound.unit) == ("In MIS: look it up.", "")


def test_numeric_from_a_query(small: ContextPack) -> None:
    options = [_option("{{ first.n }}", key=True, tolerance=1)]
    query = {"sql": "SELECT avg(killed_best) AS n FROM incidents"}
    bound = _bind(small, type="numeric", options=options, otherwise="No.", unit="people", query=query)
    assert (bound.options[0].text, bound.options[0].tolerance, bound.unit) == ("2.3", 1, "people")


def test_gap_text(small: ContextPack) -> None:
    gaps = [{"id": "where", "options": [_option("south"), _option("{{ top.area }}", key=True)]}]
    bound = _bind(small, type="gap-text", stem="In the [[where]].", gaps=gaps)
    assert [(o.id, o.text, o.key) for o in bound.gaps[0].options] == [
        ("a", "south", False),
        ("b", "South", True),
    ]
    assert "options" not in bound.model_dump()


# Queries


def test_the_first_row_is_the_key(small: ContextPack) -> None:
    bound = _bind(small, **_query())
    assert bound.stem == "Most in Smallland?"
    assert [(o.text, o.feedback, o.key) for o in bound.options] == [
        ("South", "About South.", True),
        ("not North", "About not North.", False),
    ]


LEFT_OUT = {
    "a tie": (["South", "North"], [2, 2], {"unique": "n"}, "the first two rows tie in 'n'"),
    "too few rows": (["South"], [2], {}, "the query gives too few rows, 1 of 2 needed"),
    "no rows": ([], [], {}, "the query gives too few rows, 0 of 2 needed"),
    "an unknown count in the key": (["South", "North"], [None, 1], {}, "row 1 of the query has no value in 'n'"),
    "an unknown count in a distractor": (["South", "North"], [2, None], {}, "row 2 of the query has no value in 'n'"),
}


@pytest.mark.parametrize(("names", "counts", "more", "reason"), LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_without_a_clear_key_an_item_is_left_out(
    small: ContextPack, names: list[str], counts: list[int | None], more: dict[str, Any], reason: str
) -> None:
    sql = "SELECT name AS area, incidents AS n FROM areas"
    with pytest.raises(LeftOutError) as caught:
        _bind(_with_areas(small, names, counts), **_query(sql, **more))
    assert str(caught.value) == reason


def test_options_that_read_the_same_are_left_out(small: ContextPack) -> None:
    fields = _query("SELECT 'South' AS area")
    fields["query"] |= {"sql": "SELECT area FROM (VALUES ('South'), ('South')) AS v(area)"}
    fields["options"][1]["text"] = "{{ row.area }}"
    with pytest.raises(LeftOutError, match="two options would read the same"):
        _bind(small, **fields)


def test_division_by_zero_is_no_key(small: ContextPack) -> None:
    options = [_option("{{ first.n }}", key=True)]
    for sql in ("SELECT 0.0::DOUBLE / 0 AS n", "SELECT 1.0::DOUBLE / 0 AS n"):
        with pytest.raises(LeftOutError, match="row 1 of the query has no value in 'n'"):
            _bind(small, type="numeric", options=options, otherwise="No.", query={"sql": sql})


def test_missing_values_are_null_in_queries(small: ContextPack) -> None:
    counts = "count(*) FILTER (civilians_killed IS NULL) AS unknown, count(*) FILTER (civilians_killed = 0) AS none"
    options = [_option("{{ first.unknown }} {{ first.none }}", key=True)]
    query = {"sql": f"SELECT {counts} FROM incidents"}
    assert _bind(small, type="numeric", options=options, otherwise="No.", query=query).options[0].text == "1 1"


def test_every_documented_table_can_be_asked(small: ContextPack) -> None:
    connection = queries.connect(small)
    for name in queries.TABLES:
        frame = getattr(small, name)
        assert len(queries.rows(connection, f"SELECT * FROM {name}")) == len(frame)


FAILS = {
    "no such column": (
        "SELECT nonsense FROM areas",
        'the query fails: Binder Error: Referenced column "nonsense" not found',
    ),
    "not a SELECT": ("DROP TABLE areas", "the query fails: only one SELECT is allowed"),
    "two statements": ("SELECT 1; SELECT 2", "the query fails: only one SELECT is allowed"),
    "a file": ("SELECT * FROM read_text('/etc/passwd')", "file system operations are disabled by configuration"),
    "its own rights": ("SET enable_external_access = true", "the query fails: only one SELECT is allowed"),
    "too much memory": ("SELECT list(range) AS area FROM range(100000000)", "it needs more than 256 MB of memory"),
    "without end": (
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) AS area FROM t",
        "it did not end within 0.2 seconds",
    ),
}


@pytest.mark.parametrize(("sql", "expected"), FAILS.values(), ids=FAILS.keys())
def test_a_query_that_fails_names_its_line(
    small: ContextPack, sql: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "did not end" in expected:
        monkeypatch.setattr(queries, "_SECONDS", 0.2)
    with pytest.raises(CourseError) as caught:
        _bind(small, **_query(sql))
    [problem] = caught.value.problems
    assert (problem.code, problem.line, problem.field) == ("FB-QUERY-01", 1, "items[0].query.sql")
    assert expected in problem.message


def test_the_binder_works_on_after_a_query_was_stopped(small: ContextPack, monkeypatch: pytest.MonkeyPatch) -> None:
    binder = Binder(small)
    monkeypatch.setattr(queries, "_SECONDS", 0.2)
    with pytest.raises(CourseError):
        binder.bind(_place(**_query(FAILS["without end"][0])))
    assert binder.bind(_place(**_query())).options[0].text == "South"


def test_unique_names_a_column(small: ContextPack) -> None:
    with pytest.raises(CourseError) as caught:
        _bind(small, **_query(unique="count"))
    assert str(caught.value) == (
        "bank.yml:1 items[0].query.unique: the query has no column 'count'. Name a column of the query. [FB-QUERY-02]"
    )


# Text


@pytest.mark.parametrize(
    ("stem", "message"),
    [
        ("{{ mission.nam }}", "unknown substitution 'mission.nam'. docs/architecture.md lists the names. [FB-SUB-01]"),
        ("{{ 1/0 }}", "unknown substitution '1/0'. docs/architecture.md lists the names. [FB-SUB-01]"),
        (
            "{{ ''.__class__ }}",
            "unknown substitution \"''.__class__\". docs/architecture.md lists the names. [FB-SUB-01]",
        ),
        (
            "{% for x in range(9) %}",
            "has braces that are no substitution. Double braces hold a name and nothing else. [FB-SUB-02]",
        ),
        (
            "{{ mission.name",
            "has braces that are no substitution. Double braces hold a name and nothing else. [FB-SUB-02]",
        ),
    ],
)
def test_braces_hold_names_only(small: ContextPack, stem: str, message: str) -> None:
    with pytest.raises(CourseError) as caught:
        _bind(small, type="true-false", stem=stem, options=[_option("Yes", key=True), _option("No")])
    assert str(caught.value) == f"bank.yml:1 items[0].stem: {message}"


def test_hostile_rows_stay_text(small: ContextPack) -> None:
    hostile = _with_areas(small, ["<script>alert(1)</script>", "{{ mission.name }} **b** `c` [d](e)"], [2, 1])
    texts = [option.text for option in _bind(hostile, **_query()).options]
    for text in texts:
        assert not set("<>{}*`[]()") & set(text)
    assert texts[0].startswith("&#60;script&#62;")


def test_the_same_data_give_the_same_variant_and_other_data_another(small: ContextPack) -> None:
    first = _bind(small, **_query()).variant
    assert first == _bind(small, **_query()).variant
    other = _with_areas(small, ["South", "East"], [2, 1])
    assert first != _bind(other, **_query()).variant
    assert len(first) == 12
