"""Areas from the mission's own GeoJSON or shapefile, and the area in which each event lies."""

from __future__ import annotations

import dataclasses
import json
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapefile
import shapely
from pydantic import TypeAdapter, ValidationError
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Point, Polygon, shape

from fieldbook.context.importing.source_rows import MAX_UNPACKED, clean, unpacked
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.textfile import MAX_BYTES, read_text
from fieldbook.imports.area_names import AreaNames
from fieldbook.model.base import Name

MAX_AREAS = 500
_MAX_POINTS = 1200
"""Corners of all areas together: a map goes into a page of at most 100 kB."""
_HEAD = 10_000
_NAME_COLUMNS = ("name", "shapename", "adm2_en", "adm1_en", "adm2_name", "adm1_name", "name_2", "name_1", "name_en")


@dataclasses.dataclass(frozen=True)
class Areas:
    """Polygons by the names of their areas."""

    shapes: Mapping[str, Polygon | MultiPolygon]
    file: str

    def of_point(self, lon: float, lat: float) -> str | None:
        """The area that holds a point; on a border, the first by name."""
        point = Point(lon, lat)
        found = self._tree.query(point, predicate="intersects")
        return min((self._names[place] for place in found), default=None)

    def of_name(self, name: str) -> str | None:
        """The area that is called ``name``, with or without accents and the word for the unit."""
        return self._known.find(name)

    def drawn(self) -> dict[str, Polygon | MultiPolygon]:
        """The areas as a page can carry them: fewer corners, and borders that still meet."""
        shapes = [self.shapes[name] for name in self._names]
        tolerance = 0.005
        while sum(shapely.get_num_coordinates(shapes)) > _MAX_POINTS and tolerance < 1:
            shapes = list(shapely.coverage_simplify([self.shapes[name] for name in self._names], tolerance))
            tolerance *= 2
        parts = [list(_parts(shapely.make_valid(each))) for each in shapes]
        return {name: MultiPolygon(found) for name, found in zip(self._names, parts, strict=True) if found}

    def __post_init__(self) -> None:
        names = sorted(self.shapes)
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "_tree", shapely.STRtree([self.shapes[name] for name in names]))
        object.__setattr__(self, "_known", AreaNames((name, name) for name in names))

    _names: Sequence[str] = dataclasses.field(init=False, repr=False)
    _tree: Any = dataclasses.field(init=False, repr=False)
    _known: AreaNames = dataclasses.field(init=False, repr=False)


def read_areas(path: Path, column: str | None) -> Areas:
    """Polygons of the GeoJSON file or shapefile ``path``, named by ``column``; several of one name are one area.

    Raises
    ------
    CourseError
        It is no such file, has no polygons, or no column with names.
    """
    features = _shapefile(path) if path.suffix.casefold() in (".shp", ".zip") else _geojson(path)
    name = _name_column(path, features, column)
    found: dict[str, list[Any]] = {}
    for number, (properties, geometry) in enumerate(features, start=1):
        found.setdefault(_area_name(path, number, properties[name]), []).append(_polygon(path, number, geometry))
    if len(found) > MAX_AREAS:
        raise _fault(path, f"has more than {MAX_AREAS} areas", "Use larger areas.")
    return Areas({area: shapely.union_all(parts) for area, parts in found.items()}, path.name)


def _fault(path: Path, message: str, remedy: str, field: str = "", code: str = "FB-IMP-24") -> CourseError:
    return CourseError([Problem(path.name, 0, field, message, remedy, code)])


def _refuse(word: str) -> None:
    raise ValueError(word)


def _refuse_projected(path: Path, system: str) -> None:
    message = f"is in another coordinate system, {clean(system)[:60]}"
    raise _fault(path, message, "Export the areas in WGS 84 (EPSG:4326), longitude first.")


_DEGREES = re.compile(r"(4326|4979|CRS ?84|WGS ?(19)?84)$", re.IGNORECASE)
"""Old GeoJSON names its coordinate system; the standard of today knows one only."""

Feature = tuple[Mapping[str, Any], Any]


def _geojson(path: Path) -> list[Feature]:
    remedy = "Export the areas as GeoJSON (RFC 7946) or as a shapefile."
    try:
        data = json.loads(read_text(path, path.parent), parse_constant=_refuse)
        system = str(((data.get("crs") or {}).get("properties") or {}).get("name") or "")
        features = [(feature["properties"] or {}, feature["geometry"]) for feature in data["features"]]
        kept = [each for each in features if each[1] and each[1]["type"] in ("Polygon", "MultiPolygon")]
    except (RecursionError, LookupError, TypeError, ValueError, AttributeError):
        raise _fault(path, "is not a GeoJSON file of areas", remedy) from None
    if system and not _DEGREES.search(system):
        _refuse_projected(path, system)
    if not kept:
        raise _fault(path, "has no polygons", remedy)
    return kept


_DAMAGED = (
    *(shapefile.ShapefileException, zipfile.BadZipFile, struct.error),
    *(OSError, ValueError, LookupError, TypeError, EOFError),
)
"""What pyshp raises for files that are no shapefiles."""


def _shapefile(path: Path) -> list[Feature]:
    remedy = "Give the .shp file with its .dbf and .shx beside it, or all of them in one .zip."
    try:
        if path.stat().st_size > MAX_BYTES or unpacked(path) > MAX_UNPACKED:
            raise _fault(path, "is too large", "Simplify the areas first.", code="FB-FILE-03")
        system = re.match(r'\s*PROJ(?:CS|CRS)\["([^"]*)', _described(path))
        if system:
            _refuse_projected(path, system[1])
        with shapefile.Reader(str(path)) as reader:
            kept = [
                (record.record.as_dict(), record.shape.__geo_interface__)
                for record in reader.iterShapeRecords()
                if record.shape.shapeTypeName.startswith("POLYGON")
            ]
    except _DAMAGED:
        raise _fault(path, "is not a shapefile that can be read", remedy) from None
    if not kept:
        raise _fault(path, "has no polygons", remedy)
    return kept


def _described(path: Path) -> str:
    """The coordinate system beside a shapefile; empty where nobody said it."""
    if path.suffix.casefold() != ".zip":
        beside = path.with_suffix(".prj")
        return beside.read_bytes()[:_HEAD].decode("utf-8", "replace") if beside.is_file() else ""
    with zipfile.ZipFile(path) as archive:
        name = next((name for name in archive.namelist() if name.casefold().endswith(".prj")), None)
        if name is None:
            return ""
        with archive.open(name) as file:
            return file.read(_HEAD).decode("utf-8", "replace")


def _name_column(path: Path, features: Sequence[Feature], wanted: str | None) -> str:
    columns = [name for name in features[0][0] if isinstance(name, str)]
    for name in (wanted,) if wanted else _NAME_COLUMNS:
        found = next((column for column in columns if column.casefold() == name.casefold()), None)
        if found is not None and all(found in properties for properties, _geometry in features):
            return found
    message = f"has no column {wanted!r}" if wanted else "has no column that is known to hold names"
    raise _fault(
        path, message, f"Name one with --area-name: {', '.join(columns)[:300] or 'there are none'}.", "properties"
    )


_NAMES = TypeAdapter[str](Name)


def _area_name(path: Path, number: int, value: object) -> str:
    try:
        return _NAMES.validate_python(" ".join(str(value).split()) if value is not None else "")
    except ValidationError:
        field = f"features[{number - 1}]"
        raise _fault(path, "has an area whose name is empty or no name", "Correct it.", field) from None


def _polygon(path: Path, number: int, geometry: Any) -> Polygon | MultiPolygon:
    field = f"features[{number - 1}]"
    try:
        polygon = shape(geometry)
        polygon = polygon if polygon.is_valid else shapely.make_valid(polygon)
        parts = [part for part in _parts(polygon) if part.area > 0]
        bounds = polygon.bounds
    except (ShapelyError, LookupError, TypeError, ValueError):
        raise _fault(path, "has a shape that is no polygon", "Export the areas again.", field) from None
    if not parts or not all(abs(value) <= limit for value, limit in zip(bounds, (180, 90, 180, 90), strict=True)):
        message = "has a shape without an extent, or outside of degrees in WGS 84"
        raise _fault(path, message, "Export the areas in WGS 84 (EPSG:4326), longitude first.", field)
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _parts(geometry: Any) -> Iterator[Polygon]:
    if geometry.geom_type == "Polygon":
        yield geometry
    for part in getattr(geometry, "geoms", ()):
        yield from _parts(part)
