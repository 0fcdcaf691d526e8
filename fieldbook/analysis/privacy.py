"""Small cells are not shown: who is one of four people can be found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

LEAST = 5


def withheld(
    table: pd.DataFrame, people: str, within: Sequence[str], shown: Sequence[str], least: int = LEAST
) -> pd.DataFrame:
    """``table`` with what is about fewer than ``least`` people taken out.

    A column ``withheld`` says which rows. Columns ``shown`` and the number of people become missing there. Rows that
    share ``within`` add up to a known whole: where one alone would be withheld, or all that are withheld are together
    fewer than ``least`` people, their numbers could be worked out from the others, so the next smallest go too.
    """
    small = table[people] < least
    if len(within):
        for _key, rows in table.groupby(list(within), dropna=False)[people]:
            for index in _more(rows, least):
                small.loc[index] = True
    out = table.copy()
    for column in [people, *shown]:
        out[column] = out[column].astype(float).mask(small)
    return out.assign(withheld=small)


def _more(people: pd.Series, least: int) -> list[Any]:
    """Rows to withhold besides those of few people."""
    hidden = people[people < least]
    if hidden.empty:
        return []
    found: list[Any] = []
    count, total = len(hidden), hidden.sum()
    for index, size in people[people >= least].sort_values(kind="stable").items():
        if count > 1 and total >= least:
            break
        found.append(index)
        count, total = count + 1, total + size
    return found
