"""The columns of one file under the rules of its source: the text, day or number of each field of a row."""

from __future__ import annotations

import contextlib
import dataclasses
import fnmatch
import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from fieldbook.context.importing.column_dates import Formats, Order, example, parse_day, without_hour
from fieldbook.context.importing.column_numbers import NumberStyle, degrees
from fieldbook.context.importing.file_letters import mended
from fieldbook.context.importing.source_rules import DATES, ColumnRule, FieldRule, SourceFile
from fieldbook.core.i18n import _


class LeftOut(Exception):  # noqa: N818 no fault
    """A row of a kind for which the pack has no place; the text says which."""


class Fault(Exception):  # noqa: N818 becomes a Problem with its line
    """A value that breaks a rule: the file's column, and what is wrong."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


@dataclasses.dataclass(frozen=True)
class FileRecord:
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
        self.plain = [plain_column(name) for name in names]
        self._found: dict[str, int | None] = {}

    def place(self, wanted: str) -> int | None:
        """Where the column called ``wanted`` stands; of several tags the exact one, or the first.

        As in HXL's own patterns, ``-civilians`` keeps tags with that attribute away, and ``!`` at the end all others.
        """
        if wanted not in self._found:
            self._found[wanted] = self._look(plain_column(wanted))
        return self._found[wanted]

    def _look(self, wanted: str) -> int | None:
        if not wanted.startswith("#"):
            return self.plain.index(wanted) if wanted in self.plain else None
        refined = self.refined(wanted)
        exact = next((place for place in refined if set(self.plain[place].split("+")) == _attributes(wanted)), None)
        return exact if exact is not None or wanted.endswith("!") else next(iter(refined), None)

    def refined(self, wanted: str) -> list[int]:
        """Where the columns stand whose tag has all that ``wanted`` has, and perhaps more."""
        has, has_not = _attributes(wanted), set(wanted.removesuffix("!").split("-")[1:])
        tags = [set(name.split("+")) for name in self.plain]
        return [place for place, tag in enumerate(tags) if has <= tag and not has_not & tag]

    def first(self, wanted: Sequence[str]) -> int | None:
        """Where the first of the columns ``wanted`` stands that the file has."""
        return next((place for name in wanted if (place := self.place(name)) is not None), None)


def _attributes(wanted: str) -> set[str]:
    """The tag of a pattern, and the attributes that a column has to have."""
    return set(wanted.removesuffix("!").split("-")[0].split("+"))


def plain_column(name: str) -> str:
    """A column's name as it is compared."""
    return " ".join(name.replace("\ufeff", "").split()).casefold().replace(" +", "+").replace("# ", "#")


MISSING = {"", "NA", "#N/A"}
"""R and Excel write so where nothing is known."""
_WHOLE = re.compile(r"(-?\d+)[.,]0{1,2}")


@dataclasses.dataclass(frozen=True)
class Choices:
    """What the user says about how a file is written, for where the file does not tell it itself."""

    order: Order | None = None
    """Whether the day or the month stands first, where no date of a column tells it."""
    encoding: str | None = None
    """How letters are written as bytes; None: UTF-8, or UTF-16 where the file begins with its mark."""
    mend: bool = False
    """Whether KpÃ©lÃ© is read as Kpélé."""


@dataclasses.dataclass(frozen=True)
class Writing:
    """How a file writes what its columns hold; one way for the whole of a column."""

    formats: Mapping[str, Formats] = dataclasses.field(default_factory=dict)
    """The formats of each field that is a date."""
    numbers: NumberStyle = dataclasses.field(default_factory=NumberStyle)
    floats: frozenset[int] = frozenset()
    """Places of columns in which each number is written as 1.0 or as 1: programs do so where fields are empty."""
    mend: bool = False
    """Whether damaged letters are mended."""
    remarks: Sequence[str] = ()
    """What a person should know of how the file is written."""

    def cell(self, place: int, text: str) -> str:
        """The text of a field without line breaks, and without the decimals of a column of whole numbers."""
        text = " ".join(text.split())
        if self.mend:
            text = mended(text)
        if text in MISSING:
            return ""
        whole = _WHOLE.fullmatch(text) if place in self.floats else None
        return whole[1] if whole else text


_DIGITS = 12
"""Of a number of people; Python refuses to read thousands of digits."""
_TRUTH = {"true": "1", "false": "0"}
"""Programs write codes of 0 and 1 so."""


@dataclasses.dataclass(frozen=True)
class ColumnReader:
    """A file open for reading: its layout, its columns, how it is written, and its rows as a stream."""

    source: SourceFile
    columns: Columns
    path: Path
    records: Iterator[FileRecord]
    writing: Writing

    def has(self, field: str) -> bool:
        """Whether the file can give ``field``; a column without a single date gives none."""
        return field in self._given

    def name(self, field: str) -> str:
        """What the file calls ``field``."""
        rule = self.source.fields.get(field)
        place = self.columns.first([*rule.columns()]) if rule else None
        return field if place is None else self.columns.names[place]

    def is_total(self, record: FileRecord) -> bool:
        """Whether the row adds up the others instead of telling of one thing."""
        return is_total(record.cells, self._times)

    @functools.cached_property
    def _times(self) -> list[int]:
        return times(self.source, self.columns)

    @functools.cached_property
    def _given(self) -> set[str]:
        empty = {field for field, formats in self.writing.formats.items() if not formats}
        return {field for field in self.source.fields if places_of(self.source, self.columns, field)} - empty

    def day(self, field: str, record: FileRecord) -> str:
        """The date ``field`` of a row as 2024-01-31. Raises ``Fault`` where it is not written as its column is."""
        text = self.text(field, record)
        formats = self.writing.formats.get(field) or ("%Y-%m-%d",)
        for form in formats:
            with contextlib.suppress(ValueError, OverflowError):
                return parse_day(without_hour(text), form).isoformat()
        written = " or ".join(map(example, formats))
        raise Fault(
            self.name(field),
            _("{text!r} is not a date as {written}").format(text=text[:60], written=written)
            if text
            else _("the date is empty"),
        )

    def count(self, field: str, record: FileRecord) -> str:
        """A number of people in digits, or what stands there instead."""
        return self.writing.numbers.count(self.text(field, record))

    def people(self, field: str, record: FileRecord) -> int:
        """The number of people ``field``; 0 where nothing stands that can be read."""
        text = self.count(field, record)
        return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0

    def degrees(self, field: str, record: FileRecord) -> str:
        """A latitude or longitude with a point, or what stands there instead."""
        return degrees(self.text(field, record))

    def text(self, field: str, record: FileRecord) -> str:
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
        if place is None:
            return ""
        return _coded(rule, self.writing.cell(place, record.cells[place]), self.columns.names[place])

    def _ruled(self, rule: ColumnRule, record: FileRecord) -> str:
        if rule.leave_out:
            raise LeftOut(" / ".join(filter(None, (self._cell(name, record) for name in rule.when))))
        return self._cell(rule.column, record) if rule.column else rule.gives or ""

    def _cell(self, name: str, record: FileRecord) -> str:
        place = self.columns.place(name)
        return "" if place is None else self.writing.cell(place, record.cells[place])

    def _sum(self, rule: FieldRule, record: FileRecord) -> str:
        cells = {name: self._cell(name, record) for name in added(rule, self.columns)}
        given = {name: self.writing.numbers.count(text) for name, text in cells.items() if text}
        wrong = next((name for name, text in given.items() if not text.isdecimal() or len(text) > _DIGITS), None)
        if wrong is not None:
            raise Fault(wrong, _("{cells!r} is not a whole number").format(cells=cells[wrong][:60]))
        return str(sum(map(int, given.values()))) if given else ""


def _coded(rule: FieldRule, text: str, column: str) -> str:
    if not text:
        return ""
    if rule.codes:
        key = text.casefold()
        whole = _WHOLE.fullmatch(key)
        known = next((code for code in (key, whole[1] if whole else key, _TRUTH.get(key)) if code in rule.known), None)
        if known is None:
            raise Fault(
                column,
                _("{text!r} is none of the codes {codes}").format(text=text[:60], codes=", ".join(rule.codes)[:200]),
            )
        return rule.known[known]
    for ending in rule.drop_endings:
        if text.casefold().endswith(f" {ending.casefold()}"):
            text = text[: -len(ending)].rstrip()
            break
    return rule.prefix + text


def added(rule: FieldRule, columns: Columns) -> Sequence[str]:
    """The columns to add: the first list of which the file has all."""
    return next((names for names in rule.sum if all(columns.place(name) is not None for name in names)), ())


def places_of(source: SourceFile, columns: Columns, field: str) -> list[int]:
    """Where the columns stand from which ``field`` can come: its own, and those of its rules."""
    rule = source.fields.get(field)
    if rule is None:
        return []
    own = columns.first(rule.column)
    names = [*added(rule, columns), *(each.column for each in rule.rules if each.column)]
    places = [own, *(columns.place(name) for name in names)]
    return [place for place in dict.fromkeys(places) if place is not None]


def times(source: SourceFile, columns: Columns) -> list[int]:
    """Where the columns stand that say when something was."""
    return [place for field in (*DATES, "year") for place in places_of(source, columns, field)]


_TOTAL = re.compile(
    r"((grand|sub|overall)[ -]?)?totals?|sums?|totaux|total (g[eé]n[eé]ral|general)|somme|suma( total)?|"
    r"итого|всего|合计|总计|المجموع|الإجمالي|الاجمالي",
    re.IGNORECASE,
)


def is_total(cells: Sequence[str], when: Sequence[int]) -> bool:
    """Whether a row is named a total in one of the UN's languages, and has nothing in the columns ``when``."""
    told = (cells[place].strip().rstrip(" :") for place in when if place < len(cells))
    if any(text and not _TOTAL.fullmatch(text) for text in told):
        return False
    return any(_TOTAL.fullmatch(cell.strip().rstrip(" :")) for cell in cells)


def holds(when: Mapping[str, Sequence[str]], text: Callable[[str], str]) -> bool:
    """Whether each condition holds for what ``text`` gives for its column."""
    return all(any(_like(text(name), pattern) for pattern in patterns) for name, patterns in when.items())


def _like(text: str, pattern: str) -> bool:
    escaped = pattern.replace("[", "[[]").replace("?", "[?]")  # the star alone has a meaning
    return fnmatch.fnmatchcase(text.casefold(), escaped.casefold())
