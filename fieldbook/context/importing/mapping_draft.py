"""Drafts a mapping file for a table that nobody has described: guesses columns, shows rows, says what is open."""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from fieldbook.context.importing.column_dates import SERIAL, DateDoubt, fits, without_hour
from fieldbook.context.importing.column_guesses import (
    TableSheet,
    best_table,
    date_formats,
    guesses,
    is_named,
    plain_words,
)
from fieldbook.context.importing.file_columns import Choices
from fieldbook.context.importing.file_header import HEAD, part_of_people, whose
from fieldbook.context.importing.file_letters import clean
from fieldbook.context.importing.pack_writer import slug
from fieldbook.context.importing.source_rows import read_lines, sheets
from fieldbook.context.importing.source_rules import SourceFile, Target
from fieldbook.core.atomic import write_bytes
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.yamlfile import parse_yaml

_ROWS = 500
"""Rows that are looked at."""
_SHOWN = 5
_NAMED = 12
_ENDINGS = ("state", "province", "region", "prefecture", "county")


@dataclasses.dataclass(frozen=True)
class MappingDraft:
    """A mapping file and what it says in short."""

    path: Path
    target: Target
    fields: Mapping[str, str]
    """Column by field."""
    unused: Sequence[str]
    """Columns that go nowhere."""
    open: Sequence[str]
    totals: Sequence[int]
    """Lines of rows that add up the others."""
    known: SourceFile | None
    """The source whose columns the file has."""

    def lines(self, command: str) -> Iterator[str]:
        """What was guessed and what to do next, in words."""
        yield _("{file} is drafted: {n} columns go into {table}.csv").format(
            file=self.path, n=len(self.fields), table=self.target
        )
        if self.known:
            text = _("Its columns are those of {source}: where {word} takes the file, no mapping file is needed.")
            yield text.format(source=self.known.title, word=self.known.word)
        for field, column in self.fields.items():
            yield f"  {field}: {column}"
        if self.unused:
            names = ", ".join(self.unused[:_NAMED]) + (" …" if len(self.unused) > _NAMED else "")
            yield _("Not used: {columns}").format(columns=names)
        if self.totals:
            lines = ", ".join(map(str, self.totals[:_NAMED]))
            yield _("Left out, as a row of totals: line {lines}").format(lines=lines)
        yield from (_("Open: {what}").format(what=text) for text in self.open)
        yield _("Next: read {file}, correct it, and run").format(file=self.path)
        yield f"  {command} --mapping {self.path}"


def draft_mapping(file: Path, into: Path, choices: Choices | None = None) -> MappingDraft:
    """Write a mapping file for ``file`` beside the pack ``into``.

    Raises
    ------
    CourseError
        ``file`` is no table, or fits no table of a pack; the mapping file is there already.
    OutputError
        The mapping file cannot be written.
    """
    path = into.with_name(f"{into.name}-{slug(file.stem)}-mapping.yml")
    if path.exists():
        message = _("exists already")
        remedy = _("Give it with --mapping {file}, or remove it.").format(file=path)
        raise CourseError([Problem(str(path), 0, "", message, remedy, "FB-IMP-11")])
    encoding = choices.encoding if choices else None
    found = (list(itertools.islice(read_lines(file, number, encoding), HEAD + _ROWS)) for number in range(sheets(file)))
    rows = max(found, key=len)  # of several sheets, the one that is no title page
    sheet = TableSheet(file, rows)
    target, columns = best_table(sheet)
    text, still_open = _text(sheet, target, columns)
    parse_yaml(text, path.name, SourceFile)
    write_bytes(path, text.encode())
    used = {field: _added(sheet, place) for field, place in columns.items()}
    unused = sheet.others([place for places in used.values() for place in places])
    fields = {field: " + ".join(sheet.names[place] for place in places) for field, places in used.items()}
    return MappingDraft(path, target, fields, unused, still_open, sheet.totals, whose(file, rows[:HEAD]))


def _text(sheet: TableSheet, target: Target, columns: Mapping[str, int]) -> tuple[str, list[str]]:
    still_open: list[str] = [_("who keeps the table, its licence, how to cite it, and what of it may leave (may_ship)")]
    body = "".join(_field(sheet, target, field, place, still_open) for field, place in columns.items())
    lacking = [field for field in guesses().of(target) if field not in columns]
    if lacking:
        body += f"  # Not found, so left empty: {', '.join(lacking)}. Add a line such as {lacking[0]}: COLUMN\n"
    unused = sheet.others([place for each in columns.values() for place in _added(sheet, each)])
    if unused:
        body += f"  # Columns that are not used: {', '.join(unused)}\n"
    constants = "  cause: {rules: [{gives: conflict}]}\n" if _lacks_cause(target, columns) else ""
    head = _HEAD_TEXT.format(file=clean(sheet.file.name)) + _rows_text(sheet)
    return f"{head}{_about(sheet, target, columns, still_open)}fields:\n{constants}{body}", still_open


def _lacks_cause(target: Target, columns: Mapping[str, int]) -> bool:
    return target == "new_displacement" and "cause" not in columns


_HEAD_TEXT = """\
# Mapping file for {file}: which of its columns goes into which column of a pack's table.
# Everything here is a guess made from names and values. Lines with TODO need you. Fields: docs/import.md.
"""


def _rows_text(sheet: TableSheet) -> str:
    lines = [f"# Its columns, with the values of {_SHOWN} rows:\n"]
    width = min(30, max(len(name) for name in sheet.names))
    for place, name in enumerate(sheet.names):
        cells = [clean(row[place])[:24] if len(row) > place else "" for row in sheet.rows[:_SHOWN]]
        lines.append(f"#   {name[:30]:<{width}} | {' | '.join(cells)}\n")
    return "".join(lines)


def _about(sheet: TableSheet, target: Target, columns: Mapping[str, int], still_open: list[str]) -> str:
    lines = [
        f"title: {json.dumps(clean(sheet.file.stem)[:100], ensure_ascii=False)}\n",
        f"gives: {target}\n",
        "source: WHO KEEPS THIS TABLE     # TODO\n",
        "licence: LICENCE                 # TODO\n",
        "citation: HOW TO CITE IT         # TODO\n",
        "may_ship: totals                 # TODO rows, totals or nothing: what the owner lets leave in a package\n",
        "cannot_show: What nobody reported. No event on record is not safety.  # TODO what this table leaves out\n",
    ]
    if sheet.header > 1:
        lines.append(f"header: {sheet.header}                        # the row with the names of the columns\n")
    if "date" in columns:
        lines.append(_dates(sheet.values(columns["date"]), still_open))
    return "".join(lines)


def _dates(values: Sequence[str], still_open: list[str]) -> str:
    forms = date_formats(values)
    if isinstance(forms, DateDoubt):
        return _open_dates(forms, still_open)
    read = sum(any(fits(without_hour(value), form) for form in forms) for value in values)
    note = f"fits {read} of {len(values)} values"
    if forms == (SERIAL,):
        note += ", as a spreadsheet counts days: 45322 is 31 January 2024"
    return f"dates: {json.dumps(forms)}            # {note}\n"


def _open_dates(doubt: DateDoubt, still_open: list[str]) -> str:
    """A comment, so that the import asks, or sees what the rows that are not looked at here tell."""
    if not doubt.order_only:
        still_open.append(doubt.message)
        return f"# TODO dates: {doubt.message}. {doubt.remedy}\n"
    still_open.append(_("whether the day or the month stands first in the dates"))
    return '# dates: ["%d/%m/%Y"]      # TODO "%d/%m/%Y" has the day first, "%m/%d/%Y" the month: remove the first #\n'


def _field(sheet: TableSheet, target: Target, field: str, place: int, still_open: list[str]) -> str:
    guess = guesses().of(target)[field]
    column = json.dumps(sheet.names[place], ensure_ascii=False)
    how = "by its values"
    if is_named(sheet.names[place], guess, exact=False):
        how = "by a word of its name"
    if is_named(sheet.names[place], guess, exact=True):
        how = "by its name"
    values = sheet.values(place)
    note = f"{how}; {len(values)} of {len(sheet.rows)} rows have a value, such as {clean(values[0])[:40]}"
    if part_of_people(sheet.names[place]):
        return _parts(sheet, field, _added(sheet, place), still_open)
    known = guesses().codes.get(f"{target}.{field}")
    endings = sorted({word for value in values for word in _ENDINGS if value.casefold().endswith(f" {word}")})
    if field == "area" and endings:
        dropped = f"{{column: {column}, drop_endings: [{', '.join(endings)}]}}"
        return f"  {field}: {dropped}  # {note}; without these endings, as other sources write it\n"
    if known is None:
        return f"  {field}: {column}  # {note}\n"
    lines = [f"  {field}:  # {note}\n", f"    column: {column}\n", "    codes:\n"]
    for value in sorted(set(values)):
        meant = next((word for word, marks in known.items() if _means(value, marks)), None)
        todo = "" if meant else f"  # TODO one of {', '.join(known)}; null: not known"
        lines.append(f"      {json.dumps(value, ensure_ascii=False)}: {meant or 'null'}{todo}\n")
        if not meant:
            still_open.append(_("what {value!r} in {column} means").format(value=value, column=sheet.names[place]))
    return "".join(lines)


def _added(sheet: TableSheet, place: int) -> list[int]:
    """The columns that a field is made of: women and men where HXL's tags count them apart, else the one."""
    tag, *attributes = sheet.names[place].split("+")
    if not part_of_people(sheet.names[place]):
        return [place]
    rest = [each for each in attributes if each not in _SEXES]
    wanted = [{tag, *rest, sex} for sex in _SEXES]
    return [other for other, name in enumerate(sheet.names) if set(name.split("+")) in wanted] or [place]


_SEXES = ("f", "m", "i")


def _parts(sheet: TableSheet, field: str, places: Sequence[int], still_open: list[str]) -> str:
    names = [sheet.names[place] for place in places]
    total = sum(int(value) for place in places for value in sheet.values(place) if value.isdecimal())
    still_open.append(_("which columns count all people of {field}, each of them once").format(field=field))
    columns = json.dumps(names, ensure_ascii=False)
    return f"  {field}: {{sum: {columns}}}  # TODO together {total:,}; add columns only where nobody stands in two\n"


def _means(value: str, marks: Sequence[str]) -> bool:
    words = plain_words(value)
    return any(words == mark or (len(mark) > 2 and mark in words) for mark in marks)
