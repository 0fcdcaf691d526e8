"""The outline of a country from a GeoJSON file, tested against the events that should lie in it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Point, Polygon, mapping, shape
from shapely.prepared import prep

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.textfile import read_text


@dataclasses.dataclass(frozen=True)
class CountryOutline:
    """A country's outline as GeoJSON geometry, and how many events lie in it or within half a degree of it."""

    geometry: Mapping[str, Any]
    inside: int


def outline_shape(path: Path, points: Sequence[tuple[float, float]]) -> CountryOutline:
    """The polygon of ``path``; ``points`` are (longitude, latitude).

    Raises
    ------
    CourseError
        No GeoJSON polygon, latitude and longitude swapped, or an outline of another country.
    """
    polygon = _polygon(path)
    near = prep(polygon.buffer(0.5))
    inside = sum(near.contains(Point(point)) for point in points)
    if inside == 0:
        turned = sum(near.contains(Point(y, x)) for x, y in points)
        if turned:
            message, remedy = (
                _("has latitude before longitude"),
                _("GeoJSON coordinates are longitude first (RFC 7946)."),
            )
            raise CourseError([Problem(path.name, 0, "coordinates", message, remedy, "FB-IMP-09")])
        message, remedy = _("holds none of the events"), _("Use the outline of the same country.")
        raise CourseError([Problem(path.name, 0, "features", message, remedy, "FB-IMP-10")])
    return CountryOutline(mapping(polygon), inside)


def _refuse(word: str) -> None:
    """NaN and Infinity are no numbers of JSON, but Python reads them."""
    raise ValueError(word)


def _polygon(path: Path) -> Polygon | MultiPolygon:
    message, remedy = _("is not a GeoJSON file with one polygon"), _("Export the country's outline as GeoJSON.")
    problem = Problem(path.name, 0, "", message, remedy, "FB-IMP-08")
    try:
        data = json.loads(read_text(path, path.parent), parse_constant=_refuse)
        features = data["features"] if data["type"] == "FeatureCollection" else [data]
        geometries = [feature["geometry"] for feature in features]
        [geometry] = [found for found in geometries if found["type"] in ("Polygon", "MultiPolygon")]
        polygon = shape(geometry)
    except (RecursionError, LookupError, TypeError, ValueError, ShapelyError):
        raise CourseError([problem]) from None
    if polygon.is_empty or not polygon.is_valid or max(map(abs, polygon.bounds)) > 180:
        raise CourseError([problem])
    return polygon
