"""The tables of a context pack in DuckDB, cut off from files and network, bounded in memory and time."""

from __future__ import annotations

import math
import threading
from typing import Any

import duckdb
import pandas as pd

from fieldbook.context.pack import ContextPack
from fieldbook.core.i18n import _

TABLES = (
    *("incidents", "areas", "actors", "alerts", "displacement", "threats", "bodies"),
    *("personnel_deaths", "new_displacement"),
)
_MAX_ROWS = 10_000
_SECONDS = 10
"""Queries of a course take milliseconds; one that has not ended by then is taken to be endless."""


def connect(pack: ContextPack, *, small_totals: bool = True) -> duckdb.DuckDBPyConnection:
    """An in-memory database with the pack's tables; SQL of an item cannot reach anything outside it.

    Without ``small_totals``, areas have no count where the pack may not show it.
    """
    connection = duckdb.connect(":memory:", config={"threads": 1})
    for name in TABLES:
        table = _counted(pack) if name == "areas" and small_totals else getattr(pack, name)
        connection.register("frame", table)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")  # noqa: S608 names come from TABLES
        connection.unregister("frame")
    connection.execute("SET memory_limit = '256MB'")
    connection.execute("SET temp_directory = ''")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _counted(pack: ContextPack) -> pd.DataFrame:
    """The areas with all counts, also those that may not be shown: they decide an order, which is told or not later."""
    limit = pack.limits.get("incidents.csv")
    if limit is None or limit.shows == "nothing":
        return pack.areas
    counts = pack.areas["id"].map(pack.incidents["area"].value_counts()).fillna(0)
    return pack.areas.assign(incidents=counts.astype("Int64"))


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """Result of one SELECT as dictionaries, bounded; what is not a number (division by 0) is None, as missing is.

    Raises ``duckdb.Error``, also when the query takes too long or too much memory.
    """
    statements = duckdb.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise duckdb.InvalidInputException(_("only one SELECT is allowed"))
    timer = threading.Timer(_SECONDS, connection.interrupt)
    timer.start()
    try:
        cursor = connection.execute(statements[0])
        names = [column[0] for column in cursor.description or []]
        found = cursor.fetchmany(_MAX_ROWS)
    except duckdb.InterruptException:
        raise duckdb.InterruptException(_("it did not end within {n} seconds").format(n=_SECONDS)) from None
    except duckdb.OutOfMemoryException:
        raise duckdb.OutOfMemoryException(_("it needs more than 256 MB of memory")) from None
    finally:
        timer.cancel()
    return [{name: _value(value) for name, value in zip(names, row, strict=True)} for row in found]


def _value(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
