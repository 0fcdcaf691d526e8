"""A map without tiles: outlines, a circle for each area whose area is the count, names, scale and north.

The projection is equirectangular with the scale kept true at the middle latitude, which is enough for one country.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from fieldbook.figures.style import SIZE, WIDTH, canvas, circles, halo_texts, rules, text_width, texts
from fieldbook.figures.words import number
from fieldbook.i18n import _
from fieldbook.render.palette import ACCENT, CONTEXT, MUTED

_LARGEST = 34
"""Radius of the largest circle in pixels."""
_KM = 111.2
"""Kilometres of one degree of latitude."""
_LABELS = 8
"""Names on the map; the table has all of them."""
_MARGIN = 14

Point = tuple[float, float]


def map_chart(shapes: Mapping[str, Any], areas: pd.DataFrame) -> dict[str, Any]:
    """Map of ``shapes``; ``areas`` has ``id``, ``name`` and ``reports``, most reports first."""
    rings = [ring for feature in shapes["features"] for ring in _rings(feature["geometry"])]
    centres = {feature["properties"]["id"]: _centre(feature["geometry"]) for feature in shapes["features"]}
    points = [point for ring in rings for point in ring] + list(centres.values())
    place, height, degree = _projection(points)
    layers: list[Any] = []
    if rings:
        layers.append(_outlines(_lines(rings, place)))
    marked = _circles(areas, centres, place)
    layers.append(circles(marked[marked["r"] > 0], color=ACCENT, opacity=0.75))
    layers += halo_texts(_labels(marked.head(_LABELS), height), fontSize=SIZE)
    layers += _scale_bar(height, degree)
    return canvas(layers, height + 34)


def _projection(points: Sequence[Point]) -> tuple[Any, float, float]:
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    shrink = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * shrink, 0.2), max(north - south, 0.2)
    degree = min((WIDTH - 2 * _MARGIN) / wide, (WIDTH * 1.1) / high)

    def place(point: Point) -> Point:
        left = (WIDTH - (east - west) * shrink * degree) / 2
        return left + (point[0] - west) * shrink * degree, _MARGIN + (north - point[1]) * degree

    return place, 2 * _MARGIN + high * degree, degree


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[Point]]:
    if geometry["type"] == "Polygon":
        yield from ([(x, y) for x, y, *_z in ring] for ring in geometry["coordinates"])
    elif geometry["type"] == "MultiPolygon":
        yield from ([(x, y) for x, y, *_z in ring] for polygon in geometry["coordinates"] for ring in polygon)


def _centre(geometry: Mapping[str, Any]) -> Point:
    from shapely.geometry import shape  # noqa: PLC0415 a tenth of a second, only for maps

    if geometry["type"] == "Point":
        return geometry["coordinates"][0], geometry["coordinates"][1]
    inside = shape(geometry).representative_point()
    return inside.x, inside.y


def _lines(rings: Sequence[Sequence[Point]], place: Any) -> pd.DataFrame:
    rows = [(number_, order, *place(point)) for number_, ring in enumerate(rings) for order, point in enumerate(ring)]
    return pd.DataFrame(rows, columns=["ring", "order", "x", "y"])


def _outlines(frame: pd.DataFrame) -> alt.Chart:
    x, y = (axis(f"{name}:Q", scale=None, axis=None) for axis, name in ((alt.X, "x"), (alt.Y, "y")))
    return alt.Chart(frame).mark_line(color=CONTEXT, strokeWidth=1).encode(x=x, y=y, detail="ring:N", order="order:Q")


def _circles(areas: pd.DataFrame, centres: Mapping[str, Point], place: Any) -> pd.DataFrame:
    shown = areas[areas["id"].isin(list(centres))].copy()
    most = max(int(shown["reports"].max()) if len(shown) else 0, 1)
    spots = [place(centres[area]) for area in shown["id"]]
    shown["x"], shown["y"] = [x for x, _y in spots], [y for _x, y in spots]
    shown["r"] = [_LARGEST * math.sqrt(count / most) for count in shown["reports"]]
    return shown


def _labels(marked: pd.DataFrame, height: float) -> pd.DataFrame:
    """Name and count beneath each circle, moved inside the picture, and down where two would meet."""
    rows: list[dict[str, Any]] = []
    for row in marked.sort_values("y").itertuples():
        text = f"{row.name} {number(row.reports)}"
        half = text_width(text) / 2
        x = min(max(row.x, half), WIDTH - half)
        y = min(row.y + row.r + 10, height + 6)
        while any(abs(y - other["y"]) < 16 and abs(x - other["x"]) < half + other["half"] for other in rows):
            y += 4
        rows.append({"text": text, "x": x, "y": y, "half": half})
    return pd.DataFrame(rows, columns=["text", "x", "y", "half"]).assign(x=lambda frame: frame["x"] - frame["half"])


def _scale_bar(height: float, degree: float) -> list[Any]:
    """A round length of about a quarter of the width, and where north is."""
    wanted = WIDTH / 4 / degree * _KM
    size = 10 ** math.floor(math.log10(wanted))
    length = max(step * size for step in (1, 2, 5) if step * size <= wanted)
    pixels, y = length / _KM * degree, height + 24
    line = pd.DataFrame({"x": [0.0], "x2": [pixels], "y": [y], "y2": [y]})
    words = pd.DataFrame({"text": [_("{n} km").format(n=number(length)), _("↑ North")], "x": [pixels + 8, WIDTH - 62.0], "y": [y, y]})
    return [rules(line, color=MUTED, strokeWidth=2), texts(words, color=MUTED)]
