"""The columns of one file under the rules of its source: which layout it has, and the text of each field of a row."""

from __future__ import annotations

import dataclasses
import fnmatch
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from fieldbook.context.importing.source_rows import Line, clean, read_lines, sheets
from fieldbook.context.importing.source_rules import FieldRule, Rule, SourceFile, shipped
from fieldbook.core.problems import CourseError, Problem

_HEAD = 50
"""Rows among which a header or a row of HXL tags is looked for."""


class LeftOut(Exception):  # noqa: N818 no fault
    """A row of a kind for which the pack has no place; the text says which."""


class Fault(Exception):  # noqa: N818 becomes a Problem with its line
    """A value that breaks a rule: the file's column, and what is wrong."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


@dataclasses.dataclass(frozen=True)
class Record:
    """A row with what it is called in problems."""

    file: str
    line: int
    cells: Sequence[str]

    def is_whole(self, width: int) -> bool:
        """Whether there is a cell under each header, and nothing beside them."""
        return len(self.cells) >= width and not any(cell.strip() for cell in self.cells[width:])


class Columns:
    """Names of a file's columns, found in any mixture of capitals; tags are found as HXL says, by their attributes."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self._plain = [_plain(name) for name in names]
        self._found: dict[str, int | None] = {}

    def place(self, wanted: str) -> int | None:
        """Where the column called ``wanted`` stands; the first one of several."""
        if wanted not in self._found:
            self._found[wanted] = self._look(_plain(wanted))
        return self._found[wanted]

    def _look(self, wanted: str) -> int | None:
        if not wanted.startswith("#"):
            return self._plain.index(wanted) if wanted in self._plain else None
        tag, *attributes = wanted.split("+")
        found = [name.split("+") for name in self._plain]
        fits = (place for place, name in enumerate(found) if name[0] == tag and set(attributes) <= set(name[1:]))
        return next(fits, None)

    def first(self, wanted: Sequence[str]) -> int | None:
        """Where the first of the columns ``wanted`` stands that the file has."""
        return next((place for name in wanted if (place := self.place(name)) is not None), None)


def _plain(name: str) -> str:
    return " ".join(name.replace("\ufeff", "").split()).casefold().replace(" +", "+").replace("# ", "#")


@dataclasses.dataclass(frozen=True)
class Reader:
    """A file open for reading: its layout, its columns, and its rows as a stream."""

    source: SourceFile
    columns: Columns
    path: Path
    records: Iterator[Record]

    def has(self, field: str) -> bool:
        """Whether the file can give ``field``."""
        rule = self.source.fields.get(field)
        if rule is None:
            return False
        ruled = [each.column for each in rule.rules if each.column]
        return self.columns.first([*rule.column, *ruled]) is not None or bool(self._added(rule))

    def name(self, field: str) -> str:
        """What the file calls ``field``."""
        rule = self.source.fields.get(field)
        place = self.columns.first([*rule.columns()]) if rule else None
        return field if place is None else self.columns.names[place]

    def text(self, field: str, record: Record) -> str:
        """``field`` of a row; empty where nothing is known. Raises ``LeftOut`` and ``Fault``."""
        rule = self.source.fields.get(field)
        if rule is None:
            return ""
        for each in rule.rules:
            if holds(each.when, lambda name: self._cell(name, record)):
                return self._ruled(each, record)
        if rule.sum:
            return self._sum(rule, record)
        place = self.columns.first(rule.column)
        return "" if place is None else self._coded(rule, record.cells[place], self.columns.names[place])

    def _ruled(self, rule: Rule, record: Record) -> str:
        if rule.leave_out:
            raise LeftOut(" / ".join(filter(None, (self._cell(name, record) for name in rule.when))))
        return self._cell(rule.column, record) if rule.column else rule.gives or ""

    def _cell(self, name: str, record: Record) -> str:
        place = self.columns.place(name)
        return "" if place is None else " ".join(record.cells[place].split())

    def _coded(self, rule: FieldRule, cell: str, column: str) -> str:
        text = " ".join(cell.split())
        if not text:
            return ""
        if rule.codes:
            if text.casefold() not in rule.known:
                raise Fault(column, f"{text[:60]!r} is none of the codes {', '.join(rule.codes)[:200]}")
            return rule.known[text.casefold()]
        for ending in rule.drop_endings:
            if text.casefold().endswith(f" {ending.casefold()}"):
                text = text[: -len(ending)].rstrip()
                break
        return rule.prefix + text

    def _added(self, rule: FieldRule) -> Sequence[str]:
        """The columns to add: the first list of which the file has all."""
        has = self.columns.place
        return next((names for names in rule.sum if all(has(name) is not None for name in names)), ())

    def _sum(self, rule: FieldRule, record: Record) -> str:
        cells = {name: self._cell(name, record) for name in self._added(rule)}
        given = {name: count(text, self.source.decimal) for name, text in cells.items() if text}
        wrong = next((name for name, text in given.items() if not text.isdecimal()), None)
        if wrong is not None:
            raise Fault(wrong, f"{cells[wrong][:60]!r} is not a whole number")
        return str(sum(map(int, given.values()))) if given else ""


def holds(when: Mapping[str, Sequence[str]], text: Callable[[str], str]) -> bool:
    """Whether each condition holds for what ``text`` gives for its column."""
    return all(any(_like(text(name), pattern) for pattern in patterns) for name, patterns in when.items())


def _like(text: str, pattern: str) -> bool:
    escaped = pattern.replace("[", "[[]").replace("?", "[?]")  # the star alone has a meaning
    return fnmatch.fnmatchcase(text.casefold(), escaped.casefold())


_THOUSANDS = re.compile(r"\d{1,3}([ ,.'\u00a0\u202f]\d{3})+")


def count(text: str, decimal: str) -> str:
    """A number of people without the marks between its thousands."""
    text = text.strip()
    if _THOUSANDS.fullmatch(text) and decimal not in text:
        return re.sub(r"\D", "", text)
    return re.sub(r"\.0+$", "", text.replace(decimal, "."))


def open_file(path: Path, sources: Sequence[SourceFile]) -> Reader:
    """``path`` in the first of the layouts ``sources`` that fits.

    Raises
    ------
    CourseError
        The file cannot be read or has none of the layouts: what is missing, or whose file it is.
    """
    faults: list[Problem] = []
    for number in range(sheets(path)):
        lines = read_lines(path, number)
        head = list(itertools.islice(lines, _HEAD))
        found = _fitting(path, head, sources)
        if isinstance(found, tuple):
            source, place = found
            rows = itertools.chain(head[place + 1 :], lines)
            return Reader(source, _columns(head, place), path, _records(path.name, rows))
        faults = faults or found
    raise CourseError(faults)


def _columns(head: Sequence[Line], place: int | None) -> Columns:
    return Columns([] if place is None else header_names(head, place))


def header_names(head: Sequence[Line], place: int) -> list[str]:
    """The names in the row ``place``; what has none there may have one above, in a header of two rows."""
    line, cells = head[place]
    names = [clean(name) for name in cells]
    above = [clean(name) for name in head[place - 1][1]] if place and head[place - 1][0] == line - 1 else []
    if sum(map(bool, above)) < 2 or is_tag_row(cells):  # one cell alone is a title
        return names
    return [name or (above[number] if number < len(above) else "") for number, name in enumerate(names)]


def _fitting(path: Path, head: Sequence[Line], sources: Sequence[SourceFile]) -> tuple[SourceFile, int] | list[Problem]:
    """The layout that fits with the place of its header, or what keeps the first one from fitting."""
    if not head:
        message, remedy = "the file is empty", "Export it again with its columns."
        return [Problem(path.name, 1, "header", message, remedy, "FB-CSV-08")]
    others = whose(path, head, sources)
    if others and sources[0].word == "hxl":  # a known source has codes and a licence of its own
        return others
    faults: list[Problem] = []
    for source in sources:
        place = _header_place(head, source)
        found = list(_header_faults(path, head[place or 0][0], _columns(head, place), source))
        if place is not None and not found:
            return source, place
        faults = faults or found
    return others or faults


def _uses_tags(source: SourceFile) -> bool:
    return any(name.startswith("#") for rule in source.fields.values() for name in rule.columns())


def is_tag_row(cells: Sequence[str]) -> bool:
    """Whether a row holds HXL tags and nothing else."""
    given = [cell.strip() for cell in cells if cell.strip()]
    return bool(given) and all(re.fullmatch(r"#\s*[A-Za-z][\w+ \-]*", cell) for cell in given)


def _header_place(head: Sequence[Line], source: SourceFile) -> int | None:
    if _uses_tags(source):
        return next((place for place, (_line, cells) in enumerate(head) if is_tag_row(cells)), None)
    return next((place for place, (line, _cells) in enumerate(head) if line >= source.header), None)


def _header_faults(path: Path, line: int, columns: Columns, source: SourceFile) -> Iterator[Problem]:
    def problem(message: str, remedy: str, code: str) -> Problem:
        return Problem(path.name, line, "header", message, remedy, code)

    if _uses_tags(source) and not columns.names:
        yield problem("has no row of HXL tags", "Add one, or import it as table, with a mapping file.", "FB-IMP-21")
        return
    wanted = [*source.marks, *source.needs]
    if source.word == "table":  # what a mapping file names has to be there
        wanted += [rule.column for rule in source.fields.values() if rule.column]
    missing = list(dict.fromkeys(" or ".join(names) for names in wanted if columns.first(names) is None))
    if missing:
        remedy = f"Use the file as {source.title} gives it, or import it as table, with a mapping file."
        yield problem(f"columns are missing: {', '.join(missing)}", remedy, "FB-IMP-04")
    used = {_plain(name) for rule in source.fields.values() for name in rule.columns()}
    plain = [_plain(name) for name in columns.names]
    twice = sorted(name for name in used & set(plain) if plain.count(name) > 1 and not name.startswith("#"))
    if twice:
        yield problem(f"the column {twice[0]} stands twice", "Rename or remove one of the two.", "FB-IMP-05")


def whose(path: Path, head: Sequence[Line], ours: Sequence[SourceFile] = ()) -> list[Problem]:
    """A problem where the first rows of a file are those of a known source that is none of ``ours``."""
    columns = _columns(head, 0 if head else None)
    for other in shipped():
        marks = [columns.first(names) is not None for names in other.marks]
        if other.word not in {source.word for source in ours} and marks and all(marks):
            message = f"is a file of {other.title}"
            message += f", not of {ours[0].title}" if ours else ""
            remedy = f"Import it as {other.word}."
            return [Problem(path.name, head[0][0], "header", message, remedy, "FB-IMP-03")]
    return []


def _records(file: str, rows: Iterator[Line]) -> Iterator[Record]:
    for number, (line, cells) in enumerate(rows):
        if number or not is_tag_row(cells):  # HDX puts a row of HXL tags under the header
            yield Record(file, line, cells)
