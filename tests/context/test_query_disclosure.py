"""Queries where only totals may leave: a total is answered, a quoted row is not, whatever form it is asked in."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import duckdb
import pytest

from fieldbook.context.queries import connect, rows
from fieldbook.context.query_disclosure import Held
from fieldbook.context.values import values
from fieldbook.course.sources import Course, load_course
from fieldbook.exercise.cast import choose_cast

TINY = Path(__file__).parents[1] / "data" / "tiny"


def _course(tmp_path: Path, line: str) -> Course:
    root = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    file = root / "contexts" / "tinyland" / "context.yml"
    file.write_text(file.read_text("utf-8").replace("may_ship: rows", line), "utf-8")
    return load_course(root)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return _course(tmp_path_factory.mktemp("held"), "may_ship: totals")


@cache
def _asked(course: Course) -> tuple[duckdb.DuckDBPyConnection, Held]:
    return connect(course.context), Held(course.context)


def _reason(course: Course, sql: str, take: int = 9) -> str | None:
    database, held = _asked(course)
    found = [] if sql.startswith("PIVOT") else rows(database, sql)
    return held.reason(sql, found[:take])


ALLOWED = [
    "SELECT count(*) AS n FROM incidents",
    "SELECT area_name, count(*) AS n, sum(civilians_killed) AS k FROM incidents GROUP BY area_name ORDER BY n DESC",
    "SELECT year(date) AS y, avg(killed_best) FROM incidents GROUP BY y",
    "SELECT kind, count(*) AS n FROM incidents GROUP BY 1 HAVING count(*) > 3",
    "SELECT count(*) FILTER (WHERE civilians_killed >= 3) AS grave, count(*) AS n FROM incidents",
    "WITH each AS (SELECT event_id, side_a = 'Riders' AS r FROM incidents) SELECT count(*) FILTER (WHERE r) AS n FROM each",
    "WITH per AS (SELECT area_name AS a, count(*) AS n FROM incidents GROUP BY 1) SELECT a, n, rank() OVER (ORDER BY n) FROM per",
    "SELECT monthname(max(date)) AS last FROM incidents",
    "SELECT name FROM areas JOIN (SELECT area, count(*) AS n FROM incidents GROUP BY 1) ON area = id ORDER BY n DESC",
    "SELECT count(*) AS n FROM incidents, (SELECT max(date) AS day FROM incidents) WHERE date > day - INTERVAL 1 YEAR",
    "SELECT name, vulnerability FROM areas",
    "SELECT name, incidents FROM areas ORDER BY incidents",
]


@pytest.mark.parametrize("sql", ALLOWED)
def test_totals_are_answered(course: Course, sql: str) -> None:
    assert _reason(course, sql) is None


ROWS = [
    "SELECT * FROM incidents",
    "FROM incidents",
    "SELECT i.* FROM incidents AS i JOIN areas AS a ON a.id = i.area",
    "SELECT area_name, civilians_killed FROM incidents ORDER BY 2 DESC LIMIT 1",
    "SELECT max(civilians_killed) FROM incidents",
    "SELECT area_name, max(killed_best) AS worst FROM incidents GROUP BY 1",
    "SELECT first(civilians_killed) FROM incidents",
    "SELECT list(killed_best) FROM incidents",
    "SELECT string_agg(event_id) FROM incidents",
    "SELECT arg_max(area_name, civilians_killed), max(civilians_killed) FROM incidents",
    "SELECT date, count(*) FROM incidents GROUP BY date",
    "SELECT max(date) AS last FROM incidents",
    "SELECT DISTINCT civilians_killed FROM incidents",
    "SELECT sum(civilians_killed) FILTER (WHERE kind = 'abduction') FROM incidents",
    "SELECT (SELECT max(civilians_killed) FROM incidents) AS worst",
    "SELECT id FROM areas UNION ALL SELECT event_id FROM incidents",
    "WITH e(a, b) AS (SELECT area_name, civilians_killed FROM incidents) SELECT a, max(b) FROM e GROUP BY a",
    "WITH e AS (SELECT max(civilians_killed) AS m FROM incidents) SELECT m + 0 AS k FROM e",
    "SELECT civilians_killed, row_number() OVER (ORDER BY date) FROM incidents",
    "SELECT COLUMNS('civ.*') FROM incidents",
    "PIVOT incidents ON kind USING max(civilians_killed)",
    "SELECT * FROM (SELECT killed_best + 1 FROM incidents)",
    "SELECT CASE WHEN civilians_killed > 3 THEN area_name END FROM incidents",
]


@pytest.mark.parametrize("sql", ROWS)
def test_single_rows_are_not(course: Course, sql: str) -> None:
    assert _reason(course, sql) == "only totals of incidents.csv may leave the mission, and the query tells single rows"


BLURRED = [
    "SELECT count(*) FROM incidents WHERE place = 'Well'",
    "SELECT count(DISTINCT place) FROM incidents",
    "SELECT count(*) FROM incidents WHERE source LIKE '%radio%'",
    "WITH e AS (SELECT * FROM incidents) SELECT count(*) FROM e WHERE lat > 0",
    "SELECT count(*) FROM incidents WHERE dayname(date) = 'Monday'",
    "SELECT count(DISTINCT date) FROM incidents",
    "SELECT count(*) FROM incidents WHERE date > DATE '2025-06-30' - INTERVAL 10 DAY",
    "SELECT count(*) FROM incidents AS a JOIN incidents AS b ON date_diff('day', a.date, b.date) = 3",
    "WITH f AS (SELECT date AS d, area FROM incidents) SELECT count(*) FILTER (WHERE EXISTS (SELECT 1 FROM f AS o "
    "WHERE o.area = f.area AND o.d <= f.d + INTERVAL 7 DAY)) FROM f",
    "WITH e AS (SELECT max(date) AS day FROM incidents) SELECT count(*) FROM incidents, e WHERE date > CAST(day AS DATE) - 30",
    "SELECT count(*) FROM areas WHERE id IN (SELECT area FROM incidents WHERE lat > 0)",
    "SELECT count(*) FROM (SELECT lag(date) OVER (ORDER BY date) AS last FROM incidents)",
]


@pytest.mark.parametrize("sql", BLURRED)
def test_what_the_view_has_not_is_no_answer(course: Course, sql: str) -> None:
    """It would be a wrong one: places are gone, days are those of a month's end."""
    assert "needs places, texts or days" in str(_reason(course, sql))


FEW = [
    "SELECT side_a, count(*) AS n FROM incidents WHERE side_b = 'Civilians' AND side_a IS NOT NULL GROUP BY 1",
    "SELECT kind, sum(civilians_killed) AS n FROM incidents GROUP BY 1 ORDER BY n DESC",
    "SELECT count(*) FROM incidents WHERE kind = 'abduction'",
]


@pytest.mark.parametrize("sql", FEW)
def test_a_total_of_one_row_is_a_row(course: Course, sql: str) -> None:
    assert _reason(course, sql) == "totals of fewer than 2 rows of incidents.csv may not leave the mission"


def test_small_totals_below_those_told_do_no_harm(course: Course) -> None:
    assert _reason(course, FEW[0] + " ORDER BY n DESC", take=1) is None


def test_the_fewest_is_not_said_of_areas_whose_count_is_kept(tmp_path: Path) -> None:
    """Without the count that may not be told, another area would seem to have the fewest."""
    course = _course(tmp_path, "may_ship: totals")
    file = course.whole.root / "incidents.csv"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith("e4,")), "utf-8")
    reason = _reason(load_course(course.root), "SELECT name, incidents FROM areas ORDER BY incidents", take=1)
    assert reason == "totals of fewer than 2 rows of incidents.csv may not leave the mission"


@pytest.mark.parametrize("line", ["may_ship: nothing", "may_ship: rows\n    restricted: true"])
def test_nothing_is_counted_from_a_table_that_may_not_leave(tmp_path: Path, line: str) -> None:
    course = _course(tmp_path, line)
    for sql in ("SELECT count(*) AS n FROM incidents", "SELECT name, incidents FROM areas"):
        assert _reason(course, sql) == "nothing made from incidents.csv may leave the mission"
    assert _reason(course, "SELECT name, vulnerability FROM areas") is None
    told = values(course.context)
    assert told["data"]["incidents"] == told["top"]["area"] == "not shown outside the mission"
    cast = choose_cast(course.exercises["x1-well"].value, course.context)
    assert {cast[name].missing for name in ("area", "well", "mill", "way")} == {"held-back"}
    assert all(choice.point is None for choice in cast.values())


def test_texts_tell_months_and_exercises_no_places_where_totals_may_leave(course: Course) -> None:
    told = values(course.context)["data"]
    assert (told["first_date"], told["last_date"], told["incidents"]) == ("January 2024", "March 2025", "8")
    cast = choose_cast(course.exercises["x1-well"].value, course.context)
    assert cast["area"].text == "South"
    assert (cast["well"].text, cast["well"].missing) == ("the well", "held-back")
    assert cast["way"].origin == "neutral"
