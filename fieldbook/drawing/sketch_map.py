"""The map of an exercise: outlines, area names and reports around its places, onto which a run puts its marks.

Equirectangular, the scale kept true at the middle latitude, which is enough for one area.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from lxml import etree
from shapely.geometry import MultiPolygon, Polygon, box, shape
from shapely.geometry.base import BaseGeometry

from fieldbook.core.i18n import _

WIDTH, HEIGHT = 640, 480
_MARGIN = 36
_ROOM = 0.7
"""Degrees around a map that knows points only."""
_KM = 111.2
"""Kilometres of one degree of latitude."""
_BARS = (5, 10, 20, 50, 100, 200, 500)
_DETAIL = 0.5
"""Pixels by which a drawn outline may leave the given one."""

Point = tuple[float, float]


@dataclasses.dataclass(frozen=True)
class Ground:
    """What is drawn: GeoJSON ``shapes``, names of areas, the ``areas`` to show, places and reports by place.

    ``reports`` are (longitude, latitude, count).
    """

    shapes: Mapping[str, Any]
    names: Mapping[str, str]
    areas: Sequence[str]
    places: Mapping[str, Point]
    reports: Sequence[tuple[float, float, int]] = ()


@dataclasses.dataclass(frozen=True)
class FieldMap:
    """An SVG without places and marks, and where each place lies in it, in pixels."""

    svg: str
    places: dict[str, Point]

    def named(self, names: Mapping[str, str], sketched: Collection[str]) -> str:
        """The SVG with the places and what they are called, for paper."""
        root = etree.fromstring(self.svg)
        drawn: list[Point] = []
        for name, (x, y) in self.places.items():
            crowded = any(abs(a - x) < 110 and abs(b - y) < 18 for a, b in drawn)
            drawn.append((x, y))
            classes = "fx-place fx-sketched" if name in sketched else "fx-place"
            group = etree.SubElement(root, "g", {"class": classes})
            etree.SubElement(group, "circle", {"cx": f"{x:g}", "cy": f"{y:g}", "r": "4"})
            side = {"x": f"{x - 8 if crowded else x + 8:g}", "text-anchor": "end" if crowded else "start"}
            text = etree.SubElement(group, "text", side | {"y": f"{y + 5:g}"})
            text.text = names[name]
        return etree.tostring(root, encoding="unicode")


def field_map(ground: Ground, alt: str) -> FieldMap | None:
    """The map; None where no position is known."""
    features = {
        feature["properties"]["id"]: shape(feature["geometry"])
        for feature in ground.shapes["features"]
        if feature["properties"].get("id")
    }
    frame = _frame(features, ground)
    if frame is None:
        return None
    projection = _Projection(frame)
    root = etree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {HEIGHT}"})
    root.attrib.update({"role": "img", "aria-label": alt, "class": "fx-ground"})
    window = projection.window()
    for name, outline in sorted(features.items()):
        for ring in _rings(outline.intersection(window)):
            classes = "fx-area" if name in ground.areas else "fx-land"
            etree.SubElement(root, "path", {"class": classes, "d": _path(ring, projection)})
    _circles(root, ground.reports, projection)
    _names(root, features, ground, projection, window)
    _scale(root, projection)
    places = {name: projection.place(point) for name, point in ground.places.items()}
    return FieldMap(etree.tostring(root, encoding="unicode"), places)


class _Projection:
    """Degrees to pixels, the frame in the middle of the drawing."""

    def __init__(self, frame: tuple[float, float, float, float]) -> None:
        west, south, east, north = frame
        self.shrink = math.cos(math.radians((south + north) / 2))
        wide, high = max((east - west) * self.shrink, 0.05), max(north - south, 0.05)
        self.degree = min((WIDTH - 2 * _MARGIN) / wide, (HEIGHT - 2 * _MARGIN) / high)
        self.left = WIDTH / 2 - (west + east) / 2 * self.shrink * self.degree
        self.top = HEIGHT / 2 + (south + north) / 2 * self.degree

    def place(self, point: Point) -> Point:
        x = self.left + point[0] * self.shrink * self.degree
        return round(x, 1), round(self.top - point[1] * self.degree, 1)

    def window(self) -> BaseGeometry:
        """What of the globe the drawing shows."""
        scale = self.shrink * self.degree
        west, east = -self.left / scale, (WIDTH - self.left) / scale
        return box(west, (self.top - HEIGHT) / self.degree, east, self.top / self.degree)


def _frame(features: Mapping[str, Any], ground: Ground) -> tuple[float, float, float, float] | None:
    boxes = [features[name].bounds for name in ground.areas if name in features]
    boxes += [(x, y, x, y) for x, y in ground.places.values()]
    if not boxes:
        return None
    west, south = min(b[0] for b in boxes), min(b[1] for b in boxes)
    east, north = max(b[2] for b in boxes), max(b[3] for b in boxes)
    if any(features[name].area for name in ground.areas if name in features):
        return west, south, east, north
    return west - _ROOM, south - _ROOM, east + _ROOM, north + _ROOM


def _rings(outline: BaseGeometry) -> Iterator[Sequence[Point]]:
    if isinstance(outline, Polygon) and not outline.is_empty:
        yield from (list(ring.coords) for ring in (outline.exterior, *outline.interiors))
    elif isinstance(outline, MultiPolygon):
        for part in outline.geoms:
            yield from _rings(part)


def _path(ring: Sequence[Point], projection: _Projection) -> str:
    drawn = Polygon([projection.place((point[0], point[1])) for point in ring]).simplify(_DETAIL)
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in list(drawn.exterior.coords)[:-1]) + "Z"


def _circles(root: etree._Element, reports: Sequence[tuple[float, float, int]], projection: _Projection) -> None:
    most = max((count for *_point, count in reports), default=0)
    for lon, lat, count in sorted(reports, key=lambda one: (-one[2], one[0], one[1])):
        x, y = projection.place((lon, lat))
        if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
            radius = f"{22 * math.sqrt(count / most):.1f}"
            etree.SubElement(root, "circle", {"class": "fx-reports", "cx": f"{x:g}", "cy": f"{y:g}", "r": radius})


def _names(
    root: etree._Element, features: Mapping[str, Any], ground: Ground, projection: _Projection, window: BaseGeometry
) -> None:
    for name, outline in sorted(features.items()):
        seen = outline.intersection(window)
        if name not in ground.names or seen.is_empty:
            continue
        middle = seen.representative_point()
        x, y = projection.place((middle.x, middle.y))
        text = etree.SubElement(root, "text", {"class": "fx-name", "x": f"{x:g}", "y": f"{y:g}"})
        text.text = ground.names[name]


def _scale(root: etree._Element, projection: _Projection) -> None:
    """A bar of a round length, and north."""
    length = max((km for km in _BARS if km / _KM * projection.degree <= WIDTH / 4), default=_BARS[0])
    end = 16 + length / _KM * projection.degree
    line = f"M16 {HEIGHT - 14}v6H{end:.1f}v-6"
    etree.SubElement(root, "path", {"class": "fx-scale", "d": line})
    text = etree.SubElement(root, "text", {"class": "fx-unit", "x": f"{end + 8:.1f}", "y": str(HEIGHT - 8)})
    text.text = _("{n} km, north is up").format(n=length)
