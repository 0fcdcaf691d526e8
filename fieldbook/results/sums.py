"""Reads the store once and brings millions of answers down to small tables of counts and sums, for ``analysis``.

Every table is additive: the tables of two halves of the learners, added up, are those of all. So the same statements
run on one store, or on parts of it elsewhere. Scores are summed as whole numbers (millionths): no order of adding, no
number of threads changes a digit.
"""

from __future__ import annotations

import duckdb
import pandas as pd

from fieldbook.analysis.tables import KEYS, UNIT, Sums

LONGEST = 3_600
"""Seconds on one question are counted up to here; who stays longer has gone away."""

SAT = """
    SELECT a.attempt, a.learner, a.form, a.variant, a.started, a.answered,
        date_diff('second', try_cast(a.started AS TIMESTAMP), try_cast(a.submitted AS TIMESTAMP)) AS seconds,
        coalesce(l.gender, '') AS gender, coalesce(l.component, '') AS component,
        coalesce(l.language, '') AS language, coalesce(l.station, '') AS station
    FROM attempts a JOIN learners l USING (learner)
    WHERE a.usable AND a.submitted IS NOT NULL AND a.unscored = 0
    QUALIFY row_number() OVER (PARTITION BY a.learner, a.form ORDER BY a.started, a.attempt) = 1"""
"""The sittings that count: handed in, scored, and the learner's first of this form."""

PLACES = """
    SELECT form, variant, item, coalesce(place, row_number() OVER (PARTITION BY form, variant ORDER BY item)) AS place
    FROM (SELECT DISTINCT a.form, a.variant, g.item FROM answers g JOIN sat a USING (attempt))
    FULL JOIN (SELECT d.* FROM drawn d SEMI JOIN sat USING (form, variant)) USING (form, variant, item)"""
"""Every item of every test that was sat: as drawn where the course says so, and as met in answers."""

KINDS = "SELECT item, type FROM items"
SERIES = "SELECT form, series, cut FROM forms"


def sums(connection: duckdb.DuckDBPyConnection) -> Sums:
    """The sums of an open store."""
    for name, sql in {"sat": SAT, "places": PLACES, "kinds": KINDS, "series": SERIES}.items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
    return sums_of(connection)


def sums_of(connection: duckdb.DuckDBPyConnection) -> Sums:
    """The sums of the tables ``sat``, ``places``, ``kinds``, ``series`` and ``answers`` that ``connection`` sees."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE sizes AS {_SIZES}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE scored AS {_SCORED}")
    found = {name: connection.execute(sql).df() for name, sql in _TABLES.items()}
    return Sums(**{name: _plain(table) for name, table in found.items()})


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """In an order of its own, with floats where DuckDB has 128 bits."""
    keys = [name for name in table.columns if name in KEYS or name == "seconds"]
    return table.sort_values(keys, ignore_index=True)


_X = f"CAST(round(coalesce(g.score, 0) * {UNIT}) AS BIGINT)"
_RIGHT = "(g.score > 0.999999)"

_SIZES = "SELECT form, variant, count(*) AS items FROM places GROUP BY ALL"

_SCORED = f"""
    SELECT s.*, coalesce(p.t, 0) AS t, coalesce(p.r, 0) AS r, coalesce(p.h, 0) AS h,
        CAST(round(coalesce(p.t, 0) / {UNIT}) AS SMALLINT) AS level
    FROM sat s LEFT JOIN (
        SELECT g.attempt, CAST(sum({_X}) AS BIGINT) AS t, CAST(count(*) FILTER ({_RIGHT}) AS INTEGER) AS r,
            CAST(coalesce(sum({_X}) FILTER (places.place % 2 = 1), 0) AS BIGINT) AS h
        FROM answers g JOIN sat USING (attempt)
            JOIN places ON places.form = sat.form AND places.variant = sat.variant AND places.item = g.item
        GROUP BY g.attempt) p USING (attempt)"""

_TABLES = {
    "tests": """
        SELECT form, variant, count(*) AS n, sum(t) AS t, sum(t::HUGEINT * t) AS tt, sum(r) AS r, sum(r * r) AS rr,
            sum(h) AS h, sum(h::HUGEINT * h) AS hh, sum(t::HUGEINT * h) AS th,
            coalesce(sum(seconds) FILTER (seconds BETWEEN 0 AND 86400), 0) AS seconds,
            count(seconds) FILTER (seconds BETWEEN 0 AND 86400) AS timed
        FROM scored GROUP BY ALL""",
    "persons": f"""
        SELECT form, variant, gender, component, language, station, level, count(*) AS n, sum(t) AS t,
            count(*) FILTER (t >= cut * items * {UNIT} - 1) AS passed
        FROM scored JOIN sizes USING (form, variant) LEFT JOIN series USING (form) GROUP BY ALL""",
    "cells": f"""
        SELECT s.form, s.variant, g.item, s.gender, s.component, s.language, s.level, count(*) AS answered,
            sum({_X}) AS x, sum({_X} * {_X}) AS xx, sum({_X}::HUGEINT * s.t) AS xt, count(*) FILTER ({_RIGHT}) AS r
        FROM answers g JOIN scored s USING (attempt) GROUP BY ALL""",
    "stations": f"""
        SELECT s.form, s.variant, g.item, s.station, sum({_X}) AS x
        FROM answers g JOIN scored s USING (attempt) GROUP BY ALL""",
    "choices": f"""
        SELECT s.form, s.variant, g.item, g.response, count(*) AS n, sum({_X}) AS x, sum(s.t) AS t
        FROM answers g JOIN scored s USING (attempt) LEFT JOIN kinds k USING (item)
        WHERE length(g.response) <= CASE
            WHEN k.type IN ('single-choice', 'true-false', 'situational-judgement') OR k.type IS NULL THEN 4
            WHEN k.type = 'multiple-response' THEN 64 ELSE -1 END
        GROUP BY ALL""",
    "times": f"""
        SELECT s.form, s.variant, g.item, CAST(least(g.seconds, {LONGEST}) AS INTEGER) AS seconds, count(*) AS n
        FROM answers g JOIN scored s USING (attempt) WHERE g.seconds IS NOT NULL GROUP BY ALL""",
    "pairs": """
        WITH shares AS (
            SELECT s.*, CAST(round(s.t / k.items) AS BIGINT) AS share, f.series FROM scored s
            JOIN sizes k USING (form, variant) JOIN series f USING (form) WHERE f.series <> ''),
        ends AS (
            SELECT learner, series, component, gender,
                arg_min(form, started) AS before, arg_max(form, started) AS after,
                arg_min(share, started) AS b, arg_max(share, started) AS a
            FROM shares GROUP BY ALL HAVING count(*) > 1)
        SELECT before, after, component, gender, count(*) AS n, sum(b) AS b, sum(a) AS a, sum(b::HUGEINT * b) AS bb,
            sum(a::HUGEINT * a) AS aa, sum(a::HUGEINT * b) AS ab
        FROM ends WHERE before <> after GROUP BY ALL""",
}
