"""CSV file -> checked rows -> DataFrame. Every faulty line is named."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import TypeAdapter, ValidationError

from fieldbook.errors import CourseError, Problem
from fieldbook.load.textfile import read_text
from fieldbook.model.table import Row

_MAX_SHOWN = 50
"""Problems reported for one file; a wrong file would give thousands."""

_DATES = {"date", "month"}
_FLOATS = {"lat", "lon"}
_BOOLEANS = {"feedback_given"}
_COUNTS = {
    "date_precision",
    *("civilians_killed", "killed_low", "killed_best", "killed_high"),
    *("minutes_to_decision", "minutes_to_departure", "minutes_to_arrival"),
    *("women", "men", "girls", "boys"),
}


def read_rows(path: Path, model: type[Row], root: Path) -> list[tuple[int, Row]]:
    """Rows of ``path`` with their lines. Raises ``CourseError`` with the first fifty faults."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    text = read_text(path, root)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        _check_header(header, model, name)
        records = [(reader.line_num, fields) for fields in reader if fields]
    except csv.Error as error:
        message = f"is not valid CSV: {error}"
        raise CourseError([Problem(name, reader.line_num, "", message, "Check the quotes.", "FB-CSV-01")]) from None
    faults = [_count_fault(name, line, len(fields), len(header)) for line, fields in records if len(fields) != len(header)]
    if faults:
        raise CourseError(faults[:_MAX_SHOWN])
    return _validated(records, header, model, name)


def _check_header(header: Sequence[str], model: type[Row], name: str) -> None:
    wanted = list(model.model_fields)
    missing = [column for column in wanted if column not in header]
    unknown = [column for column in header if column not in wanted]
    faults = []
    if missing:
        faults.append(("FB-CSV-02", f"columns are missing: {', '.join(missing)}", "Add them; leave fields empty where nothing is known."))
    if unknown:
        shown = ", ".join(column[:40] or "(empty)" for column in unknown[:10])
        faults.append(("FB-CSV-03", f"columns are not known: {shown}", "Remove them; docs/tables.md lists the columns."))
    if len(set(header)) < len(header):
        faults.append(("FB-CSV-04", "a column stands twice", "Keep one of the two."))
    if faults:
        raise CourseError(Problem(name, 1, "header", message, remedy, code) for code, message, remedy in faults)


def _count_fault(name: str, line: int, found: int, wanted: int) -> Problem:
    message = f"has {found} fields under {wanted} headings"
    return Problem(name, line, "", message, "Check for a missing or additional comma, or quotes around text.", "FB-CSV-05")


def _validated(
    records: Sequence[tuple[int, list[str]]], header: Sequence[str], model: type[Row], name: str
) -> list[tuple[int, Row]]:
    adapter: TypeAdapter[list[Row]] = TypeAdapter(list[model])  # type: ignore[valid-type]
    data = [dict(zip(header, fields, strict=True)) for _, fields in records]
    try:
        rows = adapter.validate_python(data)
    except ValidationError as error:
        raise CourseError(list(_row_faults(error, records, name))[:_MAX_SHOWN]) from None
    return list(zip((line for line, _ in records), rows, strict=True))


def _row_faults(error: ValidationError, records: Sequence[tuple[int, list[str]]], name: str) -> Iterator[Problem]:
    for fault in error.errors():
        place, *rest = fault["loc"]
        field = str(rest[0]) if rest else ""
        text = fault["msg"].removeprefix("Value error, ").removeprefix("Input ").rstrip(".")
        got = f", got {fault['input'][:60]!r}" if isinstance(fault["input"], str) else ""
        yield Problem(name, records[int(place)][0], field, text + got, "Correct the field, or leave it empty if it may be.", "FB-CSV-06")


def frame(rows: Iterable[Row], model: type[Row]) -> pd.DataFrame:
    """Rows as a DataFrame: dates as datetime64, counts as Int64, degrees as float64, the rest as str or None."""
    rows = list(rows)
    columns = {column: _series(column, [getattr(row, column) for row in rows]) for column in model.model_fields}
    return pd.DataFrame(columns)


def _series(column: str, values: list[Any]) -> pd.Series[Any]:
    if column in _DATES:
        return pd.Series(pd.to_datetime(values), name=column).astype("datetime64[s]")
    if column in _FLOATS:
        return pd.Series(values, dtype="float64")
    if column in _BOOLEANS:
        return pd.Series(values, dtype="boolean")
    return pd.Series(values, dtype="Int64" if column in _COUNTS else "str")

