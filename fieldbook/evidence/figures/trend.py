"""Reports year by year, and whether the current year so far is above or below the same months of the last one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from fieldbook.core.i18n import _, ngettext
from fieldbook.evidence.evidence import Figure, evidence, table_of
from fieldbook.evidence.figures.column_chart import column_chart, part_chart
from fieldbook.evidence.figures.event_reports import FILE, no_reports, on_civilians, reports, sides_known
from fieldbook.evidence.figures.figure_words import day, day_month, leaders, listing, month, month_year, number
from fieldbook.evidence.figures.frame_rows import records
from fieldbook.evidence.figures.pooling import enough

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

_ALL_IN_ALT = 15


def incident_trend(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Reported incidents for each year; for each month where all lie in one year."""
    frame = reports(pack)
    if frame.empty:
        return no_reports("incident_trend", pack, question)
    as_of = pack.meta.as_of
    if frame["year"].min() == as_of.year or frame["year"].nunique() == 1:
        return _one_year(pack, frame, question)
    years = _years(frame, as_of)
    years["civilians"] = enough(years, "civilians", "reports", pack.least(FILE))
    finding = _finding(years, frame, as_of)
    if _complete(as_of):
        chart = column_chart(years, "year", "reports", accent=list(years["year"])[-1:])
    else:
        chart = part_chart(years, "year", "reports", "same_period", _period(as_of))
    labels = {
        "year": _("Year"),
        "reports": _("Incidents reported"),
        "same_period": _period(as_of),
        "on_civilians": _("Attacks on civilians"),
        "civilians": _("Civilians reported killed"),
    }
    if _complete(as_of):
        del labels["same_period"]
    if not sides_known(frame):
        del labels["on_civilians"]
    table = table_of(years, labels, numbers=set(labels) - {"year"})
    return evidence(
        "incident_trend",
        pack,
        title=finding,
        alt=f"{_alt(years, as_of)} {finding}.",
        chart=chart,
        table=table,
        about=FILE,
        cannot_show=_cannot_show(frame, month_year if FILE in pack.limits else day_month),
        question=question,
    )


def _complete(as_of: dt.date) -> bool:
    return (as_of.month, as_of.day) == (12, 31)


def _period(as_of: dt.date) -> str:
    return _("1 January to {day}").format(day=day_month(as_of))


def _years(frame: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """One row for each year from the first report to the as-of date, years without reports as well."""
    index = pd.RangeIndex(int(frame["year"].min()), as_of.year + 1, name="year")
    until = as_of.month * 100 + as_of.day
    inside = frame[frame["placed"] & (frame["day"].dt.month * 100 + frame["day"].dt.day <= until)]
    years = pd.DataFrame(
        {
            "reports": frame.groupby("year").size().reindex(index, fill_value=0),
            "same_period": inside.groupby("year").size().reindex(index, fill_value=0),
            "on_civilians": on_civilians(frame).groupby("year").size().reindex(index, fill_value=0),
            "civilians": frame.groupby("year")["civilians_killed"].sum(min_count=1).reindex(index),
        }
    ).reset_index()
    return years.assign(year=years["year"].astype(str))


def _finding(years: pd.DataFrame, frame: pd.DataFrame, as_of: dt.date) -> str:
    """The last year against the one before, like with like."""
    column = "reports" if _complete(as_of) else "same_period"
    now, before = int(years[column].iloc[-1]), int(years[column].iloc[-2])
    began_late = len(years) == 2 and frame["day"].min().month > 1
    values = {
        "year": as_of.year,
        "last": as_of.year - 1,
        "day": day_month(as_of),
        "now": number(now),
        "before": number(before),
    }
    return _sentence(now, before, complete=_complete(as_of), comparable=not began_late).format(**values)


def _sentence(now: int, before: int, *, complete: bool, comparable: bool) -> str:  # noqa: PLR0911 whole sentences
    if not comparable:
        return _("Incidents reported in {year} until {day}: {now}; the year before was recorded only in part")
    if complete and now == before:
        return _("As many incidents were reported in {year} as in {last}: {now}")
    if complete and now > before:
        return _("More incidents were reported in {year} than in {last}: {now} against {before}")
    if complete:
        return _("Fewer incidents were reported in {year} than in {last}: {now} against {before}")
    if now == before:
        return _("As many incidents were reported up to {day} in {year} as in {last}: {now}")
    if now > before:
        return _("More incidents were reported up to {day} in {year} than in {last}: {now} against {before}")
    return _("Fewer incidents were reported up to {day} in {year} than in {last}: {now} against {before}")


def _alt(years: pd.DataFrame, as_of: dt.date) -> str:
    counts = years.set_index("year")["reports"]
    shown = counts if len(counts) <= _ALL_IN_ALT else counts.tail(_ALL_IN_ALT)
    values = "; ".join(f"{year}: {number(count)}" for year, count in shown.items())
    until = "" if _complete(as_of) else " " + _("The last year counts only until {day}.").format(day=day(as_of))
    most = _("The most reports are from {years}.").format(years=listing(leaders(counts)[:4]))
    return (
        _("Column chart of reported incidents for each year from {first} to {last}. {values}.").format(
            first=counts.index[0], last=counts.index[-1], values=values
        )
        + f"{until} {most}"
    )


def _cannot_show(frame: pd.DataFrame, when: Callable[[dt.date], str]) -> str:
    text = _("More or fewer reports can mean more or less violence, or more or less access for those who report.")
    first = frame["day"].min()
    if first.month > 1:
        return (
            text
            + " "
            + _("The first year, {year}, has reports only from {day} on.").format(year=first.year, day=when(first))
        )
    return text


def _one_year(pack: ContextPack, frame: pd.DataFrame, question: str | None) -> Figure:
    first, last = frame["day"].min(), frame["day"].max()
    months = pd.period_range(first, last, freq="M")
    counts = frame["day"].dt.to_period("M").value_counts().reindex(months, fill_value=0)
    table_frame = pd.DataFrame(
        {
            "month": [month_year(m.start_time) for m in months],
            "short": [month(m.month, short=True) for m in months],
            "reports": counts.to_list(),
        }
    )
    title = _one_year_title(len(frame), first, last, month_year if FILE in pack.limits else day)
    chart = column_chart(table_frame, "short", "reports", accent=()) if len(months) > 1 else None
    values = "; ".join(f"{row.month}: {number(row.reports)}" for row in records(table_frame))
    alt = _("Reported incidents for each month. {values}.").format(values=values)
    table = table_of(table_frame, {"month": _("Month"), "reports": _("Incidents reported")}, numbers={"reports"})
    return evidence(
        "incident_trend",
        pack,
        title=title,
        alt=f"{alt} {title}.",
        chart=chart,
        table=table,
        about=FILE,
        cannot_show=_("One year says nothing about a trend."),
        question=question,
    )


def _one_year_title(count: int, first: pd.Timestamp, last: pd.Timestamp, when: Callable[[dt.date], str]) -> str:
    if first == last and when is day:
        return ngettext(
            "{n} incident was reported, on {day}", "{n} incidents were reported, all on {day}", count
        ).format(n=number(count), day=day(first))
    if when(first) == when(last):
        text = ngettext("{n} incident was reported in {month}", "{n} incidents were reported in {month}", count)
        return text.format(n=number(count), month=when(first))
    text = ngettext(
        "{n} incident was reported between {first} and {last}",
        "{n} incidents were reported between {first} and {last}",
        count,
    )
    return text.format(n=number(count), first=when(first), last=when(last))
