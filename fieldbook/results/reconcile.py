"""Brings the store into order after sheets were added: which version counts, who belongs to which group, and every
contradiction listed. Each rule looks at what is in the store alone, so the order in which files came plays no part."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pandas as pd

from fieldbook.results.result_entries import EDITION, GROUPS, UNDISCLOSED

_TABLES_OF_LEARNERS = ("sheets", "attempts", "practice", "ways", "written", "said", "marks")

_ORDER = """ORDER BY submitted IS NULL, CASE WHEN submitted IS NULL THEN done END DESC,
    submitted, answered DESC, hash"""
"""Which version of a sitting counts: one that was handed in (of several the earliest), else the latest."""


def settle(connection: duckdb.DuckDBPyConnection, moved: Mapping[int, int], now: str) -> None:
    """Apply ``moved`` (learners that are others), choose what counts, list conflicts. ``now`` is UTC as in records."""
    _move(connection, moved)
    _groups(connection)
    _versions(connection)
    connection.execute("DELETE FROM conflicts")
    for rule in _CONFLICTS:
        connection.execute(f"INSERT INTO conflicts {rule}", {"now": now} if "$now" in rule else {})


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


_CONFLICTS = (
    # One sitting, handed in, with two contents: a file was altered, or a device told two stories.
    """SELECT 'sitting', learner, form, 'handed in ' || count(*) || ' times with different content, begun ' || started
    FROM attempts WHERE submitted IS NOT NULL GROUP BY learner, form, started HAVING count(*) > 1""",
    # A file that states another score than the key gives.
    """SELECT 'score', a.learner, a.form, count(*)
      || CASE count(*) WHEN 1 THEN ' answer' ELSE ' answers' END
      || ' with another score than the key gives, begun ' || a.started
    FROM answers g JOIN attempts a USING (attempt) WHERE a.usable AND abs(g.score - g.stated) > 0.001
    GROUP BY a.attempt, a.learner, a.form, a.started""",
    """SELECT 'score', learner, 'lessons', count(*) || CASE count(*) WHEN 1 THEN ' answer' ELSE ' answers' END
      || ' with another score than the key gives'
    FROM practice WHERE abs(score - stated) > 0.001 GROUP BY learner""",
    # The same moments under two pseudonyms.
    """SELECT 'renamed', a.learner, 'pseudonym', 'the same answers stand under another pseudonym (learner '
      || b.learner || ')'
    FROM marks a JOIN (SELECT mark FROM marks GROUP BY mark HAVING count(*) > 1) USING (mark) JOIN marks b USING (mark)
    WHERE a.learner < b.learner GROUP BY a.learner, b.learner HAVING count(*) > 1""",
    # Two sittings of one form that overlap in time: two people with one pseudonym, or two devices.
    """SELECT 'pseudonym', a.learner, a.form, 'two sittings at the same time, begun '
      || a.started || ' and ' || b.started
    FROM attempts a JOIN attempts b ON a.learner = b.learner AND a.form = b.form AND a.started < b.started
      AND b.started < coalesce(a.submitted, a.done)
    WHERE a.usable AND b.usable""",
    # Several sittings: the first counts in a report.
    """SELECT 'repeated', learner, form, 'handed in ' || count(*) || ' times; the first counts'
    FROM attempts WHERE usable AND submitted IS NOT NULL GROUP BY learner, form HAVING count(*) > 1""",
    # Clocks.
    """SELECT 'clock', learner, form, 'handed in before it was begun: ' || started || ', ' || submitted
    FROM attempts WHERE usable AND submitted < started""",
    """SELECT 'clock', learner, form, 'begun in the future: ' || started
    FROM attempts WHERE usable AND started > $now""",
    """SELECT 'clock', learner, form, 'handed in in the future: ' || submitted
    FROM attempts WHERE usable AND started <= $now AND submitted > $now""",
    """SELECT 'clock', learner, 'lessons', count(*) || CASE count(*) WHEN 1 THEN ' answer' ELSE ' answers' END
      || ' in the future, the last ' || max(done)
    FROM practice WHERE done > $now GROUP BY learner""",
    """SELECT 'clock', learner, form, 'begun before this course existed: ' || started
    FROM attempts WHERE usable AND started < '2025'""",
    # Groups.
    f"""SELECT 'group', l.learner, field, 'several values: ' || string_agg(DISTINCT value, ', ' ORDER BY value)
      || CASE WHEN bool_or(value = '{UNDISCLOSED}') THEN '; the learner prefers not to say, and is counted in none'
         WHEN bool_or(listed) THEN '; the list of participants counts' ELSE '; the first in the alphabet counts' END
    FROM (SELECT l.learner, field, value, false AS listed FROM said l WHERE field <> '{EDITION}' UNION
          SELECT l.learner, field, value, true FROM participants JOIN learners l USING (name_key)) l
    GROUP BY l.learner, field HAVING count(DISTINCT value) > 1""",
    # Exercises: an event that two files tell differently.
    """SELECT 'run', NULL, run, 'event ' || event || ' stands there with different content'
    FROM happenings GROUP BY run, event HAVING count(*) > 1""",
    # Ratings.
    """SELECT 'rating', NULL, form, 'judge ' || judge || ' rates ' || item || ' twice, differently; the mean counts'
    FROM ratings GROUP BY form, item, judge HAVING count(DISTINCT rating) > 1""",
)
