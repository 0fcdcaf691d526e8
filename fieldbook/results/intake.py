"""Files, folders and zips as a stream of plain files, each in memory and within bounds.

Result files come by stick and mail from devices that nobody controls. An archive may hold archives; what goes past a
bound, leads out of its archive or is damaged is named and left out, and the rest is read.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.results.cut_zip import is_cut, salvaged
from fieldbook.results.result_faults import bad_path, cut_off, not_ours, too_much


@dataclasses.dataclass(frozen=True)
class Limits:
    """Bounds of one argument of ``fieldbook collect``, in bytes and counts."""

    file: int = 512 * 1024**2
    """One file, unpacked."""
    total: int = 4 * 1024**3
    """All that one archive unpacks to, archives in it included."""
    members: int = 200_000
    depth: int = 3
    ratio: int = 200
    """Unpacked to packed: text rarely packs below a twentieth."""


LIMITS = Limits()


@dataclasses.dataclass(frozen=True)
class Plain:
    """One plain file. ``name`` shows the way to it through archives."""

    name: str
    data: bytes

    @property
    def hash(self) -> str:
        """SHA-256 of the content."""
        return hashlib.sha256(self.data).hexdigest()


def files(paths: list[Path], limits: Limits = LIMITS, store: Path | None = None) -> Iterator[Plain | Problem]:
    """Every plain file in ``paths``, in order of names. The ``store`` may lie among them, and is passed over."""
    for path in paths:
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            if store is None or not _belongs_to(store, file):
                yield from _opened(file, limits)


def _belongs_to(store: Path, file: Path) -> bool:
    """Whether ``file`` is the store or what DuckDB keeps beside it."""
    return file.name.startswith(store.name) and file.resolve().parent == store.resolve().parent


def _opened(path: Path, limits: Limits) -> Iterator[Plain | Problem]:
    name = path.as_posix()
    try:
        with path.open("rb") as stream:
            cut = is_cut(stream)
            if not cut and zipfile.is_zipfile(stream):
                yield from _members(name, stream, _Budget(limits), 1)
                return
        if path.stat().st_size > limits.file:
            yield too_much(name, _("is larger than {count} MB").format(count=limits.file // 1_000_000))
            return
        data = path.read_bytes()
        if cut:
            yield from _before_cut(name, data, _Budget(limits), 1)
        else:
            yield Plain(name, data)
    except OSError as error:
        yield not_ours(name, _("cannot be read: {reason}").format(reason=error.strerror or error))


class _Budget:
    """What one archive may still unpack."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.bytes = limits.total
        self.members = limits.members


def _members(
    name: str, stream: io.BufferedIOBase | io.BytesIO, budget: _Budget, depth: int
) -> Iterator[Plain | Problem]:
    try:
        with zipfile.ZipFile(stream) as archive:
            for member in sorted(archive.infolist(), key=lambda member: member.filename):
                if member.is_dir():
                    continue
                budget.members -= 1
                if budget.members < 0 or budget.bytes <= 0:
                    yield too_much(name, _("holds too much; what comes after its first files was not read"))
                    return
                yield from _member(f"{name}/{member.filename}", archive, member, budget, depth)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
        yield not_ours(name, _("is a damaged archive: {reason}").format(reason=error))


def _member(
    name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget, depth: int
) -> Iterator[Plain | Problem]:
    if _leads_out(member.filename):
        yield bad_path(name)
        return
    if _junk(member.filename):
        return
    data = _unpacked(name, archive, member, budget)
    if isinstance(data, Problem):
        yield data
    else:
        yield from _inner(name, data, budget, depth)


def _inner(name: str, data: bytes, budget: _Budget, depth: int) -> Iterator[Plain | Problem]:
    """A file of an archive that may be an archive."""
    stream = io.BytesIO(data)
    cut = is_cut(stream)
    if not cut and not zipfile.is_zipfile(stream):
        yield Plain(name, data)
    elif depth >= budget.limits.depth:
        yield too_much(name, _("is an archive in an archive in an archive"))
    elif cut:
        yield from _before_cut(name, data, budget, depth + 1)
    else:
        yield from _members(name, stream, budget, depth + 1)


def _before_cut(name: str, data: bytes, budget: _Budget, depth: int) -> Iterator[Plain | Problem]:
    """The files of an archive without its end."""
    yield cut_off(name)
    for member, content in salvaged(data, min(budget.limits.file, budget.bytes), budget.limits.ratio):
        budget.members -= 1
        budget.bytes -= len(content)
        if budget.members < 0 or budget.bytes <= 0:
            yield too_much(name, _("holds too much; what comes after its first files was not read"))
            return
        if _leads_out(member):
            yield bad_path(f"{name}/{member}")
        elif not member.endswith("/") and not _junk(member):
            yield from _inner(f"{name}/{member}", content, budget, depth)


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or not path.parts or ":" in path.parts[0]


def _junk(name: str) -> bool:
    """What macOS and Windows put into every archive."""
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name in {".DS_Store", "Thumbs.db", "desktop.ini"}


def _unpacked(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget) -> bytes | Problem:
    """The content, or what is wrong. Sizes that the archive states are not believed."""
    limits = budget.limits
    most = min(limits.file, budget.bytes, max(member.compress_size, 5_000) * limits.ratio)
    try:
        with archive.open(member) as stream:
            data = stream.read(most + 1)
    except RuntimeError:
        return not_ours(name, _("is locked with a password"))
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, zlib.error) as error:
        return not_ours(name, _("is damaged in its archive: {reason}").format(reason=error))
    budget.bytes -= min(len(data), most)
    return data if len(data) <= most else too_much(name, _("unpacks to more than is safe"))
