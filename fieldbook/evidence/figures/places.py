"""Where incidents were reported: by area on a map, in the last months, and where nobody reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.context.disclosure import too_few
from fieldbook.core.i18n import _, ngettext
from fieldbook.evidence.evidence import Figure, evidence, held, missing, table_of
from fieldbook.evidence.figures.area_map import map_chart
from fieldbook.evidence.figures.event_reports import (
    FILE,
    area_names,
    no_months,
    no_reports,
    on_civilians,
    reports,
    reports_text,
    sides_known,
)
from fieldbook.evidence.figures.figure_words import day, leaders, month_year, name, number, part, tied
from fieldbook.evidence.figures.pooling import apart, pooled
from fieldbook.evidence.figures.row_chart import row_chart
from fieldbook.model.context import UNKNOWN_AREA

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

_LISTED = 12
_DRAWN = 8
_DAYS = 90
_SILENT = 15
"""Areas in the table about silence, from the fewest reports."""


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
        return held("where_map", pack, what=_("Incidents by area"), file=FILE, question=question)
    title = _where_title(known, len(frame))
    elsewhere = int(areas.loc[areas["id"] == UNKNOWN_AREA, "reports"].sum())
    areas = pooled(areas, "name", _("Other areas"), least, ["civilians", "killed"])
    values = "; ".join(
        f"{label}: {number(count)}" for label, count in zip(areas["name"].head(_LISTED), areas["reports"], strict=False)
    )
    alt = _("Map of {country} with a circle for each area, larger for more incidents. {values}.").format(
        country=name(pack.meta.mission.country), values=values
    )
    labels = {
        "name": _("Area"),
        "reports": _("Incidents reported"),
        "civilians": _("Attacks on civilians"),
        "killed": _("Civilians reported killed"),
    }
    if not sides_known(frame):
        del labels["civilians"]
    chart = map_chart(pack.shapes, known) if known["reports"].any() else None
    return evidence(
        "where_map",
        pack,
        title=title,
        alt=f"{alt} {title}." if chart else f"{title}.",
        chart=chart,
        about=FILE,
        question=question,
        table=table_of(areas, labels, numbers=set(labels) - {"name"}),
        cannot_show=_where_limits(elsewhere),
    )


def _areas(pack: ContextPack, frame: pd.DataFrame) -> pd.DataFrame:
    """One row for each area, most incidents first: id, name, reports, civilians (attacks on them), killed, lon, lat."""
    names = area_names(pack)
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
    return found.sort_values(["reports", "name"], ascending=[False, True], ignore_index=True)


def _where_limits(elsewhere: int) -> str:
    text = _("How many people live in an area. Outlines are not an opinion on any border.")
    if not elsewhere:
        return text
    left_out = ngettext(
        "{n} report has no known area and is not on the map.",
        "{n} reports have no known area and are not on the map.",
        elsewhere,
    )
    return f"{text} {left_out.format(n=number(elsewhere))}"


def _where_title(areas: pd.DataFrame, total: int) -> str:
    if not areas["reports"].sum():
        return _("No incident on record has a known area")
    most = int(areas["reports"].max())
    top = leaders(areas.set_index("name")["reports"])
    if len(areas) == 1:
        return _("The record has one area, {area}, with {reports}").format(area=top[0], reports=reports_text(most))
    if len(top) == 1:
        return _("Most incidents on record: {area}, {part}").format(area=top[0], part=part(most, total))
    many = ngettext("{n} area", "{n} areas", len(top)).format(n=number(len(top)))
    return _("Most incidents on record: {areas}, {n} each").format(areas=tied(top, many), n=number(most))


def recent_hotspots(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Places with most incidents in the 90 days up to the as-of date, beside the same 90 days a year before."""
    frame = reports(pack)
    if frame.empty:
        return no_reports("recent_hotspots", pack, question)
    end = pd.Timestamp(pack.meta.as_of)
    if FILE in pack.limits and pack.limits[FILE].blurred:
        return held("recent_hotspots", pack, what=_("Places of single incidents"), file=FILE, question=question)
    if not frame["placed"].any():
        return no_months("recent_hotspots", pack, question)
    usable = frame[frame["placed"] & frame["place"].notna()]
    now, before = _window(usable, end), _window(usable, end - pd.DateOffset(years=1))
    places = (
        now.value_counts()
        .rename_axis("place")
        .rename("reports")
        .reset_index()
        .assign(before=lambda f: f["place"].map(before.value_counts()).fillna(0).astype(int))
    )
    places = places.sort_values(["reports", "place"], ascending=[False, True], ignore_index=True)
    places = places[places["reports"] >= pack.least(FILE)]
    labels = {
        "place": _("Place"),
        "reports": _("Incidents, last {n} days").format(n=_DAYS),
        "before": _("Same days a year before"),
    }
    table = table_of(places.head(30), labels, numbers={"reports", "before"})
    values = {"days": number(_DAYS), "day": day(pack.meta.as_of)}
    if places.empty:
        title = _("In the {days} days up to {day}, no incident with a known place was reported").format(**values)
        limits = _("No report is not safety: ask who could have reported.")
        return evidence(
            "recent_hotspots",
            pack,
            title=title,
            alt=f"{title}.",
            table=table,
            about=FILE,
            question=question,
            cannot_show=limits,
        )
    title = _recent_title(places, len(now), values)
    drawn = places.head(_DRAWN)
    most = drawn["reports"] == drawn["reports"].max()
    chart = row_chart(list(drawn["place"]), list(drawn["reports"]), [number(v) for v in drawn["reports"]], list(most))
    listed = "; ".join(
        f"{place}: {number(count)}" for place, count in zip(drawn["place"], drawn["reports"], strict=True)
    )
    alt = _("Bars for the places with most incidents. {values}.").format(values=listed)
    return evidence(
        "recent_hotspots",
        pack,
        title=title,
        alt=f"{alt} {title}.",
        chart=chart,
        about=FILE,
        question=question,
        table=table,
        cannot_show=_("Where the next incident will be."),
    )


def _window(usable: pd.DataFrame, end: pd.Timestamp) -> pd.Series:
    """Place and area, in words, of each report in the days up to ``end``."""
    inside = usable[(usable["day"] > end - pd.Timedelta(days=_DAYS)) & (usable["day"] <= end)]
    labels = [
        name(place) if pd.isna(area) else f"{name(place)} ({name(area)})"
        for place, area in zip(inside["place"], inside["area_name"], strict=True)
    ]
    return pd.Series(labels, dtype="str")


def _recent_title(places: pd.DataFrame, total: int, values: dict[str, str]) -> str:
    top = leaders(places.set_index("place")["reports"])
    if len(places) == 1:
        text = ngettext(
            "In the {days} days up to {day}, the only incident with a known place was reported from {places}",
            "In the {days} days up to {day}, all {all} incidents with a known place were reported from {places}",
            total,
        )
    else:
        text = ngettext(
            "Most incidents reported in the {days} days up to {day}: {places}, {n} of {all}",
            "Most incidents reported in the {days} days up to {day}: {places}, {n} each, of {all}",
            len(top),
        )
    where = tied(top, ngettext("{n} place", "{n} places", len(top)).format(n=number(len(top))))
    return text.format(places=where, n=number(places["reports"].max()), all=number(total), **values)


def silence_table(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Areas with fewest reports, with the last report and the longest time without one."""
    frame = reports(pack)
    if frame.empty:
        return no_reports("silence_table", pack, question)
    silences = list(_silences(pack, frame))
    if not silences:
        return missing("silence_table", pack, what=_("Areas of incidents"), file=FILE, field="area", question=question)
    rows = pd.DataFrame(silences).sort_values(["reports", "area"], ignore_index=True)
    few = too_few(rows["reports"], pack.least(FILE)).any() and rows["reports"].min() > 0
    title = _few_title(pack.least(FILE)) if few else _silence_title(rows)
    rows = pooled(rows, "area", _("Other areas"), pack.least(FILE))
    labels = {
        "area": _("Area"),
        "reports": _("Incidents reported"),
        "last": _("Last report"),
        "gap": _("Longest time without a report, days"),
        "vulnerability": _("Vulnerability, 1 to 5"),
    }
    if rows["vulnerability"].isna().all():
        del labels["vulnerability"]
    if FILE in pack.limits and pack.limits[FILE].blurred:
        del labels["gap"]  # days between reports whose days may not be told
    alt = _("Table of areas from the fewest to the most reports. {title}.").format(title=title)
    return evidence(
        "silence_table",
        pack,
        title=title,
        alt=alt,
        about=FILE,
        question=question,
        table=table_of(rows.head(_SILENT), labels, numbers={"reports", "gap", "vulnerability"}),
        cannot_show=_("Why an area is silent: nothing happened, nobody dared to report, or nobody could be reached."),
    )


def _few_title(least: int) -> str:
    return _("Fewest reports: areas with fewer than {n}; that is not evidence of safety").format(n=number(least))


def _silence_title(rows: pd.DataFrame) -> str:
    fewest = int(rows["reports"].min())
    quiet = list(rows.loc[rows["reports"] == fewest, "area"])
    areas = tied(quiet, ngettext("{n} area", "{n} areas", len(quiet)).format(n=number(len(quiet))))
    if len(rows) == 1:
        return _("With one area on record, silence elsewhere can't be seen")
    if fewest == 0:
        return _("No report at all from {areas}: that is not evidence of safety").format(areas=areas)
    text = ngettext(
        "Fewest reports: {areas}, with {reports}; that is not evidence of safety",
        "Fewest reports: {areas}, with {reports} each; that is not evidence of safety",
        len(quiet),
    )
    return text.format(areas=areas, reports=reports_text(fewest))


def _silences(pack: ContextPack, frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    start, end = frame["day"].min(), pd.Timestamp(pack.meta.as_of)
    names = area_names(pack)
    for area in pack.meta.areas:
        if area.id == UNKNOWN_AREA:
            continue  # a place that nobody knows cannot be silent
        days = frame.loc[frame["area"] == area.id, "day"].sort_values()
        gap = int(pd.Series([start, *days, end]).diff().dt.days.max())
        when = day if FILE not in pack.limits else month_year
        last = when(days.iloc[-1]) if len(days) else None
        yield {
            "area": names[area.id],
            "reports": len(days),
            "last": last,
            "gap": gap,
            "vulnerability": area.vulnerability,
        }
