"""The results store: one DuckDB file, changed in one transaction or not at all."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError
from fieldbook.results.storefaults import HEADERS, broke_off, cannot_open, is_in_use, no_store, read_whole
from fieldbook.results.upgrade import read_upgraded, upgrade

VERSION = 3

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": "2",
    "memory_limit": "3GB",
    "autoinstall_known_extensions": "false",
}


@contextmanager
def changing(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A store to change, made where there is none. What the block did is kept whole, or nothing of it.

    Raises
    ------
    CourseError
        The file is no store, of a newer version, damaged (``FB-RES-11``), or in use (``FB-RES-12``).
    OutputError
        It could not be written (``FB-OUT-01``). What was in it is untouched; a new one is not left half made.
    """
    made = False
    try:
        with _open(path, read_only=False) as connection:
            connection.execute("BEGIN")
            made = not _tables(connection)
            if made:
                schema = importlib.resources.files("fieldbook.results").joinpath("schema.sql")
                connection.execute(schema.read_text("utf-8"))
                connection.execute("INSERT INTO meta VALUES (?, NULL, NULL)", [VERSION])
            version = _version(path, connection)
            read_whole(connection)  # who adds to a damaged store believes that all is well
            if version < VERSION:
                upgrade(connection, version, VERSION)
            yield connection
            connection.execute("COMMIT")
    except BaseException:
        if made:
            _take_away(path)
        raise


@contextmanager
def reading(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A store to read. Raises ``CourseError`` where there is none, or it is damaged or in use."""
    if not path.is_file():
        raise CourseError([no_store(path, _("there is no such store"))])
    with _open(path, read_only=True) as connection:
        version = _version(path, connection)
        if version < VERSION:
            read_upgraded(connection, version)
        yield connection


@contextmanager
def _open(path: Path, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = _opened(path, read_only=read_only)
    try:
        yield connection
    except (duckdb.Error, OSError) as error:
        connection.close()
        fault = broke_off(path, error, lambda: _connected(path, read_only=True))
        if fault is None:
            raise
        raise fault from error
    finally:
        connection.close()


def _opened(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    fresh = not path.exists()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _connected(path, read_only=read_only)
    except (duckdb.Error, OSError) as error:
        fault = cannot_open(path, error, read_only=read_only, fresh=fresh)
        if fresh and path.is_file() and path.stat().st_size < HEADERS:
            _take_away(path)
        raise fault from error


def _connected(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(path, read_only=read_only, config=_CONFIG)


def _take_away(path: Path) -> None:
    """Delete what is left of a store that could not be made, unless another program has begun to use it."""
    if not is_in_use(path, read_only=False):
        for left in (path, path.with_name(f"{path.name}.wal")):
            left.unlink(missing_ok=True)


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}


def _version(path: Path, connection: duckdb.DuckDBPyConnection) -> int:
    """Version of the store. Raises ``CourseError`` where it is none, or newer than this Fieldbook."""
    if "meta" not in _tables(connection) or "attempts" not in _tables(connection):
        raise CourseError([no_store(path, _("is no results store"))])
    ((version,),) = connection.execute("SELECT version FROM meta").fetchall()
    if version > VERSION:
        what = _("was written by a newer Fieldbook (store version {version})").format(version=version)
        raise CourseError([no_store(path, what)])
    return int(version)
