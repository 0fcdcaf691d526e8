"""When so much of a file is wrong that nothing is imported: one sentence for a column that fails throughout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fieldbook.context.importing.column_dates import another_way
from fieldbook.context.importing.import_report import SHOWN, by_kind, report_path, write_report
from fieldbook.context.importing.import_tally import Tally
from fieldbook.context.importing.source_rules import SourceFile
from fieldbook.core.formats import number
from fieldbook.core.i18n import _, ngettext
from fieldbook.core.problems import CourseError, Problem

_MANY = 50
_SHARE = 20
"""One row in twenty."""


class TooManyError(CourseError):
    """So many rows are wrong that the table would mislead; ``refused`` has all of them."""

    def __init__(self, refused: Sequence[Problem]) -> None:
        super().__init__(problem for notes in by_kind(refused) for problem in notes[:SHOWN])
        self.refused = refused


def refuse_if_many(tally: Tally, kept: int, source: SourceFile) -> None:
    """Refuse a file in which one row in twenty is wrong and more than fifty are, or none is right.

    Raises
    ------
    CourseError
        One problem for each column that is wrong in nearly every row.
    TooManyError
        No column is, and yet too many rows are wrong.
    """
    if not tally.refused or (kept and not _many(len(tally.refused), tally.read)):
        return
    throughout = [_sentence(notes, tally.read, source) for notes in by_kind(tally.refused) if _all(notes, tally.read)]
    if throughout:
        raise CourseError(throughout)
    raise TooManyError(sorted(tally.refused))


def _many(number: int, read: int) -> bool:
    return number > _MANY and number * _SHARE > read


def _rows(notes: Sequence[Problem]) -> int:
    return len({(note.path, note.line) for note in notes})


def _all(notes: Sequence[Problem], read: int) -> bool:
    return read > 1 and (read - _rows(notes)) * _SHARE <= read


def _sentence(notes: Sequence[Problem], read: int, source: SourceFile) -> Problem:
    first = min(notes)
    if _rows(notes) == read:
        text = _("all of the {all} rows are refused, such as line {line}: {message}")
    else:
        text = _("{n} of the {all} rows are refused, such as line {line}: {message}")
    message = text.format(n=number(_rows(notes)), all=number(read), line=first.line, message=first.message)
    if source.word == "table":
        remedy = _("Correct it in the mapping file.")
    else:
        remedy = _("Correct the file, or {another_way}.").format(another_way=another_way())
    return Problem(first.path, 0, first.field, message, remedy, "FB-IMP-28")


@contextmanager
def reporting(pack: Path) -> Iterator[None]:
    """Where an import stops because of too many wrong rows, all of them are in the report, and it says so."""
    try:
        yield
    except TooManyError as error:
        path = report_path(pack)
        write_report(path, error.refused)
        whole = _("whole row")
        kinds = ", ".join(f"{notes[0].field or whole} ({number(len(notes))})" for notes in by_kind(error.refused))
        count = len(error.refused)
        text = ngettext("{n} fault, nothing was imported: {kinds}", "{n} faults, nothing was imported: {kinds}", count)
        remedy = _("All of them are listed in {file}.").format(file=path)
        message = text.format(n=number(count), kinds=kinds)
        last = Problem(error.refused[0].path, 0, "", message, remedy, "FB-IMP-28")
        raise CourseError([*error.problems, last]) from None
