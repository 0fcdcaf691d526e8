"""Small cells are not shown: who is one of four people can be found."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

LEAST = 5


def withheld(
    table: pd.DataFrame, people: str, within: Sequence[str], shown: Sequence[str], least: int = LEAST
) -> pd.DataFrame:
    """``table`` with what is about fewer than ``least`` people taken out.

    A column ``withheld`` says which rows. Columns ``shown`` and the number of people become missing there. Where one
    row alone would be withheld of those that add up to a known whole (``within`` names what they share), its numbers
    could be worked out from the others: the smallest of these is withheld too.
    """
    small = table[people] < least
    if len(within):
        for rows in table.groupby(list(within), dropna=False).groups.values():
            hidden = small.loc[rows]
            others = table.loc[rows, people][~hidden]
            if hidden.sum() == 1 and len(others):
                small.loc[others.idxmin()] = True
    out = table.copy()
    for column in [people, *shown]:
        out[column] = out[column].astype(float).mask(small)
    return out.assign(withheld=small)
