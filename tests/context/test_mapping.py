"""Tables that nobody has described: HXL tags, and mapping files that are drafted, read, corrected and used."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shlex
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yaml
from typer.testing import CliRunner

from fieldbook.cli.app import app
from fieldbook.context.importing import source_rules
from fieldbook.context.importing.event_import import import_events
from fieldbook.context.importing.file_columns import Choices
from fieldbook.context.importing.import_report import ImportReport
from fieldbook.context.importing.mapping_draft import draft_mapping
from fieldbook.context.importing.source_rows import separator
from fieldbook.context.importing.source_rules import layouts, read_mapping
from fieldbook.context.importing.table_import import import_table
from fieldbook.context.pack import load_context
from fieldbook.core.problems import CourseError

DATA = Path(__file__).parents[1] / "data"
COLUMNS = (
    "Incident No",
    "Date of incident",
    "State",
    "Village",
    "Type of incident",
    "Perpetrator",
    "Killed",
    "Lat",
    "Long",
)
KINDS = ("Killing of civilians", "Abduction", "Armed clash", "Strange thing")


def _rows(number: int = 24) -> list[list[object]]:
    return [
        [
            *(f"J-{n}", dt.date(2024, 1 + n % 12, 13 + n % 15), ("Unity", "Lakes")[n % 2], f"Village {n % 5}"),
            *(KINDS[n % 4], "Men in uniform" if n % 3 else None, n % 4, 6.5 + n / 100, 31.25),
        ]
        for n in range(number)
    ]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log as offices keep it: a title, an empty row, names of columns, real dates and numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Incident log 2024"])
    sheet.append([])
    sheet.append(list(COLUMNS))
    for row in _rows():
        sheet.append(row)
    path = tmp_path_factory.mktemp("workbook") / "log.xlsx"
    book.save(path)
    return path


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "contexts" / "hilland"


def _import(file: Path, mapping: Path, into: Path) -> ImportReport:
    return import_events([read_mapping(mapping)], [file], "South Sudan", into)


# Drafts


def test_a_draft_guesses_explains_and_is_a_mapping(workbook: Path, into: Path) -> None:
    draft = draft_mapping(workbook, into)
    assert draft.path == into.parent / "hilland-log-mapping.yml"
    assert draft.fields == {
        "date": "Date of incident",
        "event_id": "Incident No",
        "area": "State",
        "place": "Village",
        "lat": "Lat",
        "lon": "Long",
        "kind": "Type of incident",
        "side_a": "Perpetrator",
        "killed_best": "Killed",
    }
    text = draft.path.read_text("utf-8")
    assert "#   State            | Unity | Lakes | Unity | Lakes | Unity\n" in text
    assert "header: 3 " in text
    assert '"Strange thing": null  # TODO one of' in text
    assert "# Not found, so left empty: date_end, country, side_b, civilians_killed, killed_low, killed_high." in text
    assert 'side_a: "Perpetrator"  # by its name; 16 of 24 rows have a value, such as Men in uniform' in text
    assert draft.open == [
        "who keeps the table, its licence, how to cite it, and what of it may leave (may_ship)",
        "what 'Strange thing' in Type of incident means",
    ]
    assert read_mapping(draft.path).gives == "incidents"


def test_a_draft_as_it_stands_imports_every_row(workbook: Path, into: Path) -> None:
    report = _import(workbook, draft_mapping(workbook, into).path, into)
    plain = pd.read_excel(workbook, header=2, engine="openpyxl")
    found = load_context(into).incidents
    assert (report.read, report.imported, len(report.notes)) == (24, 24, 0)
    assert found["killed_best"].sum() == plain["Killed"].sum() == report.after
    assert found["kind"].isna().sum() == (plain["Type of incident"] == "Strange thing").sum()
    assert sorted(found["date"]) == sorted(plain["Date of incident"])
    assert found["event_id"].str.startswith("J-").all()
    attacks = found[found["kind"] == "attack-on-civilians"]
    assert set(attacks["side_b"]) == {"Civilians"}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_file_gives_the_same_pack_as_the_spreadsheet(
    workbook: Path, into: Path, separator: str, tmp_path: Path
) -> None:
    mapping = draft_mapping(workbook, into).path
    _import(workbook, mapping, tmp_path / "a" / "hilland")
    text = tmp_path / "log.csv"
    pd.read_excel(workbook, header=2, engine="openpyxl").to_csv(text, sep=separator, index=False)
    mapping.write_text(mapping.read_text("utf-8").replace("header: 3 ", "header: 1 "), "utf-8")
    _import(text, mapping, tmp_path / "b" / "hilland")
    first, second = ((tmp_path / name / "hilland" / "incidents.csv").read_bytes() for name in "ab")
    assert first == second


def test_a_corrected_mapping_is_never_overwritten(workbook: Path, into: Path) -> None:
    path = draft_mapping(workbook, into).path
    path.write_text("mine", "utf-8")
    with pytest.raises(CourseError, match=r"exists already\. Give it with --mapping"):
        draft_mapping(workbook, into)
    assert path.read_text("utf-8") == "mine"


def test_days_and_months_that_cannot_be_told_apart_stay_open(tmp_path: Path, into: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text("Date,Killed\n03/04/2024,1\n05/06/2024,2\n", "utf-8")
    draft = draft_mapping(file, into)
    assert "whether the day or the month stands first in the dates" in draft.open
    text = draft.path.read_text("utf-8")
    assert '\n# dates: ["%d/%m/%Y"]      # TODO "%d/%m/%Y" has the day first, "%m/%d/%Y" the month' in text
    with pytest.raises(CourseError, match="Add --dates day-first or --dates month-first to the command"):
        _import(file, draft.path, into)
    file.write_text("Date,Killed\n03/14/2024,1\n05/06/2024,2\n", "utf-8")
    draft.path.unlink()
    assert 'dates: ["%m/%d/%Y"]            # fits 2 of 2 values' in draft_mapping(file, into).path.read_text("utf-8")


def test_other_tables_of_a_pack_are_drafted_too(tmp_path: Path) -> None:
    into = tmp_path / "contexts" / "smallland"
    import_events(layouts("ucdp"), [DATA / "ged" / "small.csv"], "Smallland", into)
    file = tmp_path / "camps.csv"
    file.write_text("Camp;Mois;Province;Femmes;Hommes;Filles;Garçons\nA;12.03.2021;North;1 200;3;4;5\n", "utf-8")
    draft = draft_mapping(file, into)
    assert draft.target == "displacement"
    import_table([read_mapping(draft.path)], [file], "", (), into, Choices(order="day-first"))
    table = load_context(into).displacement
    assert table[["area", "women", "men", "girls", "boys"]].to_numpy().tolist() == [["north", 1200, 3, 4, 5]]


def test_dates_are_found_by_their_values(tmp_path: Path, into: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text(
        "Quand,Ref,Killed\n#date+occurred,#event+code,#affected+killed\n2024-03-14,a,1\n2024-03-15,b,2\n", "utf-8"
    )
    draft = draft_mapping(file, into)
    assert draft.fields["date"] == "Quand"
    assert 'date: "Quand"  # by its values; 2 of 2 rows have a value' in draft.path.read_text("utf-8")


def test_days_as_a_spreadsheet_counts_them_and_a_header_of_two_rows(tmp_path: Path, into: Path) -> None:
    file = tmp_path / "log.csv"
    rows = ["Incident No,Date,Where,,What,,", ",,State,Village,Type,Killed,Notes"]
    rows += ["1,45322,Unity State,Bentiu,Attack,2,x", "2,45292.75,Unity,Bentiu,Attack,1,y"]
    file.write_text("\n".join(rows) + "\n", "utf-8")
    draft = draft_mapping(file, into)
    assert draft.fields["event_id"] == "Incident No"
    assert draft.unused == ["Notes"]
    assert "Not used: Notes" in list(draft.lines("again"))
    file.write_text(file.read_text("utf-8") + "3,soon,Unity,Bentiu,Attack,1,z\n", "utf-8")
    report = _import(file, draft.path, into)
    assert [str(note) for note in report.notes] == [
        "log.csv:5 Date: 'soon' is not a date as 45322. The row is left out. [FB-IMP-07]"
    ]
    assert [area.name for area in load_context(into).meta.areas] == ["Unity"]
    days = load_context(into).incidents["date"].dt.strftime("%Y-%m-%d").tolist()
    assert days == ["2024-01-01", "2024-01-31"]


def test_a_log_with_date_and_state_is_no_table_of_displaced_people(tmp_path: Path, into: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text("Date,State,Type,Killed\n2024-01-31,Unity,Attack,2\n", "utf-8")
    assert draft_mapping(file, into).target == "incidents"


def test_decimal_commas(tmp_path: Path, into: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text('Date,Killed,Lat,Long,Area\n2024-03-14,1,"6,5","31,25",Unity\n', "utf-8")
    draft = draft_mapping(file, into)
    _import(file, draft.path, into)
    assert load_context(into).incidents[["lat", "lon"]].to_numpy().tolist() == [[6.5, 31.25]]


def test_hostile_names_and_values_stay_in_their_comments_and_strings(tmp_path: Path, into: Path) -> None:
    nasty = "x\u2028gives: displacement\x85#\ufeff"
    file = tmp_path / "log.csv"
    rows = [["Date", "Killed", nasty, 'Type of event: "a" {b} [c]'], ["2024-03-14", "1", nasty, "'attack'\n- x: *y"]]
    pd.DataFrame(rows[1:], columns=rows[0]).to_csv(file, index=False)
    draft = draft_mapping(file, into)
    data = yaml.safe_load(draft.path.read_text("utf-8"))
    assert data["gives"] == "incidents"
    assert data["fields"]["kind"]["codes"] == {"'attack' - x: *y": "attack-on-civilians"}
    assert _import(file, draft.path, into).imported == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b\n1,2\n", "fits no table of a pack"),
        ("Type,State\nAttack,Unity\n", "the closest, incidents.csv (found: area, kind), needs date as well"),
        ("Date,Type\n", "has no rows under the names of its columns"),
        ("Killed,Type,No\n3,Attack,45322\n", "needs date as well"),
        ("1,2\n3,4\n", "has no row with names of columns"),
        ("", "has no row with names of columns"),
    ],
)  # fmt: skip
def test_what_cannot_be_drafted(tmp_path: Path, into: Path, content: str, message: str) -> None:
    file = tmp_path / "log.csv"
    file.write_text(content, "utf-8")
    with pytest.raises(CourseError) as caught:
        draft_mapping(file, into)
    assert message in str(caught.value)
    assert not into.parent.exists()


def test_a_sheet_behind_a_title_page_is_found(workbook: Path, into: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book.create_sheet("Read me", 0).append(["How to use this log"])
    path = tmp_path / "log.xlsx"
    book.save(path)
    assert _import(path, draft_mapping(path, into).path, into).imported == 24


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_titles_and_other_marks_do_not_hide_the_separator(tmp_path: Path, mark: str) -> None:
    file = tmp_path / "log.csv"
    rows = [["Log of the office, with, commas; and | more"], ["Date", "What; who", "Killed"]]
    rows += [["2024-03-14", 'a "quoted", b; c | d', "1"]] * 3
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=mark).writerows(rows)
    assert separator(file) == (mark, 0)


# Mapping files


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("gives: incidents", "gives: rumours", "gives: should be 'incidents'"),
        ("  lat:", "  height:", "has no field height in incidents"),
        ("may_ship: totals", "may_ship: all", "may_ship: should be 'rows'"),
        ('"%Y-%m-%d"', '"%Y"', "is not a date format such as %d %B %Y"),
        ("title:", "colour: red\ntitle:", "colour: is not a known key"),
        ("source:", "# source:", "source: is missing"),
    ],
)
def test_faults_of_a_mapping_have_line_and_field(workbook: Path, into: Path, old: str, new: str, message: str) -> None:
    path = draft_mapping(workbook, into).path
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(CourseError) as caught:
        read_mapping(path)
    assert message in str(caught.value)
    assert "hilland-log-mapping.yml:" in str(caught.value)


def test_a_column_that_the_mapping_names_and_the_file_lacks(workbook: Path, into: Path) -> None:
    path = draft_mapping(workbook, into).path
    path.write_text(path.read_text("utf-8").replace('"Killed"', '"Dead"', 1), "utf-8")
    with pytest.raises(CourseError, match="columns are missing: Dead"):
        _import(workbook, path, into)


def test_a_mapping_becomes_a_source_by_lying_among_them(
    workbook: Path, into: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    text = draft_mapping(workbook, into).path.read_text("utf-8")
    (folder / "joc.yml").write_text(f"word: joc\nmarks: [Incident No]\n{text}", "utf-8")
    monkeypatch.setattr(source_rules, "_FOLDER", folder)
    source_rules.shipped.cache_clear()
    try:
        assert source_rules.words() == ["joc"]
        assert import_events(layouts("joc"), [workbook], "South Sudan", into).imported == 24
    finally:
        monkeypatch.undo()
        source_rules.shipped.cache_clear()


# HXL


def _hxl(file: Path, into: Path) -> ImportReport:
    return import_events(layouts("hxl"), [file], "South Sudan", into)


def test_hxl_tags_are_found_below_titles(into: Path) -> None:
    report = _hxl(DATA / "imports" / "events_hxl.csv", into)
    found = load_context(into).incidents
    assert (report.read, report.imported, report.before, report.after) == (3, 3, 4, 4)
    assert found["date"].dt.strftime("%Y-%m-%d").tolist() == ["2021-03-03", "2021-04-05", "2021-05-07"]
    assert found["kind"].fillna("").tolist() == ["attack-on-civilians", "group-clash", ""]
    assert found["killed_best"].tolist() == [4, pd.NA, 0]
    assert found["area"].tolist() == ["north", "south", "south"]
    assert found["lat"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize("form", ["lists", "objects"])
def test_hxl_in_json_gives_the_same_rows(tmp_path: Path, into: Path, form: str) -> None:
    _hxl(DATA / "imports" / "events_hxl.csv", tmp_path / "a" / "hilland")
    lines = (DATA / "imports" / "events_hxl.csv").read_text("utf-8").splitlines()
    rows = [line.split(",") for line in lines[2:]]
    file = tmp_path / "events.json"
    objects = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    file.write_text(json.dumps(rows if form == "lists" else objects), "utf-8")
    _hxl(file, into)
    columns = ["date", "area", "kind", "killed_best", "lat"]
    first, second = load_context(tmp_path / "a" / "hilland").incidents, load_context(into).incidents
    pd.testing.assert_frame_equal(first[columns], second[columns])


def _tagged(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([*rows, ""]), "utf-8")
    return path


def test_a_plain_date_is_a_date_and_an_exact_tag_wins(tmp_path: Path, into: Path) -> None:
    head = "#date+year,#date,#adm1+name,#affected+killed+f,#affected+killed,#geo+lat,#geo+lon"
    file = _tagged(
        tmp_path / "a.csv", head, "2026,2026-01-05,Jonglei,1,3,6.2,31.5", "2026,2026-01-07,Unity,1,2,8.3,30.1"
    )
    assert _hxl(file, into).after == 5
    assert load_context(into).incidents["date"].dt.strftime("%Y-%m-%d").tolist() == ["2026-01-05", "2026-01-07"]


def test_civilians_alone_are_not_all_people_killed(tmp_path: Path, into: Path) -> None:
    head = "#date,#adm1+name,#affected+killed+civilians,#geo+lat,#geo+lon"
    _hxl(_tagged(tmp_path / "a.csv", head, "2026-01-05,Jonglei,3,6.2,31.5"), into)
    found = load_context(into).incidents
    assert (found["civilians_killed"].tolist(), found["killed_best"].isna().all()) == ([3], True)


def test_people_counted_by_sex_and_age_are_never_one_column_in_silence(tmp_path: Path, into: Path) -> None:
    head = "#date+start,#adm1+name,#affected+killed+f,#affected+killed+m,#affected+killed+children,#geo+lat,#geo+lon"
    rows = ("2026-01-05,Jonglei,3,4,2,6.2,31.5", "2026-01-07,Unity,0,2,1,8.3,30.1")
    file = _tagged(tmp_path / "a.csv", head, *rows)
    with pytest.raises(CourseError) as caught:
        _hxl(file, into)
    assert "has no column #affected+killed for all people, but #affected+killed+f, #affected+killed+m, " in str(
        caught.value
    )
    draft = draft_mapping(file, into)
    assert draft.fields["killed_best"] == "#affected+killed+f + #affected+killed+m"
    assert "which columns count all people of killed_best, each of them once" in draft.open
    assert _import(file, draft.path, into).after == 9


@pytest.mark.parametrize("tag", ["#affected+killed+m", "#affected+killed+children"])
def test_one_part_of_the_people_is_not_taken_for_all(tmp_path: Path, into: Path, tag: str) -> None:
    file = _tagged(tmp_path / "a.csv", f"#date,#adm1+name,{tag},#geo+lat,#geo+lon", "2026-01-05,Jonglei,3,6.2,31.5")
    with pytest.raises(CourseError, match="FB-IMP-32"):
        _hxl(file, into)


def test_a_date_of_something_else_is_no_date_of_an_event(tmp_path: Path, into: Path) -> None:
    file = _tagged(tmp_path / "a.csv", "#date+published,#adm1+name,#affected+killed", "2026-01-05,Jonglei,3")
    with pytest.raises(
        CourseError, match=r"columns are missing: #date\+occurred or #date\+start or .* or #date\+year\."
    ):
        _hxl(file, into)


# The command


def test_the_command_drafts_then_imports(workbook: Path, into: Path) -> None:
    run = CliRunner().invoke
    command = ["context", "import", "table", str(workbook), "--country", "SSD", "--into", str(into)]
    first = run(app, command)
    assert first.exit_code == 0
    assert first.stdout.splitlines()[-1].strip() == f"fieldbook {' '.join(command)} --mapping {into}-log-mapping.yml"
    second = run(app, [*command, "--mapping", f"{into}-log-mapping.yml"])
    assert second.exit_code == 0
    assert "24 rows read, 24 imported" in second.stdout


def test_what_the_user_said_of_a_file_stands_in_the_next_command(tmp_path: Path, into: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_bytes("Date,Killed,State,Lat,Long\n03/04/2024,1,Véré,6.5,31.2\n".encode("cp1252"))
    said = ["--dates", "day-first", "--encoding", "cp1252"]
    command = [
        "context",
        "import",
        "table",
        str(file),
        "--country",
        "SSD",
        *said,
        "--mend-letters",
        "--into",
        str(into),
    ]
    drafted = CliRunner().invoke(app, command)
    last = shlex.split(drafted.stdout.splitlines()[-1])
    assert last == ["fieldbook", *command, "--mapping", f"{into}-log-mapping.yml"]
    assert CliRunner().invoke(app, last[1:]).exit_code == 0
    row = load_context(into).incidents.iloc[0]
    assert (f"{row['date']:%Y-%m-%d}", row["area_name"]) == ("2024-04-03", "Véré")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rumours"], "'rumours' is none of acled, displacement, fatalities, hxl, ucdp, table"),
        (["ucdp"], "a pack of events needs it"),
        (["ucdp", "--mapping", "LOG"], "it goes with table"),
        (["ucdp", "--country", "SSD", "--mission", "UNMISS"], "it goes with deaths of personnel only"),
        (["displacement", "--areas", "LOG"], "they go with events only"),
    ],
)
def test_usage(workbook: Path, into: Path, arguments: list[str], message: str) -> None:
    word, *options = arguments
    options = [str(workbook) if option == "LOG" else option for option in options]
    result = CliRunner().invoke(app, ["context", "import", word, str(workbook), "--into", str(into), *options])
    assert result.exit_code == 2
    assert message in " ".join(result.output.replace("│", " ").split())
