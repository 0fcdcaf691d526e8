"""Files and folders that appear whole or not at all: written beside, then renamed.

Their rights are those that the user's umask leaves, as with any other program: a temporary name is made by opening it,
not by ``tempfile``, which keeps everything from everybody else.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fieldbook.core.i18n import _
from fieldbook.core.problems import OutputError


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``; a reader sees the old or the new file. Raises ``OutputError``."""
    with new_file(path) as beside:
        beside.write_bytes(content)


def write_private(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a new file that has its rights before it has its content. Raises ``OutputError``, also where it exists."""
    with _errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A name beside ``path`` to write to; renamed to ``path`` when the block ends well. Raises ``OutputError``."""
    with _errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = _beside(path)
        beside.touch(exist_ok=False)
        try:
            yield beside
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder beside ``path`` to fill; takes the place of ``path`` when the block ends well. Raises ``OutputError``.

    Two renames are needed to replace a folder. A kill between them leaves the last good one as ``.<name>.old``,
    which the next call puts back first.
    """
    with _errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        old = path.with_name(f".{path.name}.old")
        if old.exists() and not path.exists():
            old.rename(path)
        shutil.rmtree(old, ignore_errors=True)
        beside = _beside(path)
        beside.mkdir()
        try:
            yield beside
            if path.exists():
                path.rename(old)
            beside.rename(path)
        finally:
            if old.exists() and not path.exists():
                old.rename(path)
            shutil.rmtree(beside, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}")


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            _(
                "{path}: cannot be written ({reason}). The last good output is untouched. Free space or "
                "change rights, or choose another folder with --out. [FB-OUT-01]"
            ).format(path=path, reason=reason)
        ) from error
