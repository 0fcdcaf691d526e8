"""Brings the store into order after sheets were added: which version counts, who belongs to which group, and every
contradiction listed. Each rule looks at what is in the store alone, so the order in which files came plays no part."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pandas as pd

from fieldbook.results.conflicts import list_conflicts
from fieldbook.results.result_entries import EDITION, GROUPS, UNDISCLOSED

_TABLES_OF_LEARNERS = ("sheets", "attempts", "practice", "ways", "written", "said", "marks")

_ORDER = """ORDER BY submitted IS NULL, CASE WHEN submitted IS NULL THEN done END DESC,
    submitted, answered DESC, hash"""
"""Which version of a sitting counts: one that was handed in (of several the earliest), else the latest."""


def reconcile(connection: duckdb.DuckDBPyConnection, moved: Mapping[int, int], now: str) -> None:
    """Apply ``moved`` (learners that are others), choose what counts, list conflicts. ``now`` is UTC as in records."""
    _move(connection, moved)
    _groups(connection)
    _versions(connection)
    list_conflicts(connection, now)


def _move(connection: duckdb.DuckDBPyConnection, moved: Mapping[int, int]) -> None:
    if not moved:
        return
    ends = {}
    for old in moved:
        new = moved[old]
        while new in moved:
            new = moved[new]
        ends[old] = new
    pairs = pd.DataFrame({"old": list(ends), "new": list(ends.values())})
    for table in _TABLES_OF_LEARNERS:
        connection.execute(f"UPDATE {table} SET learner = pairs.new FROM pairs WHERE {table}.learner = pairs.old")
    connection.execute("DELETE FROM learners WHERE learner IN (SELECT old FROM pairs)")
    del pairs


def _groups(connection: duckdb.DuckDBPyConnection) -> None:
    """A list of participants is believed before a file, a file before its edition's language; of several values the
    first in the alphabet stands. Who prefers not to say is in no group, whatever a list says."""
    for table in ("said", "participants", "marks", "ratings", "runs", "happenings"):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE once AS SELECT DISTINCT * FROM {table}")
        connection.execute(f"DELETE FROM {table}")
        connection.execute(f"INSERT INTO {table} SELECT * FROM once")
    for group in GROUPS:
        connection.execute(
            f"""UPDATE learners SET {group} = found.value FROM (
                SELECT l.learner, CASE WHEN bool_or(s.value = $refused) THEN NULL
                    ELSE coalesce(min(p.value), min(s.value), min(e.value)) END AS value FROM learners l
                LEFT JOIN participants p ON p.name_key = l.name_key AND p.field = $field
                LEFT JOIN said s ON s.learner = l.learner AND s.field = $field
                LEFT JOIN said e ON e.learner = l.learner AND e.field = $edition AND $field = 'language'
                GROUP BY l.learner) found
            WHERE found.learner = learners.learner AND found.value IS DISTINCT FROM learners.{group}""",
            {"field": group, "refused": UNDISCLOSED, "edition": EDITION},
        )


def _versions(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        f"""UPDATE attempts SET usable = found.usable FROM (
            SELECT attempt, row_number() OVER (PARTITION BY learner, form, started {_ORDER}) = 1 AS usable
            FROM attempts) found
        WHERE found.attempt = attempts.attempt AND found.usable <> attempts.usable"""
    )
    for table, thing in (("practice", "item"), ("ways", "scenario"), ("written", "product, field")):
        text = {"practice": "response", "ways": "path", "written": "text"}[table]
        connection.execute(
            f"""DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} QUALIFY
            row_number() OVER (PARTITION BY learner, {thing} ORDER BY done DESC, {text} DESC, rowid) > 1)"""
        )
