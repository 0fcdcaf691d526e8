"""How each question of a test worked: difficulty, discrimination, omissions, time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fieldbook.results.statistics.sums_tables import TEST, UNIT, Sums, summed

_ITEM = [*TEST, "item"]


def item_table(sums: Sums) -> pd.DataFrame:
    """One row for each item of each test.

    Returns
    -------
    pandas.DataFrame
        ``form, variant, item``; ``n`` (sittings), ``answered``; ``omitted`` (share without an answer, counted as 0);
        ``difficulty`` (mean score, 0 to 1: high is easy) with ``low, high``; ``sd``; ``right`` (share with full score);
        ``discrimination`` (see ``corrected``) with ``d_low, d_high``; ``seconds`` (median), ``slow`` (90th percentile).
        Intervals are of 95 %.

    References
    ----------
    Wilson, E. B. (1927), Journal of the American Statistical Association 22, 209-212: interval of the difficulty, as
    if each score were 0 or 1; with partial credit it is never too narrow. Fisher, R. A. (1921), Metron 1, 3-32:
    interval of the discrimination.
    """
    items = summed(sums.cells, _ITEM, ["answered", "x", "xx", "xt", "r"])
    items = items.merge(sums.tests[[*TEST, "n", "t", "tt"]], on=TEST)
    x, xx, xt, t, tt = (items[name] / UNIT for name in ("x", "xx", "xt", "t", "tt"))
    xx, xt, tt = xx / UNIT, xt / UNIT, tt / UNIT
    n = items["n"].astype(float)
    mean = x / n
    sd = np.sqrt(_variance(n, x, xx))
    p_low, p_high = wilson(mean, n)
    r = corrected(n, x, xx, xt, t, tt)
    low, high = fisher(r, n)
    table = pd.DataFrame(
        {
            **{name: items[name] for name in _ITEM},
            "n": items["n"],
            "answered": items["answered"],
            "omitted": 1 - items["answered"] / n,
            "difficulty": mean,
            "low": p_low,
            "high": p_high,
            "sd": sd,
            "right": items["r"] / n,
            "discrimination": r,
            "d_low": low,
            "d_high": high,
        }
    )
    return table.merge(_times(sums.times), on=_ITEM, how="left")


def corrected(n: pd.Series, x: pd.Series, xx: pd.Series, xt: pd.Series, t: pd.Series, tt: pd.Series) -> pd.Series:
    """Correlation of an item with the rest of its test, from sums over sittings (item ``x``, total ``t``).

    The product-moment correlation of the item's score with the total without the item; for an item scored 0 or 1 it is
    the corrected point-biserial. Undefined (NaN) where everybody has the same score.

    References
    ----------
    Henrysson, S. (1963). Correction of item-total correlations in item analysis. Psychometrika 28, 211-218.
    """
    var_x, var_t = _variance(n, x, xx), _variance(n, t, tt)
    cov = (xt - x * t / n) / (n - 1)
    var_rest = (var_t - 2 * cov + var_x).clip(lower=0)
    product = np.sqrt(var_x * var_rest)
    found: pd.Series = ((cov - var_x) / product.where(product > 1e-12)).clip(-1, 1)
    return found


def wilson(p: pd.Series, n: pd.Series) -> tuple[pd.Series, pd.Series]:
    """95 % interval of a share by Wilson's score (1927)."""
    z = 1.959964
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - half).clip(lower=0), (middle + half).clip(upper=1)


def fisher(r: pd.Series, n: pd.Series) -> tuple[pd.Series, pd.Series]:
    """95 % interval of a correlation by Fisher's z (1921)."""
    z = np.arctanh(r.clip(-0.999999, 0.999999))
    half = 1.959964 / np.sqrt((n - 3).where(n > 3))
    return np.tanh(z - half), np.tanh(z + half)


def _variance(n: pd.Series, x: pd.Series, xx: pd.Series) -> pd.Series:
    """Variance of a sample; rounding may leave less than nothing."""
    return ((xx - x * x / n) / (n - 1).where(n > 1)).clip(lower=0)


def _times(times: pd.DataFrame) -> pd.DataFrame:
    """Median and 90th percentile of seconds from counts: the least time that this share of answers kept to."""
    ordered = times.sort_values([*_ITEM, "seconds"])
    grouped = ordered.groupby(_ITEM)["n"]
    share = grouped.cumsum() / grouped.transform("sum")
    found = {
        name: ordered[share >= part].groupby(_ITEM)["seconds"].first()
        for name, part in (("seconds", 0.5), ("slow", 0.9))
    }
    return pd.DataFrame(found).reset_index()


def choice_table(sums: Sums) -> pd.DataFrame:
    """How often each option was chosen, and by whom: one row for each response to an item with options.

    Returns
    -------
    pandas.DataFrame
        ``form, variant, item, response`` (JSON text), ``n``, ``share`` (of sittings), ``score`` (what it is worth, 0 to
        1), ``rest`` (mean score in the rest of the test of those who chose it, as a share of the rest's mean over all).

    References
    ----------
    Haladyna, T. M. and Rodriguez, M. C. (2013). Developing and Validating Test Items. Routledge,
    chapter 17 (analysis of options).
    """
    items = summed(sums.cells, _ITEM, ["x"]).rename(columns={"x": "item_x"})
    table = sums.choices.merge(items, on=_ITEM).merge(
        sums.tests[[*TEST, "n", "t"]].rename(columns={"n": "sat", "t": "total"}), on=TEST
    )
    everybody = (table["total"] - table["item_x"]) / table["sat"]
    chosen = (table["t"] - table["x"]) / table["n"]
    return table.assign(
        share=table["n"] / table["sat"],
        score=table["x"] / table["n"] / UNIT,
        rest=chosen / everybody.where(everybody > 0),
    )[[*_ITEM, "response", "n", "share", "score", "rest"]]


_FOR_FIVE = 50
"""Fewer people than this are cut into three groups, because small groups are not shown."""


def curve_table(sums: Sums) -> pd.DataFrame:
    """Mean score of each item in groups of learners by total score, five or three: what a plot of an item shows.

    Returns
    -------
    pandas.DataFrame
        ``form, variant, item, band`` (1: lowest totals), ``n`` (sittings in the band), ``mean`` (0 to 1).
    """
    people = summed(sums.persons, [*TEST, "level"], ["n"]).sort_values([*TEST, "level"])
    grouped = people.groupby(TEST)["n"]
    sat = grouped.transform("sum")
    bands = np.where(sat < _FOR_FIVE, 3, 5)
    middle = (grouped.cumsum() - people["n"] / 2) / sat
    people["band"] = np.minimum((middle * bands).astype(int), bands - 1) + 1
    size = summed(people, [*TEST, "band"], ["n"])
    scores = summed(sums.cells, [*_ITEM, "level"], ["x"])
    scores = scores.merge(people[[*TEST, "level", "band"]], on=[*TEST, "level"])
    found = summed(scores, [*_ITEM, "band"], ["x"]).merge(size, on=[*TEST, "band"])
    found["mean"] = found["x"] / found["n"] / UNIT
    return found[[*_ITEM, "band", "n", "mean"]]
