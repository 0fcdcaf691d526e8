"""What a report says besides the tests: who, how far, on what. Small tables from an open store."""

from __future__ import annotations

import duckdb
import pandas as pd

from fieldbook.results.conflicts import conflict_text
from fieldbook.results.statistics.sums_tables import Overview
from fieldbook.results.sums import STATIONS, prepare

_TABLES = {
    "people": f"""SELECT coalesce(component, '') AS component, coalesce(gender, '') AS gender,
        p.station AS station, coalesce(language, '') AS language, count(*) AS n
        FROM learners JOIN {STATIONS} p USING (learner) GROUP BY ALL ORDER BY ALL""",
    "sat": """SELECT form, count(*) AS begun, count(submitted) AS handed_in,
        count(*) FILTER (submitted IS NOT NULL AND unscored = 0) AS scored,
        count(DISTINCT learner) FILTER (submitted IS NOT NULL AND unscored = 0) AS counted
        FROM attempts LEFT JOIN (SELECT form, rowid AS place FROM forms) USING (form)
        WHERE usable GROUP BY form ORDER BY any_value(place) NULLS LAST, min(started), form""",
    "reading": """SELECT lessons, count(*) AS n
        FROM (SELECT learner, max(lessons) AS lessons FROM sheets WHERE source = 'record' GROUP BY learner)
        GROUP BY lessons ORDER BY lessons""",
    "practice": """SELECT item, count(*) AS n, avg("first") AS "first", avg(tries) AS tries
        FROM practice GROUP BY item ORDER BY item""",
    "ways": """SELECT scenario, coalesce(ending, '') AS ending, count(*) AS n FROM (
            SELECT scenario, unnest(CASE WHEN len(reached) > 0 THEN reached ELSE [NULL] END) AS ending
            FROM (SELECT scenario, from_json(endings, '["VARCHAR"]') AS reached FROM ways))
        GROUP BY ALL ORDER BY ALL""",
    "written": """SELECT product, count(DISTINCT learner) AS n
        FROM written WHERE trim(text) <> '' GROUP BY product ORDER BY product""",
    "items": "SELECT * FROM items ORDER BY path, line, item",
    "forms": "SELECT * FROM forms ORDER BY form",
    "drawn": "SELECT * FROM drawn ORDER BY form, variant, place",
    "exercises": """
        WITH told AS (SELECT run, event, min(moment) AS moment, min(kind) AS kind, min(data) AS data
                FROM happenings GROUP BY run, event),
            undone AS (SELECT run, data ->> '$.event' AS event FROM told WHERE kind = 'undo'),
            kept AS (SELECT t.*, r.exercise FROM told t JOIN runs r USING (run) ANTI JOIN undone USING (run, event)),
            seen AS (SELECT run, exercise, data ->> '$.expected' AS name,
                arg_max(data ->> '$.grade', (moment, event)) AS grade, NULL::DOUBLE AS level, 'expected' AS kind
                FROM kept WHERE kind = 'observed' GROUP BY ALL
                UNION ALL SELECT run, exercise, data ->> '$.rubric', NULL, (data ->> '$.level')::DOUBLE, 'rubric'
                FROM kept WHERE kind = 'rating')
        SELECT s.exercise, coalesce(any_value(e.title), s.exercise) AS title, coalesce(e.objective, '') AS objective,
            count(DISTINCT s.run) AS runs, count(*) FILTER (grade = 'done') AS done,
            count(*) FILTER (grade = 'partly') AS partly, count(*) FILTER (grade = 'not') AS missed,
            count(level) AS ratings, avg(level) AS level
        FROM seen s LEFT JOIN expectations e ON e.exercise = s.exercise AND e.kind = s.kind AND e.name = s.name
        GROUP BY s.exercise, e.objective ORDER BY s.exercise, objective""",
    "played": "SELECT exercise, count(DISTINCT run) AS runs FROM runs GROUP BY exercise ORDER BY exercise",
    "reactions": """SELECT statement, level, CAST(sum(n) AS INTEGER) AS n FROM reactions
        GROUP BY ALL ORDER BY min(rowid), statement, level""",
    "ratings": "SELECT form, item, judge, avg(rating) AS rating FROM ratings GROUP BY ALL ORDER BY ALL",
    "sources": """SELECT source, build, known, count(*) AS n FROM sheets GROUP BY ALL ORDER BY ALL""",
    "conflicts": "SELECT * FROM conflicts ORDER BY ALL",
    "notes": "SELECT f.name AS file, n.message FROM notes n JOIN files f USING (file) ORDER BY ALL",
}

_LAST = """SELECT max(done)
    FROM (SELECT learner, done FROM attempts UNION ALL SELECT learner, done FROM practice)
    ANTI JOIN (SELECT learner FROM conflicts WHERE kind = 'clock') USING (learner)"""
"""Not by clocks that are known to be wrong."""

_LEARNERS = """SELECT l.learner, l.pseudonym, form, a.points / k.items AS share
    FROM sat s JOIN attempts a USING (attempt) JOIN learners l ON l.learner = s.learner
    JOIN (SELECT test, count(*) AS items FROM places GROUP BY test) k USING (test)
    ORDER BY l.name_key, l.learner, form"""


def overview(connection: duckdb.DuckDBPyConnection, *, names: bool = False) -> Overview:
    """The tables of an open store. Pseudonyms only where ``names``."""
    course, title = connection.execute("SELECT course, title FROM meta").fetchall()[0]
    ((moment,),) = connection.execute(_LAST).fetchall()
    learners = pd.DataFrame(columns=["learner", "pseudonym", "form", "share"])
    if names:
        prepare(connection)
        learners = connection.execute(_LEARNERS).df()
    found = {name: connection.execute(sql).df() for name, sql in _TABLES.items()}
    details = found["conflicts"]["detail"]
    found["conflicts"]["detail"] = details.map(lambda detail: conflict_text(detail, names=names)).astype(details.dtype)
    return Overview(
        course=course or "",
        title=title or "",
        last=(moment or "")[:10],
        learners=learners,
        **found,
    )
