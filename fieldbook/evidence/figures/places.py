"""Where incidents were reported: by area on a map, and in the last months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from fieldbook.core.message import Message, Number, Phrase, Value, message, plural, series
from fieldbook.evidence.evidence import Figure, evidence, table_of, withheld
from fieldbook.evidence.figures.area_map import map_chart
from fieldbook.evidence.figures.event_reports import FILE, no_months, no_reports, on_civilians, reports, sides_known
from fieldbook.evidence.figures.figure_words import area_name, by_words, clean, day, name, part, tied, valued
from fieldbook.evidence.figures.frame_rows import leaders, phrases, records
from fieldbook.evidence.figures.pooling import apart, pooled
from fieldbook.model.chart import Bar, BarChart
from fieldbook.model.context import UNKNOWN_AREA

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

_LISTED = 12
_DRAWN = 8
_DAYS = 90


def where_map(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Incidents by area, as circles whose area is the count."""
    frame = reports(pack)
    if frame.empty:
        return no_reports("where_map", pack, question)
    areas = _areas(pack, frame)
    least = pack.least(FILE)
    known = apart(areas, least)
    known = known[known["id"] != UNKNOWN_AREA].reset_index(drop=True)
    if known.empty and FILE in pack.limits:
        return withheld("where_map", pack, what=message("Incidents by area"), file=FILE, question=question)
    elsewhere = int(areas.loc[areas["id"] == UNKNOWN_AREA, "reports"].sum())
    areas = pooled(areas, "name", message("Other areas"), least, ["civilians", "killed"])
    labels = {
        "name": message("Area"),
        "reports": message("Incidents reported"),
        "civilians": message("Attacks on civilians"),
        "killed": message("Civilians reported killed"),
    }
    if not sides_known(frame):
        del labels["civilians"]
    shows = message(
        "Map of {country} with a circle for each area, larger for more incidents. {values}.",
        country=name(pack.meta.mission.country),
        values=series(valued(row.name, row.reports) for row in records(areas.head(_LISTED))),
    )
    chart = map_chart(pack.shapes, known) if known["reports"].any() else None
    return evidence(
        "where_map",
        pack,
        title=_where_title(known, len(frame)),
        shows=[shows] if chart else [],
        chart=chart,
        about=FILE,
        question=question,
        table=table_of(areas, labels, numbers=set(labels) - {"name"}),
        cannot_show=_where_limits(elsewhere),
    )


def _areas(pack: ContextPack, frame: pd.DataFrame) -> pd.DataFrame:
    """One row for each area, most incidents first: id, name, reports, civilians (attacks on them), killed, lon, lat."""
    names = {area.id: area_name(area) for area in pack.meta.areas}
    grouped = frame.groupby("area")
    found = pd.DataFrame(
        {
            "name": names,
            "reports": grouped.size(),
            "civilians": on_civilians(frame).groupby("area").size(),
            "killed": grouped["civilians_killed"].sum(min_count=1),
            "lon": grouped["lon"].mean(),
            "lat": grouped["lat"].mean(),
        }
    ).reindex(list(names))
    counts = found[["reports", "civilians"]].fillna(0).astype(int)
    found = found.assign(reports=counts["reports"], civilians=counts["civilians"]).rename_axis("id").reset_index()
    return found.sort_values(["reports", "name"], ascending=[False, True], ignore_index=True, key=by_words)


def _where_limits(elsewhere: int) -> Iterator[Phrase]:
    yield message("How many people live in an area. Outlines are not an opinion on any border.")
    if elsewhere:
        yield plural(
            "{n} report has no known area and is not on the map.",
            "{n} reports have no known area and are not on the map.",
            elsewhere,
        )


def _where_title(areas: pd.DataFrame, total: int) -> Message:
    if not areas["reports"].sum():
        return message("No incident on record has a known area")
    most = int(areas["reports"].max())
    top = leaders(areas, "name", "reports")
    if len(areas) == 1:
        return plural(
            "The record has one area, {area}, with {n} report",
            "The record has one area, {area}, with {n} reports",
            most,
            area=top[0],
        )
    if len(top) == 1:
        return message("Most incidents on record: {area}, {part}", area=top[0], part=part(most, total))
    many = plural("{n} area", "{n} areas", len(top))
    return message("Most incidents on record: {areas}, {n} each", areas=tied(top, many), n=most)


def recent_hotspots(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Places with most incidents in the 90 days up to the as-of date, beside the same 90 days a year before."""
    frame = reports(pack)
    if frame.empty:
        return no_reports("recent_hotspots", pack, question)
    if FILE in pack.limits and pack.limits[FILE].blurred:
        what = message("Places of single incidents")
        return withheld("recent_hotspots", pack, what=what, file=FILE, question=question)
    if not frame["placed"].any():
        return no_months("recent_hotspots", pack, question)
    places, total = _recent(pack, frame)
    labels = {
        "place": message("Place"),
        "reports": plural("Incidents, last {n} day", "Incidents, last {n} days", _DAYS),
        "before": message("Same days a year before"),
    }
    drawn = places.head(_DRAWN)
    shows = message(
        "Bars for the places with most incidents. {values}.",
        values=series(valued(row.place, row.reports) for row in records(drawn)),
    )
    limits = message("Where the next incident will be.")
    if places.empty:
        limits = message("No report is not safety: ask who could have reported.")
    return evidence(
        "recent_hotspots",
        pack,
        title=_recent_title(places, total, {"days": _DAYS, "day": day(pack.meta.as_of)}),
        shows=[] if places.empty else [shows],
        chart=None if places.empty else _recent_chart(drawn),
        about=FILE,
        question=question,
        table=table_of(places.head(30), labels, numbers={"reports", "before"}),
        cannot_show=[limits],
    )


def _recent(pack: ContextPack, frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """One row for each place that may be shown, most reports first (place, reports, before); how many reports count."""
    end = pd.Timestamp(pack.meta.as_of)
    usable = frame[frame["placed"] & frame["place"].notna()]
    usable = usable.assign(place=usable["place"].map(clean))
    now, before = _window(usable, end), _window(usable, end - pd.DateOffset(years=1))
    areas = {area.id: area_name(area) for area in pack.meta.areas}
    counts = now.groupby(["place", "area"]).size().rename("reports").reset_index()
    earlier = before.groupby(["place", "area"]).size()
    named = (message("{place} ({area})", place=name(row.place), area=areas[row.area]) for row in records(counts))
    places = counts.assign(
        before=[int(earlier.get((row.place, row.area), 0)) for row in records(counts)], place=phrases(counts, named)
    )
    places = places.sort_values(["reports", "place"], ascending=[False, True], ignore_index=True, key=by_words)
    return places[places["reports"] >= pack.least(FILE)], len(now)


def _window(usable: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """The reports in the days up to ``end``."""
    return usable[(usable["day"] > end - pd.Timedelta(days=_DAYS)) & (usable["day"] <= end)]


def _recent_chart(drawn: pd.DataFrame) -> BarChart:
    most = drawn["reports"].max()
    bars = [
        Bar(name=row.place, value=row.reports, shown=Number(value=row.reports), accent=bool(row.reports == most))
        for row in records(drawn)
    ]
    return BarChart(bars=tuple(bars))


def _recent_title(places: pd.DataFrame, total: int, values: Mapping[str, Value]) -> Message:
    if places.empty:
        return message("In the {days} days up to {day}, no incident with a known place was reported", **values)
    top = leaders(places, "place", "reports")
    if len(places) == 1:
        return plural(
            "In the {days} days up to {day}, the only incident with a known place was reported from {place}",
            "In the {days} days up to {day}, all {n} incidents with a known place were reported from {place}",
            total,
            place=top[0],
            **values,
        )
    many = plural("{n} place", "{n} places", len(top))
    return plural(
        "Most incidents reported in the {days} days up to {day}: {places}, {most} of {all}",
        "Most incidents reported in the {days} days up to {day}: {places}, {most} each, of {all}",
        len(top),
        places=tied(top, many),
        most=int(places["reports"].max()),
        all=total,
        **values,
    )
