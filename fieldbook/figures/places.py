"""Where incidents were reported: by area on a map, in the last months, and where nobody reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.figures.evidence import Figure, evidence, table_of
from fieldbook.figures.map import map_chart
from fieldbook.figures.reports import FILE, no_reports, on_civilians, reports
from fieldbook.figures.rows import row_chart
from fieldbook.figures.words import day, leaders, name, number, percent, tied
from fieldbook.i18n import _, ngettext

if TYPE_CHECKING:
    from fieldbook.load.context import ContextPack

_LISTED = 12


def where_map(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Incidents by area, as circles whose area is the count."""
    frame = reports(pack)
    if frame.empty:
        return no_reports("where_map", pack, question)
    areas = _areas(pack, frame)
    top = leaders(areas.set_index("name")["reports"])
    share = areas["reports"].max() / len(frame)
    many = ngettext("{n} areas", "{n} areas", len(top)).format(n=len(top))
    if len(top) == 1:
        title = _("{area} has {share} of the incidents on record").format(area=top[0], share=percent(share))
    else:
        title = _("{areas} have the most incidents on record, {n} each").format(areas=tied(top, many), n=number(areas["reports"].max()))
    values = "; ".join(f"{row['name']}: {number(row['reports'])}" for _n, row in areas.head(_LISTED).iterrows())
    alt = _("Map of {country} with a circle for each area, larger for more incidents. {values}.").format(country=name(pack.meta.mission.country), values=values)
    labels = {"name": _("Area"), "reports": _("Incidents reported"), "civilians": _("Attacks on civilians"), "killed": _("Civilians reported killed")}
    return evidence("where_map", pack, title=title, alt=f"{alt} {title}.", chart=map_chart(pack.shapes, areas), about=FILE, question=question,
                    table=table_of(areas, labels, numbers=set(labels) - {"name"}),
                    cannot_show=_("How many people live in an area. Outlines are not an opinion on any border."))  # fmt: skip


def _areas(pack: ContextPack, frame: pd.DataFrame) -> pd.DataFrame:
    """One row for each area, most incidents first: id, name, reports, civilians (attacks on them), killed."""
    ids = [area.id for area in pack.meta.areas]
    counts = frame.groupby("area").size().reindex(ids, fill_value=0)
    attacks = on_civilians(frame).groupby("area").size().reindex(ids, fill_value=0)
    killed = frame.groupby("area")["civilians_killed"].sum(min_count=1).reindex(ids)
    found = pd.DataFrame({"id": ids, "name": [name(area.name) for area in pack.meta.areas], "reports": counts.to_numpy(),
                          "civilians": attacks.to_numpy(), "killed": killed.to_numpy()})  # fmt: skip
    return found.sort_values(["reports", "name"], ascending=[False, True], ignore_index=True)


def recent_hotspots(pack: ContextPack, *, days: int = 90, question: str | None = None) -> Figure:
    """Places with most incidents in the last ``days`` days before the as-of date."""
    frame = reports(pack)
    if frame.empty:
        return no_reports("recent_hotspots", pack, question)
    start = pd.Timestamp(pack.meta.as_of) - pd.Timedelta(days=days - 1)
    recent = frame[(frame["day"] >= start) & frame["placed"] & frame["place"].notna()]
    counts = recent.groupby(["place", "area_name"]).size().rename("reports").reset_index()
    counts = counts.sort_values(["reports", "place"], ascending=[False, True], ignore_index=True).head(8)
    values = {"days": number(days), "day": day(pack.meta.as_of)}
    if counts.empty:
        title = _("No incident with a known place was reported in the {days} days before {day}").format(**values)
        table = table_of(counts, {"place": _("Place"), "reports": _("Incidents reported")}, numbers={"reports"})
        limits = _("No report is not safety: ask who could have reported.")
        return evidence("recent_hotspots", pack, title=title, alt=title, table=table, about=FILE, question=question, cannot_show=limits)
    shown = counts.assign(label=[f"{name(row.place)}, {name(row.area_name)}" for row in counts.itertuples()])
    top = leaders(shown.set_index("label")["reports"])
    many = _("{n} places").format(n=len(top))
    title = _("In the {days} days before {day} most incidents were reported from {place}: {n}").format(place=tied(top, many), n=number(shown["reports"].max()), **values)
    chart = row_chart(list(shown["label"]), list(shown["reports"]), [number(v) for v in shown["reports"]], [label in top for label in shown["label"]])
    listed = "; ".join(f"{row.label}: {number(row.reports)}" for row in shown.itertuples())
    alt = _("Bars for the places with most incidents. {values}.").format(values=listed)
    labels = {"label": _("Place"), "reports": _("Incidents reported")}
    return evidence("recent_hotspots", pack, title=title, alt=f"{alt} {title}.", chart=chart, about=FILE, question=question,
                    table=table_of(shown, labels, numbers={"reports"}), cannot_show=_("Where the next incident will be."))  # fmt: skip


def silence_table(pack: ContextPack, *, question: str | None = None) -> Figure:
    """For each area the last report and the longest time without one."""
    frame = reports(pack)
    if frame.empty:
        return no_reports("silence_table", pack, question)
    rows = pd.DataFrame(list(_silences(pack, frame))).sort_values(["reports", "area"], ignore_index=True)
    least = rows.iloc[0]
    if least["reports"] == 0:
        title = _("From {area} there is no report at all; that is not safety").format(area=least["area"])
    else:
        title = _("{area} has the fewest reports, {n}; few reports can mean peace, fear or no telephone").format(area=least["area"], n=number(least["reports"]))
    labels = {"area": _("Area"), "reports": _("Incidents reported"), "last": _("Last report"), "gap": _("Longest time without a report, days")}
    alt = _("Table of areas from the fewest to the most reports. {title}.").format(title=title)
    return evidence("silence_table", pack, title=title, alt=alt, about=FILE, question=question, table=table_of(rows, labels, numbers={"reports", "gap"}),
                    cannot_show=_("Why an area is silent: nothing happened, nobody dared to report, or nobody could be reached."))  # fmt: skip


def _silences(pack: ContextPack, frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    start, end = frame["day"].min(), pd.Timestamp(pack.meta.as_of)
    for area in pack.meta.areas:
        days = frame.loc[frame["area"] == area.id, "day"].sort_values()
        marks = pd.Series([start, *days, end])
        gap = int(marks.diff().dt.days.max())
        last = day(days.iloc[-1].date()) if len(days) else None
        yield {"area": name(area.name), "reports": len(days), "last": last, "gap": gap}

