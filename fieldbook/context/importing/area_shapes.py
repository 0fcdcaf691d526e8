"""Areas from the mission's own GeoJSON or shapefile, and the area in which each event lies."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
from pydantic import TypeAdapter, ValidationError
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Point, Polygon, shape

from fieldbook.context.importing.area_files import Feature, area_fault, read_features
from fieldbook.context.importing.area_names import AreaNames
from fieldbook.context.importing.file_letters import clean
from fieldbook.core.i18n import _
from fieldbook.model.base import Name

MAX_AREAS = 500
_MAX_POINTS = 1200
"""Corners of all areas together: a map goes into a page of at most 100 kB."""
_LISTED = 12
_NAME_COLUMNS = ("name", "shapename", "adm2_en", "adm1_en", "adm2_name", "adm1_name", "name_2", "name_1", "name_en")


@dataclasses.dataclass(frozen=True)
class Areas:
    """Polygons by the names of their areas."""

    shapes: Mapping[str, Polygon | MultiPolygon]
    file: str
    left_out: Sequence[str] = ()
    """Features that are no areas, each with what it is."""

    def of_point(self, lon: float, lat: float) -> str | None:
        """The area that holds a point; on a border, the first by name."""
        point = Point(lon, lat)
        found = self._tree.query(point, predicate="intersects")
        return min((self._names[place] for place in found), default=None)

    def of_name(self, name: str) -> str | None:
        """The area that is called ``name``, with or without accents and the word for the unit."""
        return self._known.find(name)

    def remarks(self) -> list[str]:
        """What of the file was left out, in words."""
        if not self.left_out:
            return []
        names = ", ".join(self.left_out[:_LISTED]) + (" …" if len(self.left_out) > _LISTED else "")
        return [_("{file}: left out, because they are no areas: {names}").format(file=self.file, names=names)]

    def drawn(self) -> dict[str, Polygon | MultiPolygon]:
        """The areas as a page can carry them: fewer corners, and borders that still meet."""
        shapes = [self.shapes[name] for name in self._names]
        tolerance = 0.005
        while sum(shapely.get_num_coordinates(shapes)) > _MAX_POINTS and tolerance < 1:
            shapes = list(shapely.coverage_simplify([self.shapes[name] for name in self._names], tolerance))
            tolerance *= 2
        parts = [list(_parts(shapely.make_valid(each))) for each in shapes]
        named = zip(self._names, parts, strict=True)
        return {name: MultiPolygon(found or list(_parts(self.shapes[name]))) for name, found in named}

    def __post_init__(self) -> None:
        names = sorted(self.shapes)
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "_tree", shapely.STRtree([self.shapes[name] for name in names]))
        object.__setattr__(self, "_known", AreaNames((name, name) for name in names))

    _names: Sequence[str] = dataclasses.field(init=False, repr=False)
    _tree: Any = dataclasses.field(init=False, repr=False)
    _known: AreaNames = dataclasses.field(init=False, repr=False)


def read_areas(path: Path, column: str | None, encoding: str | None = None) -> Areas:
    """Polygons of the GeoJSON file or shapefile ``path``, named by ``column``; several of one name are one area.

    Raises
    ------
    CourseError
        It is no such file, has no polygons, or no column with names; or nobody says how it writes letters.
    """
    features = dict(enumerate(read_features(path, encoding), start=1))
    kinds = {number: _kinds(geometry) for number, (_properties, geometry) in features.items()}
    kept = [number for number, found in kinds.items() if found & _POLYGONS]
    if not kept:
        raise area_fault(path, _("has no polygons"), _("Export the areas as GeoJSON (RFC 7946) or as a shapefile."))
    name = _name_column(path, [features[number] for number in kept], column)
    found: dict[str, list[Polygon]] = {}
    for number in kept:
        properties, geometry = features[number]
        parts = _polygons(path, f"features[{number - 1}]", geometry)
        found.setdefault(_area_name(path, number, properties[name]), []).extend(parts)
    if len(found) > MAX_AREAS:
        raise area_fault(path, _("has more than {max_areas} areas").format(max_areas=MAX_AREAS), _("Use larger areas."))
    shapes = {area: shapely.union_all(parts) for area, parts in found.items()}
    others = {number: found - _POLYGONS for number, found in kinds.items() if not found or found - _POLYGONS}
    left_out = [_other(number, features[number][0].get(name), sorted(found)) for number, found in others.items()]
    return Areas(shapes, path.name, left_out)


_POLYGONS = {"Polygon", "MultiPolygon"}


def _other(number: int, name: object, kinds: Sequence[str]) -> str:
    """What a feature has that is no polygon, behind its name."""
    known = clean(str(name))[:60] if name not in (None, "") else _("feature {number}").format(number=number)
    return f"{known} ({', '.join(kinds) or 'no shape'})"


def _kinds(geometry: Any) -> set[str]:
    """Which shapes a geometry is made of, in the words of GeoJSON."""
    if geometry is None:
        return set()
    parts = geometry.get("geometries") if geometry["type"] == "GeometryCollection" else None
    return {geometry["type"]} if parts is None else set().union(*map(_kinds, parts))


def _name_column(path: Path, features: Sequence[Feature], wanted: str | None) -> str:
    columns = [name for name in features[0][0] if isinstance(name, str)]
    for name in (wanted,) if wanted else _NAME_COLUMNS:
        found = next((column for column in columns if column.casefold() == name.casefold()), None)
        if found is not None and all(found in properties for properties, _geometry in features):
            return found
    message = (
        _("has no column {wanted!r}").format(wanted=wanted)
        if wanted
        else _("has no column that is known to hold names")
    )
    raise area_fault(
        path,
        message,
        _("Name one with --area-name: {columns}.").format(columns=", ".join(columns)[:300] or _("there are none")),
        "properties",
    )


_NAMES = TypeAdapter[str](Name)


def _area_name(path: Path, number: int, value: object) -> str:
    try:
        return _NAMES.validate_python(" ".join(str(value).split()) if value is not None else "")
    except ValidationError:
        field = f"features[{number - 1}]"
        raise area_fault(path, _("has an area whose name is empty or no name"), _("Correct it."), field) from None


def _polygons(path: Path, field: str, geometry: Any) -> list[Polygon]:
    """The polygons of a feature that have an extent, in degrees."""
    try:
        found = shape(geometry)
        found = found if found.is_valid else shapely.make_valid(found)
        parts = [part for part in _parts(found) if part.area > 0]
    except (ShapelyError, LookupError, TypeError, ValueError, AttributeError):
        raise area_fault(path, _("has a shape that is no polygon"), _("Export the areas again."), field) from None
    limits = (180, 90, 180, 90)
    inside = (abs(value) <= limit for part in parts for value, limit in zip(part.bounds, limits, strict=True))
    if not parts or not all(inside):
        message = _("has a shape without an extent, or outside of degrees in WGS 84")
        raise area_fault(path, message, _("Export the areas in WGS 84 (EPSG:4326), longitude first."), field)
    return parts


def _leaves(geometry: Any) -> Iterator[Any]:
    """The single shapes of which a geometry is made, without empty ones."""
    if hasattr(geometry, "geoms"):
        for part in geometry.geoms:
            yield from _leaves(part)
    elif not geometry.is_empty:
        yield geometry


def _parts(geometry: Any) -> Iterator[Polygon]:
    return (part for part in _leaves(geometry) if part.geom_type == "Polygon")
