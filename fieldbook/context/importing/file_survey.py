"""The first look at a whole file: how its columns write dates and numbers, before any row is taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from fieldbook.context.importing.column_dates import Days, choose_formats
from fieldbook.context.importing.column_numbers import NumberSigns
from fieldbook.context.importing.file_columns import (
    MISSING,
    Choices,
    Columns,
    FileRecord,
    Writing,
    is_total,
    places_of,
    times,
)
from fieldbook.context.importing.file_letters import LetterSigns
from fieldbook.context.importing.source_rules import COUNTS, DATES, DEGREES, NAMES, SourceFile


def survey(
    path: Path, source: SourceFile, columns: Columns, records: Iterable[FileRecord], choices: Choices
) -> Writing:
    """How the file ``path`` is written, from all of its ``records``.

    Raises
    ------
    CourseError
        No format fits a column of dates, or more than one; or the file cannot be read to its end.
    """
    days = {field: Days(columns.names[places[0]]) for field in DATES if (places := places_of(source, columns, field))}
    dated = [(place, days[field]) for field in days for place in places_of(source, columns, field)]
    lat_lon = _places(source, columns, DEGREES)
    people = _places(source, columns, COUNTS)
    signs, floats, when = NumberSigns(), _Floats(_used(source, columns)), times(source, columns)
    names, letters = _places(source, columns, NAMES), LetterSigns()
    for record in records:
        if len(record.cells) < len(columns.names) or is_total(record.cells, when):
            continue
        for place, column in dated:
            if record.cells[place] not in MISSING:
                column.add(" ".join(record.cells[place].split()), record.line)
        for place in lat_lon:
            signs.add_degrees(record.cells[place].strip())
        for place in people:
            signs.add_count(record.cells[place].strip())
        for place in names:
            letters.add(record.cells[place])
        floats.add(record.cells)
    formats = choose_formats(path.name, days, source.dates, choices.order)
    return Writing(
        formats,
        signs.style(source.decimal),
        floats.places(),
        choices.mend,
        letters.remarks(path.name, mend=choices.mend),
    )


def _places(source: SourceFile, columns: Columns, fields: Sequence[str]) -> set[int]:
    return {place for field in fields for place in places_of(source, columns, field)}


def _used(source: SourceFile, columns: Columns) -> set[int]:
    """Places of all columns from which anything is taken or on which a rule depends."""
    named = {name for rule in source.fields.values() for each in rule.rules for name in each.when}
    conditions = {place for name in named if (place := columns.place(name)) is not None}
    return conditions | _places(source, columns, list(source.fields))


_DECIMAL = re.compile(r"-?\d+[.,](\d+)")


class _Floats:
    """Which columns write whole numbers with decimals; a word among the numbers, such as Total, changes nothing."""

    def __init__(self, places: Iterable[int]) -> None:
        self._open = set(places)
        self._seen: set[int] = set()

    def add(self, cells: Sequence[str]) -> None:
        fractions = set()
        for place in self._open:
            cell = cells[place].strip()
            if cell.isdecimal() or not cell[-1:].isdecimal() or not (match := _DECIMAL.fullmatch(cell)):
                continue
            if match[1] in {"0", "00"}:
                self._seen.add(place)
            else:
                fractions.add(place)
        self._open -= fractions

    def places(self) -> frozenset[int]:
        return frozenset(self._seen & self._open)
