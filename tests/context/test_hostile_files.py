"""Files that are damaged, too large, in another encoding or made to do harm: a problem in words, and nothing written."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fieldbook.cli.app import app
from fieldbook.context.importing import event_rows, source_rows
from fieldbook.context.importing.event_import import import_events
from fieldbook.context.importing.file_columns import Choices
from fieldbook.context.importing.import_report import ImportReport, report_path
from fieldbook.context.importing.source_rules import layouts
from fieldbook.context.pack import load_context
from fieldbook.core.problems import CourseError

GED = Path(__file__).parents[1] / "data" / "ged" / "small.csv"


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "contexts" / "smallland"


def _import(path: Path, into: Path, word: str = "ucdp") -> ImportReport:
    return import_events(layouts(word), [path], "Smallland", into)


def _refused(path: Path, into: Path, word: str = "ucdp") -> str:
    with pytest.raises(CourseError) as caught:
        _import(path, into, word)
    assert not into.parent.exists(), "nothing is left behind, no report either"
    return str(caught.value)


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


# Encodings and containers


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "cp1251"])
def test_encodings_of_windows_are_asked_for_with_what_they_read(tmp_path: Path, into: Path, encoding: str) -> None:
    name = "Жилин" if encoding == "cp1251" else "Véré"
    file = _write(tmp_path / "ged.csv", GED.read_text("utf-8").replace("Well village", name).encode(encoding))
    message = _refused(file, into)
    assert message.startswith("ged.csv:3: is not UTF-8 text: ")
    assert f"'{name}' ({encoding})" in message
    assert message.endswith(
        "Add --encoding with the one that reads right, or save the file again as CSV UTF-8. [FB-FILE-02]"
    )
    command = ["context", "import", "ucdp", str(file), "--country", "Smallland", "--into", str(into)]
    assert CliRunner().invoke(app, [*command, "--encoding", encoding]).exit_code == 0
    assert name in set(load_context(into).incidents["place"])


def test_an_encoding_that_the_file_does_not_have(tmp_path: Path, into: Path) -> None:
    file = _write(tmp_path / "ged.csv", GED.read_text("utf-8").replace("Well village", "Véré").encode("cp1252"))
    with pytest.raises(CourseError, match=r"is not written in utf-8\. Add another --encoding, or none"):
        import_events(layouts("ucdp"), [file], "Smallland", into, choices=Choices(encoding="utf-8"))
    command = ["context", "import", "ucdp", str(file), "--country", "Smallland", "--into", str(into)]
    assert CliRunner().invoke(app, [*command, "--encoding", "windows-99"]).exit_code == 2


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_encodings_with_their_mark_are_read(tmp_path: Path, into: Path, encoding: str) -> None:
    assert _import(_write(tmp_path / "ged.csv", GED.read_text("utf-8").encode(encoding)), into).imported == 6


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_encodings_without_their_mark(tmp_path: Path, into: Path, encoding: str) -> None:
    file = _write(tmp_path / "ged.csv", GED.read_text("utf-8").encode(encoding))
    assert "is UTF-16 text without its mark, or no text at all. " in _refused(file, into)
    assert "add --encoding utf-16-le or --encoding utf-16-be. [FB-FILE-02]" in _refused(file, into)
    choices = Choices(encoding=encoding)
    assert import_events(layouts("ucdp"), [file], "Smallland", into, choices=choices).imported == 6


def test_a_mark_of_byte_order_is_no_part_of_a_name(tmp_path: Path, into: Path) -> None:
    report = _import(_write(tmp_path / "ged.csv", b"\xef\xbb\xbf" + GED.read_bytes()), into)
    assert report.imported == 6


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK\x03\x04 no zip at all"),
        ("a.xlsx", b""),
        ("a.ods", GED.read_bytes()),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
    ],
)
def test_damaged_spreadsheets(tmp_path: Path, into: Path, name: str, content: bytes) -> None:
    message = _refused(_write(tmp_path / name, content), into)
    assert "is no spreadsheet that can be read" in message
    assert message.endswith("[FB-IMP-20]")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"%PDF-1.4\n\xe2\xe3", "is a PDF document, not CSV"),
        ("a.csv", b"PK\x03\x04", "is a spreadsheet or another zipped file, not CSV"),
        ("a.xls", b"<html><table><tr><td>id</td></tr></table>", "can be read: a web page or XML"),
        ("a.xls", GED.read_bytes(), "can be read: it holds plain text, whatever its name says"),
    ],
)
def test_a_file_of_another_kind_than_its_name(
    tmp_path: Path, into: Path, name: str, content: bytes, message: str
) -> None:
    assert message in _refused(_write(tmp_path / name, content), into)


def test_a_spreadsheet_that_unpacks_without_end(tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_rows, "MAX_UNPACKED", 1_000_000)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    assert "a.xlsx: is too large for a spreadsheet. Save the sheet as CSV (UTF-8)." in _refused(
        tmp_path / "a.xlsx", into
    )


@pytest.mark.parametrize(
    "content",
    [
        '{"a": 1}',
        "[1, 2]",
        '[{"a": 1}, [2]]',
        "[" * 100_000,
        '[["#date"], [NaN]]',
        "not json",
        '[["#date", ["x"]]]',
        "[]",
    ],
)
def test_json_that_is_no_table(tmp_path: Path, into: Path, content: str) -> None:
    assert _refused(_write(tmp_path / "a.json", content.encode()), into, "hxl").endswith("[FB-IMP-20]")


def test_an_open_quote(tmp_path: Path, into: Path) -> None:
    message = _refused(_write(tmp_path / "ged.csv", GED.read_bytes() + b'99,"open'), into)
    assert "is not valid CSV: unexpected end of data. Check the quotes. [FB-CSV-01]" in message


def test_a_cell_without_end(tmp_path: Path, into: Path) -> None:
    message = _refused(_write(tmp_path / "ged.csv", GED.read_bytes() + b'99,"' + b"x" * 200_000), into)
    assert "is not valid CSV: field larger than field limit (131072)" in message


# Size


def test_a_file_that_is_too_large(tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_rows, "MAX_BYTES", 1000)
    assert "ged.csv: is larger than 2 GiB" in _refused(_write(tmp_path / "ged.csv", GED.read_bytes()), into)


def test_too_many_events_of_a_country(tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_rows, "_MAX_EVENTS", 5)
    message = _refused(_write(tmp_path / "ged.csv", GED.read_bytes()), into)
    assert "has more than 5 events of this country. Cut it to the years you need. [FB-IMP-22]" in message


def test_other_countries_are_passed_over_without_being_kept(tmp_path: Path, into: Path) -> None:
    header, *lines = GED.read_text("utf-8").split("\n")
    with (tmp_path / "ged.csv").open("w", encoding="utf-8") as file:
        file.write(header + "\n")
        for number in range(20_000):
            file.write(f"{10_000 + number}{lines[0][2:]}\n".replace(",Smallland,", f",Land {number},"))
        file.write("\n".join(lines))
    assert _import(tmp_path / "ged.csv", into).read == 6


# Content


def test_text_that_a_spreadsheet_or_a_page_would_run_stays_text(tmp_path: Path, into: Path) -> None:
    nasty = {"=HYPERLINK(A1)": "place", "<script>alert(1)</script>": "side_a", "{{ mission.name }}": "side_b"}
    columns = {"place": "where_coordinates", "side_a": "side_a", "side_b": "side_b"}
    with GED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for text, field in nasty.items():
        rows[2][rows[0].index(columns[field])] = text
    with (tmp_path / "ged.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    _import(tmp_path / "ged.csv", into)
    row = load_context(into).incidents.set_index("event_id").loc["ucdp-12"]
    assert {row[field]: field for field in columns} == nasty


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+x", "-1", "\x00", "\x1b[31m", "x" * 301, "../x"])
def test_what_is_refused_lies_in_a_report_that_does_nothing(tmp_path: Path, into: Path, name: str) -> None:
    text = GED.read_text("utf-8").replace(",3,,3,5,3,", f',3,,"{name}",5,3,', 1)
    _import(_write(tmp_path / "ged.csv", text.encode()), into)
    with report_path(into).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert any(row[:3] == ["ged.csv", "3", "best"] for row in rows)
    assert all(not cell.startswith(("=", "+", "-", "@")) and cell.isprintable() for row in rows for cell in row)


def test_an_area_that_would_take_the_outlines_place(tmp_path: Path, into: Path) -> None:
    text = GED.read_text("utf-8").replace("North province", "Outline province")
    _import(_write(tmp_path / "ged.csv", text.encode()), into)
    assert [area.id for area in load_context(into).meta.areas if area.name == "Outline"] == ["outline-xeabbf"]


def test_an_event_at_zero_zero_has_no_place(tmp_path: Path, into: Path) -> None:
    text = GED.read_text("utf-8").replace(",-9.5,30.4,", ",0,0,")
    report = _import(_write(tmp_path / "ged.csv", text.encode()), into)
    assert load_context(into).incidents.set_index("event_id").loc["ucdp-12", ["lat", "lon"]].isna().all()
    assert "event ucdp-12 lies at 0, 0, which stands for no place" in {note.message for note in report.notes}


def test_areas_without_any_coordinates_need_an_outline(tmp_path: Path, into: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("#date+occurred,#adm1,#affected+killed\n2024-01-31,North,1\n", "utf-8")
    message = "no event of North has coordinates, so it has no place on a map"
    assert message in _refused(file, into, "hxl")
    import_events(layouts("hxl"), [file], "South Sudan", into)
    [outline, north] = load_context(into).shapes["features"]
    assert (outline["properties"]["id"], north["geometry"]["type"]) == ("outline", "Point")


def test_names_of_a_file_do_not_steer_the_terminal(tmp_path: Path, into: Path) -> None:
    text = (
        GED.read_text("utf-8").replace("Otherland", "\x1b[2JOther\u202eland").replace("latitude", "latitude\x1b]0;", 1)
    )
    with pytest.raises(CourseError) as caught:
        import_events(layouts("ucdp"), [_write(tmp_path / "ged.csv", text.encode())], "Nowhere", into)
    assert str(caught.value).replace("\n", "").isprintable()
    text = GED.read_text("utf-8").replace("Otherland", "\x1b[2JOther\u202eland")
    with pytest.raises(CourseError) as caught:
        import_events(layouts("ucdp"), [_write(tmp_path / "ged.csv", text.encode())], "Nowhere", into)
    assert "Countries in the file: Smallland, [2JOtherland." in str(caught.value)


def test_a_table_that_names_an_area_in_each_row(tmp_path: Path, into: Path) -> None:
    rows = [f"2024-01-31,Area {number},1,6.5,31.5" for number in range(600)]
    file = tmp_path / "a.csv"
    file.write_text("\n".join(["#date+occurred,#adm1,#affected+killed,#geo+lat,#geo+lon", *rows]), "utf-8")
    assert "names 600 areas, more than 500. Use larger areas, or --areas. [FB-IMP-22]" in _refused(file, into, "hxl")


def test_of_a_thousand_parties_the_most_named_are_actors(tmp_path: Path, into: Path) -> None:
    rows = [f"2024-01-31,North,{number},1,6.5,31.5" for number in (*range(1000), 7)]
    file = tmp_path / "a.csv"
    header = "#date+occurred,#adm1,#group+name+first,#affected+killed,#geo+lat,#geo+lon"
    file.write_text("\n".join([header, *rows]), "utf-8")
    report = _import(file, into, "hxl")
    text = "1,000 parties are named; the 500 named most often are actors of the pack, the others are in rows only."
    assert text in report.remarks
    actors = load_context(into).meta.actors
    assert len(actors) == 500
    assert "7" in {actor.name for actor in actors}
