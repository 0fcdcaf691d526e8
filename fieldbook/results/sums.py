"""Reads the store once and brings millions of answers down to small tables of counts and sums, for statistics.

Every table is additive: the tables of two halves of the learners, added up, are those of all. So the same statements
run on one store, or on parts of it elsewhere. Scores are summed as whole numbers (millionths): no order of adding, no
number of threads changes a digit.
"""

from __future__ import annotations

import duckdb
import pandas as pd

from fieldbook.assessment.shapes import Shape
from fieldbook.assessment.types import TYPES
from fieldbook.results.result_entries import UNKNOWN
from fieldbook.results.statistics.small_groups import LEAST_SHOWN
from fieldbook.results.statistics.sums_tables import KEYS, UNIT, Sums

LONGEST = 3_600
"""Seconds on one question are counted up to here; who stays longer has gone away."""

LONGEST_SITTING = 86_400
"""Seconds of a sitting; one that seems longer, or shorter than nothing, tells of a wrong clock, and has no time."""

STATIONS = f"""(SELECT learner, CASE WHEN coalesce(station, '') = '' THEN ''
    WHEN count(*) OVER (PARTITION BY station) < {LEAST_SHOWN} THEN '*' ELSE station END AS station FROM learners)"""
"""The duty station of each learner. Learners write it themselves: one that fewer than ``LEAST_SHOWN`` name may be
anything, a person's name too, so it is ``*`` in every table."""

PREPARED = {
    "tests_known": """
        SELECT form, variant, CAST(row_number() OVER (ORDER BY form, variant) AS INTEGER) AS test
        FROM (SELECT DISTINCT form, variant FROM attempts)""",
    "groups": """
        SELECT gender, component, language,
            CAST(row_number() OVER (ORDER BY gender, component, language) AS INTEGER) AS grp
        FROM (SELECT DISTINCT coalesce(gender, '') AS gender, coalesce(component, '') AS component,
            coalesce(language, '') AS language FROM learners)""",
    "stations_known": f"""
        SELECT station, CAST(row_number() OVER (ORDER BY station) AS INTEGER) AS stn
        FROM (SELECT DISTINCT station FROM {STATIONS})""",
    "sat": f"""
        SELECT a.attempt, a.learner, t.test, a.started, h.source = 'paper' AS timeless,
            c.learner IS NOT NULL AS adrift, g.grp, s.stn,
            CASE WHEN h.source <> 'paper' THEN
                date_diff('second', try_cast(a.started AS TIMESTAMP), try_cast(a.submitted AS TIMESTAMP)) END AS seconds
        FROM attempts a JOIN learners l USING (learner) JOIN tests_known t USING (form, variant)
            JOIN sheets h USING (sheet)
            LEFT JOIN (SELECT DISTINCT learner, about FROM conflicts WHERE kind = 'clock') c
                ON c.learner = a.learner AND c.about = a.form
            JOIN groups g ON g.gender = coalesce(l.gender, '') AND g.component = coalesce(l.component, '')
                AND g.language = coalesce(l.language, '')
            JOIN {STATIONS} p ON p.learner = a.learner JOIN stations_known s ON s.station = p.station
        WHERE a.usable AND a.submitted IS NOT NULL AND a.unscored = 0
        QUALIFY row_number() OVER (PARTITION BY a.learner, a.form ORDER BY a.started, a.attempt) = 1""",
    "places": """
        SELECT test, item, coalesce(code, -row_number() OVER (ORDER BY test, item)) AS code,
            coalesce(place, row_number() OVER (PARTITION BY test ORDER BY item)) AS place
        FROM (SELECT test, a.item, code FROM (
                SELECT DISTINCT s.test, g.code FROM answers g JOIN sat s USING (attempt)
                UNION SELECT t.test, o.code FROM left_open o JOIN tests_known t USING (form, variant)
                    SEMI JOIN sat ON sat.test = t.test)
            JOIN asked a USING (code))
        FULL JOIN (SELECT t.test, d.item, d.place FROM drawn d JOIN tests_known t USING (form, variant)
            SEMI JOIN sat ON sat.test = t.test) USING (test, item)""",
    "kinds": """
        SELECT a.code, coalesce(s.shape, '') AS shape
        FROM asked a JOIN items i USING (item) LEFT JOIN shapes s USING (type)""",
    "series": "SELECT form, series, cut, row_number() OVER (ORDER BY rowid) AS place FROM forms",
}
"""What the sums need besides ``answers``. ``sat``: the sittings that count, handed in, scored, and the learner's first
of this form; ``timeless`` ones, on paper, know the day alone, the clock of ``adrift`` ones was wrong. ``places``: every
item of every test that was sat, as drawn where the course says so, and as met."""


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of ``PREPARED`` in an open store."""
    shapes = pd.DataFrame({"type": [*TYPES], "shape": [str(kind.shape) for kind in TYPES.values()]})
    connection.register("shapes", shapes)
    for name, sql in PREPARED.items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")


def sums(connection: duckdb.DuckDBPyConnection) -> Sums:
    """The sums of an open store."""
    prepare(connection)
    return sums_of(connection)


def sums_of(connection: duckdb.DuckDBPyConnection) -> Sums:
    """The sums of the tables ``PREPARED`` and ``answers`` that ``connection`` sees."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE sizes AS {_SIZES}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE scored AS {_SCORED}")
    return Sums(**{name: _plain(connection.execute(sql).df()) for name, sql in _TABLES.items()})


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """In an order of its own, with floats where DuckDB has 128 bits."""
    keys = [name for name in table.columns if name in KEYS or name == "seconds"]
    return table.sort_values(keys, ignore_index=True)


_X = f"CAST(round(coalesce(g.score, 0) * {UNIT}) AS BIGINT)"
_RIGHT = "(g.score > 0.999999)"
_TIMED = f"(seconds BETWEEN 0 AND {LONGEST_SITTING})"
_PASSED = f"(t >= (cut * {UNIT} - 1) * items)"
"""The sum of rounded scores reaches the cut: each item's rounding is at most half a unit. As ``player/passing.js``."""
_CODES = 10_000_000

_SIZES = "SELECT test, count(*) AS items FROM places GROUP BY test"

_SCORED = f"""
    SELECT s.*, coalesce(p.t, 0) AS t, coalesce(p.r, 0) AS r, coalesce(p.h, 0) AS h,
        CAST(round(coalesce(p.t, 0) / {UNIT}) AS SMALLINT) AS level
    FROM sat s LEFT JOIN (
        SELECT g.attempt, CAST(sum({_X}) AS BIGINT) AS t, CAST(count(*) FILTER ({_RIGHT}) AS INTEGER) AS r,
            CAST(coalesce(sum({_X}) FILTER (odd.code IS NOT NULL), 0) AS BIGINT) AS h
        FROM answers g JOIN sat USING (attempt)
            LEFT JOIN (SELECT test * {_CODES} + code AS key, code FROM places WHERE place % 2 = 1) odd
                ON odd.key = sat.test * {_CODES} + g.code
        GROUP BY g.attempt) p USING (attempt)"""

_NAMED = "JOIN tests_known USING (test)"
_MOMENT = """CASE WHEN bool_or(s.adrift) OVER (PARTITION BY s.learner, f.series) THEN format('#{:05}', f.place)
    WHEN bool_or(s.timeless) OVER (PARTITION BY s.learner, f.series, left(s.started, 10))
    THEN left(s.started, 10) || format('#{:05}', f.place)
    ELSE s.started END"""
"""When a test of a series was sat. The order of the book tells, on a day on which one of them was on paper, and where
a clock was wrong."""

_ASKED = f"{_NAMED} JOIN (SELECT DISTINCT code, item FROM places) USING (code)"

# Sums of answers name a column of ``scored`` too: else DuckDB first adds up each attempt's answers on their own, ten
# times the work.
_TABLES = {
    "tests": f"""
        SELECT form, variant, * EXCLUDE (form, variant, test) FROM (
            SELECT test, count(*) AS n, sum(t) AS t, sum(t::HUGEINT * t) AS tt, sum(r) AS r, sum(r * r) AS rr,
                sum(h) AS h, sum(h::HUGEINT * h) AS hh, sum(t::HUGEINT * h) AS th,
                coalesce(sum(seconds) FILTER ({_TIMED}), 0) AS seconds, count(seconds) FILTER ({_TIMED}) AS timed
            FROM scored GROUP BY test) {_NAMED}""",
    "persons": f"""
        SELECT form, variant, gender, component, language, station, level, n, t, tt, passed FROM (
            SELECT test, grp, stn, level, count(*) AS n, sum(t) AS t, sum(t::HUGEINT * t) AS tt,
                count(*) FILTER ({_PASSED}) AS passed
            FROM scored JOIN sizes USING (test) {_NAMED} LEFT JOIN series USING (form)
            GROUP BY ALL) {_NAMED} JOIN groups USING (grp) JOIN stations_known USING (stn)""",
    "cells": f"""
        SELECT form, variant, item, gender, component, language, level, coalesce(answered, 0) AS answered,
            coalesce(x, 0) AS x, coalesce(xx, 0) AS xx, coalesce(xt, 0) AS xt, coalesce(r, 0) AS r
        FROM (SELECT DISTINCT test, grp, level FROM scored) JOIN places USING (test) LEFT JOIN (
            SELECT s.test, g.code, s.grp, s.level, count(*) AS answered, sum({_X}) AS x,
                sum({_X} * {_X}) AS xx, sum({_X}::HUGEINT * s.t) AS xt, count(*) FILTER ({_RIGHT}) AS r
            FROM answers g JOIN scored s USING (attempt) GROUP BY ALL) USING (test, code, grp, level)
        {_NAMED} JOIN groups USING (grp)""",
    "stations": f"""
        SELECT form, variant, item, station, x FROM (
            SELECT s.test, g.code, s.stn, sum({_X}) FILTER (s.stn > 0) AS x
            FROM answers g JOIN scored s USING (attempt) GROUP BY ALL) {_ASKED} JOIN stations_known USING (stn)""",
    "choices": f"""
        SELECT form, variant, item, response, n, x, t FROM (
            SELECT s.test, g.code, g.response, count(*) AS n, sum({_X}) AS x, sum(s.t) AS t
            FROM answers g JOIN scored s USING (attempt) LEFT JOIN kinds k USING (code)
            WHERE g.response <> '{UNKNOWN}' AND length(g.response) <= CASE
                WHEN k.shape = '{Shape.CHOICE}' OR k.shape IS NULL THEN 4
                WHEN k.shape = '{Shape.CHOICES}' THEN 64 ELSE -1 END
            GROUP BY ALL) {_ASKED}""",
    "times": f"""
        SELECT form, variant, item, seconds, n FROM (
            SELECT s.test, g.code, CAST(least(g.seconds, {LONGEST}) AS INTEGER) AS seconds, count(s.test) AS n
            FROM answers g JOIN scored s USING (attempt) WHERE g.seconds IS NOT NULL GROUP BY ALL) {_ASKED}""",
    "pairs": f"""
        WITH shares AS (
            SELECT s.learner, s.grp, {_MOMENT} AS moment, form, CAST(round(s.t / k.items) AS BIGINT) AS share, f.series
            FROM scored s JOIN sizes k USING (test) {_NAMED} JOIN series f USING (form) WHERE f.series <> ''),
        ends AS (
            SELECT learner, series, grp, arg_min(form, moment) AS before, arg_max(form, moment) AS after,
                arg_min(share, moment) AS b, arg_max(share, moment) AS a
            FROM shares GROUP BY ALL HAVING count(*) > 1)
        SELECT before, after, component, gender, count(*) AS n, sum(b) AS b, sum(a) AS a, sum(b::HUGEINT * b) AS bb,
            sum(a::HUGEINT * a) AS aa, sum(a::HUGEINT * b) AS ab
        FROM ends JOIN groups USING (grp) WHERE before <> after GROUP BY ALL""",
}
