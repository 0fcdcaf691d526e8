"""Where the values that text uses come from: a field of the description, or a count with its query.

The queries are a second way to the same values: a test compares them with ``context.values``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import duckdb

from fieldbook.context.pack import ContextPack
from fieldbook.context.values import values
from fieldbook.core.i18n import _
from fieldbook.evidence.provenance.deciding_rows import Rows, asked, files_of, rows_of, totals_only
from fieldbook.evidence.provenance.source_line import FigureSource, sources_of

_AREAS = """SELECT area_name, count(*) AS reports
FROM incidents
WHERE area <> 'area-not-known'
GROUP BY area_name
ORDER BY reports DESC, area_name"""
_SHARE = """SELECT area_name, count(*) AS reports,
  CAST(round(100.0 * count(*) / (SELECT count(*) FROM incidents)) AS INTEGER) AS per_cent
FROM incidents
WHERE area <> 'area-not-known'
GROUP BY area_name
ORDER BY reports DESC, area_name"""
_DAYS = "SELECT CAST(min(date) AS DATE) AS first, CAST(max(date) AS DATE) AS last FROM incidents"
_ACTORS = """SELECT side_a, count(*) AS reports
FROM incidents
WHERE side_b = 'Civilians'
  AND side_a NOT IN (SELECT name FROM actors WHERE kind = 'unknown')
  AND NOT regexp_matches(side_a, 'unknown|unidentified|not named|civilians', 'i')
GROUP BY side_a
ORDER BY reports DESC, side_a"""
_YEARS = """SELECT CAST(year(date) AS VARCHAR) AS year, count(*) AS reports
FROM incidents
GROUP BY year
ORDER BY reports DESC, year"""
_MONTHS = """SELECT month(date) AS month, count(*) AS reports
FROM incidents
WHERE date_precision <= 4
GROUP BY month
ORDER BY reports DESC, month"""

_COUNTED = {
    "data.first_date": _DAYS,
    "data.last_date": _DAYS,
    "data.years": _DAYS,
    "data.incidents": "SELECT count(*) AS incidents FROM incidents",
    "data.civilians_killed": "SELECT CAST(sum(civilians_killed) AS BIGINT) AS people, count(*) AS reports, "
    "count(civilians_killed) AS with_a_number\nFROM incidents",
    "data.areas": "SELECT count(*) AS areas FROM areas WHERE id <> 'area-not-known'",
    "top.area": _AREAS,
    "top.area_incidents": _AREAS,
    "top.area_share": _SHARE,
    "top.actor": _ACTORS,
    "top.year": _YEARS,
    "top.month": _MONTHS,
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Value:
    """One value with its way: ``rule`` in words, and ``sql`` with its rows where it is counted."""

    name: str
    text: str
    rule: str
    sql: str
    rows: Rows | None
    sources: tuple[FigureSource, ...]


def explained(names: Iterable[str], pack: ContextPack, database: duckdb.DuckDBPyConnection) -> dict[str, Value]:
    """Each of ``names`` (``top.area``), as ``{{ … }}`` uses it."""
    texts = {f"{group}.{name}": text for group, known in values(pack).items() for name, text in known.items()}
    return {name: _explained(name, texts[name], pack, database) for name in names if name in texts}


def _explained(name: str, text: str, pack: ContextPack, database: duckdb.DuckDBPyConnection) -> Value:
    sql = _COUNTED.get(name, "")
    files = files_of(sql) or ("context.yml",)
    found = rows_of(asked(database, sql), 1, totals_only=totals_only(files, pack)) if sql else None
    rule = _rules()[name] if sql else _field(name, pack)
    return Value(name=name, text=text, rule=rule, sql=sql, rows=found, sources=sources_of(files, pack))


def _field(name: str, pack: ContextPack) -> str:
    field = {"context.title": "title", "data.as_of": "as_of", "data.source": "tables[0].source"}.get(name, name)
    line = pack.lines.get(field)
    if line is None:
        return _("The field {field} of context.yml").format(field=field)
    return _("The field {field} of context.yml, line {line}").format(field=field, line=line)


def _rules() -> dict[str, str]:
    """What each counted value counts."""
    days = _("The first and the last date of all reports")
    areas = _(
        "The area with most reports; reports whose area is not known do not count, and a tie is said as “several areas”"
    )
    return {
        "data.first_date": days,
        "data.last_date": days,
        "data.years": _("The years of the first and the last report"),
        "data.incidents": _("The number of reports"),
        "data.civilians_killed": _("The sum of civilians reported killed, over the reports that give a number"),
        "data.areas": _("The number of areas in the description"),
        "top.area": areas,
        "top.area_incidents": areas,
        "top.area_share": _("Reports of the area with most of them, in per cent of all reports"),
        "top.actor": _(
            "The side named most often as attacker where civilians are the other side; attackers whom nobody could "
            "name do not count, and a tie is said as “several actors”"
        ),
        "top.year": _("The calendar year with most reports; a tie is said as “several years”"),
        "top.month": _(
            "The calendar month with most reports, all years together; reports of which only the year is known do "
            "not count, and a tie is said as “several months”"
        ),
    }
