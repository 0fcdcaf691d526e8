"""Where events lie: outlines by a country's name, areas from GeoJSON and shapefiles, events that lie in none."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
import shapefile
from shapely.geometry import shape

from fieldbook.context.importing.area_shapes import read_areas
from fieldbook.context.importing.countries import find_country, spellings
from fieldbook.context.importing.event_import import import_events
from fieldbook.context.importing.event_places import Files
from fieldbook.context.importing.import_report import ImportReport
from fieldbook.context.importing.source_rules import layouts
from fieldbook.context.pack import load_context
from fieldbook.core.problems import CourseError

GED = Path(__file__).parents[1] / "data" / "ged" / "small.csv"


def _square(west: float, south: float, east: float, north: float) -> list[list[list[float]]]:
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


AREAS = {"Sector Élevé": _square(30, -9, 31, -8), "Sector Low": _square(30, -9.8, 31, -9)}


@pytest.fixture
def geojson(tmp_path: Path) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"code": n, "sector": name},
            "geometry": {"type": "Polygon", "coordinates": rings},
        }
        for n, (name, rings) in enumerate(AREAS.items())
    ]
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


@pytest.fixture
def zipped(tmp_path: Path) -> Path:
    """The same areas as a shapefile in a zip file."""
    with shapefile.Writer(str(tmp_path / "areas")) as writer:
        writer.field("sector", "C", 60)
        for name, rings in AREAS.items():
            writer.poly([ring[::-1] for ring in rings])
            writer.record(name)
    with zipfile.ZipFile(tmp_path / "areas.zip", "w") as archive:
        for ending in ("shp", "shx", "dbf"):
            archive.write(tmp_path / f"areas.{ending}", f"areas.{ending}")
    return tmp_path / "areas.zip"


def _import(tmp_path: Path, areas: Path | None, column: str | None = "sector", ged: Path = GED) -> ImportReport:
    files = Files(areas=areas, area_name=column)
    return import_events(layouts("ucdp"), [ged], "Smallland", tmp_path / "contexts" / "smallland", files)


def _shapes(folder: Path) -> dict[str, Any]:
    pack = load_context(folder)
    return {feature["properties"]["id"]: feature["geometry"] for feature in pack.shapes["features"]}


def test_events_are_joined_to_the_missions_areas(tmp_path: Path, geojson: Path, zipped: Path) -> None:
    counts = {}
    for path in (geojson, zipped, tmp_path / "areas.shp"):
        report = _import(tmp_path, path)
        areas = load_context(report.folder).areas
        counts[path.suffix] = dict(zip(areas["id"], areas["incidents"], strict=True))
    assert counts[".geojson"] == counts[".zip"] == counts[".shp"]
    rows = GED.read_text("utf-8")
    assert rows.count(",Smallland,999,") == sum(counts[".geojson"].values())
    assert counts[".geojson"]["sector-eleve"] == 3
    assert {shape["type"] for shape in _shapes(report.folder).values()} <= {"Polygon", "MultiPolygon", "Point"}


def test_events_in_no_area_are_listed_and_kept(tmp_path: Path, geojson: Path) -> None:
    text = geojson.read_text("utf-8").replace("-9.8", "-9.4")
    geojson.write_text(text, "utf-8")
    report = _import(tmp_path, geojson)
    lost = [note for note in report.notes if note.code == "FB-IMP-26"]
    areas = load_context(report.folder).areas.set_index("id")["incidents"]
    assert len(lost) == areas["area-not-known"] > 0
    assert report.imported == 6
    assert f"{len(lost)} events lie in no area that is known; they are kept without one" in report.remarks
    assert "Well village, -9.5, 30.4" in lost[0].message


def test_an_event_without_coordinates_is_told_by_the_name_that_fits_no_area(tmp_path: Path, geojson: Path) -> None:
    file = tmp_path / "ged.csv"
    with GED.open(encoding="utf-8", newline="") as rows, file.open("w", encoding="utf-8", newline="") as out:
        reader = csv.DictReader(rows)
        writer = csv.DictWriter(out, reader.fieldnames or [])
        writer.writeheader()
        for number, row in enumerate(reader):
            writer.writerow(row | ({"latitude": "", "longitude": "", "adm_1": "Sector Hihg"} if number == 0 else {}))
    report = _import(tmp_path, geojson, ged=file)
    assert "names the area 'Sector Hihg', which this file does not have" in " ".join(map(str, report.notes))


def _latin_shapefile(folder: Path, encoding: str = "latin-1") -> Path:
    """As old programs write it: no .cpg says how letters are written."""
    with shapefile.Writer(str(folder / "latin"), encoding=encoding) as writer:
        writer.field("shapeName", "C", 40)
        for name, rings in AREAS.items():
            writer.poly([ring[::-1] for ring in rings])
            writer.record(name)
    (folder / "latin.cpg").unlink(missing_ok=True)
    return folder / "latin.shp"


def test_a_shapefile_that_does_not_say_how_it_writes_letters(tmp_path: Path) -> None:
    path = _latin_shapefile(tmp_path)
    with pytest.raises(CourseError) as caught:
        read_areas(path, None)
    assert str(caught.value) == (
        "latin.shp: does not say how it writes letters: a name can be 'Sector Élevé' (cp1252), "
        "'Sector ╔levÚ' (cp850), 'Sector ةlevé' (cp1256), 'Sector Йlevй' (cp1251). "
        "Add --areas-encoding with the one that reads right. [FB-FILE-02]"
    )
    assert sorted(read_areas(path, None, "cp1252").shapes) == sorted(AREAS)
    for said in ("ISO-8859-1", "1252\n", "ANSI 1252", "88591"):
        (tmp_path / "latin.cpg").write_text(said, "ascii")
        assert sorted(read_areas(path, None).shapes) == sorted(AREAS), said


def test_a_shapefile_in_utf8_needs_no_word_about_it(tmp_path: Path) -> None:
    assert sorted(read_areas(_latin_shapefile(tmp_path, "utf-8"), None).shapes) == sorted(AREAS)


def test_polygons_of_a_collection_are_areas_and_what_is_none_is_named(tmp_path: Path) -> None:
    def feature(name: str | None, geometry: dict[str, Any] | None) -> dict[str, Any]:
        return {"type": "Feature", "properties": {"shapeName": name}, "geometry": geometry}

    squares = [{"type": "Polygon", "coordinates": _square(west, -9, west + 1, -8)} for west in (30, 31, 32)]
    point = {"type": "Point", "coordinates": [30.5, -8.5]}
    features = [
        feature(
            "Ouest",
            {
                "type": "GeometryCollection",
                "geometries": [squares[0], {"type": "GeometryCollection", "geometries": [point]}],
            },
        ),
        feature("Est", squares[1]),
        feature("Town", point),
        feature(None, None),
        feature(
            "Nord",
            {"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection", "geometries": [squares[2]]}]},
        ),
    ]
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    areas = read_areas(path, None)
    assert {name: shape.area for name, shape in areas.shapes.items()} == {"Est": 1, "Nord": 1, "Ouest": 1}
    assert areas.remarks() == [
        "areas.geojson: left out, because they are no areas: Ouest (Point), Town (Point), feature 4 (no shape)"
    ]
    report = _import(tmp_path, path, None)
    assert areas.remarks()[0] in report.remarks


CASES = Path(__file__).parents[3] / "shared" / "cases"


@pytest.mark.shared
@pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases is not here")
def test_small_cases_of_areas() -> None:
    assert sorted(read_areas(CASES / "F13-areas-geometrycollection.geojson", None).shapes) == ["Est", "Ouest"]
    path = CASES / "F12-shape-latin1-nocpg" / "latin_nocpg.shp"
    with pytest.raises(CourseError, match=r"does not say how it writes letters: .* Add --areas-encoding"):
        read_areas(path, None)
    assert sorted(read_areas(path, None, "cp1252").shapes) == ["Kpélé", "Ouest", "Plaine de Mô"]


def test_the_middle_of_a_region_or_country_is_no_place(tmp_path: Path, geojson: Path) -> None:
    ged = tmp_path / "ged.csv"
    header, *lines = GED.read_text("utf-8").split("\n")
    lines[0] = lines[0].replace("Gate town", "Northern Smallland")
    columns = header.split(",")
    cells = lines[1].split(",")
    cells[columns.index("where_prec")] = "6"
    ged.write_text("\n".join([header, lines[0], ",".join(cells), *lines[2:]]), "utf-8")
    notes = [note.message for note in _import(tmp_path, geojson, ged=ged).notes if note.code == "FB-IMP-26"]
    assert notes == [
        "event ucdp-11 (Northern Smallland, -8.5, 30.5) stands for a region, not for a place",
        "event ucdp-12 (Well village, -9.5, 30.4) stands for a region, not for a place",
    ]


def test_areas_with_latitude_first_hold_nothing(tmp_path: Path, geojson: Path) -> None:
    data = json.loads(geojson.read_text("utf-8"))
    for feature in data["features"]:
        feature["geometry"]["coordinates"] = [
            [point[::-1] for point in ring] for ring in feature["geometry"]["coordinates"]
        ]
    geojson.write_text(json.dumps(data), "utf-8")
    with pytest.raises(CourseError) as caught:
        _import(tmp_path, geojson)
    expected = "areas.geojson features: holds none of the events. Use areas of the same country, in WGS 84 and with longitude first."
    assert str(caught.value) == f"{expected} [FB-IMP-10]"


def test_the_source_of_the_missions_areas_is_left_to_the_mission(tmp_path: Path, geojson: Path) -> None:
    pack = load_context(_import(tmp_path, geojson).folder)
    table = next(table for table in pack.meta.tables if table.file == "areas.geojson")
    assert (table.source, table.licence, table.citation) == ("WHO KEEPS THIS TABLE", "LICENCE", "HOW TO CITE IT")


@pytest.mark.parametrize(
    ("content", "column", "message"),
    [
        ("{}", None, "is not a GeoJSON file of areas"),
        ("[1, 2]", None, "is not a GeoJSON file of areas"),
        ('{"features": []}', None, "has no polygons"),
        ('{"features": [{"properties": {"a": 1}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}', None, "has no polygons"),
        ("POLYGON", None, "has no column that is known to hold names. Name one with --area-name: code, sector."),
        ("POLYGON", "province", "has no column 'province'. Name one with --area-name: code, sector."),
        ("FAR", "sector", "has a shape without an extent, or outside of degrees in WGS 84"),
        ("FLAT", "sector", "has a shape without an extent, or outside of degrees in WGS 84"),
        ("TEXT", "sector", "has a shape that is no polygon"),
        ("NAMELESS", "sector", "has an area whose name is empty or no name"),
        ("NAN", "sector", "is not a GeoJSON file of areas"),
        ("UTM", "sector", "is in another coordinate system, urn:ogc:def:crs:EPSG::32636"),
    ],
)  # fmt: skip
def test_areas_that_are_none(tmp_path: Path, geojson: Path, content: str, column: str | None, message: str) -> None:
    text = geojson.read_text("utf-8")
    changes = {
        "POLYGON": text,
        "FAR": text.replace("[30, -9]", "[300000, 900000]"),
        "FLAT": text.replace("-9.8", "-9"),
        "TEXT": text.replace("[30, -9]", '"here"'),
        "NAMELESS": text.replace("Sector Low", " "),
        "UTM": text.replace("{", '{"crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::32636"}}, ', 1),
        "NAN": text.replace("[30, -9]", "[NaN, -9]"),
    }
    geojson.write_text(changes.get(content, content), "utf-8")
    with pytest.raises(CourseError) as caught:
        _import(tmp_path, geojson, column)
    assert message in str(caught.value)
    assert not (tmp_path / "contexts").exists()


def test_a_damaged_shapefile(tmp_path: Path, zipped: Path) -> None:
    for name, content in (("a.zip", zipped.read_bytes()[:300]), ("a.shp", b"\x00" * 90)):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(CourseError, match="is not a shapefile that can be read"):
            _import(tmp_path, path)


def test_a_shapefile_that_says_that_it_is_projected(tmp_path: Path, zipped: Path) -> None:
    for system, fits in (('GEOGCS["GCS_WGS_1984",', True), ('PROJCS["WGS_1984_UTM_Zone_36N",', False)):
        path = Path(shutil.copy(zipped, tmp_path / "sectors_with_system.zip"))
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("sectors.PRJ", system)
        if fits:
            assert len(read_areas(path, "sector").shapes) == 2
        else:
            with pytest.raises(CourseError, match="in another coordinate system, WGS_1984_UTM_Zone_36N"):
                read_areas(path, "sector")


def test_areas_with_many_corners_fit_a_page(tmp_path: Path) -> None:
    """A border of twenty thousand corners becomes one that a page can carry, and both sides of it still meet."""
    border = [[30.5 + 0.01 * ((n * 7919) % 100) / 100, -10 + n * 2 / 20_000] for n in range(20_001)]
    west = [[[30, -10], *border, [30, -8], [30, -10]]]
    east = [[[31, -8], *border[::-1], [31, -10], [31, -8]]]
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": rings}}
        for name, rings in (("West", west), ("East", east))
    ]
    path = tmp_path / "areas.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    folder = _import(tmp_path, path, None).folder
    assert (folder / "areas.geojson").stat().st_size < 30_000
    shapes = _shapes(folder)
    assert shape(shapes["west"]).intersection(shape(shapes["east"])).area < 1e-3


# Countries


def test_a_country_is_found_by_each_of_its_names() -> None:
    for name in ("COD", "cod", "DR Congo (Zaire)", " Democratic Republic of  the Congo", "DRC"):
        country = find_country(name)
        assert country is not None
        assert (country.code, country.in_text) == ("COD", "the Democratic Republic of the Congo")
    assert find_country("Ondara") is None
    assert "mali" in spellings("MLI")
    assert spellings("Ondara") == {"ondara"}


@pytest.mark.shared
@pytest.mark.parametrize("code", ["SSD", "COD", "CAF", "MLI"])
def test_outlines_are_those_of_natural_earth(code: str) -> None:
    file = Path(__file__).parents[3] / "shared" / "data" / "natural-earth" / f"{code}_admin0_10m.geojson"
    if not file.exists():
        pytest.skip("../shared/data with Natural Earth is not here")
    [feature] = json.loads(file.read_text("utf-8"))["features"]
    other, country = shape(feature["geometry"]).buffer(0), find_country(code)
    assert country is not None
    ours = country.outline()
    assert ours.is_valid
    assert ours.symmetric_difference(other).area < 0.02 * other.area
