"""Who is who. A pseudonym tells learners apart; without one, moments that two files share do.

Two files are of one learner when they share at least two moments (to the millisecond) at which the same thing was done:
one alone may be chance where a class begins together and browsers round their clocks.
"""

from __future__ import annotations

import dataclasses
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

import duckdb
import pandas as pd

from fieldbook.results.result_entries import Sheet

WHOLE_MINUTES = ("moodle",)
"""Sources whose times tell nobody apart. Their people have names."""

_SHARED = 2
_MARKS_OF_A_SITTING = 3


def name_key(pseudonym: str | None) -> str | None:
    """A pseudonym as pseudonyms are compared: without case, additional spaces, and ways to write one letter."""
    if pseudonym is None:
        return None
    return " ".join(unicodedata.normalize("NFKC", pseudonym).casefold().split()) or None


def marks(sheet: Sheet) -> set[int]:
    """Moments of ``sheet`` as numbers; none where its times are whole minutes, which a class shares."""
    if sheet.source in WHOLE_MINUTES:
        return set()
    texts = [f"p|{given.item}|{given.at}" for given, _first, _tries in sheet.practice]
    for sitting in sheet.sittings:
        texts.append(f"s|{sitting.form}|{sitting.started}")
        first = sorted([*sitting.answers, *sitting.left_open], key=lambda given: given.item)[:_MARKS_OF_A_SITTING]
        texts += [f"a|{sitting.form}|{given.item}|{given.at}" for given in first]
    return {number(text) for text in texts}


def number(text: str) -> int:
    """64 bits that stand for ``text``."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


@dataclasses.dataclass
class _Known:
    learner: int
    pseudonym: str | None
    key: str | None


class Learners:
    """Finds or makes the learner of each sheet, within one transaction on the store."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._next = int(connection.execute("SELECT coalesce(max(learner), 0) + 1 FROM learners").fetchall()[0][0])
        self.moved: dict[int, int] = {}
        """Learners that turned out to be others; applied by ``settle``."""
        self._known: dict[int, _Known] = {}
        self._by_name: dict[str, int] = {}
        self._by_mark: dict[int, list[int]] = {}
        self._stored: set[int] = set()

    def of(self, sheets: Sequence[Sheet]) -> list[int]:
        """The learner of each of ``sheets``, in order; new ones and their marks are in the store afterwards."""
        found_marks = [marks(sheet) for sheet in sheets]
        self._load([name_key(sheet.pseudonym) for sheet in sheets], set().union(*found_marks))
        new_marks: list[tuple[int, int]] = []
        learners: list[int] = []
        for sheet, own in zip(sheets, found_marks, strict=True):
            learner = self._find(sheet, own)
            learners.append(learner)
            for mark in own:
                holders = self._by_mark.setdefault(mark, [])
                if learner not in map(self._now, holders):
                    holders.append(learner)
                    new_marks.append((mark, learner))
        self._write(new_marks)
        return [self._now(learner) for learner in learners]

    def _load(self, keys: Iterable[str | None], own: Iterable[int]) -> None:
        """What the store knows of these names and marks."""
        names = pd.DataFrame({"name_key": pd.Series(sorted({k for k in keys if k}), dtype=object)})
        wanted = pd.DataFrame({"mark": pd.Series(sorted(own), dtype="int64")})
        by_mark = self._connection.execute("SELECT m.mark, m.learner FROM marks m JOIN wanted USING (mark)").fetchall()
        rows = self._connection.execute(
            "SELECT l.learner, pseudonym, name_key FROM learners l JOIN names USING (name_key) "
            "UNION SELECT learner, pseudonym, name_key FROM learners "
            "WHERE learner IN (SELECT m.learner FROM marks m JOIN wanted USING (mark))"
        ).fetchall()
        del names, wanted
        self._known = {learner: _Known(learner, pseudonym, key) for learner, pseudonym, key in rows}
        self._by_name = {known.key: known.learner for known in self._known.values() if known.key}
        self._by_mark = {}
        for mark, learner in by_mark:
            self._by_mark.setdefault(mark, []).append(learner)
        self._stored = set(self._known)

    def _now(self, learner: int) -> int:
        while learner in self.moved:
            learner = self.moved[learner]
        return learner

    def _find(self, sheet: Sheet, own: set[int]) -> int:
        shared = Counter(
            holder for mark in own for holder in {self._now(learner) for learner in self._by_mark.get(mark, ())}
        )
        alike = sorted(learner for learner, count in shared.items() if count >= _SHARED)
        nameless = [learner for learner in alike if self._known[learner].key is None]
        named = sorted((self._known[x].key or "", x) for x in alike if self._known[x].key)
        key = name_key(sheet.pseudonym)
        owner = self._by_name.get(key) if key else (named[0][1] if named else None)
        if owner is None:
            owner = nameless[0] if nameless else self._new()
            if key:
                self._known[owner].pseudonym, self._known[owner].key = sheet.pseudonym, key
                self._by_name[key] = owner
        for other in nameless:
            if other != owner:
                self.moved[other] = owner
        return owner

    def _new(self) -> int:
        learner, self._next = self._next, self._next + 1
        self._known[learner] = _Known(learner, None, None)
        return learner

    def _write(self, new_marks: Sequence[tuple[int, int]]) -> None:
        known = [k for k in self._known.values() if k.learner not in self.moved]
        people = pd.DataFrame(
            {
                "learner": [k.learner for k in known],
                "pseudonym": pd.Series([k.pseudonym for k in known], dtype=object),
                "name_key": pd.Series([k.key for k in known], dtype=object),
                "stored": [k.learner in self._stored for k in known],
            }
        )
        self._connection.execute(
            "INSERT INTO learners (learner, pseudonym, name_key) "
            "SELECT learner, pseudonym, name_key FROM people WHERE NOT stored"
        )
        self._connection.execute(
            "UPDATE learners SET pseudonym = people.pseudonym, name_key = people.name_key FROM people "
            "WHERE people.learner = learners.learner AND stored AND learners.name_key IS NULL "
            "AND people.name_key IS NOT NULL"
        )
        del people
        found = pd.DataFrame(new_marks, columns=["mark", "learner"])
        if len(found):
            self._connection.execute("INSERT INTO marks SELECT * FROM found")
