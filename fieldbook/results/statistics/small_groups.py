"""Statistical disclosure control: no figure about fewer than ``LEAST_SHOWN`` people leaves the statistics.

What is hidden is decided here and nowhere else. Reports show what they are given: a missing number is "not shown".
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import pandas as pd

from fieldbook.results.statistics.sums_tables import TEST, Sums, summed

LEAST_SHOWN = 5
"""The smallest group whose figures are shown: who one of four people is can be found out."""


def withheld(
    table: pd.DataFrame,
    people: str,
    within: Sequence[str] | None,
    shown: Sequence[str],
    *,
    also: pd.Series | None = None,
) -> pd.DataFrame:
    """``table`` without the figures of rows about fewer than ``LEAST_SHOWN`` people, and of the rows ``also``.

    A column ``withheld`` says which rows these are. The columns ``shown`` and the number of ``people`` become missing
    there. Rows that share ``within`` (all rows where it is empty) add up to a known whole: where one alone would be
    withheld, or all that are withheld are together fewer than ``LEAST_SHOWN`` people, their numbers could be worked out
    from the others, so the next smallest go too. None: the rows do not add up.
    """
    small = is_few(table[people])
    if also is not None:
        small |= also
    if within is not None:
        for rows in _wholes(table, within):
            small.loc[_more(table.loc[rows, people], small)] = True
    out = table.copy()
    for column in [people, *shown]:
        out[column] = out[column].astype(float).mask(small)
    return out.assign(withheld=small)


def is_few(people: pd.Series) -> pd.Series:
    """Which numbers of people are too small to be shown. None is no person, and may be said."""
    return (people > 0) & (people < LEAST_SHOWN)


def counts_shown(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """``table`` with each count of people in ``columns`` missing where it is too small to be shown."""
    return table.assign(**{name: table[name].astype(float).mask(is_few(table[name])) for name in columns})


def _wholes(table: pd.DataFrame, within: Sequence[str]) -> list[pd.Index]:
    """The rows of each known whole."""
    if not within:
        return [table.index]
    return [rows.index for _key, rows in table.groupby(list(within), dropna=False)]


def _more(people: pd.Series, small: pd.Series) -> list[Any]:
    """Rows to withhold besides those that are ``small``, of rows that add up to a known whole."""
    hidden = people[small[people.index]]
    if hidden.empty:
        return []
    found: list[Any] = []
    count, total = len(hidden), hidden.sum()
    for index, size in people[~small[people.index]].sort_values(kind="stable").items():
        if count > 1 and total >= LEAST_SHOWN:
            break
        found.append(index)
        count, total = count + 1, total + size
    return found


def without_few(sums: Sums) -> Sums:
    """``sums`` for figures over all tests of a form, without tests that together fewer than ``LEAST_SHOWN`` people sat.

    The other tests of the form are shown by themselves: those of the few would be the difference.
    """
    tests = sums.tests[[*TEST, "n"]]
    few = tests[is_few(tests["n"])]
    together = few.groupby("form")["n"].sum()
    told = set(together[is_few(together)].index) & set(tests.loc[~is_few(tests["n"]), "form"])
    left_out = few.loc[few["form"].isin(told), TEST]
    names = ("tests", "persons", "cells", "stations")
    return dataclasses.replace(sums, **{name: _without(getattr(sums, name), left_out) for name in names})


def _without(table: pd.DataFrame, tests: pd.DataFrame) -> pd.DataFrame:
    if tests.empty:
        return table
    marked = table.merge(tests.drop_duplicates(), on=TEST, how="left", indicator=True)
    return table[(marked["_merge"] == "left_only").to_numpy()].reset_index(drop=True)


def of_many(table: pd.DataFrame, sums: Sums) -> pd.DataFrame:
    """Rows of ``table`` on tests that enough people sat: of one person's the options alone are the answer sheet."""
    return _without(table, sums.tests.loc[is_few(sums.tests["n"]), TEST])


def one_sided(gain: pd.DataFrame, scores: pd.DataFrame) -> pd.Series:
    """Groups of ``gain`` of which a few sat only one of the two tests.

    Both means of the group are known from ``scores``: what these few scored is the difference. Not for everybody
    (``by`` empty): there the figures are rounded, see ``findings``.
    """
    sat = summed(scores, ["form", "by", "group"], ["people"])
    apart_by_few = pd.Series(False, index=gain.index)  # noqa: FBT003 a value
    for end in ("before_form", "after_form"):
        people = gain[[end, "by", "group"]].merge(
            sat, left_on=[end, "by", "group"], right_on=["form", "by", "group"], how="left"
        )["people"]
        apart_by_few |= is_few((gain["n"] - people.to_numpy()).abs())
    return apart_by_few & (gain["by"] != "")
