"""Brings an edited MSEL back into the course: read, merged, checked with all rules, written whole or not at all."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from fieldbook.core.atomic import write_bytes
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.yamlfile import parse_yaml
from fieldbook.course.sources import Course
from fieldbook.exercise.msel_read import merged, rows_of, workbook_of
from fieldbook.model.exercise import Exercise

_FIELD = re.compile(r"injects\[(\d+)\]")


def import_msel(course: Course, file: Path, rules: Sequence[Callable[[Course], Iterable[Problem]]]) -> Path:
    """Take the edits of the spreadsheet ``file`` into the exercise that it names; returns the exercise's file.

    ``rules`` are those of the checks over exercises: a fault in any of them, and nothing is written.

    Raises
    ------
    CourseError
        The spreadsheet cannot be read, or the exercise would have faults; then nothing has changed.
    OutputError
        The exercise's file cannot be written.
    """
    workbook = workbook_of(file.name, file.read_bytes())
    name = workbook[""][0]["exercise"]
    loaded = course.exercises.get(name)
    if loaded is None:
        message = _("is of the exercise {name}, which this course does not have").format(name=name[:60])
        remedy = _("Take it to the course that it comes from.")
        raise CourseError([Problem(file.name, 0, "Read me", message, remedy, "FB-MSEL-02")])
    path = course.root / loaded.path
    text = merged(path.read_text("utf-8"), workbook, loaded, file.name)
    rows = rows_of(workbook)
    faults = _faults(course, name, loaded.path, text, rules)
    if faults:
        raise CourseError(_in_sheet(problem, rows, file.name) for problem in faults)
    write_bytes(path, text.encode())
    return path


def _faults(
    course: Course, name: str, path: str, text: str, rules: Sequence[Callable[[Course], Iterable[Problem]]]
) -> list[Problem]:
    try:
        changed = dataclasses.replace(course, exercises={name: parse_yaml(text, path, Exercise)})
    except CourseError as error:
        return list(error.problems)
    return [problem for rule in rules for problem in rule(changed) if not problem.warning]


def _in_sheet(problem: Problem, rows: list[str], name: str) -> Problem:
    """The fault as the editor of the spreadsheet knows it: by the row of the inject."""
    found = _FIELD.match(problem.field)
    if found is None:
        return dataclasses.replace(problem, path=name, line=0)
    field = f"MSEL row {rows[int(found[1])]} {problem.field[found.end() :].lstrip('.')}"
    return dataclasses.replace(problem, path=name, line=0, field=field.strip())
