"""Two sources of events side by side: what each counts, and which reports may be of one event. Never a sum of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.core.message import Message, Phrase, message, plural
from fieldbook.evidence.evidence import Figure, evidence, missing, table_of, withheld
from fieldbook.evidence.figures.event_reports import FILE, on_civilians, side
from fieldbook.evidence.figures.figure_words import area_name, day, name
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
    labels = _year_labels(names)
    title = message(
        "Incidents on record: {first} {n}, {second} {m}; read side by side, never added up",
        first=names[0],
        n=len(pack.incidents),
        second=names[1],
        m=len(pack.incidents_other),
    )
    limits = message(
        "Which source is right. They define an event, a victim and a party differently, and read different reports."
    )
    return evidence(
        "two_sources",
        pack,
        title=title,
        shows=[message("Table of the years with the totals of both sources.")],
        table=table_of(years, labels, numbers=set(labels) - {"year"}),
        about=FILE,
        beside=OTHER,
        both_cited=True,
        cannot_show=[limits],
        question=question,
    )


def _year_labels(names: tuple[Phrase, Phrase]) -> dict[str, Phrase]:
    """Heads of the columns, those of the first source and of the second in turn."""
    labels: dict[str, Phrase] = {"year": message("Year")}
    sources = dict(enumerate(names, 1))
    labels |= {f"reports_{n}": message("Incidents, {source}", source=source) for n, source in sources.items()}
    labels |= {
        f"civilians_{n}": message("Attacks on civilians, {source}", source=source) for n, source in sources.items()
    }
    labels |= {f"killed_{n}": message("Civilians reported killed, {source}", source=s) for n, s in sources.items()}
    return labels


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
        what = message("Reports of two sources that may be of one event")
        return withheld("source_pairs", pack, what=what, file=kept[0], question=question)
    pairs = likely_pairs(pack)
    names = _names(pack)
    rows = _pair_rows(pack, pairs.head(_LISTED))
    labels = {
        "one": names[0],
        "two": names[1],
        "killed_1": message("Civilians killed, {source}", source=names[0]),
        "killed_2": message("Civilians killed, {source}", source=names[1]),
        "days": message("Days apart"),
        "km": message("Kilometres apart"),
    }
    title = message(
        "Pairs of reports of the two sources that may be of one event: {n}, among {first} and {second}",
        n=len(pairs),
        first=len(pack.incidents),
        second=len(pack.incidents_other),
    )
    return evidence(
        "source_pairs",
        pack,
        title=title,
        shows=[message("Table of pairs, the nearest first.")],
        table=table_of(rows, labels, numbers={"killed_1", "killed_2", "days", "km"}),
        about=FILE,
        beside=OTHER,
        both_cited=True,
        cannot_show=_pair_limits(len(pairs) - len(rows)),
        question=question,
    )


def _pair_limits(left: int) -> Iterator[Phrase]:
    yield message(
        "Whether two reports are of one event: read both. Listed are reports of the same area, or at most {km} km "
        "apart, at most {days} days apart, with a party in common, or both of an attack on civilians of which one "
        "names nobody.",
        km=KILOMETRES,
        days=DAYS,
    )
    if left:
        yield plural("{n} more pair is not listed.", "{n} more pairs are not listed.", left)


def _pair_rows(pack: ContextPack, pairs: pd.DataFrame) -> pd.DataFrame:
    one = pack.incidents.set_index("event_id").loc[pairs["first"]].reset_index()
    two = pack.incidents_other.set_index("event_id").loc[pairs["second"]].reset_index()
    areas = {area.id: area_name(area) for area in pack.meta.areas}
    return pd.DataFrame(
        {
            "one": [_report(row, areas) for row in one.to_dict("records")],
            "two": [_report(row, areas) for row in two.to_dict("records")],
            "killed_1": one["civilians_killed"],
            "killed_2": two["civilians_killed"],
            "days": pairs["days"],
            "km": pairs["km"],
        }
    )


def _report(row: Mapping[Any, Any], areas: Mapping[str, Phrase]) -> Message:
    """Id, day, place and sides of a report, so that it can be found and read."""
    values = {
        "id": name(row["event_id"]),
        "day": day(row["date"]),
        "area": areas[row["area"]],
        "first": side(row["side_a"]),
        "second": side(row["side_b"]),
    }
    if pd.isna(row["place"]):
        return message("{id}: {day}, {area}; {first} / {second}", **values)
    return message("{id}: {day}, {place}, {area}; {first} / {second}", **values, place=name(row["place"]))


def _no_second(figure: str, pack: ContextPack, question: str | None) -> Figure:
    file = FILE if pack.incidents.empty else OTHER
    what = message("A second source of incidents, to be read beside the first")
    return missing(figure, pack, what=what, file=file, field="event_id, date, area, …", question=question)


def _names(pack: ContextPack) -> tuple[Phrase, Phrase]:
    sources = {info.file: name(info.source) for info in pack.meta.tables}
    return sources.get(FILE, message("First source")), sources.get(OTHER, message("Second source"))
