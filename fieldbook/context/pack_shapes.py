"""GeoJSON shapes of a pack's areas: positions and types are checked, so that maps can be drawn."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.textfile import read_text
from fieldbook.core.validation import own_message
from fieldbook.model.shape import OFF_THE_GLOBE, FeatureCollection

Box = tuple[float, float, float, float]
_MAX_SHOWN = 50


def read_shapes(path: Path, root: Path) -> Mapping[str, Any]:
    """FeatureCollection in ``path``. Raises ``CourseError`` for what is no GeoJSON or lies off the globe."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    data = _json(read_text(path, root), name)
    try:
        return FeatureCollection.model_validate(data).model_dump()
    except ValidationError as error:
        faults = error.errors(include_url=False)
    if any(len(fault["loc"]) < 2 for fault in faults):
        message, remedy = _("is not a GeoJSON FeatureCollection"), _("Export it as GeoJSON (RFC 7946).")
        raise CourseError([Problem(name, 1, "", message, remedy, "FB-GEO-02")])
    raise CourseError(list(_first_faults(faults, name).values())[:_MAX_SHOWN])


def _json(text: str, name: str) -> object:
    def refuse(word: str) -> None:
        raise ValueError(_("{word} is no number of JSON").format(word=word))

    try:
        return json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        reason = (
            _("it is nested too deeply") if isinstance(error, RecursionError) else getattr(error, "msg", str(error))
        )
        line = getattr(error, "lineno", 1)
        problem = Problem(
            name,
            line,
            "",
            _("is not valid JSON: {reason}").format(reason=reason),
            _("Export the file again."),
            "FB-GEO-01",
        )
        raise CourseError([problem]) from None


_TYPES = {"Polygon", "MultiPolygon", "Point"}
"""Tags of the union; pydantic puts them into the place of a fault, the file has no such key."""


def _known_texts() -> dict[str, tuple[str, str]]:
    """Message and remedy by the type of pydantic's error."""
    again = _("Export the file again.")
    no_shape = _("is not a polygon or a point"), _("Use Polygon, MultiPolygon or Point.")
    no_number = _("is not a number"), again
    return {
        "missing": (_("is missing"), _("Add it.")),
        "union_tag_not_found": no_shape,
        "union_tag_invalid": no_shape,
        "string_pattern_mismatch": (_("is not an id"), _("Give it the id of its area in context.yml.")),
        "list_type": (_("is not a list of coordinates"), again),
        "float_type": no_number,
        "float_parsing": no_number,
        "too_short": (_("has too few coordinates"), again),
        "too_long": (_("has too many coordinates"), again),
    }


def _first_faults(faults: Sequence[ErrorDetails], name: str) -> dict[int | str, Problem]:
    """The first fault of each feature: a wrong feature has one in each of its positions."""
    found: dict[int | str, Problem] = {}
    for fault in faults:
        _features, number, *rest = fault["loc"]
        shown = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in rest if part not in _TYPES)
        found.setdefault(number, Problem(name, 0, f"features[{number}]{shown}", *_texts(fault), "FB-GEO-03"))
    return found


def _texts(fault: ErrorDetails) -> tuple[str, str]:
    if fault["type"] == OFF_THE_GLOBE:
        return fault["msg"], _("Coordinates are longitude first, then latitude, in WGS 84 degrees.")
    if fault["type"] == "value_error":
        return own_message(fault), _("Export the file again.")
    return _known_texts().get(fault["type"], (_("is not GeoJSON"), _("Export it as GeoJSON (RFC 7946).")))


def swapped(shapes: Mapping[str, Any], points: Sequence[tuple[float, float]]) -> bool:
    """Whether no point (lon, lat) lies in the box of a polygon, but most do with the two swapped."""
    boxes = [_box(f["geometry"]["coordinates"]) for f in shapes["features"] if f["geometry"]["type"] != "Point"]

    def inside(x: float, y: float) -> bool:
        return any(west <= x <= east and south <= y <= north for west, south, east, north in boxes)

    if not boxes or not points or any(inside(lon, lat) for lon, lat in points):
        return False
    return sum(inside(lat, lon) for lon, lat in points) > len(points) / 2


def _box(coordinates: Sequence[Any]) -> Box:
    pairs = list(_pairs(coordinates))
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    return min(xs), min(ys), max(xs), max(ys)


def _pairs(coordinates: Sequence[Any]) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], float):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _pairs(part)
