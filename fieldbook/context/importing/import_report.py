"""What an import did: totals before and after, and each row that was refused or changed, on screen and in a file."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from fieldbook.context.values import format_number
from fieldbook.core.atomic import write_bytes
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.spreadsheet import harmless

_SHOWN = 20
"""Lines on the screen; the file has all of them."""
_MANY = 50
_SHARE = 20


@dataclasses.dataclass(frozen=True)
class Report:
    """What an import did."""

    read: int
    imported: int
    notes: tuple[Problem, ...]
    """Rows refused, and rows kept with a value left out."""
    before: int
    """People in all rows read; killed, displaced or dead, as the table counts them."""
    after: int
    what: str
    """What ``before`` and ``after`` count, in words."""
    folder: Path
    table: str
    left_out: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """Rows of kinds for which a pack has no place, by kind."""
    remarks: tuple[str, ...] = ()
    """About the file as a whole."""
    replaced: bool = False
    """The folder held an earlier import that nobody had changed."""

    def lines(self) -> Iterator[str]:
        """The report in words."""
        yield _("{read} rows read, {imported} imported into {folder}").format(
            read=format_number(self.read), imported=format_number(self.imported), folder=self.folder / self.table
        )
        yield _("{what}: {before} in the file, {after} in the pack").format(
            what=self.what, before=format_number(self.before), after=format_number(self.after)
        )
        if self.replaced:
            yield _("It took the place of an earlier import that nobody had changed.")
        if self.left_out:
            kinds = ", ".join(f"{kind} ({number})" for kind, number in sorted(self.left_out.items()))
            yield _("Left out, for a pack has no place for them: {kinds}").format(kinds=kinds)
        yield from self.remarks
        yield from (str(problem) for problem in self.notes[:_SHOWN])
        if len(self.notes) > _SHOWN:
            yield _("and {n} more, all in {file}").format(n=len(self.notes) - _SHOWN, file=report_path(self.folder))
        yield _("Next: fieldbook check --context {folder} lists what the file could not know.").format(
            folder=self.folder
        )


def report_path(pack: Path) -> Path:
    """Beside the pack's folder: a file in it would be part of the pack."""
    return pack.with_name(f"{pack.name}-import-report.csv")


def write_report(path: Path, notes: Sequence[Problem]) -> None:
    """Every row that was refused or changed, as a table that a spreadsheet opens without doing anything."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["file", "line", "column", "what", "done", "code"])
    for note in notes:
        texts = (note.path, note.line or "", note.field, note.message, note.remedy, note.code)
        writer.writerow(harmless(str(text)) for text in texts)
    write_bytes(path, table.getvalue().encode())


class TooManyError(CourseError):
    """So many rows are wrong that the table would mislead; ``refused`` has all of them."""

    def __init__(self, refused: Sequence[Problem]) -> None:
        super().__init__(refused[:_MANY])
        self.refused = refused


def refuse_if_many(refused: Sequence[Problem], kept: int, read: int) -> None:
    """Raise ``TooManyError`` where one row in twenty is wrong and more than fifty are, or none is right."""
    if refused and (not kept or (len(refused) > _MANY and len(refused) * _SHARE > read)):
        raise TooManyError(refused)


@contextmanager
def reporting(pack: Path) -> Iterator[None]:
    """Where an import stops because of too many wrong rows, all of them are in the report, and it says so."""
    try:
        yield
    except TooManyError as error:
        path = report_path(pack)
        write_report(path, sorted(error.refused))
        message, remedy = f"{len(error.refused)} faults, nothing was imported", f"All of them are listed in {path}."
        last = Problem(error.refused[0].path, 0, "", message, remedy, "FB-IMP-28")
        raise CourseError([*error.problems, last]) from None
