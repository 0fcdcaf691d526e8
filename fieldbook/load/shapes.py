"""GeoJSON shapes of a pack's areas: positions and types are checked, so that maps can be drawn."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from fieldbook.errors import CourseError, Problem
from fieldbook.load.textfile import read_text

_TYPES = {"Polygon", "MultiPolygon", "Point"}


def read_shapes(path: Path, root: Path) -> Mapping[str, Any]:
    """FeatureCollection in ``path``. Raises ``CourseError`` for what is no GeoJSON or lies off the globe."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    try:
        data = json.loads(read_text(path, root))
    except (json.JSONDecodeError, RecursionError) as error:
        message = f"is not valid JSON ({getattr(error, 'msg', 'nested too deeply')})"
        line = getattr(error, "lineno", 1)
        raise CourseError([Problem(name, line, "", message, "Export the file again.", "FB-GEO-01")]) from None
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection" or not isinstance(data.get("features"), list):
        message, remedy = "is not a GeoJSON FeatureCollection", "Export it as GeoJSON (RFC 7946)."
        raise CourseError([Problem(name, 1, "", message, remedy, "FB-GEO-02")])
    problems = [
        Problem(name, 0, f"features[{number}]", message, remedy, "FB-GEO-03")
        for number, feature in enumerate(data["features"])
        for message, remedy in _faults(feature)
    ]
    if problems:
        raise CourseError(problems)
    return data


def _faults(feature: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        yield "is not a feature with properties", "Export it as GeoJSON (RFC 7946)."
        return
    if not isinstance(feature["properties"].get("id"), str):
        yield "has no property 'id'", "Give it the id of its area in context.yml."
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") not in _TYPES:
        yield "is not a polygon or a point", "Use Polygon, MultiPolygon or Point."
        return
    try:
        west, south, east, north = _box(geometry.get("coordinates"))
    except (TypeError, ValueError, IndexError, KeyError):
        yield "has coordinates that are no numbers", "Export the file again."
        return
    if south < -90 or north > 90 or west < -180 or east > 180:
        yield "lies off the globe", "Coordinates are longitude first, then latitude, in WGS 84 degrees."


def swapped(shapes: Mapping[str, Any], points: Sequence[tuple[float, float]]) -> bool:
    """Whether no point (lon, lat) lies in the box of the polygons, but most do with the two swapped."""
    boxes = [_box(f["geometry"]["coordinates"]) for f in shapes["features"] if f["geometry"]["type"] != "Point"]
    if not boxes or not points:
        return False

    def inside(x: float, y: float) -> bool:
        return any(west <= x <= east and south <= y <= north for west, south, east, north in boxes)

    straight = sum(inside(lon, lat) for lon, lat in points)
    return straight == 0 and sum(inside(lat, lon) for lon, lat in points) > len(points) / 2


def _box(coordinates: Any) -> tuple[float, float, float, float]:
    pairs = list(_pairs(coordinates))
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    return min(xs), min(ys), max(xs), max(ys)


def _pairs(coordinates: Any) -> Iterator[tuple[float, float]]:
    if coordinates and isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _pairs(part)
