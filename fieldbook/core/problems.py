"""Problems in sources and the exceptions that carry them. Imports nothing else from the package.

Exceptions::

    FieldbookError
    ├── CourseError      faults in sources, each one a Problem; exit code 1
    └── OutputError      the output could not be written; nothing half-written is left; exit code 1
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one place of one source file.

    ``path`` is relative to the course folder where possible, ``line`` is 1-based and 0 where the fault has no line
    (a missing file), ``field`` is a path such as ``items[3].options[1].key``. ``code`` is stable and explained in
    ``docs/messages.md``. ``warning`` problems are shown but do not fail a check.
    """

    path: str
    line: int
    field: str
    message: str
    remedy: str
    code: str
    warning: bool = False

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        field = f" {self.field}" if self.field else ""
        return f"{where}{field}: {self.message}. {self.remedy} [{self.code}]"


class FieldbookError(Exception):
    """Base of all errors that the command line turns into a message and an exit code."""


class CourseError(FieldbookError):
    """Faults in a course, a context pack or a bundle.

    All faults found in one go, sorted by place.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class OutputError(FieldbookError):
    """Output could not be written (rights, space). The last good output is still in place."""
