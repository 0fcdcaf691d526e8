"""Why a results store cannot be opened, read or changed: it is damaged, in use, or there is no room. Each has a remedy.

DuckDB tells these apart in the text of its errors only, in the words of the system. So the file is looked at instead.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import duckdb

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, FieldbookError, OutputError, Problem

if sys.platform != "win32":
    import fcntl

HEADERS = 3 * 4096
"""Bytes with which every DuckDB file begins. A shorter one holds nothing."""

_MAGIC, _MAGIC_AT = b"DUCK", 8
_HELD_ON_WINDOWS = {32, 33}
"""ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION."""

_NO_ROOM = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.FatalException,
    duckdb.TransactionException,
    OSError,
)


def cannot_open(path: Path, error: Exception, *, read_only: bool, fresh: bool) -> FieldbookError:
    """Why the store at ``path`` was not opened. ``fresh``: there was no file, one was to be made."""
    if isinstance(error, duckdb.ConnectionException) or is_in_use(path, read_only=read_only):
        return CourseError([_in_use(path)])
    if fresh:
        return _not_made(path, error)
    if not os.access(path, os.R_OK if read_only else os.R_OK | os.W_OK):
        remedy = _("Change the rights of the file, or work on a copy of it.")
        return CourseError([no_store(path, _("is closed: you may not read it, or not change it"), remedy)])
    if path.stat().st_size and not _begins_like_a_store(path):
        return CourseError([no_store(path, _("is no results store, or its beginning is damaged"))])
    return CourseError([_damaged(path, error)])


def broke_off(
    path: Path, error: Exception, read_again: Callable[[], duckdb.DuckDBPyConnection]
) -> FieldbookError | None:
    """Why work on the store at ``path`` broke off, which is closed by now and can be opened with ``read_again``; None
    where the store is not the reason."""
    damage = _damage(path, read_again)
    if damage is not None:
        return CourseError([_damaged(path, damage)])
    return _no_room(path, error) if isinstance(error, _NO_ROOM) else None


def read_whole(connection: duckdb.DuckDBPyConnection) -> None:
    """Read every block, so that DuckDB compares its checksum. Raises ``duckdb.Error`` where one is damaged."""
    for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
        connection.execute(f'SELECT sum(hash(t)) FROM "{table}" t').fetchall()


def is_in_use(path: Path, *, read_only: bool) -> bool:
    """Whether another program holds the file so that it cannot be opened."""
    try:
        with path.open("rb" if read_only else "r+b") as file:
            return _is_locked(file, read_only=read_only)
    except OSError as error:
        return getattr(error, "winerror", None) in _HELD_ON_WINDOWS


def no_store(path: Path, what: str, remedy: str = "") -> Problem:
    """A file that is no store, or none that can be used here."""
    remedy = remedy or _("Name a store that fieldbook collect made, or choose a new name.")
    return Problem(path.as_posix(), 0, "", what, remedy, "FB-RES-07")


def _is_locked(file: IO[bytes], *, read_only: bool) -> bool:
    """By the lock that DuckDB sets, which a process that reads shares with others that read."""
    if sys.platform == "win32":
        return False  # there the file cannot even be opened
    try:
        fcntl.lockf(file, (fcntl.LOCK_SH if read_only else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return True
    return False


def _begins_like_a_store(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(_MAGIC_AT + len(_MAGIC))[_MAGIC_AT:] == _MAGIC


def _damage(path: Path, read_again: Callable[[], duckdb.DuckDBPyConnection]) -> Exception | None:
    """What keeps the whole of the store from being read; None where all of it can be, or nobody can tell."""
    try:
        with read_again() as connection:
            read_whole(connection)
    except (duckdb.OutOfMemoryException, duckdb.ConnectionException):
        return None
    except duckdb.Error as error:
        return None if is_in_use(path, read_only=True) else error
    return None


def _damaged(path: Path, error: Exception) -> Problem:
    what = _("is damaged ({reason})").format(reason=_reason(error))
    remedy = _(
        "Nothing in it was changed. Put a copy that you have in its place, or collect all result files again into a "
        "new store: fieldbook collect FILE... --into {new}"
    )
    new = path.with_stem(f"{path.stem}-new").as_posix()
    return Problem(path.as_posix(), 0, "", what, remedy.format(new=new), "FB-RES-11")


def _in_use(path: Path) -> Problem:
    what = _("is in use: another program has it open")
    remedy = _("Close that program, or wait until it has ended, and do the same again. Nothing was changed.")
    return Problem(path.as_posix(), 0, "", what, remedy, "FB-RES-12")


def _not_made(path: Path, error: Exception) -> FieldbookError:
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        what = _("cannot be made there: a folder is missing, or nobody may write into it")
        return CourseError([no_store(path, what)])
    return _no_room(path, error)


def _no_room(path: Path, error: Exception) -> OutputError:
    message = _(
        "{path}: cannot be written ({reason}). What was in it is untouched. "
        "Free space and collect the same files again. [FB-OUT-01]"
    )
    return OutputError(message.format(path=path, reason=_reason(error)))


def _reason(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
