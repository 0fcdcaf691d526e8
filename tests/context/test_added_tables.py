"""Tables that are added to a pack that is there: deaths of personnel, displacement by year, by area and month."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from fieldbook.context.importing.added_table import with_table
from fieldbook.context.importing.event_import import import_events
from fieldbook.context.importing.import_report import ImportReport, report_path
from fieldbook.context.importing.source_rules import layouts
from fieldbook.context.importing.table_import import import_table
from fieldbook.context.pack import load_context
from fieldbook.core.problems import CourseError
from fieldbook.core.yamlfile import parse_yaml
from fieldbook.model.context import ContextFile

DATA = Path(__file__).parents[1] / "data"
MINE = "  short: the mission # said so by the chief of staff"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """An imported pack that somebody has worked in."""
    folder = tmp_path / "contexts" / "smallland"
    import_events(layouts("ucdp"), [DATA / "ged" / "small.csv"], "Smallland", folder)
    text = (folder / "context.yml").read_text("utf-8")
    text = text.replace("  short: the mission", MINE).replace("areas:\n", "# Agreed on 3 May.\nareas:\n", 1)
    (folder / "context.yml").write_text(text, "utf-8")
    (folder / "notes.txt").write_text("mine", "utf-8")
    return folder


def _add(word: str, file: str, pack: Path, *missions: str, country: str = "") -> ImportReport:
    return import_table(layouts(word), [DATA / "imports" / file], country, missions, pack)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_deaths_of_personnel(pack: Path) -> None:
    report = _add("fatalities", "fatalities.csv", pack, "UNSM")
    assert (report.read, report.imported, report.before, report.after) == (7, 3, 7, 3)
    assert report.left_out == {"Injury": 1, "later than the pack's as_of, 2021-12-31": 1}
    assert [str(note) for note in report.notes] == [
        "fatalities.csv:7 casualty_id: UNSM-3 stands twice. The row is left out. [FB-IMP-07]",
        "fatalities.csv:8 casualty_personnel_type: 'Astronaut' is none of the codes Military, Military Observer, Police, "
        "International Civilian, Local, Other. The row is left out. [FB-IMP-07]",
    ]
    deaths = load_context(pack).personnel_deaths
    assert deaths["date"].dt.strftime("%Y-%m-%d").tolist() == ["2020-02-03", "2020-02-03", "2021-08-19"]
    assert deaths[["mission", "kind", "personnel"]].to_numpy().tolist() == [
        ["UNSM", "illness", "civilian-local"],
        ["UNSM", "malicious-act", "military"],
        ["UNSM", "not-determined", "military-observer"],
    ]
    assert deaths["gender"].fillna("").tolist() == ["male", "female", ""]
    assert "Nowhere" not in (pack / "personnel_deaths.csv").read_text("utf-8"), "nationality stays where it is"


def test_the_mission_has_to_be_named_unless_the_pack_names_it(pack: Path) -> None:
    with pytest.raises(CourseError) as caught:
        _add("fatalities", "fatalities.csv", pack)
    assert "Name the mission with --mission. Missions in the file: OTHM, UNSM. [FB-IMP-06]" in str(caught.value)
    text = (pack / "context.yml").read_text("utf-8").replace(MINE, "  short: OTHM")
    (pack / "context.yml").write_text(text, "utf-8")
    assert _add("fatalities", "fatalities.csv", pack).imported == 1


def test_displacement_by_year(pack: Path) -> None:
    report = _add("displacement", "gidd.csv", pack)
    assert (report.read, report.imported, report.before, report.after) == (5, 3, 15000 + 22180 + 400 + 1, 37180)
    assert [note.message for note in report.notes] == ["2021 conflict stands twice"]
    table = load_context(pack).new_displacement
    assert table["new_displacements"].tolist() == [15000, pd.NA, 22180]
    assert table["displaced_at_end"].tolist() == [162000, 170500, 0]
    assert set(table["cause"]) == {"conflict"}
    assert set(table["source"]) == {"IDMC GIDD"}


def test_a_displacement_of_more_than_ten_million_is_kept_and_named(pack: Path, tmp_path: Path) -> None:
    """IDMC has 11,559,970 for Sudan in 2024."""
    file = tmp_path / "gidd.csv"
    rows = ("iso3,country_name,year,new_displacement,total_displacement", "SML,Smallland,2021,3804000,11559970")
    file.write_text("\n".join(rows), "utf-8")
    report = import_table(layouts("displacement"), [file], "", (), pack)
    assert load_context(pack).new_displacement["displaced_at_end"].tolist() == [11_559_970]
    assert [str(note) for note in report.notes] == [
        "gidd.csv:2 total_displacement: has 11,559,970 people. "
        "It is kept. Few numbers are so large: check it at its source. [FB-IMP-31]"
    ]


def test_displacement_by_area_and_month(pack: Path) -> None:
    report = _add("displacement", "dtm.csv", pack)
    table = load_context(pack).displacement
    assert table[["area", "women", "men", "girls", "boys"]].to_numpy().tolist() == [
        ["north", 38, 33, 33, 35],
        ["south", 8, pd.NA, pd.NA, pd.NA],
        ["south", 9, 4, 8, 4],
    ]
    assert table["month"].dt.strftime("%Y-%m-%d").tolist() == ["2021-03-01", "2021-03-01", "2021-04-01"]
    assert [(note.line, note.message) for note in report.notes] == [
        (6, "the site 'S3' stands twice in 2021-04"),
        (7, "the pack has no area 'Nowhere'"),
        (8, "'many' is not a whole number"),
    ]
    assert report.after == table[["women", "men", "girls", "boys"]].sum().sum()
    entry = next(entry for entry in load_context(pack).meta.tables if entry.file == "displacement.csv")
    assert entry.may_ship == "nothing", "IOM's rows are not to be passed on"


def test_an_area_counted_on_two_days_of_a_month_is_not_added_up(pack: Path, tmp_path: Path) -> None:
    file = tmp_path / "dtm.csv"
    rows = ("2021-03-01,North,10,5", "2021-03-01,North,1,1", "2021-03-28,North,12,6")
    file.write_text("\n".join(["date,admin1,women,men", *rows]), "utf-8")
    report = import_table(layouts("displacement"), [file], "", (), pack)
    assert [note.message for note in report.notes] == ["north was counted on 2021-03-01 too, in the same month"]
    assert load_context(pack).displacement["women"].tolist() == [11]


def test_what_somebody_wrote_stays(pack: Path) -> None:
    before = (pack / "context.yml").read_text("utf-8").splitlines()
    _add("displacement", "gidd.csv", pack)
    _add("fatalities", "fatalities.csv", pack, "UNSM")
    after = (pack / "context.yml").read_text("utf-8")
    assert MINE in after
    assert "# Agreed on 3 May.\nareas:\n" in after
    comments = [line for line in before if line.startswith("#")]
    assert [line for line in after.splitlines() if line.startswith("#")] == comments
    assert (pack / "notes.txt").read_text("utf-8") == "mine"
    files = [table.file for table in load_context(pack).meta.tables]
    assert files == ["incidents.csv", "new_displacement.csv", "personnel_deaths.csv", "areas.geojson"]


def test_a_table_with_rows_is_never_overwritten(pack: Path) -> None:
    _add("displacement", "gidd.csv", pack)
    before = _files(pack)
    with pytest.raises(CourseError, match="has rows already"):
        _add("displacement", "gidd.csv", pack)
    assert _files(pack) == before


def test_an_empty_table_and_its_entry_are_replaced(pack: Path) -> None:
    (pack / "new_displacement.csv").write_text("year,cause,new_displacements,displaced_at_end,source\n", "utf-8")
    text = (pack / "context.yml").read_text("utf-8")
    entry = {"file": "new_displacement.csv", "title": "t", "source": "s", "licence": "l", "citation": "c"}
    entry |= {"may_ship": "rows", "cannot_show": "x"}
    (pack / "context.yml").write_text(with_table(text, entry), "utf-8")
    _add("displacement", "gidd.csv", pack)
    tables = [table for table in load_context(pack).meta.tables if table.file == "new_displacement.csv"]
    assert [table.source for table in tables] == ["IDMC GIDD"]


def test_a_pack_with_faults_stays_as_it_is(pack: Path) -> None:
    with (pack / "incidents.csv").open("a", encoding="utf-8") as file:
        file.write("x\n")
    before = _files(pack)
    with pytest.raises(CourseError, match="FB-CSV-05"):
        _add("displacement", "gidd.csv", pack)
    assert _files(pack) == before


def test_faults_of_the_new_table_leave_the_pack_and_name_it(pack: Path, tmp_path: Path) -> None:
    text = (pack / "context.yml").read_text("utf-8")
    (pack / "context.yml").write_text(
        text.replace("file: areas.geojson", "file: areas.geojson\n  colour: red"), "utf-8"
    )
    before = _files(pack)
    with pytest.raises(CourseError) as caught:
        _add("displacement", "gidd.csv", pack)
    assert all(problem.path == "contexts/smallland/context.yml" for problem in caught.value.problems)
    assert _files(pack) == before


def test_without_sexes_nothing_is_invented(pack: Path, tmp_path: Path) -> None:
    file = tmp_path / "dtm.csv"
    file.write_text("survey_date,admin1_name,individuals\n2021-03-12,North,120\n", "utf-8")
    with pytest.raises(CourseError) as caught:
        import_table(layouts("displacement"), [file], "", (), pack)
    assert "columns are missing: f_18_59 or women or" in str(caught.value)
    assert not (pack / "displacement.csv").exists()


def test_the_report_lies_beside_the_pack_and_no_cell_is_a_formula(pack: Path, tmp_path: Path) -> None:
    file = tmp_path / "=cmd.csv"
    text = (DATA / "imports" / "fatalities.csv").read_text("utf-8").replace("Astronaut", "=1+1")
    file.write_text(text, "utf-8")
    import_table(layouts("fatalities"), [file], "", ("UNSM",), pack)
    path = report_path(pack)
    assert path == pack.parent / "smallland-import-report.csv"
    lines = path.read_text("utf-8").splitlines()
    assert lines[0] == "file,line,column,what,done,code"
    assert [line[:11] for line in lines[1:]] == ["'=cmd.csv,7", "'=cmd.csv,8"]
    load_context(pack)


@pytest.mark.parametrize("indent", ["", "  "])
def test_lists_at_the_margin_or_indented_stay_so(indent: str) -> None:
    text = (
        "id: a\ntitle: A\nfictional: false\nas_of: 2024-01-31\nmission: {name: M, short: M, country: C}\n"
        f"areas:\n{indent}- id: north # the north\n{indent}  name: 'North'\ntables:  # each file\n"
        f"{indent}- {{file: incidents.csv, title: I, source: s, licence: l, citation: c, may_ship: rows, cannot_show: n}}\n"
        "# The end: nothing follows.\n# mandate: {}\n"
    )
    entry = dict.fromkeys(("title", "source", "licence", "citation", "cannot_show"), "x: y # z")
    changed = with_table(text, {"file": "new_displacement.csv", "may_ship": "rows", **entry})
    assert changed.startswith(text[: text.index("tables:") + len("tables:  # each file\n")])
    assert changed.endswith("# The end: nothing follows.\n# mandate: {}\n")
    meta = parse_yaml(changed, "context.yml", ContextFile).value
    assert [table.file for table in meta.tables] == ["new_displacement.csv", "incidents.csv"]
    assert meta.tables[0].title == "x: y # z"
