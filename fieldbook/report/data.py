"""The report's tables for other programs: one spreadsheet, CSV, Parquet. Text from learners never becomes a formula."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from fieldbook.analysis.findings import Findings
from fieldbook.cells import harmless
from fieldbook.i18n import _

_DAY = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_ROWS = 1_000_000
"""A sheet holds 1,048,576 rows."""


def data_tables(found: Findings) -> dict[str, pd.DataFrame]:
    """What is written, by name. Names of people only where they were asked for."""
    bank = found.overview.items
    places = bank[["item", "objective", "path", "line"]]
    tables = {
        "people": found.people,
        "gain": found.gain,
        "scores": found.scores,
        "objectives": found.mastery,
        "tests": found.reliability,
        "questions": found.items.merge(places, on="item", how="left"),
        "options": found.choices,
        "curves": found.curves,
        "group-differences": found.dif,
        "exercises": found.overview.exercises,
        "reaction-results": found.reaction,
        "reaction": reaction_sheet(),
        "cut-scores": found.cuts,
        "flags": found.flags,
        "contradictions": found.overview.conflicts,
        "angoff": angoff_sheet(found),
    }
    return tables | ({"learners": found.overview.learners} if len(found.overview.learners) else {})


def angoff_sheet(found: Findings) -> pd.DataFrame:
    """One row for each question of each form as drawn, with a column for each of five judges to fill in (0 to 1)."""
    bank = found.overview.items[["item", "objective_text", "stem"]]
    sheet = found.overview.drawn[["form", "place", "item"]].merge(bank, on="item").sort_values(["form", "place"])
    return sheet.assign(**{f"judge{number}": "" for number in range(1, 6)})


def reaction_sheet() -> pd.DataFrame:
    """A feedback form to be tallied: one row for each statement, a column for the number of people at each level."""
    statements = [
        _("The course dealt with situations that I meet in my work."),
        _("I know what I shall do differently when I am back at my work."),
        _("The questions and exercises showed me what I did not know."),
        _("What I said was heard, whatever my rank, component, gender or language."),
        _("The time was enough."),
        _("I would advise a colleague to take this course."),
    ]
    levels = {str(level): "" for level in range(1, 6)}
    return pd.DataFrame([{"class": "", "statement": statement, **levels} for statement in statements])


def write_spreadsheet(path: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Every table on a sheet of its own. The same tables give the same bytes."""
    import xlsxwriter  # noqa: PLC0415 slow

    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": True,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": _("Results"), "created": _DAY.replace(tzinfo=None)})
        head = book.add_format({"bold": True, "bottom": 1})
        for name, table in tables.items():
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            for column, title in enumerate(table.columns):
                sheet.set_column(column, column, _width(table, title))
                sheet.write_string(0, column, title, head)
            for row, cells in enumerate(table.head(_ROWS).itertuples(index=False), 1):
                for column, cell in enumerate(cells):
                    _write(sheet, row, column, cell)


def _write(sheet: Any, row: int, column: int, cell: Any) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell[:32_000])
    elif cell is not None and not pd.isna(cell) and math.isfinite(cell):
        sheet.write_number(row, column, float(cell))


def _width(table: pd.DataFrame, column: str) -> int:
    longest = table[column].head(200).map(lambda cell: len(str(cell)) if isinstance(cell, str) else 8).max()
    return max(len(column), min(60, int(longest) if longest == longest else 8)) + 2  # noqa: PLR0124 not NaN


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """``table`` as CSV that a spreadsheet opens: UTF-8 with a mark, and no text that it would take for a formula."""
    text = table.select_dtypes(exclude=["number", "bool"]).columns
    table.assign(**{name: table[name].map(harmless) for name in text}).to_csv(
        path, index=False, encoding="utf-8-sig", lineterminator="\r\n", float_format="%.10g"
    )


def write_parquet(path: Path, table: pd.DataFrame) -> None:
    """``table`` as Parquet, with its types."""
    import duckdb  # noqa: PLC0415 slow

    with duckdb.connect() as connection:
        connection.register("written", table)
        connection.execute("COPY written TO $path (FORMAT PARQUET)", {"path": str(path)})
