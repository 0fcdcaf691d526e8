"""The results store: one DuckDB file, changed in one transaction or not at all."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, OutputError, Problem

VERSION = 1

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": "2",
    "memory_limit": "3GB",
    "autoinstall_known_extensions": "false",
}

_CANNOT_WRITE = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.FatalException,
    duckdb.TransactionException,
    OSError,
)


@contextmanager
def changing(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A store to change, made where there is none. What the block did is kept whole, or nothing of it.

    Raises
    ------
    CourseError
        The file is no store, of a newer version, or in use.
    OutputError
        It could not be written. What was in it is untouched.
    """
    fresh = not path.exists()
    with _open(path, read_only=False) as connection:
        try:
            connection.execute("BEGIN")
            if fresh or not _tables(connection):
                schema = importlib.resources.files("fieldbook.results").joinpath("schema.sql")
                connection.execute(schema.read_text("utf-8"))
                connection.execute("INSERT INTO meta VALUES (?, NULL, NULL)", [VERSION])
            _check(path, connection)
            yield connection
            connection.execute("COMMIT")
        except _CANNOT_WRITE as error:
            message = _(
                "{path}: cannot be written ({reason}). What was in it is untouched. "
                "Free space and collect the same files again. [FB-OUT-01]"
            )
            raise OutputError(message.format(path=path, reason=str(error).splitlines()[0])) from error


@contextmanager
def reading(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A store to read. Raises ``CourseError`` where there is none."""
    if not path.is_file():
        raise CourseError([_no_store(path, _("there is no such store"))])
    with _open(path, read_only=True) as connection:
        _check(path, connection)
        yield connection


@contextmanager
def _open(path: Path, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect(path, read_only=read_only, config=_CONFIG)
    except (duckdb.Error, OSError) as error:
        reason = str(error).splitlines()[0]
        if not path.exists():
            what = _("cannot be made there: a folder is missing, or nobody may write into it")
        else:
            what = _("another program has it open") if "lock" in reason else _("is no results store, or damaged")
        raise CourseError([_no_store(path, what)]) from error
    try:
        yield connection
    finally:
        connection.close()


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}


def _check(path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    if "meta" not in _tables(connection) or "attempts" not in _tables(connection):
        raise CourseError([_no_store(path, _("is no results store"))])
    ((version,),) = connection.execute("SELECT version FROM meta").fetchall()
    if version > VERSION:
        what = _("was written by a newer Fieldbook (store version {version})").format(version=version)
        raise CourseError([_no_store(path, what)])


def _no_store(path: Path, what: str) -> Problem:
    remedy = _("Name a store that fieldbook collect made, close other programs that use it, or choose a new name.")
    return Problem(path.as_posix(), 0, "", what, remedy, "FB-RES-07")
