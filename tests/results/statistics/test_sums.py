"""The sums of a store are those of its answers, counted one by one; and parts of it add up."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from plain_sums import Answer, Course, Person, Sitting, fill, plain_sums, random_course

from fieldbook.results.statistics.sums_tables import KEYS, Sums, summed
from fieldbook.results.store_parts import sums_of_part, write_parts
from fieldbook.results.sums import STATIONS, sums


@pytest.fixture
def store() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": "1"}) as connection:
        yield connection


def _rows(table: pd.DataFrame) -> dict[tuple[Any, ...], list[int]]:
    keys = [name for name in table.columns if name in KEYS or (name == "seconds" and "item" in table.columns)]
    values = [name for name in table.columns if name not in keys]
    found = {tuple(row[name] for name in keys): [int(row[name]) for name in values] for row in table.to_dict("records")}
    assert len(found) == len(table), "one row for each key"
    assert list(found) == sorted(found), "in the order of the keys"
    assert table.index.tolist() == list(range(len(table)))
    return found


def _agree(found: Sums, course: Course) -> None:
    wanted = plain_sums(course)
    for part in dataclasses.fields(Sums):
        rows = _rows(getattr(found, part.name))
        exact = wanted.get(part.name, {})
        assert rows.keys() == exact.keys(), part.name
        for key, values in rows.items():
            assert values == pytest.approx(exact[key], rel=1e-12), (part.name, key)


@pytest.mark.parametrize("seed", range(2))
def test_every_sum_is_that_of_the_answers(store: duckdb.DuckDBPyConnection, seed: int) -> None:
    course = random_course(seed)
    fill(store, course)
    _agree(sums(store), course)


def test_parts_of_a_store_add_up_to_it(store: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    course = random_course(9)
    fill(store, course)
    first, *others = (sums_of_part(part) for part in write_parts(store, tmp_path, 3))
    assert all(len(other.tests) for other in others)
    for other in others:
        first = first.plus(other)
    _agree(first, course)


def test_an_empty_store_has_empty_tables(store: duckdb.DuckDBPyConnection) -> None:
    fill(store, Course([], {}, {}))
    found = sums(store)
    assert all(getattr(found, part.name).empty for part in dataclasses.fields(Sums))
    assert all(getattr(found.plus(found), part.name).empty for part in dataclasses.fields(Sums))


def _sat(*scores: Fraction) -> Sitting:
    answers = {f"i-{n}": Answer('"a"', score, 20) for n, score in enumerate(scores)}
    return Sitting("final", "v1", "2026-11-02T08:00:00.000Z", "2026-11-02T08:30:00.000Z", answers)


PASSING = json.loads((Path(__file__).parents[2] / "vectors" / "passing.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", PASSING, ids=lambda vector: vector["why"])
def test_who_reaches_the_cut_score_has_passed(store: duckdb.DuckDBPyConnection, vector: dict[str, Any]) -> None:
    """As the learner's page has told it: see ``tests/player/test_pure_modules.py``."""
    scores = [Fraction(n, d) for n, d, times in vector["scores"] for _time in range(times)]
    person = Person("woman", None, None, None, [_sat(*scores)])
    fill(store, Course([("final", "", vector["cut"])], {}, {}, [person]))
    assert sums(store).persons["passed"].tolist() == [int(vector["passed"])]


def test_without_a_cut_score_nobody_passes(store: duckdb.DuckDBPyConnection) -> None:
    fill(store, Course([("final", "", None)], {}, {}, [Person("woman", None, None, None, [_sat(Fraction(1))])]))
    assert sums(store).persons["passed"].tolist() == [0]


def test_a_station_that_fewer_than_five_name_has_no_name(store: duckdb.DuckDBPyConnection) -> None:
    names = [*["Tano"] * 5, *["Ada Doe"] * 4, *["Bo Roe"] * 2, "", None]
    fill(store, Course([], {}, {}, [Person(None, None, None, name, [_sat(Fraction(1))]) for name in names]))
    told = store.execute(f"SELECT station, count(*) FROM {STATIONS} GROUP BY 1 ORDER BY 1").fetchall()
    assert told == [("", 2), ("*", 6), ("Tano", 5)]
    assert summed(sums(store).persons, ["station"], ["n"]).to_numpy().tolist() == [["", 2], ["*", 6], ["Tano", 5]]
