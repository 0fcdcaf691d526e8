"""Hands the loaded course to the extension, which loads it itself where ``jupyter-book build`` runs it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from fieldbook.course.sources import Course, load_course
from fieldbook.translation.course_in_language import speaking

_course: ContextVar[Course | None] = ContextVar("fieldbook_course", default=None)
_outputs: ContextVar[Mapping[str, Any]] = ContextVar("fieldbook_outputs", default={})  # noqa: B039 never changed


@contextmanager
def given(course: Course, outputs: Mapping[str, Any]) -> Iterator[None]:
    """Within the block the extension works on ``course``, in the pages' language, with ``outputs`` by page."""
    tokens = _course.set(course), _outputs.set(outputs)
    try:
        yield
    finally:
        _course.reset(tokens[0])
        _outputs.reset(tokens[1])


def course_for(root: Path, lang: str) -> Course:
    """The course handed over, else the one in ``root``, in ``lang``."""
    return _course.get() or speaking(load_course(root, os.environ.get("FIELDBOOK_CONTEXT")), lang)


def outputs_of(page: str) -> Mapping[str, Any] | None:
    """Outputs of a page's cells, or None where the notebook is executed by somebody else."""
    return _outputs.get().get(page)
