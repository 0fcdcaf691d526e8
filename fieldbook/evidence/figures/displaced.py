"""People displaced, by women, men, girls and boys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.core.i18n import _, ngettext
from fieldbook.drawing.palette import ACCENT, CONTEXT, LINE, MUTED
from fieldbook.evidence.evidence import Figure, evidence, held, missing, table_of
from fieldbook.evidence.figures.chart_style import WIDTH, canvas, path, rules, text_width, texts
from fieldbook.evidence.figures.figure_words import listing, month_year, name, number, part
from fieldbook.evidence.figures.frame_rows import records

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

FILE = "displacement.csv"
GROUPS = ["women", "men", "girls", "boys"]
_HEIGHT, _TOP = 220.0, 16.0
_MOST_ROWS = 24
"""More months than these are listed by the quarter, the last month first: a page is waited for on slow links."""


def displacement(pack: ContextPack, *, question: str | None = None) -> Figure:
    """People displaced at the end of each month in the areas that were counted in every month."""
    counted = pack.displacement.dropna(subset=GROUPS)
    counted = counted.assign(month=pd.to_datetime(counted["month"]))
    if counted.empty:
        return missing(
            "displacement",
            pack,
            what=_("People displaced, month by month"),
            file=FILE,
            field="month, area, women, …",
            question=question,
        )
    kept, left_out = _steady(counted)
    if kept["area"].nunique() < pack.least(FILE):
        return held("displacement", pack, what=_("People displaced, month by month"), file=FILE, question=question)
    total = kept.groupby("month")[GROUPS].sum().astype(float).reset_index()
    last = total.iloc[-1]
    title = _finding(last, kept.loc[kept["month"] == last["month"], "area"].nunique())
    names = {"women": _("Women"), "men": _("Men"), "girls": _("Girls"), "boys": _("Boys")}
    listed = "; ".join(f"{names[group]}: {number(last[group])}" for group in GROUPS)
    alt = _("Four lines from {first} to {last}, girls and boys accented. In the last month: {values}.").format(
        first=month_year(total["month"].iloc[0]), last=month_year(last["month"]), values=listed
    )
    table = total.assign(month=[month_year(value) for value in total["month"]], all=total[GROUPS].sum(axis=1))
    step = 1 if len(table) <= _MOST_ROWS else 3
    head = _("Month") if step == 1 else _("Month (every third)")
    limits = _("Where people came from, and who is not registered.")
    if left_out:
        limits += " " + _("Left out, because not counted in every month: {areas}.").format(areas=listing(left_out))
    return evidence(
        "displacement",
        pack,
        title=title,
        alt=f"{alt} {title}.",
        chart=_lines(total, names) if len(total) > 1 else None,
        about=FILE,
        table=table_of(table.iloc[::-step], {"month": head, **names, "all": _("All")}, numbers={*GROUPS, "all"}),
        question=question,
        cannot_show=limits,
    )


def _steady(counted: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Rows of areas counted in every month, so that a line shows people, not coverage; else of the last month."""
    months = counted.groupby("area")["month"].nunique()
    areas = months.index[months == counted["month"].nunique()]
    kept = counted[counted["area"].isin(areas)] if len(areas) else counted[counted["month"] == counted["month"].max()]
    return kept, sorted(name(label) for label in set(counted["area_name"]) - set(kept["area_name"]))


def _finding(last: pd.Series, areas: int) -> str:
    everybody = sum(last[group] for group in GROUPS)
    where = ngettext("{n} area", "{n} areas", areas).format(n=number(areas))
    if not everybody:
        return _("In {month}, nobody was counted as displaced in {areas}").format(
            month=month_year(last["month"]), areas=where
        )
    young = part(int(last["girls"] + last["boys"]), int(everybody))
    return _("People counted as displaced in {areas} in {month}: girls and boys were {part}").format(
        month=month_year(last["month"]), part=young, areas=where
    )


def _lines(total: pd.DataFrame, names: dict[str, str]) -> dict[str, Any]:
    """Four lines with their names at the end, from a common zero."""
    last = total.iloc[-1]
    wide = WIDTH - 8 - max(text_width(f"{names[group]} {number(last[group])}") for group in names)
    most = max(total[list(names)].to_numpy().max(), 1.0)
    days = (total["month"] - total["month"].iloc[0]).dt.days
    long = total[list(names)].assign(x=days / days.iloc[-1] * wide).melt("x", var_name="group")
    long["y"] = _TOP + (1 - long["value"] / most) * (_HEIGHT - _TOP)
    ends = long[long["x"] == wide].sort_values("y", ignore_index=True)
    spread: list[float] = []
    for y in ends["y"]:
        spread.append(max(y, spread[-1] + 17) if spread else y)
    labels = ends.assign(
        text=[f"{names[row.group]} {number(row.value)}" for row in records(ends)], x=wide + 6, y=spread
    )
    zero = pd.DataFrame({"x": [0.0], "x2": [wide], "y": [_HEIGHT], "y2": [_HEIGHT]})
    dates = [month_year(total["month"].iloc[0]), month_year(last["month"])]
    axis = pd.DataFrame({"text": dates, "x": [0.0, wide], "y": _HEIGHT + 14})
    young = long["group"].isin(["girls", "boys"])
    layers = [
        rules(zero, color=LINE),
        path(long[~young], "group", color=CONTEXT),
        path(long[young], "group", color=ACCENT),
        texts(labels),
        texts(axis.head(1), color=MUTED),
        texts(axis.tail(1), color=MUTED, align="right"),
    ]
    return canvas(layers, max(_HEIGHT + 26, max(spread) + 10))
