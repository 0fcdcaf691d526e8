"""A notebook to run, and the door to the process that runs it. Imports nothing slow: the caller needs no pandas."""

from __future__ import annotations

import dataclasses
from multiprocessing.connection import Connection


@dataclasses.dataclass(frozen=True)
class Job:
    """Code cells as (cell id, source), the folder to run in, and the course, pickled."""

    cells: tuple[tuple[str, str], ...]
    cwd: str
    course: bytes


def start(job: Job, pipe: Connection) -> None:
    """Run ``job`` in this process; where there is a fork server, it has imported the worker's libraries already."""
    from fieldbook.book.notebook_worker import run  # noqa: PLC0415 see above

    run(job, pipe)
