"""Puts sheets into the store, some hundreds at a time, with the score that the bank gives each answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import duckdb
import pandas as pd

from fieldbook.results.learners import Learners, name_key, number
from fieldbook.results.result_entries import UNKNOWN, ExerciseRun, GivenAnswer, Roster, Sheet, Sitting
from fieldbook.results.scoring_bank import ScoringBank

CHUNK = 2_000
"""Sheets that are written together: enough for a column store, little enough for memory."""


class Adder:
    """Adds sheets to an open store. ``finish`` writes what is left."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, bank: ScoringBank | None) -> None:
        self._connection = connection
        self._bank = bank
        self.learners = Learners(connection)
        self._waiting: list[tuple[int, Sheet]] = []
        self._sheet = self._number("sheet", "sheets")
        self._attempt = self._number("attempt", "attempts")
        self._rows: dict[str, list[tuple[Any, ...]]] = {}
        self._codes: dict[str, int] = dict(connection.execute("SELECT item, code FROM asked").fetchall())
        self._left_open = set(connection.execute("FROM left_open").fetchall())
        self.added = 0
        """Sittings that were not in the store before."""
        self.differing = 0
        """Answers of which the file states another score than the bank gives."""
        self.unknown: set[str] = set()
        """Builds with questions that the bank at hand does not have so."""

    def _number(self, column: str, table: str) -> int:
        found = self._connection.execute(f"SELECT coalesce(max({column}), 0) + 1 FROM {table}")
        return int(found.fetchall()[0][0])

    def add(self, file: int, sheet: Sheet | ExerciseRun) -> None:
        """Add what ``file`` says of one learner, or of one run of an exercise."""
        if isinstance(sheet, ExerciseRun):
            self.put("runs", (sheet.run, sheet.exercise, sheet.context, sheet.variant))
            self._rows.setdefault("happenings", []).extend((sheet.run, *event) for event in sheet.events)
            return
        self._waiting.append((file, sheet))
        if len(self._waiting) >= CHUNK:
            self.finish()

    def add_participants(self, entries: Iterable[Roster]) -> None:
        """Add what a list says."""
        for entry in entries:
            key = name_key(entry.pseudonym)
            self._rows.setdefault("participants", []).extend((key, *group) for group in entry.groups.items() if key)

    def finish(self) -> None:
        """Write what was added."""
        sheets = [sheet for _file, sheet in self._waiting]
        learners = self.learners.of(sheets) if sheets else []
        known_hashes = self._hashes(learners)
        for (file, sheet), learner in zip(self._waiting, learners, strict=True):
            self._add(file, sheet, learner, known_hashes)
        self._waiting = []
        for table, found in self._rows.items():
            if found:
                self._insert(table, found)
        self._rows = {}

    def _hashes(self, learners: Sequence[int]) -> set[tuple[int, int]]:
        these = pd.DataFrame({"learner": sorted(set(learners))})
        if these.empty:
            return set()
        found = self._connection.execute("SELECT learner, hash FROM attempts JOIN these USING (learner)").fetchall()
        return set(found)

    def _add(self, file: int, sheet: Sheet, learner: int, known_hashes: set[tuple[int, int]]) -> None:
        self._known: bool | None = None if self._bank is None else True
        for sitting in sheet.sittings:
            self._add_left_open(sitting)
            identity = (learner, content_hash(sitting))
            if identity not in known_hashes:
                known_hashes.add(identity)
                self._add_sitting(sheet, sitting, learner, identity[1])
        for given, first, tries in sheet.practice:
            score = given.score if self._bank is None else self._score(self._bank, sheet.context, given)
            row = (learner, given.item, given.variant, given.response, score, given.score, first, tries, given.at)
            self.put("practice", row)
        for way in sheet.ways:
            self.put("ways", (learner, *way))
        for written in sheet.written:
            self.put("written", (learner, *written))
        for group in sheet.groups.items():
            self.put("said", (learner, *group))
        if self._known is False:
            self.unknown.add(sheet.build)
        about = (sheet.source, sheet.context, sheet.lang, sheet.build, self._known, sheet.saved, sheet.lessons)
        self.put("sheets", (self._sheet, file, learner, *about))
        self._sheet += 1

    def _add_sitting(self, sheet: Sheet, sitting: Sitting, learner: int, content: int) -> None:
        points, unscored = 0.0, 0
        answers = self._rows.setdefault("answers", [])
        for given in sitting.answers:
            score = given.score if self._bank is None else self._score(self._bank, sheet.context, given)
            points += score or 0.0
            unscored += score is None
            row = (given.variant, given.response, score, given.score, given.seconds, given.at)
            answers.append((self._attempt, self._code(given.item), *row))
        facts = (sitting.form, sitting.variant, sitting.started, sitting.submitted, sitting.score)
        counts = (points, len(sitting.answers), unscored, sitting.at, content, True)
        self.put("attempts", (self._attempt, learner, self._sheet, *facts, *counts))
        self._attempt += 1
        self.added += 1

    def _add_left_open(self, sitting: Sitting) -> None:
        """Also of a sitting that is known: another source of it may not have told."""
        for given in sitting.left_open:
            row = (sitting.form, sitting.variant, self._code(given.item))
            if row not in self._left_open:
                self._left_open.add(row)
                self.put("left_open", row)

    def _code(self, item: str) -> int:
        if item not in self._codes:
            self._codes[item] = len(self._codes) + 1
            self.put("asked", (self._codes[item], item))
        return self._codes[item]

    def _score(self, bank: ScoringBank, context: str, given: GivenAnswer) -> float | None:
        """By the bank where it has this question so, else as the file states it."""
        if given.response == UNKNOWN:
            return given.score
        score = bank.score(context or bank.home, given.item, given.variant, given.response)
        if score is None:
            self._known = False
            return given.score
        self.differing += given.score is not None and abs(score - given.score) > 0.001
        return score

    def put(self, table: str, row: tuple[Any, ...]) -> None:
        """Have ``row`` written with the next chunk."""
        self._rows.setdefault(table, []).append(row)

    def _insert(self, table: str, found: list[tuple[Any, ...]]) -> None:
        described = self._connection.execute(f"DESCRIBE {table}").fetchall()
        columns = [name for name, *_rest in described]
        types = [object if kind in {"VARCHAR", "BOOLEAN"} else None for _name, kind, *_rest in described]
        rows = pd.DataFrame(
            {
                name: pd.Series(cells, dtype=kind)
                for name, kind, cells in zip(columns, types, zip(*found, strict=True), strict=True)
            }
        )
        self._connection.execute(f"INSERT INTO {table} SELECT * FROM rows")
        del rows


def content_hash(sitting: Sitting) -> int:
    """The same content, the same number, in whatever order answers stand. What was left open plays no part."""
    answers = sorted(map(tuple, sitting.answers))
    return number(repr((sitting.form, sitting.variant, sitting.started, sitting.submitted, sitting.score, answers)))
