"""Builds the editions of one batch, one after the other. A failed one does not stop the next."""

from __future__ import annotations

import dataclasses
import hashlib
import multiprocessing
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from fieldbook.core.fingerprint import files_digest
from fieldbook.core.garbage_collection import look_rarely
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, OutputError, Problem
from fieldbook.core.yamlfile import read_yaml
from fieldbook.course.sources import context_folder
from fieldbook.editions.matrix.matrix_plan import Planned
from fieldbook.editions.publish import build_edition
from fieldbook.model.context import ContextFile
from fieldbook.packages.base import Package

_ONE_AT_A_TIME = threading.Lock()
"""Sphinx builds one edition at a time in a process; a worker of a cluster may have several threads."""

_BLOCK = 1 << 20


@dataclasses.dataclass(frozen=True)
class Shipped:
    """A package as it lies in the run's folder."""

    format: str
    path: str
    """From the run's folder, with ``/``; of a book, its first page."""
    size: int
    """Bytes."""
    sha256: str
    """Of the file, or of names and contents of all files of a book."""


@dataclasses.dataclass(frozen=True)
class Made:
    """What became of one edition."""

    folder: str
    context: str
    lang: str
    audience: str
    state: Literal["built", "same", "failed"]
    title: str = ""
    as_of: str = ""
    packages: tuple[Shipped, ...] = ()
    seconds: float = 0.0
    problems: tuple[str, ...] = ()


def make(batch: Sequence[Planned], out: Path, tell: Callable[[Made], None] | None = None) -> list[Made]:
    """Build every edition of ``batch`` into its own folder below ``out``. Raises nothing that one edition causes."""
    if multiprocessing.current_process().daemon:  # it may start no processes, and notebooks run in some
        return [failed(planned, str(_daemon(planned))) for planned in batch]
    look_rarely()  # a cluster's worker did not start as our command
    with _ONE_AT_A_TIME:
        made = []
        for planned in batch:
            made.append(_made(planned, out))
            if tell:
                tell(made[-1])
        return made


def failed(planned: Planned, *problems: str, seconds: float = 0.0) -> Made:
    """``planned`` as an edition that could not be built."""
    return dataclasses.replace(_begun(planned), problems=problems, seconds=seconds)


def _made(planned: Planned, out: Path) -> Made:
    request, began, stages = planned.request, time.monotonic(), set()
    try:
        packages = build_edition(request, planned.formats, out / planned.folder, lambda stage, _what: stages.add(stage))
    except (CourseError, OutputError) as error:
        problems = error.problems if isinstance(error, CourseError) else (error,)
        return failed(planned, *map(str, problems), seconds=time.monotonic() - began)
    except Exception as error:  # a fault of the engine in one edition must not cost the night
        return failed(planned, _engine_fault(planned, error), seconds=time.monotonic() - began)
    shipped = tuple(_shipped(package, out) for package in packages)
    state: Literal["same", "built"] = "same" if "same" in stages else "built"
    return dataclasses.replace(_begun(planned), state=state, packages=shipped, seconds=time.monotonic() - began)


def _daemon(planned: Planned) -> Problem:
    message = _("the worker may not start the processes that notebooks run in")
    remedy = _("Start the cluster's workers with DASK_DISTRIBUTED__WORKER__DAEMON=False in their environment.")
    return Problem(planned.folder, 0, "", message, remedy, "FB-MAT-07")


def _engine_fault(planned: Planned, error: Exception) -> str:
    message = " ".join(f"{type(error).__name__}: {error}".split())[:500].rstrip(".")
    remedy = _("Build this edition by itself to see more.")
    return str(Problem(planned.folder, 0, "", message, remedy, "FB-MAT-05"))


def _begun(planned: Planned) -> Made:
    """``planned`` with nothing made yet; title and date for the index are empty where the pack cannot be read."""
    request = planned.request
    nothing = Made(planned.folder, planned.context, request.lang, request.audience, "failed")
    try:
        folder = context_folder(request.root, request.context or "")
        meta = read_yaml(folder / "context.yml", ContextFile, folder).value
    except CourseError:
        return nothing
    return dataclasses.replace(nothing, title=meta.title, as_of=meta.as_of.isoformat())


def _shipped(package: Package, out: Path) -> Shipped:
    out, path = out.resolve(), package.path.resolve()
    if path.name == "index.html":
        found = files_digest((file for file in path.parent.rglob("*") if file.is_file()), path.parent)
    else:
        total = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                total.update(block)
        found = total.hexdigest()
    return Shipped(package.format, path.relative_to(out).as_posix(), package.size, found)
