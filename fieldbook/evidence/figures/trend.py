"""Reports year by year, and whether the current year so far is above or below the same months of the last one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from fieldbook.core.message import Date, Message, Month, Number, Phrase, Value, listing, message, plural, series
from fieldbook.evidence.evidence import Figure, evidence, table_of
from fieldbook.evidence.figures.event_reports import FILE, no_reports, on_civilians, reports, sides_known
from fieldbook.evidence.figures.figure_words import day, day_month, month_year, valued
from fieldbook.evidence.figures.frame_rows import leaders, records
from fieldbook.evidence.figures.pooling import enough
from fieldbook.model.chart import Column, ColumnChart

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
    labels = {
        "year": message("Year"),
        "reports": message("Incidents reported"),
        "same_period": _period(as_of),
        "on_civilians": message("Attacks on civilians"),
        "civilians": message("Civilians reported killed"),
    }
    if _complete(as_of):
        del labels["same_period"]
    if not sides_known(frame):
        del labels["on_civilians"]
    return evidence(
        "incident_trend",
        pack,
        title=_finding(years, frame, as_of),
        shows=_shown_years(years, as_of),
        chart=_chart(years, as_of),
        table=table_of(years, labels, numbers=set(labels) - {"year"}),
        about=FILE,
        cannot_show=_limits(frame, month_year if FILE in pack.limits else day_month),
        question=question,
    )


def _complete(as_of: dt.date) -> bool:
    return (as_of.month, as_of.day) == (12, 31)


def _period(as_of: dt.date) -> Message:
    return message("1 January to {day}", day=day_month(as_of))


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


def _chart(years: pd.DataFrame, as_of: dt.date) -> ColumnChart:
    """The last year stands out whole once it is over; until then each year's part up to the same day does."""
    if not _complete(as_of):
        parts = [
            Column(label=row.year, value=row.reports, accent=row.same_period, shown=Number(value=row.same_period))
            for row in records(years)
        ]
        return ColumnChart(columns=tuple(parts), legend=_period(as_of))
    last = years["year"].iloc[-1]
    columns = [
        Column(
            label=row.year,
            value=row.reports,
            accent=row.reports if row.year == last else 0,
            shown=Number(value=row.reports),
        )
        for row in records(years)
    ]
    return ColumnChart(columns=tuple(columns))


def _finding(years: pd.DataFrame, frame: pd.DataFrame, as_of: dt.date) -> Message:
    """The last year against the one before, like with like."""
    column = "reports" if _complete(as_of) else "same_period"
    now, before = int(years[column].iloc[-1]), int(years[column].iloc[-2])
    year, last = str(as_of.year), str(as_of.year - 1)
    values: dict[str, Value] = {"year": year, "last": last, "day": day_month(as_of), "now": now}
    if len(years) == 2 and frame["day"].min().month > 1:
        return message(
            "Incidents reported in {year} until {day}: {now}; the year before was recorded only in part", **values
        )
    whole = _complete(as_of)
    if now == before and whole:
        return message("As many incidents were reported in {year} as in {last}: {now}", **values)
    if now == before:
        return message("As many incidents were reported up to {day} in {year} as in {last}: {now}", **values)
    return _change(values | {"before": before}, more=now > before, whole=whole)


def _change(values: Mapping[str, Value], *, more: bool, whole: bool) -> Message:
    if whole and more:
        return message("More incidents were reported in {year} than in {last}: {now} against {before}", **values)
    if whole:
        return message("Fewer incidents were reported in {year} than in {last}: {now} against {before}", **values)
    if more:
        return message(
            "More incidents were reported up to {day} in {year} than in {last}: {now} against {before}", **values
        )
    return message(
        "Fewer incidents were reported up to {day} in {year} than in {last}: {now} against {before}", **values
    )


def _shown_years(years: pd.DataFrame, as_of: dt.date) -> Iterator[Phrase]:
    shown = years.tail(_ALL_IN_ALT)
    yield message(
        "Column chart of reported incidents for each year from {first} to {last}. {values}.",
        first=years["year"].iloc[0],
        last=years["year"].iloc[-1],
        values=series(valued(row.year, row.reports) for row in records(shown)),
    )
    if not _complete(as_of):
        yield message("The last year counts only until {day}.", day=day(as_of))
    yield message("The most reports are from {years}.", years=listing(leaders(years, "year", "reports")[:4]))


def _limits(frame: pd.DataFrame, when: Callable[[dt.date], Date]) -> Iterator[Phrase]:
    yield message("More or fewer reports can mean more or less violence, or more or less access for those who report.")
    first = frame["day"].min()
    if first.month > 1:
        yield message("The first year, {year}, has reports only from {day} on.", year=str(first.year), day=when(first))


def _one_year(pack: ContextPack, frame: pd.DataFrame, question: str | None) -> Figure:
    first, last = frame["day"].min(), frame["day"].max()
    months = pd.period_range(first, last, freq="M")
    counts = frame["day"].dt.to_period("M").value_counts().reindex(months, fill_value=0)
    table = pd.DataFrame({"month": [month_year(month.start_time) for month in months], "reports": counts.to_list()})
    shows = message(
        "Reported incidents for each month. {values}.",
        values=series(valued(row.month, row.reports) for row in records(table)),
    )
    columns = [
        Column(label=Month(number=month.month, short=True), value=count, accent=0, shown=Number(value=count))
        for month, count in zip(months, table["reports"], strict=True)
    ]
    labels = {"month": message("Month"), "reports": message("Incidents reported")}
    return evidence(
        "incident_trend",
        pack,
        title=_one_year_title(len(frame), first, last, month_year if FILE in pack.limits else day),
        shows=[shows],
        chart=ColumnChart(columns=tuple(columns)) if len(months) > 1 else None,
        table=table_of(table, labels, numbers={"reports"}),
        about=FILE,
        cannot_show=[message("One year says nothing about a trend.")],
        question=question,
    )


def _one_year_title(count: int, first: pd.Timestamp, last: pd.Timestamp, when: Callable[[dt.date], Date]) -> Message:
    if first == last and when is day:
        return plural(
            "{n} incident was reported, on {day}", "{n} incidents were reported, all on {day}", count, day=day(first)
        )
    if when(first) == when(last):
        return plural(
            "{n} incident was reported in {month}", "{n} incidents were reported in {month}", count, month=when(first)
        )
    return plural(
        "{n} incident was reported between {first} and {last}",
        "{n} incidents were reported between {first} and {last}",
        count,
        first=when(first),
        last=when(last),
    )
