"""Two sources of events side by side: what each counts, and which reports may be of one event. Never a sum of both."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.core.i18n import _, ngettext
from fieldbook.evidence.evidence import Evidence, Figure, evidence, held, missing, source_line, table_of
from fieldbook.evidence.figures.event_reports import FILE, on_civilians
from fieldbook.evidence.figures.figure_words import day, name, number
from fieldbook.evidence.figures.pooling import enough
from fieldbook.evidence.figures.source_pairs import DAYS, KILOMETRES, likely_pairs

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

OTHER = "incidents_other.csv"
_LISTED = 30


def two_sources(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Totals of each source for each year, side by side with both citations."""
    if pack.incidents.empty or pack.incidents_other.empty:
        return _no_second("two_sources", pack, question)
    first, second = _years(pack, FILE), _years(pack, OTHER)
    years = first.add_suffix("_1").join(second.add_suffix("_2"), how="outer").rename_axis("year").reset_index()
    years["year"] = years["year"].astype(str)
    names = _names(pack)
    title = _("Incidents on record: {first} {n}, {second} {m}; read side by side, never added up").format(
        first=names[0], n=number(len(pack.incidents)), second=names[1], m=number(len(pack.incidents_other))
    )
    labels = {"year": _("Year")}
    for column, text in _columns().items():
        labels |= {f"{column}_{place}": f"{text}, {source}" for place, source in enumerate(names, 1)}
    found = evidence(
        "two_sources",
        pack,
        title=title,
        alt=_("Table of the years with the totals of both sources. {title}.").format(title=title),
        table=table_of(years, labels, numbers=set(labels) - {"year"}),
        about=FILE,
        beside=OTHER,
        cannot_show=_(
            "Which source is right. They define an event, a victim and a party differently, and read different reports."
        ),
        question=question,
    )
    return _both_cited(found, pack)


def _columns() -> dict[str, str]:
    return {
        "reports": _("Incidents"),
        "civilians": _("Attacks on civilians"),
        "killed": _("Civilians reported killed"),
    }


def _years(pack: ContextPack, file: str) -> pd.DataFrame:
    """One row for each year that the source covers: reports, civilians (attacks on them), killed."""
    table = pack.rows_of(file)
    table = table.assign(year=pd.to_datetime(table["date"]).dt.year)
    index = pd.RangeIndex(int(table["year"].min()), int(table["year"].max()) + 1, name="year")
    grouped = table.groupby("year")
    found = pd.DataFrame(
        {
            "reports": grouped.size().reindex(index, fill_value=0),
            "civilians": on_civilians(table).groupby("year").size().reindex(index, fill_value=0),
            "killed": grouped["civilians_killed"].sum(min_count=1).reindex(index),
        }
    )
    return found.assign(killed=enough(found, "killed", "reports", pack.least(file)))


def source_pairs(pack: ContextPack, *, question: str | None = None) -> Figure:
    """For trainers: reports of the two sources that may be of one event, the nearest first."""
    if pack.incidents.empty or pack.incidents_other.empty:
        return _no_second("source_pairs", pack, question)
    kept = [file for file in (FILE, OTHER) if file in pack.limits]
    if kept:
        what = _("Reports of two sources that may be of one event")
        return held("source_pairs", pack, what=what, file=kept[0], question=question)
    pairs = likely_pairs(pack)
    names = _names(pack)
    text = _("Pairs of reports of the two sources that may be of one event: {n}, among {first} and {second}")
    title = text.format(
        n=number(len(pairs)), first=number(len(pack.incidents)), second=number(len(pack.incidents_other))
    )
    rows = _pair_rows(pack, pairs.head(_LISTED))
    labels = {
        "one": names[0],
        "two": names[1],
        "killed_1": _("Civilians killed, {source}").format(source=names[0]),
        "killed_2": _("Civilians killed, {source}").format(source=names[1]),
        "days": _("Days apart"),
        "km": _("Kilometres apart"),
    }
    left = len(pairs) - len(rows)
    more = ngettext("{n} more pair is not listed.", "{n} more pairs are not listed.", left).format(n=number(left))
    found = evidence(
        "source_pairs",
        pack,
        title=title,
        alt=_("Table of pairs, the nearest first. {title}.").format(title=title),
        table=table_of(rows, labels, numbers={"killed_1", "killed_2", "days", "km"}),
        about=FILE,
        beside=OTHER,
        cannot_show=" ".join(filter(None, [_rule(), more if left else ""])),
        question=question,
    )
    return _both_cited(found, pack)


def _rule() -> str:
    return _(
        "Whether two reports are of one event: read both. Listed are reports of the same area, or at most {km} km "
        "apart, at most {days} days apart, with a party in common, or both of an attack on civilians of which one "
        "names nobody."
    ).format(km=KILOMETRES, days=DAYS)


def _pair_rows(pack: ContextPack, pairs: pd.DataFrame) -> pd.DataFrame:
    one = pack.incidents.set_index("event_id").loc[pairs["first"]].reset_index()
    two = pack.incidents_other.set_index("event_id").loc[pairs["second"]].reset_index()
    return pd.DataFrame(
        {
            "one": [_report(row) for row in one.to_dict("records")],
            "two": [_report(row) for row in two.to_dict("records")],
            "killed_1": one["civilians_killed"],
            "killed_2": two["civilians_killed"],
            "days": pairs["days"],
            "km": pairs["km"],
        }
    )


def _report(row: dict[Any, Any]) -> str:
    """Id, day, place and sides of a report, so that it can be found and read."""
    where = ", ".join(name(row[column]) for column in ("place", "area_name") if not pd.isna(row[column]))
    sides = f"{name(row['side_a'])} / {name(row['side_b'])}"
    return f"{name(row['event_id'])}: {day(row['date'])}, {where}; {sides}"


def _no_second(figure: str, pack: ContextPack, question: str | None) -> Figure:
    file = FILE if pack.incidents.empty else OTHER
    what = _("A second source of incidents, to be read beside the first")
    return missing(figure, pack, what=what, file=file, field="event_id, date, area, …", question=question)


def _names(pack: ContextPack) -> tuple[str, str]:
    sources = {info.file: name(info.source) for info in pack.meta.tables}
    return sources.get(FILE, _("First source")), sources.get(OTHER, _("Second source"))


def _both_cited(found: Evidence, pack: ContextPack) -> Evidence:
    infos = {info.file: info for info in pack.meta.tables}
    second = infos.get(OTHER)
    if second is None:
        return found
    said = second.cannot_show in found.cannot_show
    limits = found.cannot_show if said else f"{found.cannot_show} {second.cannot_show}"
    return dataclasses.replace(found, source=f"{found.source}; {source_line(second)}", cannot_show=limits)
