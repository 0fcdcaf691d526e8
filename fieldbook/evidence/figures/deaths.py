"""How sure the number of dead is: the low, best and high estimates of each year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.context.disclosure import too_few
from fieldbook.core.message import Message, Number, Phrase, listing, message, plural, series
from fieldbook.evidence.evidence import Figure, evidence, table_of, withheld
from fieldbook.evidence.figures.event_reports import FILE, no_reports, reports
from fieldbook.evidence.figures.figure_words import day, valued
from fieldbook.evidence.figures.frame_rows import records
from fieldbook.model.chart import Interval, IntervalChart

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

_BOUNDS = ["killed_low", "killed_best", "killed_high"]


def uncertainty(pack: ContextPack, *, question: str | None = None) -> Figure:
    """People reported killed in each year, all victims: the sums of the low, best and high estimates.

    An incident without a low or high estimate counts with its best in all three sums, so that the years stay complete.
    """
    frame = reports(pack)
    known = frame[frame["killed_best"].notna()]
    if known.empty:
        return no_reports("uncertainty", pack, question)
    few = too_few(known["year"].value_counts(), pack.least(FILE))
    known = known[~known["year"].map(few)]
    if known.empty:
        what = message("Estimates of people killed")
        return withheld("uncertainty", pack, what=what, file=FILE, question=question)
    years = _years(known)
    title, widest = _finding(years)
    shows = message(
        "A line for each year from the low to the high estimate of people killed, with a point at the best. {values}.",
        values=series(_valued(row) for row in records(years)),
    )
    intervals = [
        Interval(
            name=row.year,
            low=row.low,
            middle=row.best,
            high=row.high,
            shown=_range(row.low, row.high),
            accent=row.year == widest,
        )
        for row in records(years)
    ]
    labels = {"year": message("Year"), "low": message("Low"), "best": message("Best"), "high": message("High")}
    return evidence(
        "uncertainty",
        pack,
        title=title,
        shows=[shows],
        chart=IntervalChart(intervals=tuple(intervals)),
        about=FILE,
        question=question,
        table=table_of(years, labels, numbers={"low", "best", "high"}),
        cannot_show=_limits(pack, frame, list(few.index[few])),
    )


def _years(known: pd.DataFrame) -> pd.DataFrame:
    """One row for each year with an estimate: year (text), low, best, high."""
    bounded = known.assign(**{bound: known[bound].fillna(known["killed_best"]) for bound in _BOUNDS})
    years = bounded.groupby("year")[_BOUNDS].sum().astype(float).set_axis(["low", "best", "high"], axis=1).reset_index()
    return years.assign(year=years["year"].astype(str))


def _finding(years: pd.DataFrame) -> tuple[Message, str]:
    """The finding, and the year with the widest range, which it is about (empty where no range is given)."""
    row = years.assign(gap=years["high"] - years["low"]).sort_values(["gap", "year"], ascending=[False, True]).iloc[0]
    if row["gap"] == 0:
        return message("The record has one number of dead for each incident, which does not make it certain"), ""
    finding = message(
        "For {year} the estimates of people killed run from {low} to {high}; the best estimate is {best}",
        **row[["year", "low", "high", "best"]],
    )
    return finding, row["year"]


def _valued(row: Any) -> Message:
    if row.low == row.high:
        return valued(row.year, row.low)
    return message("{year}: {low} to {high}, best {best}", year=row.year, low=row.low, high=row.high, best=row.best)


def _range(low: float, high: float) -> Phrase:
    return Number(value=low) if low == high else message("{low} to {high}", low=low, high=high)


def _limits(pack: ContextPack, frame: pd.DataFrame, left_out: list[int]) -> Iterator[Phrase]:
    yield message(
        "All victims together, armed or not. Low and high are what sources gave, not a statistical interval; "
        "the truth can lie outside."
    )
    if left_out:
        years = listing(str(year) for year in sorted(left_out))
        yield message("Left out, because too few incidents may not be added up here: {years}.", years=years)
    if frame["year"].nunique() <= pack.meta.as_of.year - frame["year"].min():
        yield message("Years without a report have no line.")
    unknown = frame["killed_best"].isna()
    if without := int(unknown.sum()):
        yield plural(
            "{n} incident has no estimate and is left out.", "{n} incidents have no estimate and are left out.", without
        )
    if single := int((~unknown & frame[["killed_low", "killed_high"]].isna().any(axis=1)).sum()):
        yield plural("{n} incident has one estimate only.", "{n} incidents have one estimate only.", single)
    if (pack.meta.as_of.month, pack.meta.as_of.day) != (12, 31):
        year = str(pack.meta.as_of.year)
        yield message("{year} counts only until {day}.", year=year, day=day(pack.meta.as_of))
