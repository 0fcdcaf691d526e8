"""Tables that few packs have: deaths in the service of the mission, and new displacement by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from fieldbook.core.i18n import _, ngettext
from fieldbook.evidence.evidence import Figure, evidence, missing, table_of
from fieldbook.evidence.figures.column_chart import column_chart, part_chart
from fieldbook.evidence.figures.figure_words import number
from fieldbook.evidence.figures.pooling import pooled

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

DEATHS, MOVED = "personnel_deaths.csv", "new_displacement.csv"


def personnel_deaths(pack: ContextPack, *, question: str | None = None) -> Figure:
    """People who died in the service of the mission, by year; those killed by malicious acts stand at the foot."""
    frame = pack.personnel_deaths
    what = _("Deaths in the service of the mission")
    if frame.empty or len(frame) < pack.least(DEATHS):
        return missing("personnel_deaths", pack, what=what, file=DEATHS, field="date, kind", question=question)
    years = _deaths(frame, pack.meta.as_of.year)
    attacked = int(years["malicious"].sum())
    title = ngettext(
        "{n} death in the service of the mission is on record, {attacked} by a malicious act",
        "{n} deaths in the service of the mission are on record, {attacked} by malicious acts",
        len(frame),
    ).format(n=number(len(frame)), attacked=number(attacked))
    labels = {"year": _("Year"), "deaths": _("Deaths"), "malicious": _("By malicious acts")}
    chart = None
    if DEATHS in pack.limits:
        del labels["malicious"]
        title = ngettext(
            "{n} death in the service of the mission is on record",
            "{n} deaths in the service of the mission are on record",
            len(frame),
        ).format(n=number(len(frame)))
        years = pooled(years, "year", _("other years"), pack.least(DEATHS), count="deaths")
    else:
        chart = part_chart(years, "year", "deaths", "malicious", _("by malicious acts"))
    listed = "; ".join(f"{year}: {number(count)}" for year, count in zip(years["year"], years["deaths"], strict=True))
    return evidence(
        "personnel_deaths",
        pack,
        title=title,
        alt=_("Columns by year. {values}. {title}.").format(values=listed, title=title),
        chart=chart,
        about=DEATHS,
        question=question,
        table=table_of(years, labels, numbers=set(labels) - {"year"}),
        cannot_show=_("Injuries, and how many served in each year."),
    )


def _deaths(frame: pd.DataFrame, last: int) -> pd.DataFrame:
    """One row for each year from the first death to the as-of date."""
    year = frame["date"].dt.year
    index = pd.RangeIndex(int(year.min()), last + 1)
    malicious = year[frame["kind"] == "malicious-act"]
    counts = {"deaths": year.value_counts(), "malicious": malicious.value_counts()}
    years = pd.DataFrame({name: count.reindex(index, fill_value=0) for name, count in counts.items()})
    return years.rename_axis("year").reset_index().assign(year=lambda found: found["year"].astype(str))


def new_displacement(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Movements of people fleeing conflict, by year, with the people displaced at its end."""
    frame = pack.new_displacement
    years = _moved(frame[frame["cause"] == "conflict"])
    if years.empty or len(frame) < pack.least(MOVED):
        what = _("New displacements through conflict")
        field = "new_displacements"
        return missing("new_displacement", pack, what=what, file=MOVED, field=field, question=question)
    last = years.iloc[-1]
    title = _("In {year}, {n} new displacements through conflict were recorded").format(
        year=last["year"], n=number(last["moved"])
    )
    listed = "; ".join(f"{year}: {number(count)}" for year, count in zip(years["year"], years["moved"], strict=True))
    labels = {
        "year": _("Year"),
        "moved": _("New displacements"),
        "people": _("People displaced at the end of the year"),
    }
    if years["people"].isna().all():
        del labels["people"]
    return evidence(
        "new_displacement",
        pack,
        title=title,
        alt=_("Columns by year. {values}. {title}.").format(values=listed, title=title),
        chart=column_chart(years, "year", "moved", accent=[last["year"]]),
        about=MOVED,
        question=question,
        table=table_of(years, labels, numbers={"moved", "people"}),
        cannot_show=_("How many people moved: somebody who flees twice is counted twice."),
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
