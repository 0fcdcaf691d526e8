"""In which calendar months incidents were reported, as a mean over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from fieldbook.core.message import Message, Month, Number, Percent, listing, message, plural, series
from fieldbook.evidence.evidence import Figure, evidence, table_of
from fieldbook.evidence.figures.event_reports import (
    FILE,
    no_months,
    no_reports,
    on_civilians,
    reports,
    sides_known,
    undated_note,
)
from fieldbook.evidence.figures.figure_words import valued
from fieldbook.evidence.figures.frame_rows import phrases
from fieldbook.model.chart import Column, ColumnChart

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

_LEAST_YEARS = 2
_LEAST_REPORTS = 20
"""With fewer, not two in each calendar month, the order of months is chance."""
_EVEN = 0.35
"""Three months hold a quarter of a year; up to this share no season stands out."""


def seasonality(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Mean number of reports in each calendar month; a month of the running year counts once it is complete."""
    frame = reports(pack)
    placed = frame[frame["placed"]]
    if placed.empty:
        return (no_reports if frame.empty else no_months)("seasonality", pack, question)
    means = _means(placed, pd.Timestamp(pack.meta.as_of))
    best = _best(means) if len(placed) >= _LEAST_REPORTS else []
    drawn = means[means["years"] > 0]
    labels = {
        "month": message("Month"),
        "mean": message("Reports a year, mean"),
        "low": message("Fewest in a year"),
        "high": message("Most in a year"),
        "civilians": message("Attacks on civilians a year, mean"),
        "years": message("Years counted"),
    }
    if not sides_known(frame):
        del labels["civilians"]
    shows = message(
        "Columns for the twelve months, mean number of reports in a year. {values}.",
        values=series(valued(Month(number=month), mean) for month, mean in drawn["mean"].items()),
    )
    table = means.round(1).assign(month=phrases(means, (Month(number=month) for month in means.index)))
    return evidence(
        "seasonality",
        pack,
        title=_finding(means, best, len(placed)),
        shows=[shows],
        chart=_chart(drawn, best),
        about=FILE,
        question=question,
        table=table_of(table, labels, numbers=set(labels) - {"month"}),
        cannot_show=[
            message("Why months differ: a road that is closed by rain stops reports as well as attacks."),
            *undated_note(frame),
        ],
    )


def _chart(drawn: pd.DataFrame, best: list[int]) -> ColumnChart:
    columns = [
        Column(
            label=Month(number=month, short=True),
            value=mean,
            accent=mean if month in best else 0,
            shown=Number(value=mean),
        )
        for month, mean in drawn["mean"].items()
    ]
    return ColumnChart(columns=tuple(columns))


def _means(placed: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """For each calendar month: mean, low and high over the years in which it lies whole inside the record."""
    first = placed["day"].min().to_period("M")
    last = as_of.to_period("M") if as_of.is_month_end else as_of.to_period("M") - 1
    months = pd.period_range(first, max(first, last), freq="M")
    every = placed["day"].dt.to_period("M").value_counts().reindex(months, fill_value=0)
    attacks = on_civilians(placed)["day"].dt.to_period("M").value_counts().reindex(months, fill_value=0)
    by_month = every.groupby(months.month)
    found = pd.DataFrame(
        {
            "mean": by_month.mean(),
            "low": by_month.min(),
            "high": by_month.max(),
            "civilians": attacks.groupby(months.month).mean(),
            "years": by_month.size(),
        }
    )
    return found.reindex(pd.RangeIndex(1, 13, name="month")).fillna({"years": 0})


def _best(means: pd.DataFrame) -> list[int]:
    """The three months in a row with most reports, where the record is long enough and they stand out; else none."""
    if means["years"].min() < _LEAST_YEARS or not means["mean"].sum():
        return []
    year = means["mean"].to_list()
    sums = pd.Series([sum(year[(start + n) % 12] for n in range(3)) for start in range(12)]).round(6)
    first = int(sums.argmax())
    if (sums == sums.max()).sum() > 1 or sums.max() / sum(year) < _EVEN:
        return []
    return [(first + n) % 12 + 1 for n in range(3)]


def _finding(means: pd.DataFrame, best: list[int], placed: int) -> Message:
    if means["years"].min() < _LEAST_YEARS:
        return message("The record is too short to speak of a season: less than two years of some months")
    if placed < _LEAST_REPORTS:
        return plural(
            "The record has {n} report with a known month, too few to speak of a season",
            "The record has {n} reports with a known month, too few to speak of a season",
            placed,
        )
    if not best:
        return message("The reports show no clear season: no three months in a row stand out")
    share = means.loc[best, "mean"].sum() / means["mean"].sum()
    months = listing(Month(number=month) for month in best)
    return message("{share} of the reports in a mean year fall in {months}", share=Percent(share=share), months=months)
