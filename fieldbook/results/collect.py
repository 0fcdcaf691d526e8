"""``fieldbook collect``: files of any kind into one store."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import pandas as pd

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.results.conflicts import last_of_second
from fieldbook.results.intake import LIMITS, Limits, Plain, files
from fieldbook.results.open_sealed import is_sealed
from fieldbook.results.readers import Entry, Means, entries, reader_of
from fieldbook.results.reconcile import reconcile
from fieldbook.results.result_entries import ExerciseRun, JudgeRating, Reaction, Roster, Sheet
from fieldbook.results.result_faults import not_ours, other_course
from fieldbook.results.scoring_bank import ScoringBank
from fieldbook.results.store import changing
from fieldbook.results.store_adding import Adder


@dataclasses.dataclass
class Summary:
    """What a collection did. ``problems`` are all faults; those that are no warnings cost a whole file."""

    files: int = 0
    again: int = 0
    """Files that were in the store already."""
    attempts: int = 0
    learners: int = 0
    conflicts: int = 0
    differing: int = 0
    unknown: tuple[str, ...] = ()
    problems: list[Problem] = dataclasses.field(default_factory=list)


def collect(
    paths: list[Path],
    into: Path,
    means: Means,
    now: dt.datetime,
    tell: Callable[[int], None] = lambda _count: None,
    limits: Limits = LIMITS,
    pulled: Sequence[Plain] = (),
) -> Summary:
    """Read ``paths`` into the store ``into``, all or nothing. ``tell`` is given the number of files so far; ``pulled``
    came over the network and counts as files.

    Raises
    ------
    CourseError
        ``into`` is no store, or is in use.
    OutputError
        The store cannot be written; it is as it was.
    """
    summary = Summary()
    with changing(into) as connection:
        adding = _Adding(connection, means, summary)
        for count, found in enumerate(itertools.chain(files(paths, limits, into), pulled), 1):
            adding.take(found)
            tell(count)
        adding.finish()
        _bank_rows(connection, means.bank)
        reconcile(connection, adding.adder.learners.moved, last_of_second(now))
        summary.attempts = adding.adder.added
        summary.differing = adding.adder.differing
        summary.unknown = tuple(sorted(adding.adder.unknown))
        summary.learners = _count(connection, "learners")
        summary.conflicts = _count(connection, "conflicts")
    return summary


class _Adding:
    def __init__(self, connection: duckdb.DuckDBPyConnection, means: Means, summary: Summary) -> None:
        self._connection = connection
        self._means = means
        bank = means.bank
        self._summary = summary
        self._known = {found for (found,) in connection.execute("SELECT hash FROM files").fetchall()}
        self._file = _count(connection, "files") + 1
        stored = connection.execute("SELECT course FROM meta").fetchall()[0][0]
        self.course: str = stored or (bank.id if bank else "")
        if bank is not None and stored and stored != bank.id:
            raise CourseError([other_course(_("the course at hand"), bank.id, stored)])
        self.adder = Adder(connection, bank)

    def finish(self) -> None:
        """Write what is left."""
        self.adder.finish()
        if self.course:
            self._connection.execute("UPDATE meta SET course = ? WHERE course IS NULL", [self.course])

    def take(self, found: Plain | Problem) -> None:
        """Add one file; a file that is there already is passed over."""
        if isinstance(found, Problem):
            self._summary.problems.append(found)
            return
        self._summary.files += 1
        identity = found.hash + (self._means.key_name if is_sealed(found.data) else "")  # another key opens more of it
        if identity in self._known:
            self._summary.again += 1
        elif self._read(found, identity):
            self._known.add(identity)
            self._file += 1

    def _read(self, plain: Plain, identity: str) -> bool:
        """Whether anything was taken from ``plain``."""
        problems: list[Problem] = []
        used = False
        for entry in _safely(plain.name, entries(plain, self._means)):
            if isinstance(entry, Problem):
                problems.append(entry)
            elif isinstance(entry, Roster):
                self.adder.add_participants([entry])
                used = True
            elif isinstance(entry, Reaction):
                self.adder.put("reactions", (entry.group, entry.statement, entry.level, entry.count))
                used = True
            elif isinstance(entry, JudgeRating):
                self.adder.put("ratings", (entry.form, entry.item, entry.judge, entry.rating))
                used = True
            elif self._of_this_course(plain.name, entry, problems):
                self.adder.add(self._file, entry)
                used = True
        self._summary.problems += problems
        if used:
            reader = reader_of(plain.data)
            kind = reader.name if reader else ""
            self.adder.put("files", (self._file, identity, plain.name, kind))
            place = _("file {n}").format(n=self._file)  # its name may be a person's
            for problem in problems:
                told = dataclasses.replace(problem, path=place)
                self.adder.put("notes", (self._file, problem.code, str(told)))
        return used

    def _of_this_course(self, name: str, sheet: Sheet | ExerciseRun, problems: list[Problem]) -> bool:
        if sheet.course and not self.course:
            self.course = sheet.course
        if sheet.course not in {"", self.course}:
            problems.append(other_course(name, sheet.course, self.course))
            return False
        return True


def _safely(name: str, found: Iterator[Entry]) -> Iterator[Entry]:
    """``found``, and a fault where a reader meets what its author did not think of: the other files go on."""
    try:
        yield from found
    except Exception as error:  # hostile files find what nobody foresaw
        yield not_ours(name, _("cannot be read: {reason}").format(reason=str(error)[:200]))


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _bank_rows(connection: duckdb.DuckDBPyConnection, bank: ScoringBank | None) -> None:
    """The bank as it is today: a report names each item's file and line."""
    if bank is None:
        return
    connection.execute("UPDATE meta SET title = ?", [bank.course.file.value.title])
    found = {
        "items": pd.DataFrame([dataclasses.astuple(row) for row in bank.rows()]),
        "forms": pd.DataFrame(list(bank.form_rows())),
        "drawn": pd.DataFrame(list(bank.drawn())),
        "expectations": pd.DataFrame(list(bank.expectations())),
    }
    for table, rows in found.items():
        connection.execute(f"DELETE FROM {table}")
        if len(rows):
            connection.execute(f"INSERT INTO {table} SELECT * FROM rows")
