"""CSV file -> checked rows -> DataFrame. Every faulty line is named."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.textfile import read_text
from fieldbook.core.validation import own_message
from fieldbook.model.table import Row

MAX_SHOWN = 50
"""Problems reported for one file; a wrong file would give thousands."""

_DATES = {"date", "month"}
_FLOATS = {"lat", "lon"}
_BOOLEANS = {"feedback_given"}
_COUNTS = {
    "date_precision",
    *("civilians_killed", "killed_low", "killed_best", "killed_high"),
    *("minutes_to_decision", "minutes_to_departure", "minutes_to_arrival"),
    *("women", "men", "girls", "boys"),
    *("year", "new_displacements", "displaced_at_end"),
}


def read_rows(path: Path, model: type[Row], root: Path) -> list[tuple[int, Row]]:
    """Rows of ``path`` with their lines. Raises ``CourseError`` with the first fifty faults."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    header, records = read_csv(path, root)
    _check_header(header, model, name)
    width = len(header)
    faults = [count_fault(name, line, len(fields), width) for line, fields in records if len(fields) != width]
    whole = [record for record in records if len(record[1]) == width]
    rows = _validated(whole, header, model, name, faults)
    if faults:
        raise CourseError(sorted(faults)[:MAX_SHOWN])
    return rows


def read_csv(path: Path, root: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Header and records of a CSV file, each record with the line on which it begins. Empty lines are skipped.

    Raises
    ------
    CourseError
        The file cannot be read, is not UTF-8, or its quotes are wrong.
    """
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    reader = csv.reader(io.StringIO(read_text(path, root), newline=""), strict=True)
    records: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for fields in reader:
            if fields:
                records.append((start, fields))
            start = reader.line_num + 1
    except csv.Error as error:
        problem = Problem(
            name, start, "", _("is not valid CSV: {error}").format(error=error), _("Check the quotes."), "FB-CSV-01"
        )
        raise CourseError([problem]) from None
    return (records[0][1], records[1:]) if records else ([], [])


def _check_header(header: Sequence[str], model: type[Row], name: str) -> None:
    if (fault := header_fault(header, name)) is not None:
        raise CourseError([fault])
    wanted = list(model.model_fields)
    missing = [column for column in wanted if column not in header]
    unknown = [column for column in header if column not in wanted]
    faults = []
    if missing:
        message = _("columns are missing: {missing}").format(missing=", ".join(missing))
        faults.append(("FB-CSV-02", message, _("Add them; leave fields empty where nothing is known.")))
    if unknown:
        shown = ", ".join(column[:40] or "(empty)" for column in unknown[:10])
        message = _("columns are not known: {shown}").format(shown=shown)
        faults.append(("FB-CSV-03", message, _("Remove them; docs/tables.md lists the columns.")))
    if len(set(header)) < len(header):
        faults.append(("FB-CSV-04", _("a column stands twice"), _("Keep one of the two.")))
    if faults:
        raise CourseError(Problem(name, 1, "header", message, remedy, code) for code, message, remedy in faults)


def header_fault(header: Sequence[str], name: str) -> Problem | None:
    """An empty file, or semicolons: a spreadsheet in a language with decimal commas writes CSV files with them."""
    if not header:
        return Problem(name, 1, "header", _("the file is empty"), _("Export it again with its columns."), "FB-CSV-08")
    if len(header) > 1 or not {";", "\t"} & set(header[0]):
        return None
    message, remedy = (
        _("has no commas between its columns"),
        _("Export it again as CSV with commas and encoding UTF-8."),
    )
    return Problem(name, 1, "header", message, remedy, "FB-CSV-07")


def count_fault(name: str, line: int, found: int, wanted: int) -> Problem:
    """A record with more or fewer fields than the header has columns."""
    message = _("has {found} fields under {wanted} headers").format(found=found, wanted=wanted)
    remedy = _("Look for a comma too many or too few, and put text with commas in quotes.")
    return Problem(name, line, "", message, remedy, "FB-CSV-05")


def _validated(
    records: Sequence[tuple[int, list[str]]], header: Sequence[str], model: type[Row], name: str, faults: list[Problem]
) -> list[tuple[int, Row]]:
    adapter: TypeAdapter[list[Row]] = TypeAdapter(list[model])  # type: ignore[valid-type]
    data = [dict(zip(header, fields, strict=True)) for _, fields in records]
    try:
        rows = adapter.validate_python(data)
    except ValidationError as error:
        faults += _row_faults(error, records, name)
        return []
    return list(zip((line for line, _ in records), rows, strict=True))


def _row_faults(error: ValidationError, records: Sequence[tuple[int, list[str]]], name: str) -> Iterator[Problem]:
    for fault in error.errors(include_url=False):
        place, *rest = fault["loc"]
        field = str(rest[0]) if rest else ""
        line, remedy = records[int(place)][0], _remedy(field, fault["type"])
        yield Problem(name, line, field, value_message(fault), remedy, "FB-CSV-06")


def _about_values() -> dict[str, str]:
    """What is wrong with a value, by the type of pydantic's error."""
    return {
        "int_parsing": _("is not a whole number"),
        "int_parsing_size": _("is not a number of people or minutes"),
        "float_parsing": _("is not a number"),
        "finite_number": _("is not a number"),
        "greater_than_equal": _("is below {ge:,.12g}"),
        "less_than_equal": _("is above {le:,.12g}"),
        "date_from_datetime_parsing": _("is not a date as 2024-01-31"),
        "literal_error": _("is none of {expected}"),
        "bool_parsing": _("is neither true nor false"),
        "string_pattern_mismatch": _("is not an id"),
        "string_too_long": _("is longer than {max_length} characters"),
        "string_too_short": _("is empty"),
    }


def value_message(fault: ErrorDetails) -> str:
    """What is wrong with a value of a table or an answer; the value stands in it, where it is text."""
    known = _about_values().get(fault["type"])
    what = known.format(**fault.get("ctx", {})) if known else own_message(fault)
    value = fault["input"]
    if not isinstance(value, str) or fault["type"] == "string_too_short":
        return what
    if not value.strip():
        return _("an empty field {what}").format(what=what)
    return _("{value!r} {what}").format(value=value[:60], what=what)


def _remedy(field: str, kind: str) -> str:
    if field in _FLOATS and kind in {"greater_than_equal", "less_than_equal"}:
        return _("Use degrees in WGS 84, and check that latitude and longitude are not swapped.")
    return _("Correct it; leave the field empty where nothing is known and the column allows it.")


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
