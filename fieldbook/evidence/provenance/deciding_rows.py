"""Rows that decide something, few enough to read: the result of a query, or of a figure's own sums."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from fieldbook.assessment.item_texts import plain_value
from fieldbook.context.pack import ContextPack
from fieldbook.context.queries import TABLES, rows

SHOWN = 10
"""Rows that are shown; the rest is counted."""
_NUMBER = re.compile(r"-?[\d.,]*")
_DESCRIBED = {"areas", "actors", "threats", "bodies"}
"""Tables that stand in the description and not in a file of their own."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rows:
    """``head`` names the columns, ``rows`` are as they are read, ``more`` says how many follow."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int = 0
    held: int = 0
    """Rows that the table's licence, or its mark ``restricted``, keeps off the page."""

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Which columns hold numbers, to be set below each other by their last digit."""
        return tuple(all(_NUMBER.fullmatch(cell) for cell in column) for column in zip(*self.rows, strict=True))


def rows_of(found: Sequence[Mapping[str, Any]], least: int, *, totals_only: bool) -> Rows:
    """The first of ``found``. Where totals alone may leave, not more than the ``least`` that the text says anyway."""
    shown = found[: least if totals_only else SHOWN]
    head = tuple(found[0]) if found else ()
    cells = tuple(tuple("" if value is None else plain_value(value) for value in row.values()) for row in shown)
    left = len(found) - len(shown)
    return Rows(head=head, rows=cells, more=0 if totals_only else left, held=left if totals_only else 0)


def asked(database: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """Rows of a query that has been checked; none where it fails, which ``fieldbook check`` says."""
    try:
        return rows(database, sql)
    except duckdb.Error:
        return []


def files_of(sql: str) -> tuple[str, ...]:
    """Files of the tables that ``sql`` reads; the description comes last."""
    named = [table for table in TABLES if re.search(rf"\b(FROM|JOIN|,)\s+{table}\b", sql, re.IGNORECASE)]
    own = tuple(f"{table}.csv" for table in named if table not in _DESCRIBED)
    return own + (("context.yml",) if _DESCRIBED & set(named) else ())


def totals_only(files: Sequence[str], pack: ContextPack) -> bool:
    """Whether the rows of one of ``files`` may not leave in this edition."""
    return any(file in pack.limits for file in files)
