"""Zip files with the same bytes for the same content: sorted names, fixed time, fixed rights."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from fieldbook.core.atomic import new_file

_TIME = (1980, 1, 1, 0, 0, 0)
_RIGHTS = 0o644 << 16
_UNIX = 3


def write_zip(path: Path, files: Iterable[tuple[str, Path]]) -> int:
    """Write ``(name in the zip, file)`` pairs to ``path``; the size in bytes. Raises ``OutputError``."""
    return write_entries(path, ((name, file.read_bytes()) for name, file in files))


def write_entries(path: Path, entries: Iterable[tuple[str, bytes]], first: tuple[str, bytes] | None = None) -> int:
    """Write ``(name in the zip, content)`` pairs to ``path``, sorted by name; the size in bytes.

    ``first`` comes before them and is not compressed, as the mimetype of an EPUB must be. Raises ``OutputError``.
    """
    with new_file(path) as beside:
        _fill(beside, entries, first)
    return path.stat().st_size


def zipped(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """The zip that ``write_entries`` would write, to be put into another one."""
    content = io.BytesIO()
    _fill(content, entries)
    return content.getvalue()


def _fill(
    target: Path | IO[bytes], entries: Iterable[tuple[str, bytes]], first: tuple[str, bytes] | None = None
) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in [*([first] if first else []), *sorted(entries)]:
            entry = zipfile.ZipInfo(name, _TIME)
            stored = name.endswith(".zip") or (first is not None and name == first[0])
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            entry.external_attr, entry.create_system = _RIGHTS, _UNIX
            archive.writestr(entry, content)
