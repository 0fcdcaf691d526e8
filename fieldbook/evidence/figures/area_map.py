"""A map without tiles: outlines, a circle for each area whose area is the count, names, scale and north.

The projection is equirectangular with the scale kept true at the middle latitude, which is enough for one country.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from fieldbook.core.i18n import _
from fieldbook.drawing.palette import ACCENT, CONTEXT, MUTED, PAPER
from fieldbook.evidence.figures.chart_style import WIDTH, Layer, canvas, circles, halo_texts, rules, texts
from fieldbook.evidence.figures.figure_words import number
from fieldbook.evidence.figures.map_labels import place_labels

_LARGEST = 30
"""Radius of the largest circle in pixels."""
_KM = 111.2
"""Kilometres of one degree of latitude."""
_NAMED = 12
"""More areas than this are named only as far as the first of them; the table has all."""
_MARGIN = 18
_TALLEST = 1.1 * WIDTH
_DETAIL = 0.6
"""Pixels by which a drawn outline may leave the given one."""

Point = tuple[float, float]
Place = Callable[[Point], Point]


def map_chart(shapes: Mapping[str, Any], areas: pd.DataFrame) -> dict[str, Any] | None:
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
    marked = _circles(areas, centres, place)
    top = marked["reports"] == marked["reports"].max()
    names = place_labels(marked.head(_NAMED), marked, height)
    layers: list[Layer] = [_outlines(rings, place)] if rings else []
    edge = {"stroke": PAPER, "strokeWidth": 1}
    layers += [circles(marked[~top], color=CONTEXT, **edge), circles(marked[top], color=ACCENT, **edge)]
    layers += [*halo_texts(names), *_scale_bar(height, degree)]
    return canvas(layers, height + 34)


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


def _outlines(rings: Sequence[Sequence[Point]], place: Place) -> Layer:
    from shapely.geometry import LineString  # noqa: PLC0415

    lines = (LineString([place(point) for point in ring]) for ring in rings)
    rows = [
        {"ring": ring, "order": order, "x": round(x, 1), "y": round(y, 1)}
        for ring, line in enumerate(lines)
        for order, (x, y) in enumerate(line.simplify(_DETAIL).coords)
    ]
    x, y = (axis(f"{name}:Q", scale=None, axis=None) for axis, name in ((alt.X, "x"), (alt.Y, "y")))
    return (
        alt.Chart(pd.DataFrame(rows))
        .mark_line(color=CONTEXT, strokeWidth=1)
        .encode(x=x, y=y, detail=alt.Detail("ring:N"), order=alt.Order("order:Q"))
    )


def _circles(areas: pd.DataFrame, centres: Mapping[str, Point], place: Place) -> pd.DataFrame:
    """Areas with a place, most reports first; ``r`` so that the circle's area is the count, and a dot for none."""
    shown = areas[areas["id"].isin(list(centres))].reset_index(drop=True)
    spots = [place(centres[area]) for area in shown["id"]]
    most = max(shown["reports"].max(), 1)
    radii = [max(_LARGEST * math.sqrt(count / most), 1.5) for count in shown["reports"]]
    return shown.assign(x=[x for x, _y in spots], y=[y for _x, y in spots], r=radii)


def _scale_bar(height: float, degree: float) -> list[Layer]:
    """A round length of about a quarter of the width, and where north is."""
    wanted = WIDTH / 4 / degree * _KM
    size = 10 ** math.floor(math.log10(wanted))
    length = max(step * size for step in (1, 2, 5) if step * size <= wanted)
    pixels, y = length / _KM * degree, height + 24
    line = pd.DataFrame({"x": [0.0], "x2": [pixels], "y": [y], "y2": [y]})
    words = pd.DataFrame(
        {"text": [_("{n} km").format(n=number(length)), _("↑ North")], "x": [pixels + 8, float(WIDTH)], "y": [y, y]}
    )
    return [
        rules(line, color=MUTED, strokeWidth=2),
        texts(words.head(1), color=MUTED),
        texts(words.tail(1), color=MUTED, align="right"),
    ]
