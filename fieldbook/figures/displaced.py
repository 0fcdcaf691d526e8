"""People displaced, by women, men, girls and boys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.figures.evidence import Figure, evidence, missing, table_of
from fieldbook.figures.style import WIDTH, canvas, path, rules, text_width, texts
from fieldbook.figures.words import month_year, number, percent
from fieldbook.i18n import _
from fieldbook.render.palette import ACCENT, CONTEXT, LINE, MUTED

if TYPE_CHECKING:
    from fieldbook.load.context import ContextPack

FILE = "displacement.csv"
GROUPS = ("women", "men", "girls", "boys")


def displacement(pack: ContextPack, *, question: str | None = None) -> Figure:
    """People displaced at the end of each month in areas that were counted in every month shown."""
    frame = pack.displacement.dropna(subset=list(GROUPS))
    if frame.empty:
        return missing("displacement", pack, what=_("People displaced, month by month"), file=FILE, field="month, area, women, …", question=question)
    months = frame["month"].nunique()
    counted = frame.groupby("area")["month"].nunique()
    steady = counted[counted == months].index
    left_out = sorted(set(frame["area_name"]) - set(frame.loc[frame["area"].isin(steady), "area_name"]))
    if len(steady) == 0:
        steady, left_out = counted.index, []
    total = frame[frame["area"].isin(steady)].groupby("month")[list(GROUPS)].sum().astype(float).reset_index()
    last = total.iloc[-1]
    everybody = sum(last[group] for group in GROUPS)
    children = (last["girls"] + last["boys"]) / everybody if everybody else 0
    when = month_year(pd.Timestamp(last["month"]).date())
    title = _("In {month} {children} of {n} displaced people were girls and boys").format(month=when, children=percent(children), n=number(everybody))
    names = {"women": _("Women"), "men": _("Men"), "girls": _("Girls"), "boys": _("Boys")}
    listed = "; ".join(f"{names[group]}: {number(last[group])}" for group in GROUPS)
    first = month_year(pd.Timestamp(total["month"].iloc[0]).date())
    alt = _("Four lines from {first} to {last}. At the end {values}.").format(first=first, last=when, values=listed)
    table = total.assign(month=[month_year(value.date()) for value in total["month"]], all=total[list(GROUPS)].sum(axis=1))
    labels = {"month": _("Month"), **names, "all": _("All")}
    areas = _("Areas that were not counted in every month are left out: {areas}.").format(areas=", ".join(left_out)) if left_out else ""
    return evidence("displacement", pack, title=title, alt=f"{alt} {title}.", chart=_lines(total, names) if len(total) > 1 else None, about=FILE,
                    table=table_of(table.iloc[::-1], labels, numbers={*GROUPS, "all"}), question=question, cannot_show=areas)  # fmt: skip


def _lines(total: pd.DataFrame, names: dict[str, str]) -> dict[str, Any]:
    """Four lines with their names at the end, from a common zero."""
    height, top = 220.0, 16.0
    room = max(text_width(f"{text} 999,999") for text in names.values())
    wide = WIDTH - room
    most = max(total[list(names)].to_numpy().max(), 1.0)
    step = wide / (len(total) - 1)
    rows = [
        {"group": group, "x": place * step, "y": top + (1 - value / most) * (height - top)}
        for group in names
        for place, value in enumerate(total[group])
    ]
    frame = pd.DataFrame(rows)
    ends = frame.groupby("group", sort=False).tail(1).sort_values("y", ignore_index=True)
    last = total.iloc[-1]
    ends["text"] = [f"{names[group]} {number(last[group])}" for group in ends["group"]]
    spread: list[float] = []
    for y in ends["y"]:
        spread.append(max(y, spread[-1] + 17) if spread else y)
    labels = ends.assign(x=wide + 6, y=spread)
    zero = pd.DataFrame({"x": [0.0], "x2": [wide], "y": [height], "y2": [height]})
    dates = [total["month"].iloc[0], total["month"].iloc[-1]]
    words = [month_year(date.date()) for date in dates]
    axis = pd.DataFrame({"text": words, "x": [0.0, wide - text_width(words[1])], "y": [height + 14] * 2})
    young = frame["group"].isin(["girls", "boys"])
    layers = [rules(zero, color=LINE), path(frame[~young], "group", color=CONTEXT), path(frame[young], "group", color=ACCENT), texts(labels), texts(axis, color=MUTED)]
    return canvas(layers, max(height + 26, max(spread) + 10))
