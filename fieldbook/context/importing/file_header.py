"""The header of a table: where it stands, which source's it is, and what it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from fieldbook.context.importing.column_dates import another_way
from fieldbook.context.importing.file_columns import Columns, plain_column, times
from fieldbook.context.importing.file_letters import clean
from fieldbook.context.importing.source_rows import Line
from fieldbook.context.importing.source_rules import COUNTS, SourceFile, shipped
from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem

HEAD = 50
"""Rows among which a header or a row of HXL tags is looked for."""


def header_names(head: Sequence[Line], place: int) -> list[str]:
    """The names in the row ``place``; what has none there may have one above, in a header of two rows.

    Where each row has one field more than there are names, the first one is the number of the row, as R writes it.
    """
    line, cells = head[place]
    names = [clean(name) for name in cells]
    above = [clean(name) for name in head[place - 1][1]] if place and head[place - 1][0] == line - 1 else []
    if sum(map(bool, above)) >= 2 and not is_tag_row(cells):  # one cell alone is a title
        return [name or (above[number] if number < len(above) else "") for number, name in enumerate(names)]
    return ["", *names] if _are_numbered(head[place + 1 :], len(names)) else names


def _are_numbered(rows: Sequence[Line], width: int) -> bool:
    """Whether each row begins with its number, which stands under no header."""
    if not rows or any(len(cells) != width + 1 or not re.fullmatch(r"[1-9]\d*", cells[0]) for _line, cells in rows):
        return False
    numbers = [int(cells[0]) for _line, cells in rows]
    return numbers == sorted(set(numbers)) and any(cells[-1].strip() for _line, cells in rows)


def columns_at(head: Sequence[Line], place: int | None) -> Columns:
    """The columns under the header in the row ``place``; None: there is none."""
    return Columns([] if place is None else header_names(head, place))


def find_layout(
    path: Path, head: Sequence[Line], sources: Sequence[SourceFile]
) -> tuple[SourceFile, int] | list[Problem]:
    """The layout that fits with the place of its header, or what keeps the first one from fitting."""
    if not head:
        message, remedy = _("the file is empty"), _("Export it again with its columns.")
        return [Problem(path.name, 1, "header", message, remedy, "FB-CSV-08")]
    others = _anothers(path, head, sources)
    if others and sources[0].word == "hxl":  # a known source has codes and a licence of its own
        return others
    faults: list[Problem] = []
    for source in sources:
        place = _header_place(head, source)
        found = list(_header_faults(path, head[place or 0][0], columns_at(head, place), source))
        if place is not None and not found:
            return source, place
        faults = faults or found
    return others or faults


def _uses_tags(source: SourceFile) -> bool:
    return any(name.startswith("#") for rule in source.fields.values() for name in rule.columns())


def is_tag_row(cells: Sequence[str]) -> bool:
    """Whether a row holds HXL tags and nothing else; pandas puts the number of the row before it."""
    given = [cell.strip() for cell in cells if cell.strip()]
    tags = given[1:] if given and given[0].isdecimal() else given
    return bool(tags) and all(re.fullmatch(r"#\s*[A-Za-z][\w+ \-]*", cell) for cell in tags)


def _header_place(head: Sequence[Line], source: SourceFile) -> int | None:
    if _uses_tags(source):
        return next((place for place, (_line, cells) in enumerate(head) if is_tag_row(cells)), None)
    return next((place for place, (line, _cells) in enumerate(head) if line >= source.header), None)


def _header_faults(path: Path, line: int, columns: Columns, source: SourceFile) -> Iterator[Problem]:
    def problem(message: str, remedy: str, code: str) -> Problem:
        return Problem(path.name, line, "header", message, remedy, code)

    if _uses_tags(source) and not columns.names:
        yield problem(
            _("has no row of HXL tags"),
            _("Add one, or {another_way}.").format(another_way=another_way()),
            "FB-IMP-21",
        )
        return
    wanted = [*source.marks, *source.needs]
    if source.word == "table":  # what a mapping file names has to be there
        wanted += [rule.column for rule in source.fields.values() if rule.column]
    missing = list(dict.fromkeys(" or ".join(names) for names in wanted if columns.first(names) is None))
    if not missing and source.gives == "incidents" and not times(source, columns):
        missing = [" or ".join([*_columns_for(source, "date"), *_columns_for(source, "year")]) or "date"]
    if missing:
        yield problem(
            _("columns are missing: {missing}").format(missing=", ".join(missing)), _for_missing(source), "FB-IMP-04"
        )
    yield from (problem(message, remedy, "FB-IMP-32") for message, remedy in _parts_of_people(columns, source))
    used = {plain_column(name) for rule in source.fields.values() for name in rule.columns()}
    twice = sorted(name for name in used & set(columns.plain) if columns.plain.count(name) > 1 and name[:1] != "#")
    if twice:
        yield problem(
            _("the column {twice} stands twice").format(twice=twice[0]),
            _("Rename or remove one of the two."),
            "FB-IMP-05",
        )


def _columns_for(source: SourceFile, field: str) -> Sequence[str]:
    return source.fields[field].column if field in source.fields else ()


_PART = re.compile(r"f|m|i|children|adults|adolescents|infants|elderly|age.*|civilians?|military|combatants?")
"""Attributes of HXL that take a part of the people who are counted."""


def part_of_people(name: str) -> bool:
    """Whether a tag counts a part of the people only, such as ``#affected+killed+f``."""
    tag, *attributes = plain_column(name).split("+")
    return tag.startswith("#") and any(_PART.fullmatch(attribute) for attribute in attributes)


def _parts_of_people(columns: Columns, source: SourceFile) -> Iterator[tuple[str, str]]:
    """Numbers of people that stand in several columns, or in one for a part of them."""
    for field in COUNTS:
        rule = source.fields.get(field)
        for tag in [name for name in rule.column if name.startswith("#")] if rule else []:
            fits = [columns.names[place] for place in columns.refined(tag)]
            exact = columns.place(f"{tag}!") is not None
            if fits and not exact and not part_of_people(tag) and (len(fits) > 1 or part_of_people(fits[0])):
                whole = tag.split("-")[0]
                message = _("has no column {whole} for all people, but {fits}, which may count somebody twice").format(
                    whole=whole, fits=", ".join(fits)
                )
                yield (
                    message,
                    _("Tag a column {whole}, or {another_way}, where you say which columns to add.").format(
                        whole=whole, another_way=another_way()
                    ),
                )


def _for_missing(source: SourceFile) -> str:
    if source.word == "table":
        return _(
            "Correct the names in the mapping file; the comments at its head show those of the file it was made for."
        )
    return _("Use the file as {source} gives it, or {another_way}.").format(
        source=source.title, another_way=another_way()
    )


def _anothers(path: Path, head: Sequence[Line], ours: Sequence[SourceFile]) -> list[Problem]:
    """A problem where the file is a known source's that is none of ``ours``, and that source takes it."""
    other = whose(path, head)
    if other is None or other.word in {source.word for source in ours}:
        return []
    message, remedy = (
        _("is a file of {other}, not of {ours}").format(other=other.title, ours=ours[0].title),
        _("Import it as {other}.").format(other=other.word),
    )
    return [Problem(path.name, head[0][0], "header", message, remedy, "FB-IMP-03")]


def whose(path: Path, head: Sequence[Line]) -> SourceFile | None:
    """The known source whose columns a file has, with all that its import needs."""
    columns = columns_at(head, 0 if head else None)
    for source in shipped():
        if source.marks and head and not list(_header_faults(path, head[0][0], columns, source)):
            return source
    return None
