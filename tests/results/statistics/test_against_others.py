"""Every statistic agrees with an implementation that others wrote: R (psych, stats; ``data/referee.R``), statsmodels, scipy."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from fieldbook.results.statistics.gain import gain
from fieldbook.results.statistics.item_bias import dif_table, grade, mantel_haenszel
from fieldbook.results.statistics.item_statistics import choice_table, curve_table, item_table, wilson
from fieldbook.results.statistics.reliability import reliability_table, split_half
from fieldbook.results.statistics.sums_tables import Sums

DATA = Path(__file__).parent / "data"
Scores = tuple[list[str], npt.NDArray[np.float64]]


def test_items(summed: Sums, referee: dict[str, Any], scores: Scores) -> None:
    import scipy.stats  # noqa: PLC0415 slow

    table = item_table(summed)
    assert table["difficulty"].tolist() == pytest.approx(referee["mean"], abs=1e-9)
    assert table["discrimination"].tolist() == pytest.approx(referee["corrected"], abs=1e-9)
    matrix = scores[1]
    assert table["sd"].tolist() == pytest.approx(matrix.std(axis=0, ddof=1).tolist(), abs=1e-9)
    interval = scipy.stats.pearsonr(matrix[:, 5], matrix.sum(axis=1) - matrix[:, 5]).confidence_interval()
    assert (table["d_low"][5], table["d_high"][5]) == pytest.approx(tuple(interval), abs=1e-6)
    omitted = sum(score == 0 and n % 2 for n, score in enumerate(matrix[:, 12])) / len(matrix)
    assert table["omitted"].tolist() == pytest.approx([0] * 12 + [omitted, 0])


def test_wilson() -> None:
    from statsmodels.stats.proportion import proportion_confint  # noqa: PLC0415 slow

    low, high = wilson(pd.Series([0.0, 0.3, 1.0]), pd.Series([10.0, 40.0, 7.0]))
    for n, (count, nobs) in enumerate([(0, 10), (12, 40), (7, 7)]):
        assert (low[n], high[n]) == pytest.approx(proportion_confint(count, nobs, method="wilson"), abs=1e-6)


def test_reliability(summed: Sums, referee: dict[str, Any], scores: Scores) -> None:
    (row,) = reliability_table(summed).to_dict("records")
    assert row["alpha"] == pytest.approx(referee["alpha"], abs=1e-9)
    assert [row["alpha_low"], row["alpha_high"]] == pytest.approx(referee["feldt"], abs=1e-6)
    assert row["kr20"] == pytest.approx(referee["kr20"], abs=1e-9)
    assert row["half"] == pytest.approx(referee["half"], abs=1e-9)
    totals = scores[1].sum(axis=1)
    assert row["mean"] == pytest.approx(totals.mean())
    assert row["sem"] == pytest.approx(totals.std(ddof=1) * math.sqrt(1 - referee["alpha"]))


def test_split_half_interval() -> None:
    import scipy.stats  # noqa: PLC0415 slow

    odd, even = np.random.default_rng(5).multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], 80).T
    low, high = scipy.stats.pearsonr(odd, even).confidence_interval()
    found = split_half(80, odd.var(ddof=1), even.var(ddof=1), np.cov(odd, even)[0, 1])
    assert (found.low, found.high) == pytest.approx((2 * low / (1 + low), 2 * high / (1 + high)), abs=1e-6)


def test_difference_between_groups(summed: Sums, referee: dict[str, Any]) -> None:
    table = dif_table(summed)
    table = table[table["by"] == "gender"]
    assert set(table["reference"]) == {"man"}
    assert table["odds"].tolist() == pytest.approx([odds for odds, _chi2, _p in referee["mh"]], rel=1e-9)
    pairs = [(c, q, r[1], r[2]) for c, q, r in zip(table["chi2"], table["p"], referee["mh"], strict=True)]
    for chi2, p, theirs, their_p in pairs:
        if chi2 > 0:
            assert (chi2, p) == pytest.approx((theirs, their_p), rel=1e-6)
        else:  # below half a person R leaves the correction out; both say that there is nothing
            assert p == 1
            assert their_p > 0.5
    assert sum(chi2 > 0 for chi2, *_rest in pairs) >= 12
    assert (table["delta"] == -2.35 * np.log(table["odds"])).all()
    assert table[table["grade"] != "A"]["item"].tolist() == ["i-06"]


def test_mantel_haenszel_against_statsmodels() -> None:
    from statsmodels.stats.contingency_tables import StratifiedTable  # noqa: PLC0415 slow

    cells = np.random.default_rng(3).integers(1, 30, (4, 9)).astype(float)
    theirs = StratifiedTable([cells[:, n].reshape(2, 2) for n in range(9)])
    ours = mantel_haenszel(*cells)
    assert ours["odds"] == pytest.approx(theirs.oddsratio_pooled)
    assert ours["se"] == pytest.approx(theirs.logodds_pooled_se)
    assert ours["p"] == pytest.approx(theirs.test_null_odds(correction=True).pvalue)


def test_grades() -> None:
    assert [grade(*x) for x in ((-0.9, 0.01, 0.0), (1.2, 0.1, 0.001), (-1.7, 0.1, 0.001), (1.7, 0.4, 0.04), (2, 1, 0.2))] == [
        "A", "B", "C", "B", "A",
    ]  # fmt: skip
    assert grade(math.nan, math.nan, math.nan) == ""


def test_gain() -> None:
    import scipy.stats  # noqa: PLC0415 slow

    rng = np.random.default_rng(8)
    before = rng.beta(4, 5, 90)
    after = np.clip(before + rng.normal(0.2, 0.1, 90), 0, 1)
    found = gain(90, before.sum(), after.sum(), (before**2).sum(), (after**2).sum(), (before * after).sum())
    assert found["gain"] == pytest.approx((after.mean() - before.mean()) / (1 - before.mean()))
    paired = scipy.stats.ttest_rel(after, before).confidence_interval()
    assert (found["change_low"], found["change_high"]) == pytest.approx(tuple(paired))
    resampled = scipy.stats.bootstrap(
        (before, after),
        lambda b, a, axis: (a.mean(axis) - b.mean(axis)) / (1 - b.mean(axis)),
        paired=True, vectorized=True, n_resamples=4000, rng=np.random.default_rng(1), method="percentile",
    ).confidence_interval  # fmt: skip
    assert (found["gain_low"], found["gain_high"]) == pytest.approx(tuple(resampled), abs=0.01)


def test_options_and_curves(summed: Sums, scores: Scores) -> None:
    matrix = scores[1]
    chosen = np.array(
        [["a" if s == 1 else "bc"[(n + i) % 2] for i, s in enumerate(row)] for n, row in enumerate(matrix)]
    )
    table = choice_table(summed).set_index(["item", "response"])
    rest = matrix.sum(axis=1) - matrix[:, 4]
    for option in "abc":
        row = table.loc[("i-04", f'"{option}"')]
        assert row["n"] == (chosen[:, 4] == option).sum()
        assert row["rest"] == pytest.approx(rest[chosen[:, 4] == option].mean() / rest.mean())
    curve = curve_table(summed)
    assert curve.groupby("item")["n"].sum().eq(240).all()
    whole = curve.assign(x=curve["mean"] * curve["n"]).groupby("item")["x"].sum() / 240
    assert whole.tolist() == pytest.approx(matrix.mean(axis=0).tolist())


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r_still_says_so(referee: dict[str, Any]) -> None:
    done = subprocess.run(["Rscript", "referee.R"], cwd=DATA, capture_output=True, text=True, check=False)
    if "there is no package" in done.stderr:
        pytest.skip("psych is not installed")
    found = json.loads(done.stdout)
    for name in ("alpha", "feldt", "corrected", "kr20", "half", "mean"):
        assert np.ravel(found[name]).tolist() == pytest.approx(np.ravel(referee[name]).tolist(), rel=1e-9)


def test_one_group_all_right_and_the_other_all_wrong() -> None:
    """The plainest difference has no odds ratio; R's mantelhaen.test gives Inf and the same test."""
    from statsmodels.stats.contingency_tables import StratifiedTable  # noqa: PLC0415 slow

    none, few, many = np.zeros(3), np.array([4.0, 5, 6]), np.array([6.0, 5, 4])
    found = mantel_haenszel(few, none, none, many)
    theirs = StratifiedTable([np.array([[few[n], 0], [0, many[n]]]) for n in range(3)]).test_null_odds(correction=True)
    assert (found["odds"], found["delta"]) == (math.inf, -math.inf)
    assert found["p"] == pytest.approx(theirs.pvalue)
    assert grade(found["delta"], found["se"], found["p"]) == "C"
    assert mantel_haenszel(none, few, many, none)["delta"] == math.inf
    assert grade(math.inf, math.nan, 0.2) == "A"
    assert math.isnan(mantel_haenszel(few, none, many, none)["odds"])
