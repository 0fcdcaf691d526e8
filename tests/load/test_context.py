"""Packs on disk: a good one as tables, and one spoilt file for each fault with the message that an author reads."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from fieldbook.errors import CourseError
from fieldbook.load import textfile
from fieldbook.load.context import ContextPack, load_context

SMALL = Path(__file__).parent.parent / "data" / "contexts" / "small"


def _messages(folder: Path) -> list[str]:
    with pytest.raises(CourseError) as caught:
        load_context(folder)
    return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "contexts" / "small"))


def _spoil(pack: Path, file: str, old: str, new: str) -> None:
    text = (pack / file).read_text("utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture(scope="module")
def small() -> ContextPack:
    return load_context(SMALL)


def test_incidents_have_the_columns_and_types_of_the_documentation(small: ContextPack) -> None:
    assert {name: str(dtype) for name, dtype in small.incidents.dtypes.items()} == {
        "event_id": "str", "date": "datetime64[s]", "date_precision": "Int64", "area": "str", "area_name": "str",
        "place": "str", "lat": "float64", "lon": "float64", "kind": "str", "side_a": "str", "side_b": "str",
        "civilians_killed": "Int64", "killed_low": "Int64", "killed_best": "Int64", "killed_high": "Int64", "source": "str",
    }  # fmt: skip


@pytest.mark.parametrize("table", ["incidents", "areas", "actors", "alerts", "displacement", "threats", "bodies"])
def test_columns_are_those_of_the_documentation(small: ContextPack, table: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / "tables.md").read_text("utf-8")
    row = next(line for line in text.splitlines() if line.startswith(f"| `{table}` |"))
    documented = re.sub(r"\([^)]*\)", "", row.split("|")[3])
    assert list(getattr(small, table).columns) == re.findall(r"`([a-z_]+)`", documented)


def test_missing_is_missing_and_zero_is_zero(small: ContextPack) -> None:
    assert small.incidents["civilians_killed"].tolist() == [3, pd.NA, 0]
    assert small.incidents["side_a"].isna().tolist() == [False, False, True]
    assert small.alerts["minutes_to_arrival"].tolist() == [90, pd.NA]
    assert small.alerts["feedback_given"].tolist() == [True, pd.NA]
    assert small.displacement["boys"].tolist() == [pd.NA]
    assert small.areas["vulnerability"].tolist() == [pd.NA, 4]


def test_areas_are_counted_and_named(small: ContextPack) -> None:
    assert small.areas["incidents"].tolist() == [1, 2]
    assert small.incidents["area_name"].tolist() == ["South", "South", "North"]


def test_shapes_keep_only_what_maps_use(small: ContextPack) -> None:
    assert [feature["properties"] for feature in small.shapes["features"]] == [{"id": "north"}, {"id": "south"}]


def test_absent_tables_are_empty_with_their_columns(pack: Path, small: ContextPack) -> None:
    for name in ("alerts.csv", "displacement.csv"):
        (pack / name).unlink()
    text = (pack / "context.yml").read_text("utf-8")
    kept = [line for line in text.splitlines() if "alerts.csv" not in line and "displacement.csv" not in line]
    (pack / "context.yml").write_text("\n".join(kept), "utf-8")
    loaded = load_context(pack)
    for table in ("alerts", "displacement"):
        assert loaded.__dict__[table].empty
        assert loaded.__dict__[table].dtypes.equals(small.__dict__[table].dtypes)


def test_byte_order_mark_and_windows_lines_are_read(pack: Path) -> None:
    content = (pack / "incidents.csv").read_text("utf-8").replace("\n", "\r\n")
    (pack / "incidents.csv").write_bytes(b"\xef\xbb\xbf" + content.encode())
    assert len(load_context(pack).incidents) == 3


CSV = "Correct it; leave the field empty where nothing is known and the column allows it."
DEGREES = "Use degrees in WGS 84, and check that latitude and longitude are not swapped."
ORDER = "Coordinates are longitude first, then latitude, in WGS 84 degrees."
INCIDENTS, AREAS, YML = "contexts/small/incidents.csv", "contexts/small/areas.geojson", "contexts/small/context.yml"
CLOSE = "30, -10]]]}}"

BAD = {
    "missing column": (
        "incidents.csv", "side_b,", "",
        f"{INCIDENTS}:1 header: columns are missing: side_b. Add them; leave fields empty where nothing is known. [FB-CSV-02]",
    ),
    "additional column": (
        "incidents.csv", ",source", ",source,note",
        f"{INCIDENTS}:1 header: columns are not known: note. Remove them; docs/tables.md lists the columns. [FB-CSV-03]",
    ),
    "column twice": (
        "incidents.csv", ",source", ",source,source",
        f"{INCIDENTS}:1 header: a column stands twice. Keep one of the two. [FB-CSV-04]",
    ),
    "one field more": (
        "incidents.csv", "0,0,0,0,visit", "0,0,0,0,visit,again",
        f"{INCIDENTS}:4: has 16 fields under 15 headers. "
        "Look for a comma too many or too few, and put text with commas in quotes. [FB-CSV-05]",
    ),
    "one field fewer": (
        "alerts.csv", "a2,2025-01-06,", "a2,",
        "contexts/small/alerts.csv:3: has 10 fields under 11 headers. "
        "Look for a comma too many or too few, and put text with commas in quotes. [FB-CSV-05]",
    ),
    "open quote": (
        "incidents.csv", "Gate", '"Gate',
        f"{INCIDENTS}:4: is not valid CSV: unexpected end of data. Check the quotes. [FB-CSV-01]",
    ),
    "no such day": (
        "incidents.csv", "2024-03-30", "2024-02-30",
        f"{INCIDENTS}:4 date: '2024-02-30' is not a date as 2024-01-31. {CSV} [FB-CSV-06]",
    ),
    "date of another country": (
        "incidents.csv", "2024-03-30", "30/03/2024",
        f"{INCIDENTS}:4 date: '30/03/2024' is not a date as 2024-01-31. {CSV} [FB-CSV-06]",
    ),
    "no date": (
        "incidents.csv", "2024-03-30", "",
        f"{INCIDENTS}:4 date: an empty field is not a date as 2024-01-31. {CSV} [FB-CSV-06]",
    ),
    "date after as_of": (
        "incidents.csv", "2024-03-30", "2025-07-01",
        f"{INCIDENTS}:4 date: 2025-07-01 is after as_of (2025-06-30). Correct the date, or as_of in context.yml. [FB-CTX-05]",
    ),
    "month in the middle": (
        "displacement.csv", "2025-01-01", "2025-01-15",
        f"contexts/small/displacement.csv:2 month: '2025-01-15' is not the first day of a month. {CSV} [FB-CSV-06]",
    ),
    "latitude": (
        "incidents.csv", "-8.5,30.5", "95.2,30.5",
        f"{INCIDENTS}:4 lat: '95.2' is above 90. {DEGREES} [FB-CSV-06]",
    ),
    "latitude that is none": (
        "incidents.csv", "-8.5,30.5", "nan,30.5",
        f"{INCIDENTS}:4 lat: 'nan' is not a number. {CSV} [FB-CSV-06]",
    ),
    "longitude": (
        "incidents.csv", "-8.5,30.5", "-8.5,-181",
        f"{INCIDENTS}:4 lon: '-181' is below -180. {DEGREES} [FB-CSV-06]",
    ),
    "negative count": (
        "incidents.csv", "Civilians,0,0,0,0", "Civilians,-1,0,0,0",
        f"{INCIDENTS}:4 civilians_killed: '-1' is below 0. {CSV} [FB-CSV-06]",
    ),
    "count in words": (
        "incidents.csv", "Civilians,0,0,0,0", "Civilians,two,0,0,0",
        f"{INCIDENTS}:4 civilians_killed: 'two' is not a whole number. {CSV} [FB-CSV-06]",
    ),
    "low above best": (
        "incidents.csv", "3,2,3,5", "3,4,3,5",
        f"{INCIDENTS}:2: killed_low, killed_best and killed_high do not rise. {CSV} [FB-CSV-06]",
    ),
    "unknown kind": (
        "incidents.csv", "abduction", "kidnapping",
        f"{INCIDENTS}:4 kind: 'kidnapping' is none of 'attack-on-civilians', 'armed-clash', 'group-clash', 'abduction', "
        f"'sexual-violence', 'looting', 'explosive' or 'detention'. {CSV} [FB-CSV-06]",
    ),
    "path in a place": (
        "incidents.csv", "Gate", "../../etc/passwd",
        f"{INCIDENTS}:4 place: '../../etc/passwd' contains a path (../). {CSV} [FB-CSV-06]",
    ),
    "two lines in a name": (
        "incidents.csv", "Gate", '"Ga\nte"',
        f"{INCIDENTS}:4 place: 'Ga\\nte' contains a control character. {CSV} [FB-CSV-06]",
    ),
    "path in an area id": (
        "incidents.csv", "4,north", "4,../north",
        f"{INCIDENTS}:4 area: '../north' is not an id. {CSV} [FB-CSV-06]",
    ),
    "unknown area": (
        "incidents.csv", "4,north", "4,nort",
        f"{INCIDENTS}:4 area: there is no area 'nort' in context.yml. Correct it, or add the area. [FB-CTX-04]",
    ),
    "event twice": (
        "incidents.csv", "e3,", "e1,",
        f"{INCIDENTS}:4 event_id: 'e1' already stands in line 2. Remove one of the two. [FB-CTX-06]",
    ),
    "unknown responder": (
        "alerts.csv", "90,mis,", "90,police,",
        "contexts/small/alerts.csv:2 responder: there is no actor 'police'. "
        "Use the id of an actor, mis for the mission, joint, or leave it empty. [FB-CTX-03]",
    ),
    "arrival before departure": (
        "alerts.csv", "30,45,90", "30,45,40",
        f"contexts/small/alerts.csv:2: minutes to decision, departure and arrival do not rise. {CSV} [FB-CSV-06]",
    ),
    "unknown key": (
        "context.yml", "fictional: true", "fictional: true\nmotto: none",
        f"{YML}:4 motto: is not a known key. Check the spelling, or remove it. [FB-YAML-02]",
    ),
    "unknown actor of a threat": (
        "context.yml", "actor: riders", "actor: rider",
        f"{YML}:13 threats[0].actor: there is no actor 'rider'. Add it to actors. [FB-CTX-03]",
    ),
    "unknown area of a threat": (
        "context.yml", "area: south", "area: sout",
        f"{YML}:13 threats[0].area: there is no area 'sout'. Add it to areas. [FB-CTX-04]",
    ),
    "unknown area of an actor": (
        "context.yml", "areas: [north]", "areas: [nort]",
        f"{YML}:10 actors[0].areas[0]: there is no area 'nort'. Add it to areas. [FB-CTX-04]",
    ),
    "actor twice": (
        "context.yml", "actors:\n", "actors:\n  - {id: army, name: Second army, kind: host-state}\n",
        f"{YML}:11 actors[1].id: the id 'army' stands twice. Choose a new id. [FB-CTX-02]",
    ),
    "path in a name": (
        "context.yml", "name: North", "name: ../North",
        f"{YML}:7 areas[0].name: contains a path (../), got '../North'. Correct the value. [FB-YAML-02]",
    ),
    "file outside the pack": (
        "context.yml", "file: alerts.csv", "file: ../secret.csv",
        f"{YML}:16 tables[1].file: is not the name of a file in this folder, got '../secret.csv'. "
        "Correct the value. [FB-YAML-02]",
    ),
    "file that is not there": (
        "context.yml", "tables:", "tables:\n  - {file: b.csv, title: B, source: B, licence: CC0, citation: B, "
        "rows_may_ship: true, cannot_show: B}",
        f"{YML}:15 tables[0].file: there is no file 'b.csv' in this folder. Correct the name. [FB-CTX-07]",
    ),
    "table without licence": (
        "context.yml", "{file: alerts.csv,", "{file: context.yml,",
        f"{YML}:14 tables: alerts.csv has rows, but no entry here. Add its source and licence. [FB-CTX-08]",
    ),
    "not JSON": (
        "areas.geojson", "]}\n", "]\n",
        f"{AREAS}:7: is not valid JSON: Expecting ',' delimiter. Export the file again. [FB-GEO-01]",
    ),
    "JSON of today's browsers only": (
        "areas.geojson", "[30, -9]", "[NaN, -9]",
        f"{AREAS}:1: is not valid JSON: NaN is no number of JSON. Export the file again. [FB-GEO-01]",
    ),
    "not a collection": (
        "areas.geojson", "FeatureCollection", "Topology",
        f"{AREAS}:1: is not a GeoJSON FeatureCollection. Export it as GeoJSON (RFC 7946). [FB-GEO-02]",
    ),
    "line instead of polygon": (
        "areas.geojson", "Polygon", "LineString",
        f"{AREAS} features[0].geometry: is not a polygon or a point. Use Polygon, MultiPolygon or Point. [FB-GEO-03]",
    ),
    "polygon without rings": (
        "areas.geojson", "[[[30, -10], [31, -10], [31, -9], [30, -9], [30, -10]]]", "[[30, -10], [31, -10]]",
        f"{AREAS} features[1].geometry.coordinates[0][0]: is not a list of coordinates. Export the file again. [FB-GEO-03]",
    ),
    "ring of two": (
        "areas.geojson", "[31, -10], [31, -9], [30, -9], ", "",
        f"{AREAS} features[1].geometry.coordinates[0]: has too few coordinates. Export the file again. [FB-GEO-03]",
    ),
    "open ring": (
        "areas.geojson", CLOSE, "30, -11]]]}}",
        f"{AREAS} features[1].geometry.coordinates[0]: a ring does not end where it begins. Export the file again. [FB-GEO-03]",
    ),
    "latitude first": (
        "areas.geojson", "[30, -10], [31, -10]", "[-10, 130], [-10, 131]",
        f"{AREAS} features[1].geometry.coordinates[0][0]: latitude 130 is not between -90 and 90. {ORDER} [FB-GEO-03]",
    ),
    "coordinate that is text": (
        "areas.geojson", "[31, -10]", '["east", -10]',
        f"{AREAS} features[1].geometry.coordinates[0][1][0]: is not a number. Export the file again. [FB-GEO-03]",
    ),
    "shape of no area": (
        "areas.geojson", '{"type": "Feature", "properties": {"id": "north"',
        '{"type": "Feature", "properties": {"id": "east"}, "geometry": {"type": "Point", "coordinates": [30, -9]}},\n'
        '{"type": "Feature", "properties": {"id": "north"',
        f"{AREAS} features[0].properties.id: 'east' is no area of context.yml. Correct the id. [FB-GEO-04]",
    ),
    "area without shape": (
        "areas.geojson", '"id": "south"', '"id": "outline"',
        f"{AREAS} features: no shape for the areas south. Add a polygon, or a point for the label. [FB-GEO-05]",
    ),
    "shape twice": (
        "areas.geojson", '{"type": "Feature", "properties": {"id": "south"',
        '{"type": "Feature", "properties": {"id": "north"}, "geometry": {"type": "Point", "coordinates": [30, -9]}},\n'
        '{"type": "Feature", "properties": {"id": "south"',
        f"{AREAS} features[1].properties.id: 'north' stands twice. Join the two, as a MultiPolygon. [FB-GEO-07]",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "message"), BAD.values(), ids=BAD.keys())
def test_one_fault_one_message(pack: Path, file: str, old: str, new: str, message: str) -> None:
    _spoil(pack, file, old, new)
    assert _messages(pack) == [message]


def test_latitude_and_longitude_swapped_within_the_globe(pack: Path) -> None:
    text = (pack / "areas.geojson").read_text("utf-8")
    (pack / "areas.geojson").write_text(re.sub(r"\[(-?\d+), (-?\d+)\]", r"[\2, \1]", text), "utf-8")
    assert _messages(pack) == [
        f"{AREAS} features: the incidents lie outside all shapes, but inside when latitude and longitude are swapped. "
        "GeoJSON coordinates are longitude first, then latitude; check the columns lat and lon too. [FB-GEO-06]"
    ]


def test_wrong_encoding_names_the_line(pack: Path) -> None:
    text = (pack / "incidents.csv").read_text("utf-8").replace("Gate", "Porte fermée")
    (pack / "incidents.csv").write_bytes(text.encode("latin-1"))
    assert _messages(pack) == [
        f"{INCIDENTS}:4: is not UTF-8 text. Save the file again with encoding UTF-8. [FB-FILE-02]"
    ]


def test_a_file_too_large_is_not_read(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textfile, "MAX_BYTES", 2000)
    (pack / "alerts.csv").write_bytes(b"x" * 2001)
    assert _messages(pack) == ["contexts/small/alerts.csv: is larger than 64 MiB. Cut it into parts. [FB-FILE-03]"]


def test_json_nested_without_end_is_refused(pack: Path) -> None:
    (pack / "areas.geojson").write_text("[" * 200_000, "utf-8")
    assert _messages(pack) == [
        f"{AREAS}:1: is not valid JSON: it is nested too deeply. Export the file again. [FB-GEO-01]"
    ]


def test_lines_are_those_of_the_file_even_after_a_record_of_two_lines(pack: Path) -> None:
    _spoil(pack, "incidents.csv", "Mill, by", "Mill,\nby")
    _spoil(pack, "incidents.csv", "e3,", "\ne1,")
    assert [message.split(": ")[0] for message in _messages(pack)] == [f"{INCIDENTS}:3 place"]
    _spoil(pack, "incidents.csv", "Mill,\nby", "Mill, by")
    assert [message.split(": ")[0] for message in _messages(pack)] == [f"{INCIDENTS}:5 event_id"]


def test_faults_of_all_files_come_at_once(pack: Path) -> None:
    _spoil(pack, "context.yml", "fictional: true", "fictional: 3")
    _spoil(pack, "incidents.csv", "2024-01-05", "soon")
    _spoil(pack, "incidents.csv", "0,0,0,0,visit", "0,0,0,0")
    _spoil(pack, "alerts.csv", "phone", "fax")
    _spoil(pack, "areas.geojson", "FeatureCollection", "Topology")
    assert [message.split(": ")[0] for message in _messages(pack)] == [
        "contexts/small/alerts.csv:2 channel",
        f"{AREAS}:1",
        f"{YML}:3 fictional",
        f"{INCIDENTS}:2 date",
        f"{INCIDENTS}:4",
    ]


def test_a_file_full_of_faults_shows_fifty(pack: Path) -> None:
    header = (pack / "incidents.csv").read_text("utf-8").splitlines()[0]
    (pack / "incidents.csv").write_text("\n".join([header, *(["a,b"] * 500)]), "utf-8")
    assert len(_messages(pack)) == 50


def test_markup_in_text_is_text(pack: Path) -> None:
    hostile = "<script>alert(1)</script> {{ mission.name }}"
    _spoil(pack, "incidents.csv", "Gate", hostile)
    assert load_context(pack).incidents["place"].iloc[2] == hostile
