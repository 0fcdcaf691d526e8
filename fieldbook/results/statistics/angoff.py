"""A cut score from the judgement of people who know the work."""

from __future__ import annotations

import math

import pandas as pd

LEAST_JUDGES = 5
"""A cut score from fewer judges is provisional."""


def cut_score(ratings: pd.DataFrame) -> dict[str, float]:
    """Cut score of a form by the Angoff method.

    Parameters
    ----------
    ratings
        ``item, judge, rating``: the share (0 to 1) of people who can just do the work that would answer rightly.

    Returns
    -------
    dict
        ``judges, items``; ``cut`` (0 to 1: mean over judges of each one's mean); ``sd`` (between judges), ``se``
        (of the cut).

    References
    ----------
    Angoff, W. H. (1971). Scales, norms, and equivalent scores. In Thorndike (ed.), Educational Measurement, 508-600;
    standard error: Cizek, G. J. and Bunch, M. B. (2007). Standard Setting. Sage, chapter 6.
    """
    judges = ratings.groupby("judge")["rating"].mean()
    n = len(judges)
    sd = float(judges.std(ddof=1)) if n > 1 else math.nan
    return {
        "judges": float(n),
        "items": float(ratings["item"].nunique()),
        "cut": float(judges.mean()) if n else math.nan,
        "sd": sd,
        "se": sd / math.sqrt(n) if n else math.nan,
    }


def cut_table(ratings: pd.DataFrame) -> pd.DataFrame:
    """``form`` and the fields of ``cut_score`` for each form with ratings (``form, item, judge, rating``)."""
    rows = [{"form": form, **cut_score(own)} for form, own in ratings.groupby("form")]
    return pd.DataFrame(rows, columns=["form", "judges", "items", "cut", "sd", "se"])
