"""Whether a question is harder for one group than for another of the same ability: Mantel-Haenszel."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from fieldbook.results.statistics.sums_tables import TEST, Sums, summed

DIMENSIONS = ("gender", "component", "language")
LEAST_COMPARED = 20
"""Fewer people than this in either group say nothing about an item."""

Counts = npt.NDArray[np.float64]


def mantel_haenszel(a: Counts, b: Counts, c: Counts, d: Counts) -> dict[str, float]:
    """Common odds ratio over strata of 2 x 2 tables, with its test.

    ``a, b``: right and wrong of the reference group in each stratum; ``c, d``: of the focal group.

    Returns
    -------
    dict
        ``odds`` (above 1: the item favours the reference group), ``se`` (of its logarithm), ``chi2`` with continuity
        correction (1 degree of freedom), ``p``, ``delta`` (-2.35 ln odds: below 0 is harder for the focal group).
        Where in no stratum anybody speaks for one side (one group has all right, the other all wrong), odds are 0 or
        infinite, delta infinite, and ``se`` is not known; the test is.

    References
    ----------
    Mantel, N. and Haenszel, W. (1959). Statistical aspects of the analysis of data from retrospective studies of
    disease. Journal of the National Cancer Institute 22, 719-748. Standard error: Robins, Breslow and Greenland
    (1986), Biometrics 42, 311-323. Delta: Holland, P. W. and Thayer, D. T. (1988) in Wainer and Braun (eds), Test
    Validity.
    """
    from scipy.special import chdtrc  # noqa: PLC0415 slow

    n = a + b + c + d
    a, b, c, d, n = (table[n > 1] for table in (a, b, c, d, n))
    up, down = a * d / n, b * c / n
    expected = (a + b) * (a + c) / n
    variance = ((a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1))).sum()
    none = {"odds": math.nan, "se": math.nan, "chi2": math.nan, "p": math.nan, "delta": math.nan}
    if not variance > 0 or not up.sum() + down.sum() > 0:
        return none
    chi2 = float(max(0.0, abs(a.sum() - expected.sum()) - 0.5) ** 2 / variance)
    test = {"chi2": chi2, "p": float(chdtrc(1, chi2))}
    if not up.sum() > 0 or not down.sum() > 0:
        side = math.inf if up.sum() > 0 else -math.inf
        return {"odds": math.inf if side > 0 else 0.0, "se": math.nan, **test, "delta": -side}
    odds = float(up.sum() / down.sum())
    p, q = (a + d) / n, (b + c) / n
    terms = (
        (p * up).sum() / (2 * up.sum() ** 2)
        + (p * down + q * up).sum() / (2 * up.sum() * down.sum())
        + (q * down).sum() / (2 * down.sum() ** 2)
    )
    return {"odds": odds, "se": math.sqrt(terms), **test, "delta": -2.35 * math.log(odds)}


def grade(delta: float, se: float, p: float) -> str:
    """Size of the difference: A negligible, B moderate, C large; empty where nothing is known.

    C is at least 1.5 and significantly above 1, A is below 1 or not significantly different from 0 (5 %). A difference
    without bound is C where it is significant.

    References
    ----------
    Zieky, M. (1993). Practical questions in the use of DIF statistics in test development. In Holland and Wainer (eds),
    Differential Item Functioning, 337-347.
    """
    if math.isnan(delta):
        return ""
    size = abs(delta)
    if size < 1 or p >= 0.05:
        return "A"
    return "C" if math.isinf(size) or (size >= 1.5 and (size - 1) / (2.35 * se) > 1.644854) else "B"


def dif_table(sums: Sums) -> pd.DataFrame:
    """Mantel-Haenszel of every item of every test by gender, component and language.

    The reference group is the largest; each other group of ``LEAST_COMPARED`` people or more is compared with it.
    Strata are total scores in whole points; right is a full score, an omitted answer is wrong.

    Returns
    -------
    pandas.DataFrame
        ``form, variant, item, by, reference, focal, n_reference, n_focal, odds, se, chi2, p, delta,
        delta_low, delta_high`` (95 %, from ``se``), ``grade``.
    """
    rows: list[dict[str, object]] = []
    for by in DIMENSIONS:
        people = summed(sums.persons, [*TEST, by, "level"], ["n"])
        rights = summed(sums.cells, [*TEST, "item", by, "level"], ["r"])
        for form, variant in sums.tests[TEST].itertuples(index=False):
            rows += _of_test((form, variant), by, _own(people, form, variant), _own(rights, form, variant))
    columns = [*TEST, "item", "by", "reference", "focal", "n_reference", "n_focal"]
    return pd.DataFrame(
        rows, columns=[*columns, "odds", "se", "chi2", "p", "delta", "delta_low", "delta_high", "grade"]
    )


def _of_test(test: tuple[str, str], by: str, people: pd.DataFrame, rights: pd.DataFrame) -> list[dict[str, object]]:
    sizes = people[people[by] != ""].groupby(by)["n"].sum().sort_values(ascending=False, kind="stable")
    groups = [str(name) for name, n in sizes.items() if n >= LEAST_COMPARED]
    if len(groups) < 2:
        return []
    size = int(people["level"].max()) + 1
    sat = _by_level(people, [by], "n", size)
    right = _by_level(rights, ["item", by], "r", size)
    zero = np.zeros(size)
    rows: list[dict[str, object]] = []
    for item in sorted(rights["item"].unique()):
        for focal in groups[1:]:
            a, c = (right.get((item, group), zero) for group in (groups[0], focal))
            found = mantel_haenszel(a, sat[(groups[0],)] - a, c, sat[(focal,)] - c)
            sizes_of = {"n_reference": int(sizes[groups[0]]), "n_focal": int(sizes[focal])}
            head = {"form": test[0], "variant": test[1], "item": item, "by": by, "reference": groups[0], "focal": focal}
            half = 1.959964 * 2.35 * found["se"]
            ends = {"delta_low": found["delta"] - half, "delta_high": found["delta"] + half}
            rows.append({**head, **sizes_of, **found, **ends, "grade": grade(found["delta"], found["se"], found["p"])})
    return rows


def _own(table: pd.DataFrame, form: str, variant: str) -> pd.DataFrame:
    return table[(table["form"] == form) & (table["variant"] == variant)]


def _by_level(table: pd.DataFrame, keys: list[str], column: str, size: int) -> dict[tuple[str, ...], Counts]:
    """``column`` as one array over levels for each combination of ``keys``."""
    found: dict[tuple[str, ...], Counts] = {}
    for *key, level, count in table[[*keys, "level", column]].itertuples(index=False):
        found.setdefault(tuple(key), np.zeros(size))[level] += count
    return found
