"""Where areas lie on a map without tiles: outlines, and a circle for each area whose area is the count.

The projection is equirectangular with the scale kept true at the middle latitude, which is enough for one country.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from fieldbook.core.message import Number, message
from fieldbook.evidence.figures.frame_rows import records
from fieldbook.model.chart import WIDTH, Circle, MapChart, Point

_LARGEST = 30
"""Radius of the largest circle in pixels."""
_KM = 111.2
"""Kilometres of one degree of latitude."""
_MARGIN = 18
_TALLEST = 1.1 * WIDTH
_DETAIL = 0.6
"""Pixels by which a drawn outline may leave the given one."""

Place = Callable[[Point], Point]


def map_chart(shapes: Mapping[str, Any], areas: pd.DataFrame) -> MapChart | None:
    """Map of ``shapes``; ``areas`` has ``id``, ``name``, ``reports``, ``lon``, ``lat`` (for areas without a shape).

    None where no place is known.
    """
    geometries = [feature["geometry"] for feature in shapes["features"]]
    rings = [ring for geometry in geometries for ring in _rings(geometry)]
    centres = _centres(shapes, areas)
    points = [point for ring in rings for point in ring] + list(centres.values())
    if not points:
        return None
    place, height, degree = _projection(points)
    length, pixels = _scale_bar(degree)
    return MapChart(
        height=height,
        outlines=tuple(_outline([place(point) for point in ring]) for ring in rings),
        circles=tuple(_circles(areas, {area: place(point) for area, point in centres.items()})),
        scale=pixels,
        scale_name=message("{n} km", n=length),
        north=message("↑ North"),
    )


def _projection(points: Sequence[Point]) -> tuple[Place, float, float]:
    """Where a point (longitude, latitude) lies in pixels, the height of the picture, and the pixels of one degree."""
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    shrink = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * shrink, 0.2), max(north - south, 0.2)
    degree = min((WIDTH - 2 * _MARGIN) / wide, _TALLEST / high)
    left = (WIDTH - (east - west) * shrink * degree) / 2

    def place(point: Point) -> Point:
        return left + (point[0] - west) * shrink * degree, _MARGIN + (north - point[1]) * degree

    return place, 2 * _MARGIN + high * degree, degree


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[Point]]:
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}.get(geometry["type"], [])
    yield from ([(x, y) for x, y, *_z in ring] for polygon in polygons for ring in polygon)


def _centres(shapes: Mapping[str, Any], areas: pd.DataFrame) -> dict[str, Point]:
    """A point for each area: inside its shape, else the middle of its incidents."""
    middles = areas.dropna(subset=["lon", "lat"])
    found = {
        area: (float(lon), float(lat))
        for area, lon, lat in zip(middles["id"], middles["lon"], middles["lat"], strict=True)
    }
    known = set(areas["id"])
    drawn = {
        feature["properties"]["id"]: _centre(feature["geometry"])
        for feature in shapes["features"]
        if feature["properties"]["id"] in known
    }
    return found | {area: point for area, point in drawn.items() if point is not None}


def _centre(geometry: Mapping[str, Any]) -> Point | None:
    from shapely.geometry import shape  # noqa: PLC0415 a tenth of a second, only for maps

    found = shape(geometry)
    inside = found if found.geom_type == "Point" else found.buffer(0).representative_point()
    return None if inside.is_empty else (inside.x, inside.y)


def _outline(ring: Sequence[Point]) -> tuple[Point, ...]:
    from shapely.geometry import LineString  # noqa: PLC0415

    return tuple((round(x, 1), round(y, 1)) for x, y in LineString(ring).simplify(_DETAIL).coords)


def _circles(areas: pd.DataFrame, spots: Mapping[str, Point]) -> Iterator[Circle]:
    """Areas with a place, most reports first; the circle's area is the count, and a dot stands for none."""
    shown = areas[areas["id"].isin(list(spots))]
    most = shown["reports"].max()
    for row in records(shown):
        yield Circle(
            at=spots[row.id],
            radius=max(_LARGEST * math.sqrt(row.reports / max(most, 1)), 1.5),
            name=row.name,
            count=Number(value=int(row.reports)),
            accent=bool(row.reports == most),
        )


def _scale_bar(degree: float) -> tuple[float, float]:
    """A round length of about a quarter of the width, in kilometres and in pixels."""
    wanted = WIDTH / 4 / degree * _KM
    size = 10 ** math.floor(math.log10(wanted))
    length = max(step * size for step in (1, 2, 5) if step * size <= wanted)
    return length, length / _KM * degree
