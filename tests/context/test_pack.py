"""Packs on disk: a good one as tables, and one spoilt file for each fault with the message that an author reads."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml

from fieldbook.context.pack import ContextPack, load_context
from fieldbook.core import textfile
from fieldbook.core.problems import CourseError
from fieldbook.model import context as context_model
from fieldbook.model.base import Source

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
        "civilians_killed": "Int64", "killed_low": "Int64", "killed_best": "Int64", "killed_high": "Int64",
        "source": "str",
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


INCIDENTS, AREAS, YML = "contexts/small/incidents.csv", "contexts/small/areas.geojson", "contexts/small/context.yml"
BAD = yaml.safe_load((SMALL.parent / "bad.yml").read_text("utf-8"))


@pytest.mark.parametrize("bad", BAD, ids=[bad["fault"] for bad in BAD])
def test_one_fault_one_message(pack: Path, bad: dict[str, str]) -> None:
    _spoil(pack, bad["file"], bad["old"], bad["new"])
    assert _messages(pack) == [bad["message"]]


def test_latitude_and_longitude_swapped_within_the_globe(pack: Path) -> None:
    text = (pack / "areas.geojson").read_text("utf-8")
    (pack / "areas.geojson").write_text(re.sub(r"\[(-?\d+), (-?\d+)\]", r"[\2, \1]", text), "utf-8")
    found = "the incidents lie outside all shapes, but inside when latitude and longitude are swapped"
    remedy = "GeoJSON coordinates are longitude first, then latitude; check the columns lat and lon too."
    assert _messages(pack) == [f"{AREAS} features: {found}. {remedy} [FB-GEO-06]"]


def test_wrong_encoding_names_the_line(pack: Path) -> None:
    text = (pack / "incidents.csv").read_text("utf-8").replace("Gate", "Porte fermée")
    (pack / "incidents.csv").write_bytes(text.encode("latin-1"))
    assert _messages(pack) == [
        f"{INCIDENTS}:4: is not UTF-8 text. Save the file again with encoding UTF-8. [FB-FILE-02]"
    ]


WHOLE = {
    "empty": (b"", ":1 header: the file is empty. Export it again with its columns. [FB-CSV-08]"),
    "semicolons": (
        b"event_id;date;area\ne1;2024-01-05;south\n",
        ":1 header: has no commas between its columns. Export it again as CSV with commas and encoding UTF-8. [FB-CSV-07]",
    ),
    "UTF-16": (
        "event_id,date".encode("utf-16"),
        ":1: is not UTF-8 text. Save the file again with encoding UTF-8. [FB-FILE-02]",
    ),
    "huge field": (
        (SMALL / "incidents.csv").read_bytes().replace(b"Gate", b"x" * 200_000),
        ":4: is not valid CSV: field larger than field limit (131072). Check the quotes. [FB-CSV-01]",
    ),
    "NUL byte": (
        (SMALL / "incidents.csv").read_bytes().replace(b"Gate", b"Ga\0te"),
        r":4 place: 'Ga\x00te' contains a control character. "
        "Correct it; leave the field empty where nothing is known and the column allows it. [FB-CSV-06]",
    ),
}


@pytest.mark.parametrize(("content", "message"), WHOLE.values(), ids=WHOLE.keys())
def test_a_file_that_is_no_table(pack: Path, content: bytes, message: str) -> None:
    (pack / "incidents.csv").write_bytes(content)
    assert _messages(pack) == [INCIDENTS + message]


def test_a_missing_description_is_named(pack: Path) -> None:
    (pack / "context.yml").unlink()
    missing = "cannot be read (No such file or directory). Check the name and the rights of the file."
    assert _messages(pack) == [f"{YML}: {missing} [FB-FILE-01]"]


def test_an_empty_description_names_what_it_needs(pack: Path) -> None:
    (pack / "context.yml").write_text("", "utf-8")
    group = "is not a group of keys with values. Write key: value on lines of their own."
    assert _messages(pack) == [f"{YML}:1: {group} [FB-YAML-02]"]


def test_aliases_that_grow_without_bound_are_refused(pack: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    (pack / "context.yml").write_text("\n".join(lines), "utf-8")
    bomb = "has more than 200000 fields. Remove aliases that repeat others."
    assert _messages(pack) == [f"{YML}:1: {bomb} [FB-YAML-05]"]


def test_a_header_alone_is_a_table_without_rows(pack: Path) -> None:
    header = (pack / "incidents.csv").read_text("utf-8").splitlines()[0]
    (pack / "incidents.csv").write_text(f"{header}\n", "utf-8")
    loaded = load_context(pack)
    assert loaded.incidents.empty
    assert loaded.areas["incidents"].tolist() == [0, 0]


def test_a_pack_may_lie_anywhere(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "a folder" / "my pack"))
    assert load_context(folder).name == "my pack/context.yml"
    _spoil(folder, "incidents.csv", "2024-01-05", "soon")
    assert _messages(folder)[0].startswith("my pack/incidents.csv:2 date: ")


@pytest.mark.parametrize("name", ["الشمال", "Nord-Est de l'Équateur", 'The "Old" Gate', "=1+1", "北部"])
def test_names_of_any_language_are_kept(pack: Path, name: str) -> None:
    _spoil(pack, "context.yml", "name: North", f"name: {json.dumps(name, ensure_ascii=False)}")
    _spoil(pack, "incidents.csv", "Gate", '"' + name.replace('"', '""') + '"')
    loaded = load_context(pack)
    assert loaded.incidents[["area_name", "place"]].iloc[2].tolist() == [name, name]


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


def test_every_field_of_a_pack_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "context-packs.md").read_text("utf-8")
    models = [value for value in vars(context_model).values() if isinstance(value, type) and issubclass(value, Source)]
    fields = {field for model in models for field in model.model_fields}
    assert {field for field in fields if f"`{field}`" not in text} == set()


def test_the_last_day_of_the_data_is_part_of_them(pack: Path) -> None:
    _spoil(pack, "incidents.csv", "2024-03-30", "2025-06-30")
    assert load_context(pack).incidents["date"].max() == pd.Timestamp("2025-06-30")
