"""Small cells are not shown: who is one of four people can be found."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import pandas as pd

from fieldbook.results.statistics.sums_tables import TEST, Sums, summed

LEAST = 5


def withheld(
    table: pd.DataFrame,
    people: str,
    within: Sequence[str],
    shown: Sequence[str],
    *,
    also: pd.Series | None = None,
) -> pd.DataFrame:
    """``table`` with what is about fewer than ``LEAST`` people taken out, and the rows ``also``.

    A column ``withheld`` says which rows. Columns ``shown`` and the number of people become missing there. Rows that
    share ``within`` add up to a known whole: where one alone would be withheld, or all that are withheld are together
    fewer than ``LEAST`` people, their numbers could be worked out from the others, so the next smallest go too.
    """
    small = table[people] < LEAST
    if also is not None:
        small |= also
    if len(within):
        for _key, rows in table.groupby(list(within), dropna=False)[people]:
            for index in _more(rows, small):
                small.loc[index] = True
    out = table.copy()
    for column in [people, *shown]:
        out[column] = out[column].astype(float).mask(small)
    return out.assign(withheld=small)


def _more(people: pd.Series, small: pd.Series) -> list[Any]:
    """Rows to withhold besides those that are ``small``."""
    hidden = people[small[people.index]]
    if hidden.empty:
        return []
    found: list[Any] = []
    count, total = len(hidden), hidden.sum()
    for index, size in people[~small[people.index]].sort_values(kind="stable").items():
        if count > 1 and total >= LEAST:
            break
        found.append(index)
        count, total = count + 1, total + size
    return found


def without_few(sums: Sums) -> Sums:
    """``sums`` for figures over all tests of a form, without its tests that together fewer than ``LEAST`` people sat.

    The other tests of the form are shown by themselves: those of the few would be the difference.
    """
    tests = sums.tests[[*TEST, "n"]]
    few = tests[tests["n"] < LEAST]
    together = few.groupby("form")["n"].sum()
    told = set(together[together < LEAST].index) & set(tests.loc[tests["n"] >= LEAST, "form"])
    left_out = few.loc[few["form"].isin(told), TEST]
    names = ("tests", "persons", "cells", "stations")
    return dataclasses.replace(sums, **{name: _without(getattr(sums, name), left_out) for name in names})


def _without(table: pd.DataFrame, tests: pd.DataFrame) -> pd.DataFrame:
    if tests.empty:
        return table
    marked = table.merge(tests.drop_duplicates(), on=TEST, how="left", indicator=True)
    return table[(marked["_merge"] == "left_only").to_numpy()].reset_index(drop=True)


def of_many(table: pd.DataFrame, sums: Sums) -> pd.DataFrame:
    """Rows of ``table`` on tests that ``LEAST`` people sat: of one person's the options alone are the answer sheet."""
    return _without(table, sums.tests.loc[sums.tests["n"] < LEAST, TEST])


def one_sided(gain: pd.DataFrame, scores: pd.DataFrame) -> pd.Series:
    """Groups of ``gain`` of which one to four sat only one of the two tests.

    Both means of the group are known from ``scores``: what these few scored is the difference. Not for everybody
    (``by`` empty): there the figures are rounded, see ``findings``.
    """
    sat = summed(scores, ["form", "by", "group"], ["people"])
    few = pd.Series(False, index=gain.index)  # noqa: FBT003 a value
    for end in ("before_form", "after_form"):
        people = gain[[end, "by", "group"]].merge(
            sat, left_on=[end, "by", "group"], right_on=["form", "by", "group"], how="left"
        )["people"]
        apart = (people.to_numpy() - gain["n"]).abs()
        few |= (apart > 0) & (apart < LEAST)
    return few & (gain["by"] != "")
