"""Reads the log of a table top exercise, as the controller's page or the exercise server saves it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from fieldbook.core.problems import CourseError, Problem
from fieldbook.results.result_entries import ExerciseRun, Happening, packed


def is_exercise(data: bytes) -> bool:
    """Whether ``data`` begins like a run."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") and b'"fieldbook-exercise"' in head


def read_exercise(name: str, data: bytes) -> Iterator[ExerciseRun | Problem]:
    """The run with every event that is whole; what is not is named."""
    from fieldbook.exercise.run_file import read_run  # noqa: PLC0415 rare

    try:
        run = read_run(name, data.removeprefix(b"\xef\xbb\xbf"))
    except CourseError as error:
        yield from error.problems
        return
    yield from (dataclasses.replace(problem, warning=True) for problem in run.problems)
    events = tuple(Happening(one["id"], one["at"], one["kind"], packed(one)) for one in run.events)
    head = run.head
    yield ExerciseRun(head.run, head.course, head.context, head.exercise, head.variant, events)
