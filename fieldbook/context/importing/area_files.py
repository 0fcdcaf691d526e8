"""Shapes with their properties from GeoJSON and shapefiles, as the mission's offices keep them."""

from __future__ import annotations

import json
import re
import struct
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import shapefile

from fieldbook.context.importing.file_letters import clean, known_encoding, readings
from fieldbook.context.importing.source_rows import MAX_UNPACKED, unpacked
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.textfile import MAX_BYTES, read_text

Feature = tuple[Mapping[str, Any], Any]
"""Properties and GeoJSON geometry."""
_HEAD = 10_000


def area_fault(path: Path, message: str, remedy: str, field: str = "", code: str = "FB-IMP-24") -> CourseError:
    """What keeps a file from being one of areas."""
    return CourseError([Problem(path.name, 0, field, message, remedy, code)])


def read_features(path: Path, encoding: str | None) -> list[Feature]:
    """All features of a GeoJSON file or shapefile in WGS 84; ``encoding`` is that of a shapefile which does not say it.

    Raises
    ------
    CourseError
        It is neither, is in another coordinate system, or nobody says how it writes letters.
    """
    return _shapefile(path, encoding) if path.suffix.casefold() in (".shp", ".zip") else _geojson(path)


def _refuse(word: str) -> None:
    raise ValueError(word)


def _refuse_projected(path: Path, system: str) -> None:
    message = _("is in another coordinate system, {system}").format(system=clean(system)[:60])
    raise area_fault(path, message, _("Export the areas in WGS 84 (EPSG:4326), longitude first."))


_DEGREES = re.compile(r"(4326|4979|CRS ?84|WGS ?(19)?84)$", re.IGNORECASE)
"""Old GeoJSON names its coordinate system; the standard of today knows one only."""


def _geojson(path: Path) -> list[Feature]:
    try:
        data = json.loads(read_text(path, path.parent), parse_constant=_refuse)
        system = str(((data.get("crs") or {}).get("properties") or {}).get("name") or "")
        features: list[Feature] = [(dict(each["properties"] or {}), each["geometry"]) for each in data["features"]]
    except (RecursionError, LookupError, TypeError, ValueError, AttributeError):
        remedy = _("Export the areas as GeoJSON (RFC 7946) or as a shapefile.")
        raise area_fault(path, _("is not a GeoJSON file of areas"), remedy) from None
    if system and not _DEGREES.search(system):
        _refuse_projected(path, system)
    return features


_DAMAGED = (
    *(shapefile.ShapefileException, zipfile.BadZipFile, struct.error),
    *(OSError, ValueError, LookupError, TypeError, EOFError),
)
"""What pyshp raises for files that are no shapefiles."""


def _shapefile(path: Path, encoding: str | None) -> list[Feature]:
    remedy = _("Give the .shp file with its .dbf and .shx beside it, or all of them in one .zip.")
    try:
        if path.stat().st_size > MAX_BYTES or unpacked(path) > MAX_UNPACKED:
            raise area_fault(path, _("is too large"), _("Simplify the areas first."), code="FB-FILE-03")
        system = re.match(r'\s*PROJ(?:CS|CRS)\["([^"]*)', _beside(path, ".prj"))
        if system:
            _refuse_projected(path, system[1])
        features = _records(path)
    except _DAMAGED:
        raise area_fault(path, _("is not a shapefile that can be read"), remedy) from None
    said = encoding or known_encoding(_beside(path, ".cpg")) or "utf-8"
    return [(_decoded_all(path, properties, said), geometry) for properties, geometry in features]


def _records(path: Path) -> list[Feature]:
    """Text in them is Latin-1, which keeps each byte until it is known what it means."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyshp finds another encoding in the .cpg file
        with shapefile.Reader(str(path), encoding="latin-1") as reader:
            return [(record.record.as_dict(), _geometry(record.shape)) for record in reader.iterShapeRecords()]


def _geometry(record: Any) -> Any:
    return None if record.shapeType == shapefile.NULL else record.__geo_interface__


def _decoded_all(path: Path, properties: Mapping[str, Any], encoding: str) -> dict[str, Any]:
    return {_decoded(path, key, encoding): _decoded(path, value, encoding) for key, value in properties.items()}


def _decoded(path: Path, value: Any, encoding: str) -> Any:
    if not isinstance(value, str):
        return value
    raw = value.encode("latin-1")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        message = _("does not say how it writes letters: a name can be {readings}").format(readings=readings(raw))
        remedy = _("Add --areas-encoding with the one that reads right.")
        raise area_fault(path, message, remedy, code="FB-FILE-02") from None


def _beside(path: Path, ending: str) -> str:
    """The beginning of the file that tells of a shapefile; empty where there is none."""
    if path.suffix.casefold() != ".zip":
        beside = next((each for e in (ending, ending.upper()) if (each := path.with_suffix(e)).is_file()), None)
        return beside.read_bytes()[:_HEAD].decode("utf-8", "replace") if beside else ""
    with zipfile.ZipFile(path) as archive:
        name = next((name for name in archive.namelist() if name.casefold().endswith(ending)), None)
        if name is None:
            return ""
        with archive.open(name) as file:
            return file.read(_HEAD).decode("utf-8", "replace")
