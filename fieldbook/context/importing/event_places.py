"""Where events lie: the mission's own areas or those that the table names, with shapes and the country's outline."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shapely import union_all
from shapely.geometry import mapping, shape

from fieldbook.context.importing.area_names import one_name_each, plain
from fieldbook.context.importing.area_shapes import MAX_AREAS, Areas, read_areas
from fieldbook.context.importing.countries import CREDIT, Country
from fieldbook.context.importing.country_outline import outline_shape
from fieldbook.context.importing.event_rows import EventRow, Events
from fieldbook.context.importing.pack_writer import NO_AREA
from fieldbook.context.importing.source_rules import SourceFile
from fieldbook.core.formats import number
from fieldbook.core.i18n import _, ngettext
from fieldbook.core.problems import CourseError, Problem

Geometry = Mapping[str, Any]

_LISTED = 12

_NO_BORDERS = "Areas are names in the event table, with a point at the mean of their events. Borders are not shown."
_BORDERS = "Borders are those of the file, simplified, and no opinion on any border"


@dataclasses.dataclass(frozen=True)
class Places:
    """Events with their areas, and what a map needs."""

    events: Sequence[EventRow]
    shapes: Mapping[str, Geometry]
    outline: Geometry | None
    entry: Mapping[str, str]
    """Source, licence and so on of ``areas.geojson``."""
    notes: Sequence[Problem]
    remarks: Sequence[str]


@dataclasses.dataclass(frozen=True)
class Files:
    """Where a user says that places are to be found."""

    outline: Path | None = None
    areas: Path | None = None
    area_name: str | None = None
    areas_encoding: str | None = None
    """How the shapefile of areas writes letters, where it does not say so."""


def find_places(events: Events, country: Country | None, files: Files) -> Places:
    """Areas, shapes and outline for ``events``. Raises ``CourseError`` for files that are not what they should be."""
    rows = events.sorted()
    points = [(row.lon, row.lat) for row in rows if row.lon is not None and row.lat is not None]
    outline, remarks = _outline(points, country, files.outline)
    areas = read_areas(files.areas, files.area_name, files.areas_encoding) if files.areas else None
    notes: list[Problem] = []
    if areas:
        remarks += areas.remarks()
        whole = {plain(name) for name in (*(country.names if country else ()), events.country)}
        placed = [_in_area(row, areas, whole, notes) for row in rows]
        if len(notes) == len(rows):
            message = _("holds none of the events")
            remedy = _("Use areas of the same country, in WGS 84 and with longitude first.")
            raise CourseError([Problem(areas.file, 0, "features", message, remedy, "FB-IMP-10")])
        drawn: dict[str, Geometry] = {name: _rounded(each) for name, each in areas.drawn().items()}
    else:
        names = one_name_each(Counter(row.area for row in rows if row.area))
        placed = [row.model_copy(update={"area": names[row.area] if row.area else NO_AREA}) for row in rows]
        remarks += _merged(names)
        drawn = {}
    if notes:
        remarks.append(_("{n} events lie in no area that is known; they are kept without one").format(n=len(notes)))
    _bounded(placed, events.source.title)
    country_or_areas = outline or (mapping(union_all([shape(each) for each in drawn.values()])) if drawn else None)
    shapes = drawn | _labels(placed, set(drawn), country_or_areas, events.source)
    return Places(placed, shapes, outline, _entry(events, areas, outline, files), notes, remarks)


def _merged(names: Mapping[str, str]) -> list[str]:
    """Which names were taken for one area."""
    others: dict[str, list[str]] = {}
    for name, area in sorted(names.items()):
        if name != area:
            others.setdefault(area, []).append(name)
    if not others:
        return []
    listed = "; ".join(f"{area} ({', '.join(found)})" for area, found in sorted(others.items())[:_LISTED])
    if len(others) > _LISTED:
        listed += " …"
    text = ngettext(
        "{n} area has names that differ only in capitals, accents, spaces or the word for the unit: {areas}",
        "{n} areas have names that differ only in capitals, accents, spaces or the word for the unit: {areas}",
        len(others),
    )
    return [text.format(n=len(others), areas=listed)]


def _bounded(events: Sequence[EventRow], title: str) -> None:
    count = len({event.area for event in events})
    if count > MAX_AREAS:
        message, remedy = (
            _("names {n} areas, more than {most}").format(n=number(count), most=MAX_AREAS),
            _("Use larger areas, or --areas."),
        )
        raise CourseError([Problem(title, 0, "area", message, remedy, "FB-IMP-22")])


def _outline(
    points: Sequence[tuple[float, float]], country: Country | None, file: Path | None
) -> tuple[Geometry | None, list[str]]:
    if file is not None:
        found = outline_shape(file, points)
        outside = len(points) - found.inside
        return found.geometry, [_outside(outside)] if outside else []
    if country is None:
        return None, [_("No outline of the country was found; give one with --outline.")]
    polygon = country.outline()
    near = polygon.buffer(0.5)
    outside = len(points) - sum(near.contains(shape({"type": "Point", "coordinates": point})) for point in points)
    if points and outside == len(points):
        return None, [_("No event lies in {country}; its outline is left out.").format(country=country.in_text)]
    return _rounded(polygon), [_outside(outside)] if outside else []


def _outside(number: int) -> str:
    return _("{n} events lie outside the outline; they are kept").format(n=number)


_PARTS = re.compile(r"(?i)\b((north|south|east|west|centr)\w*|region|remote|part|of|the)\b")


def _in_area(row: EventRow, areas: Areas, whole: set[str], notes: list[Problem]) -> EventRow:
    """The event in its area. Coordinates of the middle of a region or of the ``whole`` country say nothing."""
    exact = row.area_is_known and plain(_PARTS.sub("", row.place or "-")) not in whole
    found = None
    if exact and row.lon is not None and row.lat is not None:
        found = areas.of_point(row.lon, row.lat)
    elif row.area:
        found = areas.of_name(row.area)
    if found is None:
        where = ", ".join(str(part) for part in (row.place, row.lat, row.lon) if part is not None) or _("no place")
        message = _("event {event_id} ({where}) lies in none of the areas").format(event_id=row.event_id, where=where)
        if not exact:
            message = _("event {event_id} ({where}) stands for a region, not for a place").format(
                event_id=row.event_id, where=where
            )
        elif row.area and row.lat is None:
            message = _("event {event_id} names the area {area!r}, which this file does not have").format(
                event_id=row.event_id, area=row.area[:60]
            )
        remedy = _("It is kept in {no_area}.").format(no_area=NO_AREA)
        notes.append(Problem(areas.file, 0, "", message, remedy, "FB-IMP-26", warning=True))
    return row.model_copy(update={"area": found or NO_AREA})


def _labels(
    events: Sequence[EventRow], drawn: set[str], outline: Geometry | None, source: SourceFile
) -> dict[str, Geometry]:
    """A point for each area without a polygon: the mean of its events, or the middle of the country."""
    found: dict[str, list[tuple[float, float]]] = {}
    for event in events:
        if event.area not in drawn:
            points = found.setdefault(str(event.area), [])
            if event.lon is not None and event.lat is not None:
                points.append((event.lon, event.lat))
    return {
        area: {"type": "Point", "coordinates": _mean(area, points, outline, source)} for area, points in found.items()
    }


def _mean(
    area: str, points: Sequence[tuple[float, float]], outline: Geometry | None, source: SourceFile
) -> list[float]:
    if points:
        decimals = 4 if source.may_ship == "rows" else 1  # the mean of a single event is its place
        return [round(sum(values) / len(points), decimals) for values in zip(*points, strict=True)]
    if outline is None:
        message = _("no event of {area} has coordinates, so it has no place on a map").format(area=area)
        remedy = _("Give the areas with --areas, or the outline of the country with --outline.")
        raise CourseError([Problem(source.title, 0, "area", message, remedy, "FB-IMP-25")])
    middle = shape(outline).representative_point()
    return [round(middle.x, 4), round(middle.y, 4)]


def _rounded(polygon: Any) -> Geometry:
    """Three decimals are a hundred metres, less than a map of a country shows."""

    def short(part: Any) -> Any:
        return [short(each) for each in part] if isinstance(part, list | tuple) else round(part, 3)

    geometry = mapping(polygon)
    return {"type": geometry["type"], "coordinates": short(geometry["coordinates"])}


def _entry(events: Events, areas: Areas | None, outline: Geometry | None, files: Files) -> dict[str, str]:
    credit = f". {CREDIT}" if outline is not None and files.outline is None else ""
    if areas is None:
        entry = events.source.model_dump(include={"source", "licence", "citation", "may_ship"})
        return entry | {"citation": entry["citation"] + credit, "cannot_show": _NO_BORDERS}
    return {
        "source": "WHO KEEPS THIS TABLE",
        "licence": "LICENCE",
        "citation": "HOW TO CITE IT",
        "may_ship": "rows",
        "cannot_show": f"{_BORDERS}{credit}",
    }
