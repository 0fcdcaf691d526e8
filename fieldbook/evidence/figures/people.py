"""Tables that few packs have: deaths in the service of the mission, and new displacement by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from fieldbook.core.message import Message, Number, message, plural, series
from fieldbook.evidence.evidence import Figure, evidence, missing, table_of
from fieldbook.evidence.figures.figure_words import valued
from fieldbook.evidence.figures.frame_rows import records
from fieldbook.evidence.figures.pooling import pooled
from fieldbook.model.chart import Column, ColumnChart

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

DEATHS, MOVED = "personnel_deaths.csv", "new_displacement.csv"


def personnel_deaths(pack: ContextPack, *, question: str | None = None) -> Figure:
    """People who died in the service of the mission, by year; those killed by malicious acts stand at the foot."""
    frame = pack.personnel_deaths
    if frame.empty or len(frame) < pack.least(DEATHS):
        what = message("Deaths in the service of the mission")
        return missing("personnel_deaths", pack, what=what, file=DEATHS, field="date, kind", question=question)
    years = _deaths(frame, pack.meta.as_of.year)
    labels = {"year": message("Year"), "deaths": message("Deaths"), "malicious": message("By malicious acts")}
    attacked = int(years["malicious"].sum())
    limited = DEATHS in pack.limits
    if limited:
        del labels["malicious"]
        years = pooled(years, "year", message("other years"), pack.least(DEATHS), count="deaths")
    return evidence(
        "personnel_deaths",
        pack,
        title=_deaths_title(len(frame), None if limited else attacked),
        shows=[_by_year(years, "deaths")],
        chart=None if limited else _deaths_chart(years),
        about=DEATHS,
        question=question,
        table=table_of(years, labels, numbers=set(labels) - {"year"}),
        cannot_show=[message("Injuries, and how many served in each year.")],
    )


def _deaths_title(deaths: int, attacked: int | None) -> Message:
    if attacked is None:
        return plural(
            "{n} death in the service of the mission is on record",
            "{n} deaths in the service of the mission are on record",
            deaths,
        )
    return plural(
        "{n} death in the service of the mission is on record, {attacked} by a malicious act",
        "{n} deaths in the service of the mission are on record, {attacked} by malicious acts",
        deaths,
        attacked=attacked,
    )


def _deaths(frame: pd.DataFrame, last: int) -> pd.DataFrame:
    """One row for each year from the first death to the as-of date."""
    year = frame["date"].dt.year
    index = pd.RangeIndex(int(year.min()), last + 1)
    malicious = year[frame["kind"] == "malicious-act"]
    counts = {"deaths": year.value_counts(), "malicious": malicious.value_counts()}
    years = pd.DataFrame({name: count.reindex(index, fill_value=0) for name, count in counts.items()})
    return years.rename_axis("year").reset_index().assign(year=lambda found: found["year"].astype(str))


def _deaths_chart(years: pd.DataFrame) -> ColumnChart:
    columns = [
        Column(label=row.year, value=row.deaths, accent=row.malicious, shown=Number(value=row.malicious))
        for row in records(years)
    ]
    return ColumnChart(columns=tuple(columns), legend=message("by malicious acts"))


def _by_year(years: pd.DataFrame, count: str) -> Message:
    values = series(valued(year, number) for year, number in zip(years["year"], years[count], strict=True))
    return message("Columns by year. {values}.", values=values)


def new_displacement(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Movements of people fleeing conflict, by year, with the people displaced at its end."""
    frame = pack.new_displacement
    years = _moved(frame[frame["cause"] == "conflict"])
    if years.empty or len(frame) < pack.least(MOVED):
        what = message("New displacements through conflict")
        field = "new_displacements"
        return missing("new_displacement", pack, what=what, file=MOVED, field=field, question=question)
    last = years.iloc[-1]
    labels = {
        "year": message("Year"),
        "moved": message("New displacements"),
        "people": message("People displaced at the end of the year"),
    }
    if years["people"].isna().all():
        del labels["people"]
    columns = [
        Column(
            label=row.year,
            value=row.moved,
            accent=row.moved if row.year == last["year"] else 0,
            shown=Number(value=row.moved),
        )
        for row in records(years)
    ]
    return evidence(
        "new_displacement",
        pack,
        title=_moved_title(last["year"], int(last["moved"])),
        shows=[_by_year(years, "moved")],
        chart=ColumnChart(columns=tuple(columns)),
        about=MOVED,
        question=question,
        table=table_of(years, labels, numbers={"moved", "people"}),
        cannot_show=[message("How many people moved: somebody who flees twice is counted twice.")],
    )


def _moved_title(year: str, moved: int) -> Message:
    return plural(
        "In {year}, {n} new displacement through conflict was recorded",
        "In {year}, {n} new displacements through conflict were recorded",
        moved,
        year=year,
    )


def _moved(frame: pd.DataFrame) -> pd.DataFrame:
    """``year``, ``moved``, ``people``; years without a number are left out. Two sources are never added up."""
    sources = frame["source"].value_counts()
    if len(sources) > 1:
        frame = frame[frame["source"] == sources.index[0]]
    sums = frame.groupby("year")[["new_displacements", "displaced_at_end"]].sum(min_count=1)
    known = sums.dropna(subset=["new_displacements"]).reset_index()
    names = {"new_displacements": "moved", "displaced_at_end": "people"}
    return known.rename(columns=names).assign(year=lambda found: found["year"].astype(str))
