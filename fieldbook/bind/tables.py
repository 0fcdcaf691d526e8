"""The tables of a context pack in DuckDB, read-only and cut off from files and network."""

from __future__ import annotations

from typing import Any

import duckdb

from fieldbook.load.context import ContextPack

TABLES = ("incidents", "areas", "actors", "alerts", "displacement", "threats", "bodies")
_MAX_ROWS = 10_000


def connect(pack: ContextPack) -> duckdb.DuckDBPyConnection:
    """An in-memory database with the pack's tables; SQL of an item cannot reach anything outside it."""
    connection = duckdb.connect(":memory:", config={"threads": 1})
    for name in TABLES:
        connection.register("frame", getattr(pack, name))
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")  # noqa: S608 names come from TABLES
        connection.unregister("frame")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """Result of one SELECT as dictionaries, bounded. Raises ``duckdb.Error``."""
    statements = duckdb.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise duckdb.InvalidInputException("only one SELECT is allowed")
    cursor = connection.execute(statements[0])
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchmany(_MAX_ROWS)]
