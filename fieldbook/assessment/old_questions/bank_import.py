"""``fieldbook items import``: old questions as a new file of the bank, whole or not at all."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from fieldbook.assessment.old_questions.bank_yaml import bank_text
from fieldbook.assessment.old_questions.detect import read_questions
from fieldbook.assessment.old_questions.found_questions import Found, Remark, TakenQuestions
from fieldbook.assessment.old_questions.new_ids import Ids, slug
from fieldbook.assessment.old_questions.old_text import Item, UnreadableQuestionError
from fieldbook.assessment.old_questions.to_markdown import visible
from fieldbook.core.atomic import write_bytes
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.validation import message_and_remedy
from fieldbook.core.yamlfile import parse_yaml, read_yaml
from fieldbook.course.bibliography import read_keys
from fieldbook.model.course import CourseFile, Level
from fieldbook.model.item import TODO, BankFile
from fieldbook.model.item import Item as ItemModel

_LEVELS = get_args(Level)
_ADAPTER: TypeAdapter[Any] = TypeAdapter(ItemModel)


@dataclasses.dataclass(frozen=True)
class ImportDefaults:
    """What somebody says of every question of a file that does not say it itself."""

    objective: str | None = None
    level: str | None = None
    difficulty: float | None = None
    sources: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class BankImportReport:
    """What became of the questions of a file. ``marks`` counts what is still to be written, by field."""

    format: str
    into: Path
    taken: int
    left_out: int
    problems: tuple[Problem, ...]
    marks: Counter[str]


def import_questions(file: Path, root: Path, given: ImportDefaults, into: Path | None = None) -> BankImportReport:
    """Write the questions of ``file`` to ``into``, a new file of the bank of the course at ``root``.

    Raises
    ------
    CourseError
        ``into`` exists, ``given`` names what the course does not have, the file is not readable, or no question of it
        can be taken. Nothing is written then.
    OutputError
        It cannot be written.
    """
    into = into or root / "assessments" / "items" / f"{slug(file.stem)}.yml"
    course = _Course(root)
    faults = [*_exists(into), *course.unknown(given)]
    if faults:
        raise CourseError(faults)
    name, found = _read(file)
    items = _Items(course, given, found)
    problems = tuple(
        sorted(map(_problem, [*found.remarks, *items.remarks]), key=lambda found: (found.path, found.line))
    )
    left_out = sum(problem.code == "FB-IMP-17" for problem in problems)
    if not items.listed:
        message, remedy = _("no question can be taken over"), _("Nothing was written.")
        raise CourseError([*problems, Problem(str(file), 0, "", message, remedy, "FB-IMP-16")])
    text = bank_text(_head(file, name), items.module, items.listed)
    marks = _marks(text, into)
    write_bytes(into, text.encode())
    return BankImportReport(name, into, len(items.listed), left_out, problems, marks)


class _Course:
    """What an import must know of a course: objectives, sources, and the ids that are taken."""

    def __init__(self, root: Path) -> None:
        modules = read_yaml(root / "course.yml", CourseFile, root).value.modules
        self.modules = {module.id for module in modules}
        self.objectives = {objective.id: module.id for module in modules for objective in module.objectives}
        self.sources = read_keys(root)
        banks = [read_yaml(path, BankFile, root) for path in sorted((root / "assessments" / "items").glob("*.yml"))]
        self.ids = {item.id for bank in banks for item in bank.value.items}

    def unknown(self, given: ImportDefaults) -> Iterator[Problem]:
        """What ``given`` names and the course does not have."""
        if given.objective and given.objective not in self.objectives:
            message = _("there is no objective {name}").format(name=repr(given.objective))
            remedy = _("Use one of: {known}.").format(known=", ".join(self.objectives))
            yield Problem("course.yml", 0, "objectives", message, remedy, "FB-IMP-14")
        for source in given.sources:
            if source not in self.sources:
                message = _("there is no source {name} in the bibliography").format(name=repr(source))
                remedy = _("Add it to book/references.bib first.")
                yield Problem("book/references.bib", 0, "", message, remedy, "FB-IMP-14")


class _Items:
    """Items of the bank from what was found; ``remarks`` are those that come up on the way."""

    def __init__(self, course: _Course, given: ImportDefaults, found: Found) -> None:
        self._course, self._given = course, given
        self.remarks: list[Remark] = []
        self.listed: list[Item] = []
        modules = {course.objectives.get(self._objective(taken)) for taken in found.taken}
        one = modules.pop() if len(modules) == 1 else None
        self.module = one or TODO
        ids = Ids(course.ids, course.modules, one)
        for taken in found.taken:
            self._add(taken, ids)

    def _add(self, taken: TakenQuestions, ids: Ids) -> None:
        reason = _misfit({"id": "x", **self._head(taken), **taken.item})
        if reason:
            self._remark(taken, reason, left_out=True)
            return
        name, renamed = ids.take(taken.id, taken.name)
        self.listed.append({"id": name, **self._head(taken), **taken.item})
        if renamed:
            self._remark(taken, _("its id is taken in the bank; it is {name} now").format(name=name))
        if "context" in taken.sources:
            self._remark(taken, _("what was computed from a mission's data is fixed text now"))

    def _head(self, taken: TakenQuestions) -> Item:
        level = next((tag for tag in taken.tags if tag in _LEVELS), None)
        known = [source for source in taken.sources if source in self._course.sources]
        difficulty = self._given.difficulty
        return {
            "objective": self._objective(taken),
            "level": level or self._given.level or TODO,
            "difficulty": TODO if difficulty is None else difficulty,
            "source": known or list(self._given.sources) or [TODO],
        }

    def _objective(self, taken: TakenQuestions) -> str:
        own = next((tag for tag in taken.tags if tag in self._course.objectives), None)
        return own or self._given.objective or TODO

    def _remark(self, taken: TakenQuestions, reason: str, *, left_out: bool = False) -> None:
        self.remarks.append(Remark(taken.file, taken.line, taken.name, reason, left_out))


def _misfit(item: Item) -> str:
    """Why the bank cannot hold ``item``, or nothing."""
    try:
        _ADAPTER.validate_python(item)
    except ValidationError as error:
        fault = error.errors()[0]
        field = ".".join(str(part) for part in fault["loc"][1:])
        limits = fault.get("ctx", {})
        if fault["type"] == "too_long":
            return _("{field} has {count} entries, at most {most} are possible here").format(
                field=field, count=limits["actual_length"], most=limits["max_length"]
            )
        if fault["type"] == "string_too_long":
            return _("{field} is longer than {most} characters").format(field=field, most=limits["max_length"])
        return _("{field} does not fit the bank: {reason}").format(field=field, reason=message_and_remedy(fault)[0])
    return ""


def _read(file: Path) -> tuple[str, Found]:
    try:
        return read_questions(file)
    except UnreadableQuestionError as error:
        remedy = _("Nothing was written. docs/items-import.md lists what is read.")
        raise CourseError([Problem(str(file), error.line, "", str(error), remedy, "FB-IMP-15")]) from None


def _exists(into: Path) -> Iterator[Problem]:
    if into.exists():
        remedy = _("Nothing was changed. Choose another name with --into, or move this file away.")
        yield Problem(str(into), 0, "", _("exists already"), remedy, "FB-IMP-11")


def _problem(remark: Remark) -> Problem:
    """Names from a file may hold signs that a terminal obeys."""
    path, reason = visible(remark.file), visible(remark.reason)
    if remark.left_out:
        message = _("is left out: {reason}").format(reason=reason)
        return Problem(path, remark.line, remark.name, message, _("Write it anew."), "FB-IMP-17", warning=True)
    remedy = _("Look at it in the new file.")
    return Problem(path, remark.line, remark.name, reason, remedy, "FB-IMP-18", warning=True)


def _marks(text: str, into: Path) -> Counter[str]:
    """What is still to be written, by field. The text is read as the bank will be, so nothing else is ever written."""
    bank = parse_yaml(text, into.name, BankFile)
    marks = Counter(field.rpartition(".")[2] for item in bank.value.items for field in item.todo)
    if bank.value.module == TODO:
        marks["module"] += 1
    return marks


def _head(file: Path, name: str) -> str:
    origin = _("Imported from {file} ({format}). Fields and types: docs/items.md")
    todo = _("An item with {mark} stays out of the course until that is written; fieldbook check lists them.")
    known = "".join(char if char.isprintable() else "?" for char in file.name)
    return f"{origin.format(file=known, format=name)}\n{todo.format(mark=TODO)}"
