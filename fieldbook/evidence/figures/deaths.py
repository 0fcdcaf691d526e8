"""How sure the number of dead is: the low, best and high estimates of each year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from fieldbook.context.disclosure import too_few
from fieldbook.core.i18n import _, ngettext
from fieldbook.evidence.evidence import Figure, evidence, held, table_of
from fieldbook.evidence.figures.event_reports import FILE, no_reports, reports
from fieldbook.evidence.figures.figure_words import day, listing, number
from fieldbook.evidence.figures.frame_rows import records
from fieldbook.evidence.figures.row_chart import interval_chart

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
        return held("uncertainty", pack, what=_("Estimates of people killed"), file=FILE, question=question)
    bounded = known.assign(**{bound: known[bound].fillna(known["killed_best"]) for bound in _BOUNDS})
    years = bounded.groupby("year")[_BOUNDS].sum().astype(float).set_axis(["low", "best", "high"], axis=1).reset_index()
    years["year"] = years["year"].astype(str)
    title, widest = _finding(years)
    values = "; ".join(
        f"{row.year}: {_range(row.low, row.high)}"
        if row.low == row.high
        else _("{year}: {low} to {high}, best {best}").format(
            year=row.year, low=number(row.low), high=number(row.high), best=number(row.best)
        )
        for row in records(years)
    )
    alt = _(
        "A line for each year from the low to the high estimate of people killed, with a point at the best. {values}."
    ).format(values=values)
    chart = interval_chart(
        list(years["year"]),
        [(row.low, row.best, row.high) for row in records(years)],
        [_range(row.low, row.high) for row in records(years)],
        list(years["year"] == widest),
    )
    labels = {"year": _("Year"), "low": _("Low"), "best": _("Best"), "high": _("High")}
    return evidence(
        "uncertainty",
        pack,
        title=title,
        alt=f"{alt} {title}.",
        chart=chart,
        about=FILE,
        question=question,
        table=table_of(years, labels, numbers={"low", "best", "high"}),
        cannot_show=_limits(pack, frame, list(few.index[few])),
    )


def _finding(years: pd.DataFrame) -> tuple[str, str]:
    """The finding, and the year with the widest range, which it is about (empty where no range is given)."""
    row = years.assign(gap=years["high"] - years["low"]).sort_values(["gap", "year"], ascending=[False, True]).iloc[0]
    if row["gap"] == 0:
        return _("The record has one number of dead for each incident, which does not make it certain"), ""
    text = _("For {year} the estimates of people killed run from {low} to {high}; the best estimate is {best}")
    return text.format(
        year=row["year"], low=number(row["low"]), high=number(row["high"]), best=number(row["best"])
    ), str(row["year"])


def _range(low: float, high: float) -> str:
    return number(low) if low == high else _("{low} to {high}").format(low=number(low), high=number(high))


def _limits(pack: ContextPack, frame: pd.DataFrame, left_out: list[int]) -> str:
    parts = [
        _(
            "All victims together, armed or not. Low and high are what sources gave, not a statistical interval; "
            "the truth can lie outside."
        )
    ]
    if left_out:
        years = listing(str(year) for year in sorted(left_out))
        parts.append(_("Left out, because too few incidents may not be added up here: {years}.").format(years=years))
    if frame["year"].nunique() <= pack.meta.as_of.year - frame["year"].min():
        parts.append(_("Years without a report have no line."))
    unknown = frame["killed_best"].isna()
    if without := int(unknown.sum()):
        text = ngettext(
            "{n} incident has no estimate and is left out.", "{n} incidents have no estimate and are left out.", without
        )
        parts.append(text.format(n=number(without)))
    if single := int((~unknown & frame[["killed_low", "killed_high"]].isna().any(axis=1)).sum()):
        text = ngettext("{n} incident has one estimate only.", "{n} incidents have one estimate only.", single)
        parts.append(text.format(n=number(single)))
    if (pack.meta.as_of.month, pack.meta.as_of.day) != (12, 31):
        parts.append(_("{year} counts only until {day}.").format(year=pack.meta.as_of.year, day=day(pack.meta.as_of)))
    return " ".join(parts)
