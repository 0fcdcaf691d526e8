"""Runs the course's notebooks, several at once, and caches outputs by everything that they depend on."""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import os
import pickle
import time
from collections.abc import Callable, Iterator, Mapping
from multiprocessing import connection, forkserver
from multiprocessing.context import BaseContext, ForkServerContext
from pathlib import Path
from typing import Any

from fieldbook.book.notebook_job import Job, start
from fieldbook.core.atomic import write_bytes
from fieldbook.core.fingerprint import digest
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.course.notebook import Notebook
from fieldbook.course.sources import Course

TIMEOUT = 300.0
"""Seconds after which a notebook is stopped: a loop without end must not hold up a build."""

_KEPT = 200
"""Results kept in the cache; older ones are removed."""

Outputs = Mapping[str, list[dict[str, Any]]]
"""Notebook outputs by cell id."""


def context() -> BaseContext:
    """How worker processes start: from a fork server that has imported the slow libraries once, where there is one."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    method = multiprocessing.get_context("forkserver")
    # the workers that draw come from it too, and need Altair
    method.set_forkserver_preload(["fieldbook.book.notebook_worker", "fieldbook.drawing.chart_spec"])
    return method


def warm_up() -> None:
    """Let the fork server begin to import, while the caller does something else."""
    if isinstance(context(), ForkServerContext):
        forkserver.ensure_running()


def execute(course: Course, fingerprint: str, cache: Path, done: Callable[[str], None]) -> dict[str, Outputs]:
    """Outputs of every notebook by page, for all languages: payloads hold codes and values.

    ``fingerprint`` stands for everything but the cells: context, bank, engine. ``done`` is called with the path of
    each notebook that is ready. Results are kept in ``cache``.

    Raises
    ------
    CourseError
        For each notebook that raised or ran out of time, with cell and line.
    """
    notebooks = course.notebooks
    files = {name: cache / f"{_key(notebook, fingerprint)}.json" for name, notebook in notebooks.items()}
    results: dict[str, Outputs] = {}
    missing: dict[str, Notebook] = {}
    for name, notebook in notebooks.items():
        found = _cached(files[name]) if any(cell.kind == "code" for cell in notebook.cells) else {}
        if found is None:
            missing[name] = notebook
        else:
            results[name] = found
            done(notebook.path)
    problems: list[Problem] = []
    for name, answer in _run_all(missing, course):
        notebook = notebooks[name]
        if "failure" in answer:
            problems.append(_problem(notebook, answer["failure"]))
        else:
            results[name] = answer["outputs"]
            write_bytes(files[name], json.dumps(answer["outputs"]).encode())
            done(notebook.path)
    if problems:
        raise CourseError(problems)
    _prune(cache)
    return results


def _key(notebook: Notebook, fingerprint: str) -> str:
    cells = [[cell.id, cell.source] for cell in notebook.cells if cell.kind == "code"]
    return digest(json.dumps([notebook.path, cells, fingerprint]))


def _cached(file: Path) -> Outputs | None:
    try:
        found: Outputs = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None
    os.utime(file)  # so that pruning keeps what is in use
    return found


def _prune(cache: Path) -> None:
    dated = [(when, file) for file in cache.glob("*.json") if (when := _used(file)) is not None]
    for _when, file in sorted(dated, reverse=True)[_KEPT:]:
        file.unlink(missing_ok=True)


def _used(file: Path) -> float | None:
    """When ``file`` was last in use; None where another worker has removed it in between."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return None


def _run_all(notebooks: Mapping[str, Notebook], course: Course) -> Iterator[tuple[str, dict[str, Any]]]:
    if not notebooks:
        return
    method: Any = context()
    packed = pickle.dumps(dataclasses.replace(course, notebooks={}, whole=course.shown))  # cells travel by themselves
    waiting = [(name, _job(notebook, course.root, packed)) for name, notebook in notebooks.items()]
    running: dict[Any, tuple[str, Any, float]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < (os.cpu_count() or 1):
                name, job = waiting.pop(0)
                here, there = method.Pipe(duplex=False)
                process = method.Process(target=start, args=(job, there), daemon=True)
                process.start()
                there.close()
                running[here] = (name, process, time.monotonic() + TIMEOUT)
            yield from _collect(running)
    finally:
        for _name, process, _deadline in running.values():
            process.kill()


def _collect(running: dict[Any, tuple[str, Any, float]]) -> Iterator[tuple[str, dict[str, Any]]]:
    now = time.monotonic()
    soonest = min(deadline for _name, _process, deadline in running.values())
    ready = connection.wait(list(running), timeout=max(0.0, soonest - now))
    late = [
        pipe
        for pipe, (_name, _process, deadline) in running.items()
        if deadline <= time.monotonic() and pipe not in ready
    ]
    for pipe in [*ready, *late]:
        name, process, _deadline = running.pop(pipe)
        yield name, _answer(pipe) if pipe in ready else _no_answer(_too_long())
        process.kill()
        process.join()
        pipe.close()


def _too_long() -> str:
    text = _("TimeoutError: ran for more than {minutes:g} minutes")
    return text.format(minutes=TIMEOUT / 60)


def _answer(pipe: Any) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(pipe.recv_bytes())
    except (EOFError, OSError):
        return _no_answer(_("the process ended without a result (out of memory?)"))
    return answer


def _no_answer(error: str) -> dict[str, Any]:
    return {"failure": {"cell": "", "line": 0, "error": error}}


def _job(notebook: Notebook, root: Path, course: bytes) -> Job:
    cells = tuple((cell.id, cell.source) for cell in notebook.cells if cell.kind == "code")
    return Job(cells, str((root / notebook.path).parent), course)


def _problem(notebook: Notebook, failure: Mapping[str, Any]) -> Problem:
    cell = next((cell for cell in notebook.cells if cell.id == failure["cell"]), None)
    field = f"cell {cell.id} line {failure['line']}" if cell else ""
    remedy = _("Run the notebook in JupyterLab to see it.")
    error = " ".join(str(failure["error"]).split()).rstrip(".")
    return Problem(notebook.path, cell.line if cell else 0, field, error, remedy, "FB-NB-05")
