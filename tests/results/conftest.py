"""What tests of results share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from cohorts import PROJECT, Simulated

from fieldbook.results.collect import Summary, collect
from fieldbook.results.readers import Means
from fieldbook.results.scoring_bank import ScoringBank

NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def bank() -> ScoringBank:
    """The real course's bank."""
    return ScoringBank(PROJECT)


@pytest.fixture(scope="session")
def simulated(bank: ScoringBank) -> Simulated:
    """Draws sittings of the real course's forms."""
    return Simulated(course=bank.course)


@pytest.fixture
def into(tmp_path: Path) -> Callable[..., Summary]:
    """Collects into ``tmp_path/c.duckdb``."""

    def run(*paths: Path, bank: ScoringBank | None = None, key: Any = None, **more: Any) -> Summary:
        return collect(list(paths), tmp_path / "c.duckdb", Means(bank, key), NOW, **more)

    return run


@pytest.fixture
def asked(tmp_path: Path) -> Callable[[str], list[tuple[Any, ...]]]:
    """Rows of a query to that store."""

    def run(sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(tmp_path / "c.duckdb", read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return run
