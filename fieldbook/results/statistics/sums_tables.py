"""What analysis starts from: small additive tables of counts and sums (``results.sums`` makes them)."""

from __future__ import annotations

import dataclasses

import pandas as pd

UNIT = 1_000_000
"""A score of 1 in the sums."""

TEST = ["form", "variant"]
"""A test is a form in one variant: everybody was asked the same items."""


def summed(table: pd.DataFrame, keys: list[str], columns: list[str]) -> pd.DataFrame:
    """``columns`` added up for each combination of ``keys``, in their order."""
    return table.groupby(keys, sort=True)[columns].sum().reset_index()


@dataclasses.dataclass(frozen=True)
class Sums:
    """Additive tables. A test is a form in one variant; sums are in units of ``UNIT``.

    ``tests``: form, variant, n, t, tt (score), r, rr (number right), h, hh (odd places), th (score by odd), seconds.
    ``persons``: form, variant, gender, component, language, station, level (number of points), n, t, tt,
    passed (at or above the cut score; 0 without one).
    ``cells``: form, variant, item, gender, component, language, level, answered, x, xx, xt, r.
    ``stations``: form, variant, item, station, x.
    ``choices``: form, variant, item, response (JSON text), n, x, t.
    ``times``: form, variant, item, seconds, n.
    ``pairs``: before, after (forms), component, gender, n, b, a, bb, aa, ab (shares in units).
    """

    tests: pd.DataFrame
    persons: pd.DataFrame
    cells: pd.DataFrame
    stations: pd.DataFrame
    choices: pd.DataFrame
    times: pd.DataFrame
    pairs: pd.DataFrame

    def plus(self, other: Sums) -> Sums:
        """The sums of both parts."""
        added = {}
        for field in dataclasses.fields(self):
            both = pd.concat([getattr(self, field.name), getattr(other, field.name)], ignore_index=True)
            added[field.name] = _added(both)
        return Sums(**added)


KEYS = {
    "form", "variant", "item", "gender", "component", "language", "station", "level", "response", "before", "after",
}  # fmt: skip


def _added(table: pd.DataFrame) -> pd.DataFrame:
    keys = [name for name in table.columns if name in KEYS or (name == "seconds" and "item" in table.columns)]
    return table.groupby(keys, as_index=False, sort=True).sum() if len(table) else table


@dataclasses.dataclass(frozen=True)
class Overview:
    """What a store says besides answers to tests: small tables.

    ``course, title``: of the course, perhaps empty. ``last``: day of the last answer (UTC), perhaps empty.

    - ``people``: component, gender, station, language, n. ``sat``: form, begun, handed_in, scored, counted (sittings).
      ``sat`` is in order of time.
    - ``reading``: lessons, n. ``practice``: item, n, first (mean score of first tries), tries (mean).
    - ``ways``: scenario, ending, n. ``written``: product, n.
    - ``items``: as in the bank. ``forms``: form, series, title, cut, method. ``drawn``: form, variant, place, item.
    - ``exercises``: exercise, title, objective, runs, done, partly, missed (expected actions as seen), ratings, level
      (mean, 1 to 4). ``played``: exercise, runs.
    - ``reactions``: statement, level (1 to 5), n.
    - ``ratings``: form, item, judge, rating (0 to 1).
    - ``sources``: source, build, known, n. ``conflicts``: kind, learner, about, detail. ``notes``: file, message.
    - ``learners``: learner, pseudonym, form, share; empty unless names were asked for.
    """

    course: str
    title: str
    last: str
    people: pd.DataFrame
    sat: pd.DataFrame
    reading: pd.DataFrame
    practice: pd.DataFrame
    ways: pd.DataFrame
    written: pd.DataFrame
    items: pd.DataFrame
    forms: pd.DataFrame
    drawn: pd.DataFrame
    exercises: pd.DataFrame
    played: pd.DataFrame
    reactions: pd.DataFrame
    ratings: pd.DataFrame
    sources: pd.DataFrame
    conflicts: pd.DataFrame
    notes: pd.DataFrame
    learners: pd.DataFrame
