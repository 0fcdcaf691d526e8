"""What an import did: totals before and after, and each row that was refused or changed, on screen and in a file."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from fieldbook.context.values import format_number
from fieldbook.core.atomic import write_bytes
from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.core.spreadsheet import harmless

SHOWN = 5
"""Lines of one kind on the screen; the file has all of them."""


@dataclasses.dataclass(frozen=True)
class ImportReport:
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
        for notes in by_kind(self.notes):
            yield from (str(problem) for problem in notes[:SHOWN])
            if len(notes) > SHOWN:
                text = _("and {n} more of this kind, all in {file}")
                yield text.format(n=format_number(len(notes) - SHOWN), file=report_path(self.folder))
        yield _("Next: fieldbook check --context {folder} lists what the file could not know.").format(
            folder=self.folder
        )


def by_kind(notes: Sequence[Problem]) -> list[list[Problem]]:
    """Problems of one column with one code together, in the order in which the first of each kind stands."""
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for note in notes:
        kinds.setdefault((note.field, note.code), []).append(note)
    return list(kinds.values())


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
