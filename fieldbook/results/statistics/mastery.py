"""What groups of learners can do, objective by objective."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fieldbook.results.statistics.item_statistics import wilson
from fieldbook.results.statistics.sums_tables import TEST, UNIT, Sums, summed

GROUPED_BY = ("", "component", "gender", "station")


def mastery_table(sums: Sums, objectives: pd.DataFrame) -> pd.DataFrame:
    """Mean share of points on each objective, for all and for each group.

    Parameters
    ----------
    sums
        Of all tests.
    objectives
        ``item, objective``: what each item asks for. Items without a row are left out.

    Returns
    -------
    pandas.DataFrame
        ``form, objective, by`` (empty: all), ``group`` (empty: not given), ``people``, ``answers`` (people times
        items), ``share`` (0 to 1), ``low, high`` (95 %, Wilson with ``people``: answers of one person hang together).
    """
    asked = sums.cells[[*TEST, "item"]].drop_duplicates().merge(objectives[["item", "objective"]], on="item")
    counts = summed(asked.assign(items=1), [*TEST, "objective"], ["items"])
    return pd.concat([_by(sums, asked, counts, by) for by in GROUPED_BY], ignore_index=True)


def _by(sums: Sums, asked: pd.DataFrame, counts: pd.DataFrame, by: str) -> pd.DataFrame:
    group = [by] if by else []
    scores = sums.stations if by == "station" else sums.cells
    points = scores.merge(asked, on=[*TEST, "item"]).groupby([*TEST, "objective", *group], as_index=False)["x"].sum()
    people = summed(sums.persons, [*TEST, *group], ["n"]).merge(counts, on=TEST)
    both = people.merge(points, on=[*TEST, "objective", *group], how="left").fillna({"x": 0})
    both["answers"] = both["n"] * both["items"]
    found = summed(both, ["form", "objective", *group], ["n", "answers", "x"])
    share = found["x"] / found["answers"] / UNIT
    low, high = wilson(share, found["n"].astype(float))
    return pd.DataFrame(
        {
            "form": found["form"],
            "objective": found["objective"],
            "by": by,
            "group": found[by] if by else "",
            "people": found["n"],
            "answers": found["answers"],
            "share": share,
            "low": low,
            "high": high,
        }
    )


def score_table(sums: Sums, cuts: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Scores of each form for all and for each group.

    ``cuts``: ``form, cut`` (share, may be missing). ``items``: ``form, variant, items`` (how many).

    Returns
    -------
    pandas.DataFrame
        ``form, by, group, people``; ``mean`` (share) with ``low, high``; ``passed`` (share of people at or above the
        cut, NaN without one) with ``passed_low, passed_high``. Intervals of 95 %: of the mean by Student (1908,
        Biometrika 6, 1-25), of the share by Wilson (1927).
    """
    people = sums.persons.merge(items, on=TEST)
    people["total"] = people["t"] / UNIT / people["items"]
    people["squares"] = people["tt"] / UNIT / UNIT / people["items"] ** 2
    parts = []
    for by in GROUPED_BY:
        keys = ["form", *([by] if by else [])]
        found = people.groupby(keys, as_index=False)[["n", "total", "squares", "passed"]].sum()
        found = found.merge(cuts, on="form", how="left")
        n = found["n"].astype(float)
        mean, passed = found["total"] / n, (found["passed"] / n).where(found["cut"].notna())
        (low, high), (passed_low, passed_high) = _student(n, found["total"], found["squares"]), wilson(passed, n)
        parts.append(
            pd.DataFrame(
                {
                    "form": found["form"],
                    "by": by,
                    "group": found[by] if by else "",
                    "people": found["n"],
                    "mean": mean,
                    "low": low,
                    "high": high,
                    "passed": passed,
                    "passed_low": passed_low,
                    "passed_high": passed_high,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _student(n: pd.Series, x: pd.Series, xx: pd.Series) -> tuple[pd.Series, pd.Series]:
    """95 % interval of a mean share, from sums over people; none for one person."""
    from scipy.special import stdtrit  # noqa: PLC0415 slow

    several = n.where(n > 1)
    variance = ((xx - x * x / n) / (several - 1)).clip(lower=0)
    half = stdtrit(several - 1, 0.975) * np.sqrt(variance / n)
    return (x / n - half).clip(lower=0), (x / n + half).clip(upper=1)
