"""What participants thought of the course, from tallies of feedback forms."""

from __future__ import annotations

import pandas as pd

from fieldbook.results.statistics.item_statistics import wilson


def reaction_table(tallies: pd.DataFrame) -> pd.DataFrame:
    """One row for each statement, in the order of the forms.

    Parameters
    ----------
    tallies
        ``statement, level`` (1 not at all to 5 fully), ``n``.

    Returns
    -------
    pandas.DataFrame
        ``statement, n`` (answers), ``agree`` (share of 4 and 5) with ``low, high`` (95 %, Wilson), ``against`` (share
        of 1 and 2). No mean: steps of agreement are an order, not amounts.
    """
    order = tallies["statement"].drop_duplicates()

    def count(least: int, most: int) -> pd.Series:
        chosen = tallies[tallies["level"].between(least, most)]
        return chosen.groupby("statement")["n"].sum().reindex(order, fill_value=0).astype(float)

    n = count(1, 5)
    n = n[n > 0]
    agree = count(4, 5).reindex(n.index) / n
    low, high = wilson(agree, n)
    against = count(1, 2).reindex(n.index) / n
    columns = {"n": n, "agree": agree, "low": low, "high": high, "against": against}
    return pd.DataFrame(columns).rename_axis("statement").reset_index()
