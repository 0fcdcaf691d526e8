"""The texts of one authored item, filled in with the context's values and with the rows of the item's query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from fieldbook.context.values import format_date, format_number, markdown_safe

Row = Mapping[str, Any]
"""A row of a query, by column."""


class ItemTexts:
    """Fills the texts of an item in.

    ``fill(field, text, extra)`` is given the names that ``text`` may use besides the context's own, by name.
    """

    def __init__(self, fill: Callable[[str, str, Mapping[str, str]], str], rows: Sequence[Row]) -> None:
        self._fill, self.rows = fill, rows
        self._first = _named("first", {name: _shown(name, value) for name, value in rows[0].items()}) if rows else {}

    def filled(self, field: str, text: str) -> str:
        """``text`` of ``field``; ``{{ first.column }}`` is the first row's, as figures write it."""
        return self._fill(field, text, self._first)

    def filled_from(self, row: Row, field: str, text: str) -> str:
        """The same; ``{{ row.column }}`` is of ``row`` besides."""
        shown = {name: _shown(name, value) for name, value in row.items()}
        return self._fill(field, text, self._first | _named("row", shown))

    def filled_as_typed(self, field: str, text: str) -> str:
        """The same, numbers as a learner types them: a comma between thousands would be a decimal sign."""
        typed = {name: markdown_safe(plain_value(value)) for name, value in (self.rows[0] if self.rows else {}).items()}
        return self._fill(field, text, _named("first", typed))


def plain_value(value: Any) -> str:
    """A value of a query as text prints it."""
    if isinstance(value, dt.datetime | dt.date):
        return format_date(value)
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value)


def _named(group: str, row: Mapping[str, str]) -> dict[str, str]:
    return {f"{group}.{name}": value for name, value in row.items()}


def _shown(name: str, value: Any) -> str:
    """As figures write it, with thousands set apart; a year (a column ``year`` or ``..._year``) is no such number."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if is_number and abs(value) >= 1000 and name.rsplit("_", maxsplit=1)[-1] != "year":
        return format_number(round(float(value), 1))
    return markdown_safe(plain_value(value))
