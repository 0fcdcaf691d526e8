"""UCDP GED -> context pack, on an invented file of seven events and, where it is at hand, on UCDP's own."""

from __future__ import annotations

import csv
import errno
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import yaml

from fieldbook.context.asking.pack_gaps import missing_fields
from fieldbook.context.importing.event_import import import_events
from fieldbook.context.importing.event_places import Files
from fieldbook.context.importing.import_report import ImportReport
from fieldbook.context.importing.source_rules import layouts
from fieldbook.context.pack import ContextPack, load_context
from fieldbook.context.values import values
from fieldbook.core.i18n import use_language
from fieldbook.core.problems import CourseError, OutputError
from fieldbook.model.context import UNKNOWN_AREA, ContextFile

GED = Path(__file__).parents[1] / "data" / "ged"
SHARED = Path(__file__).parents[3] / "shared" / "data"
shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data with UCDP's own files is not here")


def import_ucdp(path: Path, country: str, outline: Path | None, into: Path) -> ImportReport:
    return import_events(layouts("ucdp"), [path], country, into, Files(outline=outline))


@pytest.fixture
def ged(tmp_path: Path) -> Path:
    return Path(shutil.copy(GED / "small.csv", tmp_path / "ged.csv"))


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "contexts" / "smallland"


def _import(ged: Path, into: Path, outline: Path | None = GED / "outline.geojson") -> ContextPack:
    import_ucdp(ged, "Smallland", outline, into)
    return load_context(into)


def _messages(ged: Path, into: Path, country: str = "Smallland", outline: Path | None = None) -> list[str]:
    with pytest.raises(CourseError) as caught:
        import_ucdp(ged, country, outline, into)
    assert not into.exists(), "a refused file leaves nothing behind"
    return [str(problem) for problem in caught.value.problems]


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _rewrite(path: Path, change: Callable[[list[list[str]]], list[list[str]]]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = change(list(csv.reader(file)))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _set(path: Path, row: int, column: str, value: str) -> None:
    def change(rows: list[list[str]]) -> list[list[str]]:
        rows[row][rows[0].index(column)] = value
        return rows

    _rewrite(path, change)


# What an import gives


def test_rows_are_mapped_as_documented(ged: Path, into: Path) -> None:
    incidents = _import(ged, into).incidents
    assert incidents["event_id"].tolist() == ["ucdp-16", "ucdp-11", "ucdp-12", "ucdp-13", "ucdp-14", "ucdp-15"]
    assert incidents["kind"].tolist() == [
        *("attack-on-civilians", "armed-clash", "attack-on-civilians", "attack-on-civilians", "group-clash"),
        "armed-clash",
    ]
    assert incidents["date"].dt.strftime("%Y-%m-%d").tolist()[:3] == ["2019-12-31", "2020-03-01", "2020-05-02"]
    assert incidents["civilians_killed"].tolist() == [4, 1, 3, 2, 0, 0]
    assert incidents["killed_best"].tolist() == [4, 6, 3, 2, 7, 8]
    assert incidents["date_precision"].tolist() == [1, 1, 1, 1, 4, 1]
    assert incidents["place"].isna().tolist() == [True, *[False] * 5]
    assert set(incidents["source"]) == {"UCDP GED"}


def test_estimates_that_do_not_rise_are_left_out_and_named(ged: Path, into: Path) -> None:
    report = import_ucdp(ged, "Smallland", None, into)
    last = load_context(into).incidents.iloc[-1]
    assert (last["killed_low"], last["killed_best"], last["killed_high"]) == (pd.NA, 8, pd.NA)
    assert [str(note) for note in report.notes] == [
        "ged.csv:7 low: event ucdp-15 has low 9, best 8, high 8, which do not rise. "
        "The best estimate is kept, low and high are left empty. [FB-IMP-13]"
    ]


def test_areas_are_names_with_a_point_at_the_mean(ged: Path, into: Path) -> None:
    pack = _import(ged, into)
    assert pack.areas[["id", "name", "incidents"]].to_numpy().tolist() == [
        [UNKNOWN_AREA, "Area not known", 1],
        ["north", "North", 3],
        ["south", "South", 2],
    ]
    assert values(pack)["data"]["areas"] == "2"
    shapes = {shape["properties"]["id"]: shape["geometry"] for shape in pack.shapes["features"]}
    assert shapes["south"] == {"type": "Point", "coordinates": [30.5, -9.55]}
    assert shapes["outline"]["type"] == "Polygon"


def test_kinds_of_actors_are_guessed_from_ucdp_alone(ged: Path, into: Path) -> None:
    actors = _import(ged, into).meta.actors
    assert {actor.name: actor.kind for actor in actors} == {
        "Government of Smallland": "host-state",
        "Government of Otherland": "foreign",
        "Hill Front": "armed-group",
        "Hill side": "communal",
        "River side": "communal",
    }
    assert all(actor.interests is None and actor.stance is None for actor in actors)


def test_licence_and_citation_travel(ged: Path, into: Path) -> None:
    pack = _import(ged, into)
    for table in pack.meta.tables:
        assert (table.licence, table.may_ship) == ("CC BY 4.0", "rows")
        assert "Sundberg and Melander (2013)" in table.citation
        assert "Changed:" in table.citation


def test_citation_is_that_of_the_release_and_is_to_be_confirmed(ged: Path, into: Path) -> None:
    report = import_ucdp(ged, "Smallland", None, into)
    assert "up to 2021, the last year in the file" in " ".join(report.remarks)
    assert (
        "Davies, Pettersson and Öberg (2022), Organized violence 1989-2021"
        in load_context(into).meta.tables[0].citation
    )
    assert "TODO tables: confirm in citation" in (into / "context.yml").read_text("utf-8")
    assert not [gap for gap in missing_fields(load_context(into)) if "citation" in gap.field]


def test_another_country_tells_the_release_too(ged: Path, into: Path) -> None:
    def later(rows: list[list[str]]) -> list[list[str]]:
        head = rows[0]
        other = dict(zip(head, rows[1], strict=True)) | {"id": "99", "country": "Otherland", "year": "2024"}
        return [*rows, [other[name] for name in head]]

    _rewrite(ged, later)
    import_ucdp(ged, "Smallland", None, into)
    assert "Davies, Pettersson, Sollenberg and Öberg (2025)" in load_context(into).meta.tables[0].citation


def test_release_that_is_not_known_is_marked(ged: Path, into: Path) -> None:
    _rewrite(ged, lambda rows: [[cell.replace("2021", "2031") for cell in row] for row in rows])
    report = import_ucdp(ged, "Smallland", None, into)
    assert "No article is known for a release up to 2031" in " ".join(report.remarks)
    found = [gap for gap in missing_fields(load_context(into)) if gap.field == "tables[0].citation"]
    assert [gap.remedy for gap in found] == ["Replace THE ARTICLE OF THE RELEASE: the page of the download names it."]


def test_report(ged: Path, into: Path) -> None:
    _set(ged, 2, "latitude", "95")
    report = import_ucdp(ged, "Smallland", GED / "outline.geojson", into)
    assert (report.read, report.imported, report.before, report.after) == (6, 5, 30, 27)
    lines = [line for line in report.lines() if not line.startswith("The citation")]
    assert lines[:3] == [
        f"6 rows read, 5 imported into {into}/incidents.csv",
        "people killed, best estimate: 30 in the file, 27 in the pack",
        "ged.csv:3 latitude: '95' is above 90. The row is left out. [FB-IMP-07]",
    ]


def test_the_screen_shows_a_few_lines_of_each_kind_and_the_file_all(ged: Path, into: Path) -> None:
    def wrong(rows: list[list[str]]) -> list[list[str]]:
        head, row = rows[:2]
        many = [[f"{number}", *row[1:]] for number in range(60)]
        for number in range(10):
            many[number][head.index("best" if number < 8 else "latitude")] = "x"
        return [head, *many]

    _rewrite(ged, wrong)
    report = import_ucdp(ged, "Smallland", None, into)
    lines = [line for line in report.lines() if " is not a " in line or "of this kind" in line]
    assert [line.split()[1] for line in lines] == [*["best:"] * 5, "3", "latitude:", "latitude:"]
    assert lines[5] == f"and 3 more of this kind, all in {into}-import-report.csv"
    assert len(Path(f"{into}-import-report.csv").read_text("utf-8").splitlines()) == 11


def test_the_form_of_hdx_gives_the_same_bytes(ged: Path, tmp_path: Path) -> None:
    def hdx(rows: list[list[str]]) -> list[list[str]]:
        tags = ["#event+code", *[""] * (len(rows[0]) - 1), "#country+code"]
        return [[*rows[0], "iso3"], tags, *([*row, "SML"] for row in rows[1:])]

    _import(ged, tmp_path / "a" / "smallland")
    _rewrite(ged, hdx)
    _import(ged, tmp_path / "b" / "smallland")
    assert _files(tmp_path / "a" / "smallland") == _files(tmp_path / "b" / "smallland")


def test_a_headline_with_a_hash_is_no_row_of_tags(ged: Path, into: Path) -> None:
    _set(ged, 1, "source_headline", "#news")
    assert len(_import(ged, into).incidents) == 6


def test_the_pack_does_not_depend_on_the_language(ged: Path, tmp_path: Path) -> None:
    _import(ged, tmp_path / "a" / "smallland")
    use_language("fr")
    try:
        _import(ged, tmp_path / "b" / "smallland")
    finally:
        use_language("en")
    assert _files(tmp_path / "a" / "smallland") == _files(tmp_path / "b" / "smallland")


# What the mission fills in


def test_gaps_are_named_with_file_field_and_line(ged: Path, into: Path) -> None:
    gaps = missing_fields(_import(ged, into))
    assert all(gap.warning and gap.code == "FB-GAP-01" for gap in gaps)
    fields = {gap.field for gap in gaps if gap.path == "contexts/smallland/context.yml"}
    assert {"mission.name", "mandate.resolution", "mandate.tasks", "threats", "bodies", "protection_actors"} <= fields
    assert {"areas[1].vulnerability", "areas[2].vulnerability", "languages"} <= fields
    assert "areas[0].vulnerability" not in fields, "nobody can rate an area that is not known"
    assert {gap.path for gap in gaps} == {
        *("contexts/smallland/context.yml", "contexts/smallland/alerts.csv", "contexts/smallland/displacement.csv"),
    }
    lines = (into / "context.yml").read_text("utf-8").splitlines()
    north = next(gap for gap in gaps if gap.field == "areas[1].vulnerability")
    assert "north" in lines[north.line - 1]


def test_lines_to_fill_in_are_valid_once_the_mark_is_removed(ged: Path, into: Path) -> None:
    _import(ged, into)
    lines = (into / "context.yml").read_text("utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("# TODO"))
    todo = [line for line in lines[start:] if not line.startswith(("# TODO", "# Import"))]
    filled = yaml.safe_load("\n".join([*lines[:start], *(line.removeprefix("# ") for line in todo)]))
    meta = ContextFile.model_validate(filled)
    assert meta.mandate.tasks
    assert meta.threats
    assert meta.bodies
    assert meta.protection_actors


# Folders that exist


def test_an_unchanged_import_is_replaced(ged: Path, into: Path) -> None:
    before = _import(ged, into).incidents
    _set(ged, 1, "best", "7")
    report = import_ucdp(ged, "Smallland", None, into)
    assert report.replaced
    assert "It took the place of an earlier import that nobody had changed." in list(report.lines())
    assert load_context(into).incidents["killed_best"].sum() == before["killed_best"].sum() + 1


@pytest.mark.parametrize("change", ["edited", "added", "not an import"])
def test_work_in_a_folder_is_never_overwritten(ged: Path, into: Path, change: str) -> None:
    if change == "not an import":
        into.mkdir(parents=True)
        (into / "notes.txt").write_text("mine", "utf-8")
    else:
        _import(ged, into)
        target = into / ("context.yml" if change == "edited" else "alerts.csv")
        target.write_text((target.read_text("utf-8") if target.exists() else "") + "# mine\n", "utf-8")
    before = _files(into)
    with pytest.raises(CourseError) as caught:
        import_ucdp(ged, "Smallland", None, into)
    assert str(caught.value) == (
        f"{into}: exists already and is not an import as it was written. "
        "Nothing was changed. Choose another folder with --into, or move this one away. [FB-IMP-11]"
    )
    assert _files(into) == before


# Files that are not what they should be


def test_an_acled_file_is_recognised(ged: Path, into: Path) -> None:
    header = "event_id_cnty,event_date,event_type,sub_event_type,actor1,country,latitude,longitude,fatalities"
    acled = "ged.csv:1 header: is a file of ACLED, not of UCDP GED. Import it as acled. [FB-IMP-03]"
    for text in (header, header.replace(",", ";"), header.upper()):
        ged.write_text(text + "\n", "utf-8")
        assert _messages(ged, into) == [acled]


def test_columns_without_which_nothing_can_be_read(ged: Path, into: Path) -> None:
    text = ged.read_text("utf-8")
    ged.write_text(text.replace(",latitude,", ",breite,", 1).replace(",best,", ",beste,", 1), "utf-8")
    assert _messages(ged, into) == [
        "ged.csv:1 header: columns are missing: best or best_est, latitude. Use the file as UCDP GED gives it, "
        "or run the command again with the word table for the source: it drafts a mapping file to correct. [FB-IMP-04]"
    ]


def test_a_column_that_stands_twice(ged: Path, into: Path) -> None:
    ged.write_text(ged.read_text("utf-8").replace(",high,", ",best,", 1), "utf-8")
    assert _messages(ged, into) == [
        "ged.csv:1 header: the column best stands twice. Rename or remove one of the two. [FB-IMP-05]"
    ]


def test_columns_that_a_layout_lacks_are_named_and_stay_empty(ged: Path, into: Path) -> None:
    ged.write_text(ged.read_text("utf-8").replace("deaths_civilians", "deaths_civ", 1), "utf-8")
    report = import_ucdp(ged, "Smallland", None, into)
    assert "ged.csv has no column for civilians_killed: these stay empty." in report.remarks
    assert load_context(into).incidents["civilians_killed"].isna().all()


def test_names_of_older_releases(ged: Path, tmp_path: Path) -> None:
    _import(ged, tmp_path / "a" / "smallland")
    text = ged.read_text("utf-8")
    ged.write_text(text.replace(",best,high,low,", ",best_est,high_est,low_est,", 1), "utf-8")
    _import(ged, tmp_path / "b" / "smallland")
    assert _files(tmp_path / "a" / "smallland") == _files(tmp_path / "b" / "smallland")


def test_48_fields_under_49_headers(ged: Path, into: Path) -> None:
    _rewrite(ged, lambda rows: [*rows[:2], rows[2][:-1], *rows[3:]])
    report = import_ucdp(ged, "Smallland", None, into)
    assert report.read == 6
    assert "ged.csv:3: has 48 fields under 49 headers. The row is left out. [FB-IMP-07]" in map(str, report.notes)


def test_semicolons(ged: Path, tmp_path: Path) -> None:
    _import(ged, tmp_path / "a" / "smallland")
    with ged.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with ged.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    _import(ged, tmp_path / "b" / "smallland")
    assert _files(tmp_path / "a" / "smallland") == _files(tmp_path / "b" / "smallland")


def test_empty_files(ged: Path, into: Path) -> None:
    ged.write_text("", "utf-8")
    empty = "the file is empty. Export it again with its columns."
    assert _messages(ged, into) == [f"ged.csv:1 header: {empty} [FB-CSV-08]"]


def test_a_pack_that_cannot_be_written_leaves_nothing(ged: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OutputError) as caught:
        import_ucdp(ged, "Smallland", None, tmp_path / "file" / "pack")
    assert "cannot be written" in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_disk_that_fills_up_leaves_nothing(ged: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_text

    def full(self: Path, data: str, *arguments: object, **options: object) -> int:
        if self.name == "incidents.csv":
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(self, data, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OutputError) as caught:
        import_ucdp(ged, "Smallland", None, into)
    assert "No space left on device" in str(caught.value)
    assert not into.exists()
    assert not list(into.parent.iterdir())


def test_wrong_encoding(ged: Path, into: Path) -> None:
    ged.write_bytes(ged.read_text("utf-8").replace("Well village", "Véré").encode("latin-1"))
    assert _messages(ged, into) == [
        "ged.csv:3: is not UTF-8 text: 'Véré' (cp1252), 'VÚrÚ' (cp850), 'Vйrй' (cp1251). "
        "Add --encoding with the one that reads right, or save the file again as CSV UTF-8. [FB-FILE-02]"
    ]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("date_start", "2020-13-02", "'2020-13-02' is not a date as 2024-01-31"),
        ("date_start", "02/05/2020", "'02/05/2020' is not a date as 2024-01-31"),
        ("latitude", "91", "'91' is above 90"),
        ("longitude", "inf", "'inf' is not a number"),
        ("best", "-3", "'-3' is below 0"),
        ("best", "many", "'many' is not a whole number"),
        ("type_of_violence", "4", "'4' is none of the codes 1, 2, 3"),
        ("year", "2019", "'2019' is not the year of 2020-05-02"),
        ("date_start", "", "the date is empty"),
        ("date_start", "3020-05-02", "'3020-05-02' is not a date between 1900 and 2100"),
        ("best", "NaN", "'NaN' is not a whole number"),
        ("deaths_civilians", "99999999999", "'99999999999' is above 10,000,000,000"),
        ("side_a", "a\x07b", r"'a\x07b' contains a control character"),
        ("where_coordinates", "../../etc", "'../../etc' contains a path (../)"),
        ("adm_1", "..\\x", r"'..\\x' contains a path (../)"),
        ("id", "11", "event ucdp-11 stands twice"),
    ],
)
def test_a_wrong_row_is_left_out_and_named(ged: Path, into: Path, column: str, value: str, message: str) -> None:
    _set(ged, 2, column, value)
    report = import_ucdp(ged, "Smallland", None, into)
    refused = [str(note) for note in report.notes if note.code == "FB-IMP-07"]
    assert refused == [f"ged.csv:3 {column}: {message}. The row is left out. [FB-IMP-07]"]
    assert len(load_context(into).incidents) == 5


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("date_end", "2020-01-01", "event ucdp-12 ends before it begins"),
        ("latitude", "", "event ucdp-12 has one of latitude and longitude, not both"),
        ("deaths_civilians", "4", "event ucdp-12 has 4 civilians among 3 people killed"),
    ],
)
def test_values_that_contradict_each_other(ged: Path, into: Path, column: str, value: str, message: str) -> None:
    _set(ged, 2, column, value)
    refused = [str(note) for note in import_ucdp(ged, "Smallland", None, into).notes if note.code == "FB-IMP-07"]
    assert refused == [f"ged.csv:3: {message}. The row is left out. [FB-IMP-07]"]


def test_a_file_full_of_wrong_rows_is_refused(ged: Path, into: Path) -> None:
    def wrong(rows: list[list[str]]) -> list[list[str]]:
        many = [rows[0], *([*rows[1]] for _ in range(60))]
        for number, row in enumerate(many[1:]):
            row[rows[0].index("best")] = f"x{number}"
        return many

    _rewrite(ged, wrong)
    messages = _messages(ged, into)
    assert messages == [
        "ged.csv best: all of the 60 rows are refused, such as line 2: 'x0' is not a whole number. Correct the file, or run "
        "the command again with the word table for the source: it drafts a mapping file to correct. [FB-IMP-28]"
    ]


def test_a_file_with_many_wrong_rows_is_refused_with_a_few_of_each_kind(ged: Path, into: Path) -> None:
    def wrong(rows: list[list[str]]) -> list[list[str]]:
        head, row = rows[:2]
        many = [[f"{number}", *row[1:]] for number in range(120)]
        for number in range(60):
            many[number][head.index("best" if number % 2 else "latitude")] = "x"
        return [head, *many]

    _rewrite(ged, wrong)
    messages = _messages(ged, into)
    for column in ("best", "latitude"):
        assert sum(f" {column}: 'x' is not" in message for message in messages) == 5
    report = into.parent / "smallland-import-report.csv"
    assert messages[0] == (
        "ged.csv: 60 faults, nothing was imported: latitude (30), best (30). "
        f"All of them are listed in {report}. [FB-IMP-28]"
    )
    assert len(report.read_text("utf-8").splitlines()) == 61


def test_an_unknown_country_lists_those_in_the_file(ged: Path, into: Path) -> None:
    assert _messages(ged, into, "Smalland") == [
        "ged.csv country: has no event in 'Smalland'. Countries in the file: Otherland, Smallland. [FB-IMP-06]"
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            r"\}\]\}",
            "}",
            ": is not a GeoJSON file with one polygon. Export the country's outline as GeoJSON. [FB-IMP-08]",
        ),
        (
            "Polygon",
            "Point",
            ": is not a GeoJSON file with one polygon. Export the country's outline as GeoJSON. [FB-IMP-08]",
        ),
        (
            r"\[31, -8\]",
            "[NaN, -8]",
            ": is not a GeoJSON file with one polygon. Export the country's outline as GeoJSON. [FB-IMP-08]",
        ),
        (
            r"\[(-?\d+), (-?\d+)\]",
            r"[\2, \1]",
            " coordinates: has latitude before longitude. GeoJSON coordinates are longitude first (RFC 7946). [FB-IMP-09]",
        ),
        (r"\[3", "[13", " features: holds none of the events. Use the outline of the same country. [FB-IMP-10]"),
    ],
    ids=["not JSON", "no polygon", "no number", "latitude first", "another country"],
)
def test_wrong_outlines(ged: Path, into: Path, tmp_path: Path, old: str, new: str, message: str) -> None:
    outline = tmp_path / "outline.geojson"
    outline.write_text(re.sub(old, new, (GED / "outline.geojson").read_text("utf-8")), "utf-8")
    assert _messages(ged, into, outline=outline) == [f"outline.geojson{message}"]


def test_hostile_names_stay_text(ged: Path, into: Path) -> None:
    for column, value in {
        "side_a": "<script>alert(1)</script>",
        "side_b": "{{ mission.name }}: [x, y]",
        "adm_1": "*North* # & !tag",
        "where_coordinates": "- a: 'b'\n# c",
    }.items():
        _set(ged, 1, column, value)
    pack = _import(ged, into)
    row = pack.incidents.set_index("event_id").loc["ucdp-11"]
    assert (row["side_a"], row["side_b"]) == ("<script>alert(1)</script>", "{{ mission.name }}: [x, y]")
    assert (row["area"], row["area_name"], row["place"]) == ("north-tag", "*North* # & !tag", "- a: 'b' # c")


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "@SUM(1)", "جبهة التل", "Front de l'Équateur", 'a,b;c"d'])
def test_names_that_a_spreadsheet_or_another_script_would_change(ged: Path, into: Path, name: str) -> None:
    _set(ged, 1, "side_b", name)
    pack = _import(ged, into)
    assert name in set(pack.incidents["side_b"])
    assert name in {actor.name for actor in pack.meta.actors}


# UCDP's own files


@shared
@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "country", "code"),
    [
        ("ged_south_sudan", "South Sudan", "SSD"),
        ("ged_central_african_republic", "Central African Republic", "CAF"),
        ("ged_dr_congo_sample", "DR Congo (Zaire)", "COD"),
        ("ged_mali_sample", "Mali", "MLI"),
    ],
)
def test_totals_are_those_of_the_file(tmp_path: Path, name: str, country: str, code: str) -> None:
    source = SHARED / "ucdp-ged" / f"{name}.csv"
    pack_folder = tmp_path / "contexts" / "real"
    report = import_ucdp(source, country, SHARED / "natural-earth" / f"{code}_admin0_50m.geojson", pack_folder)
    file = pd.read_csv(source)
    pack = pd.read_csv(pack_folder / "incidents.csv")
    assert (report.read, report.imported) == (len(file), len(file))
    assert pack["killed_best"].sum() == file["best"].sum()
    assert pack["civilians_killed"].sum() == file["deaths_civilians"].sum()
    rising = file[(file["low"] <= file["best"]) & (file["best"] <= file["high"])]
    assert (pack["killed_low"].sum(), pack["killed_high"].sum()) == (rising["low"].sum(), rising["high"].sum())
    years = pd.to_datetime(file["date_start"], format="ISO8601").dt.year.value_counts()
    assert pack["date"].str[:4].astype(int).value_counts().sort_index().to_dict() == years.sort_index().to_dict()
    wanted = file["type_of_violence"].map({1: "armed-clash", 2: "group-clash", 3: "attack-on-civilians"}).value_counts()
    assert pack["kind"].value_counts().to_dict() == wanted.to_dict()
    killed = file[file["type_of_violence"] == 3].groupby("side_a")["deaths_civilians"].sum()
    assert pack[pack["side_b"] == "Civilians"].groupby("side_a")["civilians_killed"].sum().to_dict() == killed.to_dict()
    loaded = load_context(pack_folder)
    names = (
        file["adm_1"]
        .fillna("Area not known")
        .str.replace(r"(?i)\s+(state|province|region|prefecture|county)$", "", regex=True)
    )
    assert loaded.areas.set_index("name")["incidents"].to_dict() == names.value_counts().to_dict()
    assert pack["side_a"].value_counts().to_dict() == file["side_a"].value_counts().to_dict()
    assert pack["side_b"].value_counts().to_dict() == file["side_b"].value_counts().to_dict()


@shared
@pytest.mark.shared
def test_both_forms_of_the_real_file_give_the_same_bytes(tmp_path: Path) -> None:
    for form in ("", "_hdx"):
        folder = tmp_path / f"form{form}" / "south-sudan"
        import_ucdp(SHARED / "ucdp-ged" / f"ged_south_sudan{form}.csv", "South Sudan", None, folder)
    assert _files(tmp_path / "form" / "south-sudan") == _files(tmp_path / "form_hdx" / "south-sudan")
