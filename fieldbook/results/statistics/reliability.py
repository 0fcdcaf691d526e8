"""How far a test's scores would come out the same again."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from fieldbook.results.statistics.sums_tables import TEST, UNIT, Sums, summed


class ConfidenceInterval(NamedTuple):
    """An estimate with its 95 % interval; NaN where it is not defined."""

    value: float
    low: float
    high: float


_NONE = ConfidenceInterval(math.nan, math.nan, math.nan)


def feldt(alpha: float, n: int, k: int, level: float = 0.95) -> ConfidenceInterval:
    """Interval of coefficient alpha (KR-20 as well) for ``n`` persons and ``k`` items.

    References
    ----------
    Feldt, L. S. (1965). The approximate sampling distribution of Kuder-Richardson reliability coefficient twenty.
    Psychometrika 30, 357-370; Feldt, Woodruff and Salih (1987), Applied Psychological Measurement 11, 93-103.
    """
    from scipy.special import fdtri  # noqa: PLC0415 slow; scipy.stats ten times slower

    if math.isnan(alpha) or n < 3 or k < 2:
        return ConfidenceInterval(alpha, math.nan, math.nan)
    tail = (1 - level) / 2
    first, second = n - 1, (n - 1) * (k - 1)
    low = 1 - (1 - alpha) * float(fdtri(first, second, 1 - tail))
    high = 1 - (1 - alpha) * float(fdtri(first, second, tail))
    return ConfidenceInterval(alpha, low, high)


def alpha(item_variances: Iterable[float], total_variance: float) -> float:
    """Coefficient alpha.

    References
    ----------
    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16, 297-334. With
    items scored 0 and 1: Kuder, G. F. and Richardson, M. W. (1937). The theory of the estimation of test reliability.
    Psychometrika 2, 151-160 (formula 20).
    """
    variances = list(item_variances)
    k = len(variances)
    if k < 2 or not total_variance > 0:
        return math.nan
    return k / (k - 1) * (1 - sum(variances) / total_variance)


def split_half(n: int, odd: float, even: float, covariance: float) -> ConfidenceInterval:
    """Reliability of the whole test from its two halves (odd and even places), stepped up; interval by Fisher's z.

    References
    ----------
    Spearman, C. (1910). Correlation calculated from faulty data. British Journal of Psychology 3, 271-295; Brown, W.
    (1910), ibid. 296-322.
    """
    if not odd > 0 or not even > 0:
        return _NONE
    r = max(-1.0, min(1.0, covariance / math.sqrt(odd * even)))
    if n <= 3 or abs(r) >= 1:
        return ConfidenceInterval(2 * r / (1 + r) if r > -1 else math.nan, math.nan, math.nan)
    half = 1.959964 / math.sqrt(n - 3)
    low, high = math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half)
    return ConfidenceInterval(*(2 * value / (1 + value) for value in (r, low, high)))


def reliability_table(sums: Sums) -> pd.DataFrame:
    """One row for each test.

    Returns
    -------
    pandas.DataFrame
        ``form, variant, n, items``; ``mean, sd`` (points); ``alpha, alpha_low, alpha_high``; ``kr20, kr20_low,
        kr20_high`` (full score against all else); ``half, half_low, half_high``; ``sem`` (standard error of
        measurement in points: sd times root of 1 - alpha; Lord and Novick 1968, chapter 3); ``minutes`` (mean).
    """
    rows = []
    items = summed(sums.cells, [*TEST, "item"], ["x", "xx", "r"])
    for test in sums.tests.to_dict("records"):
        own = items[(items["form"] == test["form"]) & (items["variant"] == test["variant"])]
        rows.append({"form": test["form"], "variant": test["variant"], **_of(test, own)})
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = [*TEST, "n", "items", "mean", "sd"]
_COLUMNS += [f"{name}{end}" for name in ("alpha", "kr20", "half") for end in ("", "_low", "_high")]
_COLUMNS += ["sem", "minutes"]


def _of(test: dict[Any, Any], items: pd.DataFrame) -> dict[str, float]:
    n, k = int(test["n"]), len(items)
    unit, square = UNIT, UNIT * UNIT
    total = _variance(n, test["t"] / unit, test["tt"] / square)
    single = [_variance(n, x / unit, xx / square) for x, xx in zip(items["x"], items["xx"], strict=True)]
    rights = [_variance(n, r, r) for r in items["r"]]
    odd = _variance(n, test["h"] / unit, test["hh"] / square)
    with_total = _covariance(n, test["t"] / unit, test["h"] / unit, test["th"] / square)
    both = with_total - odd
    a = feldt(alpha(single, total), n, k)
    kr = feldt(alpha(rights, _variance(n, test["r"], test["rr"])), n, k)
    half = split_half(n, odd, total - odd - 2 * both, both)
    return {
        "n": n,
        "items": k,
        "mean": test["t"] / unit / n,
        "sd": math.sqrt(total),
        **_named("alpha", a),
        **_named("kr20", kr),
        **_named("half", half),
        "sem": math.sqrt(total * (1 - a.value)),
        "minutes": test["seconds"] / test["timed"] / 60 if test["timed"] else math.nan,
    }


def _named(name: str, interval: ConfidenceInterval) -> dict[str, float]:
    return {name: interval.value, f"{name}_low": interval.low, f"{name}_high": interval.high}


def _variance(n: int, x: float, xx: float) -> float:
    return max(0.0, _covariance(n, x, x, xx)) if n > 1 else math.nan


def _covariance(n: int, x: float, y: float, xy: float) -> float:
    return (xy - x * y / n) / (n - 1) if n > 1 else math.nan
