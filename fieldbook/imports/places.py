"""Where events lie: the mission's own areas or those that the table names, with shapes and the country's outline."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shapely.geometry import mapping, shape

from fieldbook.errors import CourseError, Problem
from fieldbook.i18n import _
from fieldbook.imports.areas import Areas, read_areas
from fieldbook.imports.countries import CREDIT, Country
from fieldbook.imports.events import EventRow, Events
from fieldbook.imports.outline import outline_shape
from fieldbook.imports.pack import NO_AREA
from fieldbook.imports.source import SourceFile

Geometry = Mapping[str, Any]

_NO_BORDERS = "Areas are names in the event table, with a point at the mean of their events. Borders are not shown."
_BORDERS = "Borders are those of the file, simplified, and no opinion on any border."


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


def find_places(events: Events, country: Country | None, files: Files) -> Places:
    """Areas, shapes and outline for ``events``. Raises ``CourseError`` for files that are not what they should be."""
    rows = events.sorted()
    points = [(row.lon, row.lat) for row in rows if row.lon is not None and row.lat is not None]
    outline, remarks = _outline(points, country, files.outline)
    areas = read_areas(files.areas, files.area_name) if files.areas else None
    notes: list[Problem] = []
    if areas:
        placed = [_in_area(row, areas, notes) for row in rows]
        drawn: dict[str, Geometry] = {name: _rounded(each) for name, each in areas.drawn().items()}
    else:
        placed = [row if row.area else row.model_copy(update={"area": NO_AREA}) for row in rows]
        drawn = {}
    if notes:
        remarks.append(_("{n} events lie in none of the areas; they are kept without an area").format(n=len(notes)))
    shapes = drawn | _labels(placed, set(drawn), outline, events.source)
    return Places(placed, shapes, outline, _entry(events, areas, outline, files), notes, remarks)


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


def _in_area(row: EventRow, areas: Areas, notes: list[Problem]) -> EventRow:
    found = None
    if row.lon is not None and row.lat is not None and row.area_is_known:
        found = areas.of_point(row.lon, row.lat)
    if found is None and row.area and not (row.lon is not None and row.area_is_known):
        found = areas.of_name(row.area)  # coordinates of a region's middle say less than its name
    if found is None:
        where = f"{row.lat}, {row.lon}" if row.lat is not None else "no coordinates"
        message = f"event {row.event_id} ({where}) lies in none of the areas"
        remedy = f"It is kept in {NO_AREA}."
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
        message = f"no event of {area} has coordinates, so it has no place on a map"
        remedy = "Give the areas with --areas, or the outline of the country with --outline."
        raise CourseError([Problem(source.title, 0, "area", message, remedy, "FB-IMP-25")])
    middle = shape(outline).representative_point()
    return [round(middle.x, 4), round(middle.y, 4)]


def _rounded(polygon: Any) -> Geometry:
    """Four decimals are eleven metres."""

    def four(part: Any) -> Any:
        return [four(each) for each in part] if isinstance(part, list | tuple) else round(part, 4)

    geometry = mapping(polygon)
    return {"type": geometry["type"], "coordinates": four(geometry["coordinates"])}


def _entry(events: Events, areas: Areas | None, outline: Geometry | None, files: Files) -> dict[str, str]:
    natural_earth = f". {CREDIT}" if outline is not None and files.outline is None else ""
    if areas is None:
        entry = events.source.model_dump(include={"source", "licence", "citation", "may_ship"})
        return entry | {"citation": entry["citation"] + natural_earth, "cannot_show": _NO_BORDERS}
    return {
        "source": "WHO KEEPS THIS TABLE",
        "licence": "LICENCE",
        "citation": "HOW TO CITE IT" if not natural_earth else f"HOW TO CITE IT{natural_earth}",
        "may_ship": "rows",
        "cannot_show": _BORDERS,
    }
