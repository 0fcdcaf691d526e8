"""The same data for every test of statistics, on the way that results take: files, store, sums."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pytest
from cohorts import attempt, key_of, record, write

from fieldbook.results.collect import collect
from fieldbook.results.readers import Means
from fieldbook.results.statistics.sums_tables import Sums
from fieldbook.results.store import reading
from fieldbook.results.sums import sums

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def scores() -> tuple[list[str], npt.NDArray[np.float64]]:
    """Gender of each person, and persons x items."""
    with (DATA / "scores.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    return [row[0] for row in rows], np.array([[float(cell) for cell in row[1:]] for row in rows])


@pytest.fixture(scope="session")
def referee() -> dict[str, Any]:
    """What R says of the same data."""
    found: dict[str, Any] = json.loads((DATA / "referee.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, scores: tuple[list[str], npt.NDArray[np.float64]]) -> Path:
    """A store of them. Who has 0 on i-12 and an odd number left it out."""
    folder = tmp_path_factory.mktemp("analysis")
    genders, matrix = scores
    for n, row in enumerate(matrix):
        answers = {
            f"i-{item:02}": ("v", "a" if score == 1 else "bc"[(n + item) % 2], float(score))
            for item, score in enumerate(row)
            if not (item == 12 and score == 0 and n % 2)
        }
        sat = attempt("check", answers, n)
        write(folder / f"in/{n}.json", record(f"P{n}", attempts={key_of(sat): sat}))
    people = "".join(f"P{n},{gender}\n" for n, gender in enumerate(genders))
    (folder / "in/people.csv").write_text("pseudonym,gender\n" + people)
    collect([folder / "in"], folder / "c.duckdb", Means(), dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    return folder / "c.duckdb"


@pytest.fixture(scope="session")
def summed(store: Path) -> Sums:
    """The sums of that store."""
    with reading(store) as connection:
        return sums(connection)


@pytest.fixture
def connection(store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """That store, open."""
    with reading(store) as opened:
        yield opened
