"""People displaced, by women, men, girls and boys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from fieldbook.core.message import Message, Number, Phrase, listing, message, plural, series, words
from fieldbook.evidence.evidence import Figure, evidence, missing, table_of, withheld
from fieldbook.evidence.figures.figure_words import month_year, name, part, valued
from fieldbook.evidence.figures.frame_rows import phrases
from fieldbook.model.chart import Line, LineChart

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

FILE = "displacement.csv"
_GROUPS = {"women": message("Women"), "men": message("Men"), "girls": message("Girls"), "boys": message("Boys")}
_YOUNG = ("girls", "boys")
_MOST_ROWS = 24
"""More months than these are listed by the quarter, the last month first: a page is waited for on slow links."""


def displacement(pack: ContextPack, *, question: str | None = None) -> Figure:
    """People displaced at the end of each month in the areas that were counted in every month."""
    groups = list(_GROUPS)
    counted = pack.displacement.dropna(subset=groups)
    counted = counted.assign(month=pd.to_datetime(counted["month"]))
    what = message("People displaced, month by month")
    if counted.empty:
        return missing("displacement", pack, what=what, file=FILE, field="month, area, women, …", question=question)
    kept, left_out = _steady(counted)
    if kept["area"].nunique() < pack.least(FILE):
        return withheld("displacement", pack, what=what, file=FILE, question=question)
    total = kept.groupby("month")[groups].sum().astype(float).reset_index()
    last = total.iloc[-1]
    shows = message(
        "Four lines from {first} to {last}, girls and boys accented. In the last month: {values}.",
        first=month_year(total["month"].iloc[0]),
        last=month_year(last["month"]),
        values=series(valued(label, last[group]) for group, label in _GROUPS.items()),
    )
    table = total.assign(month=phrases(total, map(month_year, total["month"])), all=total[groups].sum(axis=1))
    step = 1 if len(table) <= _MOST_ROWS else 3
    head = message("Month") if step == 1 else message("Month (every third)")
    return evidence(
        "displacement",
        pack,
        title=_finding(last, kept.loc[kept["month"] == last["month"], "area"].nunique()),
        shows=[shows],
        chart=_chart(total) if len(total) > 1 else None,
        about=FILE,
        table=table_of(
            table.iloc[::-step], {"month": head, **_GROUPS, "all": message("All")}, numbers={*groups, "all"}
        ),
        question=question,
        cannot_show=_limits(left_out),
    )


def _steady(counted: pd.DataFrame) -> tuple[pd.DataFrame, list[Phrase]]:
    """Rows of areas counted in every month, so that a line shows people, not coverage; else of the last month."""
    months = counted.groupby("area")["month"].nunique()
    areas = months.index[months == counted["month"].nunique()]
    kept = counted[counted["area"].isin(areas)] if len(areas) else counted[counted["month"] == counted["month"].max()]
    return kept, sorted(map(name, set(counted["area_name"]) - set(kept["area_name"])), key=words)


def _finding(last: pd.Series, areas: int) -> Message:
    everybody = sum(last[group] for group in _GROUPS)
    month = month_year(last["month"])
    if not everybody:
        return plural(
            "In {month}, nobody was counted as displaced in {n} area",
            "In {month}, nobody was counted as displaced in {n} areas",
            areas,
            month=month,
        )
    return plural(
        "People counted as displaced in {n} area in {month}: girls and boys were {part}",
        "People counted as displaced in {n} areas in {month}: girls and boys were {part}",
        areas,
        month=month,
        part=part(int(sum(last[group] for group in _YOUNG)), int(everybody)),
    )


def _limits(left_out: list[Phrase]) -> Iterator[Phrase]:
    yield message("Where people came from, and who is not registered.")
    if left_out:
        yield message("Left out, because not counted in every month: {areas}.", areas=listing(left_out))


def _chart(total: pd.DataFrame) -> LineChart:
    first = total["month"].iloc[0]
    lines = [
        Line(
            name=label,
            values=tuple(total[group]),
            last=Number(value=total[group].iloc[-1]),
            accent=group in _YOUNG,
        )
        for group, label in _GROUPS.items()
    ]
    return LineChart(
        days=tuple((month - first).days for month in total["month"]),
        first=month_year(first),
        last=month_year(total["month"].iloc[-1]),
        lines=tuple(lines),
    )
