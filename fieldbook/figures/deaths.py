"""How sure the number of dead is: the low, best and high estimates of each year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.figures.evidence import Figure, evidence, table_of
from fieldbook.figures.reports import FILE, no_reports, reports
from fieldbook.figures.style import ROW, WIDTH, canvas, circles, rules, text_width, texts
from fieldbook.figures.words import number, percent
from fieldbook.i18n import _
from fieldbook.render.palette import ACCENT, CONTEXT, MUTED

if TYPE_CHECKING:
    from fieldbook.load.context import ContextPack


def uncertainty(pack: ContextPack, *, question: str | None = None) -> Figure:
    """People reported killed in each year: low, best and high. Events without one of the three count with their best."""
    frame = reports(pack)
    known = frame[frame["killed_best"].notna()]
    if known.empty:
        return no_reports("uncertainty", pack, question)
    best = known["killed_best"].astype(float)
    known = known.assign(low=known["killed_low"].astype("Float64").fillna(best), best=best, high=known["killed_high"].astype("Float64").fillna(best))
    years = known.groupby("year")[["low", "best", "high"]].sum().astype(float).reset_index()
    years["year"] = years["year"].astype(str)
    widest = years.assign(gap=years["high"] - years["low"]).sort_values(["gap", "year"], ascending=[False, True]).iloc[0]
    title = _finding(widest)
    values = "; ".join(
        _("{year}: between {low} and {high}, best {best}").format(year=row.year, low=number(row.low), high=number(row.high), best=number(row.best))
        for row in years.itertuples()
    )
    alt = _("A line for each year from the low to the high estimate of people killed, with a point at the best. {values}.").format(values=values)
    labels = {"year": _("Year"), "low": _("Low"), "best": _("Best"), "high": _("High")}
    return evidence("uncertainty", pack, title=title, alt=f"{alt} {title}.", chart=_chart(years), about=FILE, question=question,
                    table=table_of(years, labels, numbers={"low", "best", "high"}),
                    cannot_show=_("Low and high are what sources gave, not a statistical interval; the truth can lie outside."))  # fmt: skip


def _finding(widest: pd.Series) -> str:
    low, best, high, year = widest["low"], widest["best"], widest["high"], widest["year"]
    if high == low:
        return _("The sources give one number of dead for each event, which does not make it certain")
    text = _("For {year} the estimates of people killed run from {low} to {high}; the best estimate is {best}")
    if best > 0 and (high - low) / best >= 0.2:
        text = _("For {year} the estimates of people killed run from {low} to {high}, a range of {range} of the best estimate, {best}")
    return text.format(year=year, low=number(low), high=number(high), best=number(best), range=percent((high - low) / best) if best else "")


def _chart(years: pd.DataFrame) -> dict[str, Any]:
    left = max(text_width(year) for year in years["year"]) + 12
    room = max(text_width(number(value)) for value in years["high"]) + 14
    scale = (WIDTH - left - room) / max(years["high"].max(), 1.0)
    height = ROW * 0.7
    frame = years.assign(row=[height * (place + 0.5) for place in range(len(years))])
    line = frame.assign(x=left + frame["low"] * scale, x2=left + frame["high"] * scale, y=frame["row"], y2=frame["row"])
    dots = frame.assign(x=left + frame["best"] * scale, y=frame["row"], r=6)
    names = frame.assign(text=frame["year"], x=0.0, y=frame["row"])
    ends = frame.assign(text=[number(value) for value in frame["high"]], x=line["x2"] + 10, y=frame["row"])
    zero = pd.DataFrame({"x": [left], "x2": [left], "y": [0.0], "y2": [height * len(frame)]})
    layers = [rules(zero), rules(line, color=CONTEXT, strokeWidth=6), circles(dots, color=ACCENT), texts(names), texts(ends, color=MUTED)]
    return canvas(layers, height * len(frame))
