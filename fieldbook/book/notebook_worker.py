"""Runs one notebook in a process of its own. Importing this module imports the slow libraries: the fork server does it.

The cells run in IPython's own shell without a Jupyter kernel: a kernel costs two seconds to start for each notebook.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import os
import pickle
import traceback
from multiprocessing.connection import Connection
from typing import Any

import duckdb as _duckdb  # noqa: F401 imported here so that it is there before the fork
import pandas as _pandas  # noqa: F401
import shapely as _shapely  # noqa: F401
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from traitlets.config import Config

import fieldbook.evidence.figures  # noqa: F401
from fieldbook.book import authoring
from fieldbook.book.notebook_job import Job
from fieldbook.core.garbage_collection import look_rarely

_outputs: list[dict[str, Any]] = []


@dataclasses.dataclass(frozen=True)
class Failure:
    """A cell that raised; ``line`` is counted in the cell, from 1."""

    cell: str
    line: int
    error: str


class _Hook(DisplayHook):
    """Keeps a cell's last expression as notebook output."""

    def __call__(self, result: Any = None) -> None:
        if result is None:
            return
        data, metadata = self.shell.display_formatter.format(result)
        _outputs.append(_output("execute_result", data, metadata) | {"execution_count": None})


class _Publisher(DisplayPublisher):
    """Keeps what ``display()`` shows as notebook output."""

    def publish(self, data: dict[str, Any], metadata: dict[str, Any] | None = None, **_: Any) -> None:
        _outputs.append(_output("display_data", data, metadata or {}))


def run(job: Job, pipe: Connection) -> None:
    """Run ``job`` and send ``{"outputs": {cell id: [...]}}`` or ``{"failure": {...}}`` through ``pipe`` as JSON."""
    look_rarely()
    os.environ["FIELDBOOK_BUILD"] = "1"
    os.chdir(job.cwd)
    authoring.use(pickle.loads(job.course))  # noqa: S301 pickled by the build that started this process
    shell = _shell()
    done: dict[str, list[dict[str, Any]]] = {}
    for cell, source in job.cells:
        _outputs.clear()
        failure = _run_cell(shell, cell, source)
        if failure:
            pipe.send_bytes(json.dumps({"failure": dataclasses.asdict(failure)}).encode())
            return
        done[cell] = list(_outputs)
    pipe.send_bytes(json.dumps({"outputs": done}).encode())


def _shell() -> InteractiveShell:
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.cache_size = 0
    config.InteractiveShell.colors = "nocolor"
    shell: InteractiveShell = InteractiveShell.instance(
        config=config, displayhook_class=_Hook, display_pub_class=_Publisher
    )
    shell.showtraceback = lambda *_args, **_kwargs: None  # failures travel as data
    shell.showsyntaxerror = lambda *_args, **_kwargs: None
    return shell


def _run_cell(shell: InteractiveShell, cell: str, source: str) -> Failure | None:
    text = io.StringIO()
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
        result = shell.run_cell(source, store_history=False)
    if text.getvalue():
        _outputs.insert(0, {"output_type": "stream", "name": "stdout", "text": text.getvalue()})
    error = result.error_before_exec or result.error_in_exec
    return None if error is None else Failure(cell, _line(error, result), f"{type(error).__name__}: {error}")


def _line(error: BaseException, result: ExecutionResult) -> int:
    if isinstance(error, SyntaxError):
        return error.lineno or 1
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame.lineno for frame in frames if frame.filename.startswith("<ipython-input") or frame.line is None]
    lines = result.info.raw_cell.count("\n") + 1
    return next((line for line in own if line is not None and line <= lines), 1)


def _output(kind: str, data: dict[str, Any], metadata: dict[str, Any]) -> dict[str, Any]:
    return {"output_type": kind, "data": data, "metadata": metadata}
