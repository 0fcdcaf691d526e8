"""A store in parts: Parquet files with some learners each, from which the sums can be taken anywhere.

Every answer of a learner is in one part, so the sums of the parts add up to those of the store.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from fieldbook.results.statistics.sums_tables import Sums
from fieldbook.results.sums import PREPARED, prepare, sums_of

_SPLIT = ("sat", "answers")
_ANSWERS = """SELECT g.attempt, g.code, g.response, g.score, g.seconds, s.learner
    FROM answers g JOIN sat s USING (attempt)"""


def write_parts(connection: duckdb.DuckDBPyConnection, folder: Path, count: int) -> list[Path]:
    """Write an open store as ``count`` parts; the folder of each."""
    prepare(connection)
    for name in PREPARED:
        if name not in _SPLIT:
            _copy(connection, f"FROM {name}", folder / f"{name}.parquet")
    parts = []
    for number in range(count):
        part = folder / str(number)
        part.mkdir()
        for name, sql in {"sat": "FROM sat", "answers": _ANSWERS}.items():
            mine = f"SELECT * FROM ({sql}) WHERE hash(learner) % {count} = {number}"
            _copy(connection, mine, part / f"{name}.parquet")
        parts.append(part)
    return parts


def _copy(connection: duckdb.DuckDBPyConnection, sql: str, path: Path) -> None:
    connection.execute(f"COPY ({sql}) TO $path (FORMAT PARQUET)", {"path": str(path)})


def sums_of_part(part: Path) -> Sums:
    """The sums of one part. Runs on any machine that sees the folder."""
    with duckdb.connect(config={"threads": "1", "memory_limit": "2GB"}) as connection:
        for name in (*PREPARED, "answers"):
            path = (part if name in _SPLIT else part.parent) / f"{name}.parquet"
            connection.execute(f"CREATE VIEW {name} AS FROM read_parquet('{str(path).replace(chr(39), chr(39) * 2)}')")
        return sums_of(connection)
