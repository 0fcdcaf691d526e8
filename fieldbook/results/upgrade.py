"""Brings a store of an older version to this one.

Version 1 kept what was seen and left open among the answers, with an empty response. A score without words, from Moodle
or a learning record store, had an empty response as well. Version 2 kept conflicts as English sentences; now they are
codes with values.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import duckdb
import pandas as pd

from fieldbook.results.conflicts import last_of_second, list_conflicts
from fieldbook.results.learners import WHOLE_MINUTES
from fieldbook.results.result_entries import UNKNOWN, GivenAnswer, Sitting, is_blank

LEFT_OPEN_APART = 2
"""The version from which what was left open stands apart from answers."""

_ROWS = 10_000


def upgrade(connection: duckdb.DuckDBPyConnection, version: int, wanted: int) -> None:
    """Change an open store, within the transaction of a collection, which lists the conflicts anew at its end."""
    if version < LEFT_OPEN_APART:
        connection.execute(f"CREATE TABLE left_open {_LEFT_OPEN}")
        _set_apart(connection)
        _identify_again(connection)
        connection.execute(_MARKS_OF_A_CLASS, [list(WHOLE_MINUTES)])
    connection.execute("UPDATE meta SET version = ?", [wanted])


def read_upgraded(connection: duckdb.DuckDBPyConnection, version: int) -> None:
    """Let an open store be read as if it had been changed: temporary tables hide those that would change."""
    if version < LEFT_OPEN_APART:
        _read_left_open_apart(connection)
    connection.execute("CREATE TEMP TABLE conflicts AS FROM conflicts")
    list_conflicts(connection, last_of_second(dt.datetime.now(dt.UTC)))


def _read_left_open_apart(connection: duckdb.DuckDBPyConnection) -> None:
    for table in ("answers", "attempts", "practice"):
        connection.execute(f"CREATE TEMP TABLE {table} AS FROM {table}")
    connection.execute(f"CREATE TEMP TABLE left_open {_LEFT_OPEN}")
    _set_apart(connection)


_MARKS_OF_A_CLASS = """DELETE FROM marks WHERE learner IN (
    SELECT learner FROM sheets GROUP BY learner HAVING bool_and(list_contains(?, source)))"""
"""Version 1 took everybody who had begun in the same minute for one person with several names."""

_LEFT_OPEN = "(form VARCHAR NOT NULL, variant VARCHAR NOT NULL, code INTEGER NOT NULL)"

_WITHOUT_WORDS = (
    """UPDATE answers SET response = $unknown, score = answers.stated
    FROM attempts a JOIN sheets h USING (sheet)
    WHERE a.attempt = answers.attempt AND h.source IN ('moodle', 'xapi') AND answers.stated > 0
        AND response IN (FROM blanks)""",
    """UPDATE practice SET response = $unknown, score = stated
    WHERE stated > 0 AND response IN (FROM blanks)""",
    """CREATE TEMP TABLE touched AS SELECT DISTINCT attempt FROM answers
    WHERE response = $unknown OR response IN (FROM blanks)""",
)
_OPEN = (
    """INSERT INTO left_open SELECT DISTINCT a.form, a.variant, code FROM answers JOIN attempts a USING (attempt)
    WHERE response IN (FROM blanks)""",
    "DELETE FROM answers WHERE response IN (FROM blanks)",
    """UPDATE attempts SET answered = found.answered, points = found.points, unscored = found.unscored FROM (
        SELECT attempt, count(code) AS answered, coalesce(sum(score), 0) AS points,
            count(code) FILTER (score IS NULL) AS unscored
        FROM touched LEFT JOIN answers USING (attempt) GROUP BY attempt) found
    WHERE found.attempt = attempts.attempt""",
)


def _set_apart(connection: duckdb.DuckDBPyConnection) -> None:
    """Scores without words get the response that says so; other answers without words become what was left open."""
    responses = connection.execute("SELECT response FROM answers UNION SELECT response FROM practice").fetchall()
    found = pd.DataFrame({"response": pd.Series([text for (text,) in responses if is_blank(text)], dtype=object)})
    connection.execute("CREATE TEMP TABLE blanks AS FROM found")
    del found
    for sql in _WITHOUT_WORDS:
        connection.execute(sql, {"unknown": UNKNOWN})
    for sql in _OPEN:
        connection.execute(sql)


def _identify_again(connection: duckdb.DuckDBPyConnection) -> None:
    """The number that stands for the content of a sitting; versions that are the same now are kept once."""
    hashes = pd.DataFrame(_hashes(connection), columns=["attempt", "hash"]).astype("int64")
    connection.execute("UPDATE attempts SET hash = hashes.hash FROM hashes WHERE hashes.attempt = attempts.attempt")
    del hashes
    connection.execute(
        """CREATE TEMP TABLE doubled AS SELECT attempt FROM attempts
        QUALIFY row_number() OVER (PARTITION BY learner, hash ORDER BY attempt) > 1"""
    )
    connection.execute("DELETE FROM answers WHERE attempt IN (FROM doubled)")
    connection.execute("DELETE FROM attempts WHERE attempt IN (FROM doubled)")


def _hashes(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    """Attempt and content of every sitting that changed."""
    from fieldbook.results.store_adding import content_hash  # noqa: PLC0415 slow, and rare

    found = connection.execute(
        """SELECT attempt, a.form, a.variant, started, submitted, a.stated, a.done,
            item, g.variant, response, g.stated, seconds, g.done
        FROM attempts a SEMI JOIN touched USING (attempt)
            LEFT JOIN answers g USING (attempt) LEFT JOIN asked USING (code)
        ORDER BY attempt"""
    )
    rows = itertools.chain.from_iterable(iter(lambda: found.fetchmany(_ROWS), []))
    return [
        (attempt, content_hash(_sitting(list(answers)))) for attempt, answers in itertools.groupby(rows, itemgetter(0))
    ]


def _sitting(rows: Sequence[tuple[Any, ...]]) -> Sitting:
    """The sitting whose facts stand in every one of ``rows``, each with an answer, or one without."""
    _attempt, form, variant, started, submitted, score, at, *_answer = rows[0]
    answers = tuple(GivenAnswer(*row[7:]) for row in rows if row[7] is not None)
    return Sitting(form, variant, started, submitted, score, at, answers)
