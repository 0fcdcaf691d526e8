"""Tables for other programs: one spreadsheet, CSV, Parquet. Text from people never becomes a formula."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_DAY = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_ROWS = 1_000_000
"""A sheet holds 1,048,576 rows."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it, which it shows as text."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def write_spreadsheet(path: Path, tables: Mapping[str, pd.DataFrame], title: str) -> None:
    """Every table on a sheet of its own. The same tables give the same bytes."""
    import xlsxwriter  # noqa: PLC0415 slow

    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": True,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": title, "created": _DAY.replace(tzinfo=None)})
        head = book.add_format({"bold": True, "bottom": 1})
        for name, table in tables.items():
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(table.columns):
                sheet.set_column(column, column, _width(table, heading))
                sheet.write_string(0, column, heading, head)
            for row, cells in enumerate(table.head(_ROWS).itertuples(index=False), 1):
                for column, cell in enumerate(cells):
                    _write(sheet, row, column, cell)


def _write(sheet: Any, row: int, column: int, cell: Any) -> None:
    import pandas as pd  # noqa: PLC0415 slow

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
