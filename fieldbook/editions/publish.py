"""Builds the packages of one edition, or finds that nothing has changed since the last time."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from fieldbook.book.site import Site
from fieldbook.core.atomic import write_bytes
from fieldbook.core.fingerprint import digest, engine_digest, files_digest
from fieldbook.core.i18n import _
from fieldbook.core.problems import OutputError
from fieldbook.course.sources import Course, context_folder
from fieldbook.editions.edition_build import Progress, Request, built_site, work_folder
from fieldbook.packages.base import Package
from fieldbook.packages.last_look import LastLook
from fieldbook.packages.registry import find

_NEEDED = 50_000_000
"""Free bytes needed before a build starts: pages, zip and their copies until the rename."""


def build_edition(
    request: Request, formats: Sequence[str], out: Path, progress: Progress, *, per_module: bool = False
) -> list[Package]:
    """Packages of the edition in ``out``, in the order of ``formats``; with ``per_module`` those of the modules too.

    Raises
    ------
    CourseError
        Faults in the sources; nothing in ``out`` has changed. Or a package would tell what may not leave: it is
        not there.
    OutputError
        ``out`` cannot be written; the last good packages are untouched.
    """
    out = out.resolve()
    record = _record_file(request, formats, out, per_module=per_module)
    sources = _sources_digest(request)
    last = _unchanged(record, sources)
    if last is not None:
        progress("same", str(out))
        return last
    _check_room(out)
    with built_site(request, progress) as (course, site):
        packages = [*_packages(course, site, formats, out, progress, per_module=per_module)]
    _remember(record, sources, packages)
    return packages


def _packages(
    course: Course, site: Site, formats: Sequence[str], out: Path, progress: Progress, *, per_module: bool
) -> Iterator[Package]:
    look = LastLook(course)
    look.at_site(site)
    for name in formats:
        progress("write", name)
        made = [find(name).write(course, site, out)]
        write_modules = find(name).write_modules
        if per_module and write_modules is not None:
            made += write_modules(course, site, out)
        for package in made:
            look.at_package(package)
        yield from made


def _sources_digest(request: Request) -> str:
    root = request.root
    folders = [root / "book", root / "modules", root / "assessments"]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    files += [root / name for name in ("course.yml", "_config.yml", "_toc.yml", "index.md")]
    if request.context is None:  # the course's own context is named in course.yml
        files += [path for path in (root / "contexts").rglob("*") if path.is_file()]
    else:
        files += [path for path in context_folder(root, request.context).rglob("*") if path.is_file()]
    return digest(files_digest(files, root) + engine_digest())


def _record_file(request: Request, formats: Sequence[str], out: Path, *, per_module: bool) -> Path:
    edition = [request.context, request.audience, request.lang, request.sealed]
    asked = json.dumps([*edition, list(formats), str(out), per_module])
    return work_folder(request.root) / "last" / f"{digest(asked)[:16]}.json"


def _unchanged(record: Path, sources: str) -> list[Package] | None:
    try:
        last = json.loads(record.read_bytes())
        if last["sources"] != sources or any(_stamp(Path(path)) != stamp for path, stamp in last["stamps"].items()):
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return [
        Package(package["format"], Path(package["path"]), package["size"], tuple(package["notes"]))
        for package in last["packages"]
    ]


def _remember(record: Path, sources: str, packages: Sequence[Package]) -> None:
    files = [file for package in packages for file in _files(package.path)]
    last = {
        "sources": sources,
        "stamps": {str(file): _stamp(file) for file in files},
        "packages": [{"format": p.format, "path": str(p.path), "size": p.size, "notes": p.notes} for p in packages],
    }
    write_bytes(record, json.dumps(last).encode())


def _files(path: Path) -> list[Path]:
    """The package itself, or every file of the folder whose page it names."""
    return [file for file in path.parent.rglob("*") if file.is_file()] if path.name == "index.html" else [path]


def _stamp(file: Path) -> list[int]:
    status = file.stat()
    return [status.st_size, status.st_mtime_ns]


def _check_room(out: Path) -> None:
    folder = next(parent for parent in (out, *out.parents) if parent.exists())
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(
            _(
                "{out}: cannot be written (no right to write in {folder}). The last good output is "
                "untouched. Change the rights, or choose another folder with --out. [FB-OUT-02]"
            ).format(out=out, folder=folder)
        )
    free = shutil.disk_usage(folder).free
    if free < _NEEDED:
        raise OutputError(
            _(
                "{out}: only {free} MB free, {needed} MB are needed. The last good output is untouched. Free "
                "some space, or choose another folder with --out. [FB-OUT-03]"
            ).format(out=out, free=free // 1000000, needed=_NEEDED // 1000000)
        )
