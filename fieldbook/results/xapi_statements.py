"""Answers of a store as xAPI statements. The same answer has the same id wherever it was collected, so nothing doubles.

``read_xapi`` reads them back whole.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import duckdb

from fieldbook.results.read_xapi import ANSWERED, COMPLETED, EXTENSION
from fieldbook.results.result_entries import UNKNOWN

Statement = dict[str, Any]

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:fieldbook:statements")
_INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
_ASSESSMENT = "http://adlnet.gov/expapi/activities/assessment"
_ROWS = 10_000

_WHO = """coalesce(l.pseudonym, 'unnamed-' || lpad(hex(
    (SELECT min(mark) FROM marks m WHERE m.learner = l.learner)), 16, '0'))"""

_SIZES = """(SELECT form, variant, count(DISTINCT item) AS items FROM (
        SELECT form, variant, item FROM drawn
        UNION ALL SELECT form, variant, item FROM left_open JOIN asked USING (code)
        UNION ALL SELECT a.form, a.variant, item FROM answers JOIN attempts a USING (attempt) JOIN asked USING (code))
    GROUP BY ALL)"""
"""How many questions a test has: those that nobody answered count too."""

_SITTINGS = f"""
    SELECT {_WHO} AS who, s.context, s.lang, s.build, a.form, a.variant AS "form-variant", a.started,
        a.submitted AS moment,
        coalesce(a.stated, CASE WHEN a.unscored = 0 THEN a.points / k.items END) AS score
    FROM attempts a JOIN learners l USING (learner) JOIN sheets s USING (sheet)
        LEFT JOIN {_SIZES} k ON k.form = a.form AND k.variant = a.variant
    WHERE a.usable AND a.submitted IS NOT NULL ORDER BY a.attempt"""

_ANSWERS = f"""
    SELECT {_WHO} AS who, s.context, s.lang, s.build, a.form, a.variant AS "form-variant", a.started, i.item, g.variant,
        nullif(g.response, '{UNKNOWN}') AS response, coalesce(g.stated, g.score) AS score, g.seconds, g.done AS moment
    FROM answers g JOIN asked i USING (code) JOIN attempts a USING (attempt) JOIN learners l USING (learner)
    JOIN sheets s USING (sheet) WHERE a.usable AND a.submitted IS NOT NULL ORDER BY a.attempt, i.item"""

_EXTENSIONS = (
    "context", "lang", "build", "form", "form-variant", "started", "variant", "response", "seconds",
)  # fmt: skip


def statements(connection: duckdb.DuckDBPyConnection) -> Iterator[Statement]:
    """Every answer of every sitting that was handed in and counts, then the sittings themselves."""
    course = connection.execute("SELECT course FROM meta").fetchall()[0][0] or ""
    for row in _rows(connection, _ANSWERS):
        yield _answered(course, row)
    for row in _rows(connection, _SITTINGS):
        yield _statement(course, row, COMPLETED, _activity(course, row["form"], _ASSESSMENT)) | {
            "result": {"completion": True, **_score(row)}
        }


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[dict[str, Any]]:
    found = connection.execute(sql)
    names = [column[0] for column in found.description]
    while rows := found.fetchmany(_ROWS):
        yield from (dict(zip(names, row, strict=True)) for row in rows)


def _answered(course: str, row: dict[str, Any]) -> Statement:
    result: Statement = ({} if row["response"] is None else {"response": row["response"]}) | _score(row)
    if row["score"] is not None:
        result["success"] = row["score"] > 0.999999
    if row["seconds"] is not None:
        result["duration"] = f"PT{row['seconds']}S"
    statement = _statement(course, row, ANSWERED, _activity(course, row["item"], _INTERACTION)) | {"result": result}
    statement["context"]["contextActivities"] = {"parent": [_activity(course, row["form"], _ASSESSMENT)]}
    return statement


def _score(row: dict[str, Any]) -> Statement:
    return {} if row["score"] is None else {"score": {"scaled": row["score"]}}


def _statement(course: str, row: dict[str, Any], verb: str, about: Statement) -> Statement:
    sitting = "|".join((course, row["who"], row["form"], row["started"]))
    return {
        "id": str(uuid.uuid5(_NAMESPACE, f"{sitting}|{verb}|{about['id']}|{row['moment']}")),
        "actor": {"objectType": "Agent", "account": {"homePage": f"urn:fieldbook:{course}", "name": row["who"]}},
        "verb": {"id": verb, "display": {"en": verb.rsplit("/", 1)[-1]}},
        "object": about,
        "context": {
            "registration": str(uuid.uuid5(_NAMESPACE, sitting)),
            "extensions": {EXTENSION + name: row[name] for name in _EXTENSIONS if row.get(name) is not None},
        },
        "timestamp": row["moment"],
    }


def _activity(course: str, name: str, kind: str) -> Statement:
    definition = {"type": kind} | ({"interactionType": "other"} if kind == _INTERACTION else {})
    return {"objectType": "Activity", "id": f"urn:fieldbook:{course}:{name}", "definition": definition}
