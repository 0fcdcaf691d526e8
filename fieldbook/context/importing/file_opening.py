"""Opens a file of events or of a table: finds its layout, looks at how it is written, and gives its rows."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from fieldbook.context.importing.file_columns import Choices, ColumnReader, FileRecord
from fieldbook.context.importing.file_header import HEAD, columns_at, find_layout, is_tag_row
from fieldbook.context.importing.file_survey import survey
from fieldbook.context.importing.source_rows import Line, read_lines, sheets
from fieldbook.context.importing.source_rules import SourceFile
from fieldbook.core.problems import CourseError, Problem


def open_file(path: Path, sources: Sequence[SourceFile], choices: Choices) -> ColumnReader:
    """``path`` in the first of the layouts ``sources`` that fits; it is read once to see how it is written.

    Raises
    ------
    CourseError
        The file cannot be read or has none of the layouts: what is missing, or whose file it is. Or its dates are not
        written in one way, or could be day first and month first while ``choices`` do not say which.
    """
    faults: list[Problem] = []
    for number in range(sheets(path)):
        head = list(itertools.islice(read_lines(path, number, choices.encoding), HEAD))
        found = find_layout(path, head, sources)
        if isinstance(found, tuple):
            source, place = found
            columns = columns_at(head, place)
            writing = survey(path, source, columns, _records(path, number, place, choices), choices)
            return ColumnReader(source, columns, path, _records(path, number, place, choices), writing)
        faults = faults or found
    raise CourseError(faults)


def _records(path: Path, sheet: int, header: int, choices: Choices) -> Iterator[FileRecord]:
    """The rows under the row ``header``."""
    rows: Iterable[Line] = itertools.islice(read_lines(path, sheet, choices.encoding), header + 1, None)
    for number, (line, cells) in enumerate(rows):
        if number or not is_tag_row(cells):  # HDX puts a row of HXL tags under the header
            yield FileRecord(path.name, line, cells)
