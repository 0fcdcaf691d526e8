"""What the course changed: the same learners before and after, on parallel forms."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from fieldbook.results.statistics.sums_tables import UNIT, Sums

_SUMS = ["n", "b", "a", "bb", "aa", "ab"]


def gain(n: int, before: float, after: float, bb: float, aa: float, ab: float) -> dict[str, float]:
    """Normalized gain of a group, from sums of shares (0 to 1) over learners with both tests.

    The gain is what was won of what could be won: (mean after - mean before) / (1 - mean before). Its interval is by
    the delta method: both means are of the same people, so their covariance counts.

    Returns
    -------
    dict
        ``n, before, after`` (means); ``change`` with ``change_low, change_high`` (paired, Student's t); ``gain`` with
        ``gain_low, gain_high``; ``effect`` (change in standard deviations of the difference).

    References
    ----------
    Hake, R. R. (1998). Interactive-engagement versus traditional methods. American Journal of Physics 66, 64-74. Delta
    method: Oehlert, G. W. (1992). A note on the delta method. The American Statistician 46, 27-29.
    """
    from scipy.special import stdtrit  # noqa: PLC0415 slow

    pre, post = before / n, after / n
    names = ("change_low", "change_high", "gain", "gain_low", "gain_high", "effect")
    found = {"n": float(n), "before": pre, "after": post, "change": post - pre, **dict.fromkeys(names, math.nan)}
    if n < 2:
        return found
    var_b, var_a, cov = ((s - p * q * n) / (n - 1) for s, p, q in ((bb, pre, pre), (aa, post, post), (ab, pre, post)))
    spread = max(0.0, var_a + var_b - 2 * cov)
    student = float(stdtrit(n - 1, 0.975))
    half = student * math.sqrt(spread / n)
    found |= {"change_low": post - pre - half, "change_high": post - pre + half}
    found["effect"] = (post - pre) / math.sqrt(spread) if spread > 0 else math.nan
    room = 1 - pre
    if room > 0:
        by_after, by_before = 1 / room, (post - 1) / room**2
        variance = by_after**2 * var_a + by_before**2 * var_b + 2 * by_after * by_before * cov
        half = student * math.sqrt(max(0.0, variance) / n)
        found |= {
            "gain": (post - pre) / room,
            "gain_low": (post - pre) / room - half,
            "gain_high": (post - pre) / room + half,
        }
    return found


def gain_table(sums: Sums) -> pd.DataFrame:
    """One row for all learners of each pair of forms, and one for each component and gender.

    Returns
    -------
    pandas.DataFrame
        ``before_form, after_form, by`` (empty: all), ``group`` and the fields of ``gain``.
    """
    rows = []
    for by in ("", "component", "gender"):
        keys: Sequence[str] = ["before", "after", *([by] if by else [])]
        for key, own in sums.pairs.groupby(list(keys))[_SUMS].sum().iterrows():
            names = key if isinstance(key, tuple) else (key,)
            n, b, a, bb, aa, ab = (float(own[name]) for name in _SUMS)
            square = UNIT * UNIT
            found = gain(int(n), b / UNIT, a / UNIT, bb / square, aa / square, ab / square)
            group = str(names[2]) if by else ""
            rows.append({"before_form": names[0], "after_form": names[1], "by": by, "group": group, **found})
    return pd.DataFrame(rows, columns=["before_form", "after_form", "by", "group", *gain(1, 0, 0, 0, 0, 0)])
