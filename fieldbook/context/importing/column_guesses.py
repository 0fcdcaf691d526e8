"""Guesses which columns of an unknown table go into which table of a pack, by their names and their values."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field

from fieldbook.context.importing.column_dates import SERIAL, DateDoubt, Days, Formats, choose_format, is_date
from fieldbook.context.importing.column_numbers import NumberStyle
from fieldbook.context.importing.file_columns import is_total
from fieldbook.context.importing.file_header import HEAD, header_names, is_tag_row
from fieldbook.context.importing.file_letters import clean
from fieldbook.context.importing.source_rows import Line
from fieldbook.context.importing.source_rules import Target
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.yamlfile import read_yaml
from fieldbook.model.base import Source

_FEW = 40
Values = Literal["date", "year", "latitude", "longitude", "count", "few", "text"]


class ColumnGuess(Source):
    """What a column of a field is called in tables of many makers, and what its values are like."""

    values: Values
    names: tuple[str, ...]


class Guesses(Source):
    """All of ``guesses.yml``."""

    incidents: dict[str, ColumnGuess]
    displacement: dict[str, ColumnGuess]
    new_displacement: dict[str, ColumnGuess]
    personnel_deaths: dict[str, ColumnGuess]
    needed: dict[Target, tuple[tuple[str, ...], ...]]
    codes: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)

    def of(self, target: Target) -> Mapping[str, ColumnGuess]:
        """What may be recognised for the fields of a table."""
        found: Mapping[str, ColumnGuess] = getattr(self, target)
        return found


class TableSheet:
    """The first rows of a table under their header."""

    def __init__(self, file: Path, rows: Sequence[Line]) -> None:
        width = max((_filled(cells) for _line, cells in rows[:HEAD]), default=0)
        head = next((n for n, (_line, cells) in enumerate(rows[:HEAD]) if _is_header(cells, width)), None)
        if head is None:
            message, remedy = _("has no row with names of columns"), _("Put one above the data.")
            raise CourseError([Problem(file.name, 0, "header", message, remedy, "FB-IMP-27")])
        self.file = file
        self.header, self.names = rows[head][0], header_names(rows, head)
        data = [(line, cells) for line, cells in rows[head + 1 :] if not is_tag_row(cells)]
        self.totals = [line for line, cells in data if is_total(cells, ()) and _filled(cells) * 2 <= width]
        """Lines of rows that add up the others."""
        self.rows = [cells for line, cells in data if line not in self.totals]

    def values(self, place: int) -> list[str]:
        """What stands in a column, without empty cells."""
        cells = (clean(row[place]) for row in self.rows if len(row) > place)
        return [cell for cell in cells if cell]

    def others(self, used: Collection[int]) -> list[str]:
        """Names of the columns that are not used."""
        return [name or _("(no name)") for place, name in enumerate(self.names) if place not in used]


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _is_header(cells: Sequence[str], width: int) -> bool:
    names = [cell.strip() for cell in cells if cell.strip()]
    return len(names) >= max(1, 0.7 * width) and not any(re.fullmatch(r"[\d.,:/ -]+", name) for name in names)


@functools.cache
def guesses() -> Guesses:
    """By what columns are recognised."""
    folder = Path(__file__).parent
    return read_yaml(folder / "guesses.yml", Guesses, folder).value


def best_table(sheet: TableSheet) -> tuple[Target, dict[str, int]]:
    """The table of a pack into which most columns fit, with the place of each field's column."""
    found: dict[Target, dict[str, int]] = {target: _columns(sheet, target) for target in get_args(Target)}
    needed = guesses().needed
    fits = [target for target in found if all(set(names) & set(found[target]) for names in needed[target])]
    if not fits:
        remedy = _("docs/import.md says what each table needs; write a mapping file by hand if the file has it.")
        message = _lacking(found) if sheet.rows else _("has no rows under the names of its columns")
        raise CourseError([Problem(sheet.file.name, sheet.header, "header", message, remedy, "FB-IMP-27")])
    best = max(fits, key=lambda target: len(found[target]))
    return best, found[best]


def _lacking(found: Mapping[Target, Mapping[str, int]]) -> str:
    """Why no table fits: what the one lacks of which most columns were found."""
    closest = max(found, key=lambda target: len(found[target]))
    lacks = [" or ".join(names) for names in guesses().needed[closest] if not set(names) & set(found[closest])]
    columns = ", ".join(found[closest]) or _("none")
    return _("fits no table of a pack: the closest, {closest}.csv (found: {columns}), needs {lacks} as well").format(
        closest=closest, columns=columns, lacks="; ".join(lacks)
    )


def _columns(sheet: TableSheet, target: Target) -> dict[str, int]:
    known = guesses().of(target)
    found: dict[str, int] = {}
    for exact in (True, False):
        for field, guess in known.items():
            if field in found:
                continue
            fits = (place for place in range(len(sheet.names)) if place not in found.values())
            match = next((place for place in fits if is_named(sheet.names[place], guess, exact=exact)), None)
            if match is not None and _valued(sheet.values(match), guess.values):
                found[field] = match
    if "date" in known and "date" not in found:
        others = (place for place, name in enumerate(sheet.names) if name and place not in found.values())
        place = next((place for place in others if _tells_days(sheet.values(place))), None)
        found |= {} if place is None else {"date": place}
    return found


def _tells_days(values: Sequence[str]) -> bool:
    """Whether the values alone say that they are dates: a number of five digits can be anything."""
    return _valued(values, "date") and date_formats(values) != (SERIAL,)


def plain_words(name: str) -> str:
    """The words of a name in small letters without accents; Latin letters and digits only."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return " ".join(re.findall(r"[a-z]+|\d+", plain))


def is_named(name: str, guess: ColumnGuess, *, exact: bool) -> bool:
    """Whether a column has one of the guess's names, or has it among its words where it need not be exact."""
    found, wanted = plain_words(name), [plain_words(each) for each in guess.names]
    return found in wanted if exact else any(len(each) > 2 and f" {each} " in f" {found} " for each in wanted)


def _valued(values: Sequence[str], kind: Values) -> bool:
    """Whether nine in ten values are of the kind."""
    if kind == "few":
        return 0 < len(set(values)) <= _FEW
    checks: dict[str, Callable[[str], bool]] = {
        "date": is_date,
        "year": lambda value: bool(re.fullmatch(r"(19|20)\d\d", value)),
        "latitude": lambda value: _degrees(value, 90),
        "longitude": lambda value: _degrees(value, 180),
        "count": lambda value: any(NumberStyle(mark).count(value).isdecimal() for mark in ".,"),
        "text": bool,
    }
    return bool(values) and sum(map(checks[kind], values)) >= 0.9 * len(values)


def _degrees(value: str, limit: int) -> bool:
    return bool(re.fullmatch(r"-?\d{1,3}([.,]\d+)?", value)) and abs(float(value.replace(",", "."))) <= limit


def date_formats(values: Sequence[str]) -> Formats | DateDoubt:
    """How the ``values`` of a column write dates."""
    days = Days("")
    for number, value in enumerate(values, start=1):
        days.add(value, number)
    return choose_format(days, (), None)
