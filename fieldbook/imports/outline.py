"""The outline of a country from a GeoJSON file, tested against the events that should lie in it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import Point, shape
from shapely.prepared import prep

from fieldbook.errors import CourseError, Problem
from fieldbook.load.textfile import read_text


@dataclasses.dataclass(frozen=True)
class Outline:
    """A country's outline as GeoJSON geometry, and how many events lie in it or within half a degree of it."""

    geometry: Mapping[str, Any]
    inside: int


def outline_shape(path: Path, points: Sequence[tuple[float, float]]) -> Outline:
    """The polygon of ``path``; ``points`` are (longitude, latitude).

    Raises
    ------
    CourseError
        No GeoJSON polygon, latitude and longitude swapped, or an outline of another country.
    """
    geometry = _geometry(path)
    polygon = shape(geometry)
    near = prep(polygon.buffer(0.5))
    inside = sum(near.contains(Point(point)) for point in points)
    if inside == 0:
        turned = sum(near.contains(Point(y, x)) for x, y in points)
        if turned:
            message, remedy = "has latitude before longitude", "GeoJSON coordinates are longitude first (RFC 7946)."
            raise CourseError([Problem(path.name, 0, "coordinates", message, remedy, "FB-IMP-09")])
        message, remedy = "holds none of the events", "Use the outline of the same country."
        raise CourseError([Problem(path.name, 0, "features", message, remedy, "FB-IMP-10")])
    return Outline(geometry, inside)


def _geometry(path: Path) -> Mapping[str, Any]:
    message, remedy = "is not a GeoJSON file with one polygon", "Export the country's outline as GeoJSON."
    problem = Problem(path.name, 0, "", message, remedy, "FB-IMP-08")
    try:
        data = json.loads(read_text(path, path.parent))
        features = data["features"] if data["type"] == "FeatureCollection" else [data]
        geometries = [feature["geometry"] for feature in features]
        [geometry] = [found for found in geometries if found["type"] in ("Polygon", "MultiPolygon")]
        if shape(geometry).is_empty:
            raise CourseError([problem])
    except (json.JSONDecodeError, RecursionError, KeyError, TypeError, ValueError, ShapelyError):
        raise CourseError([problem]) from None
    return dict(geometry)
