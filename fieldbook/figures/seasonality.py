"""In which calendar months incidents were reported, over all complete years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from fieldbook.figures.columns import column_chart
from fieldbook.figures.evidence import Figure, evidence, table_of
from fieldbook.figures.reports import FILE, no_reports, on_civilians, reports, undated_note
from fieldbook.figures.words import leaders, listing, month, number, percent
from fieldbook.i18n import _

if TYPE_CHECKING:
    from fieldbook.load.context import ContextPack

_MANY = 3
"""With more leading months than this no month stands out."""


def seasonality(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Mean number of reports in each calendar month; a month of the running year counts once it is complete."""
    frame = reports(pack)
    placed = frame[frame["placed"]]
    if placed.empty:
        return no_reports("seasonality", pack, question)
    counts = _means(placed, pd.Timestamp(pack.meta.as_of))
    table_frame = counts.assign(name=[month(n) for n in counts.index], short=[month(n, short=True) for n in counts.index])
    chart = column_chart(table_frame.assign(part=counts["civilians"]), "short", "mean", part=("part", _("attacks on civilians")))
    values = "; ".join(f"{label}: {number(mean)}" for label, mean in zip(table_frame["name"], table_frame["mean"], strict=True))
    title = _finding(counts["mean"])
    alt = _("Columns for the twelve months, mean number of reports in a year. {values}.").format(values=values)
    labels = {"name": _("Month"), "mean": _("Reports a year, mean"), "civilians": _("Attacks on civilians a year, mean"), "years": _("Years counted")}
    return evidence("seasonality", pack, title=title, alt=f"{alt} {title}.", chart=chart, about=FILE, question=question,
                    table=table_of(table_frame, labels, numbers=set(labels) - {"name"}),
                    cannot_show=" ".join(filter(None, [_("Roads that are closed by rain stop reports as well as attacks."), undated_note(frame)])))  # fmt: skip


def _means(placed: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    first = placed["day"].min().to_period("M")
    last = as_of.to_period("M") if as_of.is_month_end else as_of.to_period("M") - 1
    months = pd.period_range(first, max(first, last), freq="M")
    index = pd.RangeIndex(1, 13, name="month")
    years = pd.Series(months.month).value_counts().reindex(index, fill_value=0)
    inside = placed[placed["day"].dt.to_period("M").isin(months)]
    every = inside.groupby("month").size().reindex(index, fill_value=0)
    civilians = on_civilians(inside).groupby("month").size().reindex(index, fill_value=0)
    shared = years.where(years > 0)
    return pd.DataFrame({"mean": (every / shared).fillna(0.0), "civilians": (civilians / shared).fillna(0.0), "years": years})


def _finding(means: pd.Series) -> str:
    top = [int(label) for label in leaders(means.round(6))]
    if len(top) > _MANY or means.sum() == 0:
        return _("No month stands out in the reports")
    best = means.sort_values(ascending=False, kind="stable").index[:3]
    share = means.loc[best].sum() / means.sum()
    names = listing([month(int(n)) for n in sorted(best)])
    if share < 0.35:
        return _("Reports are spread over the year; the three months with most of them, {months}, have {share}").format(months=names, share=percent(share))
    return _("{share} of the reports in a year fall in {months}").format(months=names, share=percent(share))
