"""Files as websites, spreadsheets and statistics programs leave them: the same pack, or one question with its answers."""

from __future__ import annotations

import csv
import shlex
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from fieldbook.cli.app import app
from fieldbook.context.importing.area_names import AreaNames, one_name_each
from fieldbook.context.importing.column_dates import DateDoubt, Days, Order, choose_format
from fieldbook.context.importing.column_numbers import NumberSigns
from fieldbook.context.importing.event_import import import_events
from fieldbook.context.importing.file_columns import Choices
from fieldbook.context.importing.file_letters import mended
from fieldbook.context.importing.mapping_draft import draft_mapping
from fieldbook.context.importing.source_rules import layouts, read_mapping
from fieldbook.context.pack import load_context
from fieldbook.core.problems import CourseError

DATA = Path(__file__).parents[1] / "data"
GED = DATA / "ged" / "small.csv"
CASES = Path(__file__).parents[3] / "shared" / "cases"
shared = pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases is not here")

Table = list[list[str]]


def _rows() -> Table:
    with GED.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _write(path: Path, rows: Sequence[Sequence[str]], mark: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=mark).writerows(rows)
    return path


def _changed(column: str, change: Callable[[str], str], rows: Table | None = None) -> Table:
    """The file with each value of a column rewritten."""
    head, *others = rows or _rows()
    place = head.index(column)
    return [head, *([*row[:place], change(row[place]), *row[place + 1 :]] for row in others)]


def _dates(form: str, rows: Table | None = None) -> Table:
    def written(text: str) -> str:
        return pd.Timestamp(text).strftime(form)

    return _changed("date_end", written, _changed("date_start", written, rows))


def _through_website(path: Path) -> Path:
    """47 names over 48 fields, the month first, True and False."""
    head, *rows = _changed("active_year", lambda text: str(text == "1"), _dates("%m/%d/%Y 00:00:00"))
    names = [
        name.replace("best", "best_est").replace("high", "high_est").replace("low", "low_est") for name in head[:-2]
    ]
    return _write(path, [names, *([*row[:-2], ""] for row in rows)])


def _through_pandas(path: Path) -> Path:
    """A nameless first column, HDX's row of tags as the first row of data, whole numbers as 1.0."""
    head, *rows = _rows()
    tags = {"year": "#date+year", "latitude": "#geo+lat", "date_start": "#date+start", "best": "#affected+killed"}

    def number(name: str, text: str) -> str:
        return f"{text}.0" if text.isdecimal() and name not in ("year", "high") else text

    data = [[str(n), *map(number, head, row)] for n, row in enumerate(rows, start=1)]
    return _write(path, [["", *head], ["0", *(tags.get(name, "") for name in head)], *data])


def _through_excel(path: Path) -> Path:
    """A German or French Excel: semicolons, a mark of byte order, 01.12.2001, decimal commas."""
    rows = _dates("%d.%m.%Y")
    for column in ("latitude", "longitude"):
        rows = _changed(column, lambda text: f"{float(text):.6f}".replace(".", ","), rows)
    return _write(path, rows, ";", "utf-8-sig")


def _through_r(path: Path) -> Path:
    """write.table in R: rows have a number that stands under no name."""
    head, *rows = _rows()
    return _write(path, [head, *([str(3 * n), *row[:-1], "NA"] for n, row in enumerate(rows, start=1))])


def _as_excel_counts(path: Path) -> Path:
    def serial(text: str) -> str:
        return str((pd.Timestamp(text) - pd.Timestamp("1899-12-30")).days)

    return _write(path, _changed("date_end", serial, _changed("date_start", serial)))


def _import(path: Path, into: Path, order: Order | None = None, word: str = "ucdp") -> str:
    """The pack's events as they are written."""
    country = "Smallland" if word == "ucdp" else "South Sudan"
    import_events(layouts(word), [path], country, into, choices=Choices(order=order))
    return (into / "incidents.csv").read_text("utf-8")


def _refusal(path: Path, into: Path, order: Order | None = None) -> str:
    with pytest.raises(CourseError) as caught:
        _import(path, into, order)
    assert not into.exists()
    [problem] = caught.value.problems
    return str(problem)


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "contexts" / "smallland"


# The same pack, whatever the file went through


@pytest.mark.parametrize(
    "layout",
    [_through_website, _through_pandas, _through_excel, _through_r, _as_excel_counts],
    ids=lambda f: f.__name__,
)
def test_a_file_gives_the_same_pack_whatever_it_went_through(tmp_path: Path, layout: Callable[[Path], Path]) -> None:
    plain = _import(GED, tmp_path / "a" / "smallland")
    assert _import(layout(tmp_path / "ged.csv"), tmp_path / "b" / "smallland") == plain


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\n', "\ufeffSEP=;\n"])
def test_the_line_by_which_excel_knows_the_separator(tmp_path: Path, into: Path, first: str) -> None:
    plain = _import(GED, tmp_path / "a" / "smallland")
    file = _write(tmp_path / "ged.csv", _rows(), ";")
    file.write_text(first + file.read_text("utf-8"), "utf-8", newline="")
    assert _import(file, into) == plain


@shared
@pytest.mark.shared
@pytest.mark.parametrize("name", ["ucdp-website-export", "ucdp-through-pandas", "ucdp-through-excel"])
def test_ucdp_rows_in_other_layouts_have_the_totals_of_the_readme(tmp_path: Path, name: str) -> None:
    into = tmp_path / "contexts" / "south-sudan"
    report = import_events(layouts("ucdp"), [CASES / f"{name}.csv"], "South Sudan", into)
    found = load_context(into).incidents
    assert (report.read, report.imported, report.after) == (240, 240, 2557)
    assert found["civilians_killed"].sum() == 858
    assert [f"{day:%Y-%m-%d}" for day in (found["date"].min(), found["date"].max())] == ["2011-08-18", "2021-12-05"]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("%Y-%m-%d %H:%M:%S.000", "%Y-%m-%d"),
        ("%m/%d/%Y 12:00:00 AM", "%m/%d/%Y"),
        ("%d/%m/%Y 8:46", "%d/%m/%Y 0:00"),
        ("%d-%m-%Y", "%d-%m-%Y"),
        ("%d/%m/%y", "%d/%m/%y"),
        ("%Y%m%d", "%Y/%m/%d"),
        ("%d %B %Y", "%b %d, %Y"),
        ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d"),
    ],
)
def test_dates_as_programs_write_them(tmp_path: Path, into: Path, start: str, end: str) -> None:
    rows = _changed("date_start", lambda text: pd.Timestamp(text).strftime(start))
    rows = _changed("date_end", lambda text: pd.Timestamp(text).strftime(end), rows)
    plain = _import(GED, tmp_path / "a" / "smallland")
    assert _import(_write(tmp_path / "ged.csv", rows), into) == plain


# What nobody can know is asked


def _early_days(rows: Table) -> Table:
    """No day is later than the twelfth."""

    def early(text: str) -> str:
        return f"{text[:8]}{min(int(text[8:10]), 12):02}"

    return _changed("date_end", early, _changed("date_start", early, rows))


def test_days_and_months_that_cannot_be_told_apart_are_asked_for_and_both_answers_work(
    tmp_path: Path, into: Path
) -> None:
    rows = _early_days(_rows())
    plain = _import(_write(tmp_path / "plain.csv", rows), tmp_path / "a" / "smallland")
    for form, answer in (("%d/%m/%Y", "day-first"), ("%m/%d/%Y", "month-first")):
        file = _write(tmp_path / "ged.csv", _dates(form, rows))
        command = [
            "context",
            "import",
            "ucdp",
            str(file),
            "--country",
            "Smallland",
            "--into",
            str(tmp_path / form[1] / "p"),
        ]
        asked = CliRunner().invoke(app, command)
        assert isinstance(asked.exception, CourseError)
        assert "all of its 7 dates are without a sign whether the day or the month stands first" in str(asked.exception)
        assert "Add --dates day-first or --dates month-first to the command. [FB-IMP-29]" in str(asked.exception)
        done = CliRunner().invoke(app, [*command, "--dates", answer])
        assert done.exit_code == 0
        assert (tmp_path / form[1] / "p" / "incidents.csv").read_text("utf-8") == plain


def test_the_question_shows_a_date_that_has_two_meanings(tmp_path: Path, into: Path) -> None:
    rows = [["id", "date_start", "latitude", "longitude", "best", "where_coordinates", "country"]]
    rows += [[str(n), day, "-8.5", "30.5", "1", "x", "Smallland"] for n, day in enumerate(("01/01/2020", "03/04/2020"))]
    assert _refusal(_write(tmp_path / "ged.csv", rows), into) == (
        "ged.csv date_start: all of its 2 dates are without a sign whether the day or the month stands first: "
        "'03/04/2020' (line 3) can be 2020-03-04 or 2020-04-03. "
        "Add --dates day-first or --dates month-first to the command. [FB-IMP-29]"
    )


def test_one_column_of_dates_tells_the_order_of_the_other(tmp_path: Path, into: Path) -> None:
    rows = _early_days(_rows())
    rows = _changed("date_end", lambda text: f"{text[:8]}27", rows)
    rows[1][rows[0].index("date_start")] = "2020-03-04"
    plain = _import(_write(tmp_path / "plain.csv", rows), tmp_path / "a" / "smallland")
    assert _import(_write(tmp_path / "ged.csv", _dates("%m/%d/%Y", rows)), into) == plain


def _column(*texts: str) -> Days:
    days = Days("Date")
    for line, text in enumerate(texts, start=2):
        days.add(text, line)
    return days


@pytest.mark.parametrize(
    ("texts", "message", "remedy"),
    [
        (
            ["13/02/2026", "02/14/2026", "03/04/2026"],
            "1 dates have the day first, such as '13/02/2026' (line 2), and 1 have the month first, such as '02/14/2026' "
            "(line 3), so that the others can be either",
            "Correct the file, or add --dates day-first or --dates month-first: what does not fit is then left out.",
        ),
        (
            ["2026-03-04", "2026-05-04", "03/14/2026", "03/24/2026"],
            "written in more than one way: as 2024-01-31, and 2 of its 4 dates as '03/14/2026' (line 4)",
            "Write all in one way; begin with the original, for a spreadsheet may have taken months for days.",
        ),
        (
            ["Q1 2024", "Q2 2024"],
            "all of its 2 values are not a date, such as 'Q1 2024' (line 2)",
            "Write the dates as 2024-01-31, or run the command again with the word table for the source: it drafts a "
            "mapping file to correct.",
        ),
    ],
)
def test_columns_that_have_no_one_format(texts: list[str], message: str, remedy: str) -> None:
    assert choose_format(_column(*texts), (), None) == DateDoubt(message, remedy)


def test_an_answer_that_is_wrong_is_corrected() -> None:
    doubt = choose_format(_column("03/14/2026", "03/04/2026", "03/24/2026"), (), "day-first")
    assert isinstance(doubt, DateDoubt)
    assert doubt.message == "2 of its 3 dates have the month first, such as '03/14/2026' (line 2)"
    assert doubt.remedy == "Use --dates month-first, or leave --dates out."


def test_dates_that_tell_themselves_may_be_mixed_and_a_stray_is_left_to_its_row() -> None:
    clear = choose_format(_column("2026-03-04", "4 March 2026", "2026/03/05"), (), None)
    assert clear == ("%Y-%m-%d", "%Y/%m/%d", "%d %B %Y")
    assert choose_format(_column(*(["2026-03-04"] * 9), "03/04/2026", "soon"), (), None) == ("%Y-%m-%d",)
    assert choose_format(_column("", ""), (), None) == ()


# Numbers


@pytest.mark.parametrize(
    ("degrees", "counts", "read"),
    [
        ([], ["1 200", "3", "1\u202f200"], ["1200", "3", "1200"]),
        ([], ["1,200", "12,345,678"], ["1200", "12345678"]),
        ([], ["1.200", "12.345.678"], ["1200", "12345678"]),
        ([], ["4.0", "0.0"], ["4", "0"]),
        ([], ["4,0", "0,0"], ["4", "0"]),
        (["8,46"], ["1.200", "4,00"], ["1200", "4"]),
        (["8.46"], ["1,200", "4.0"], ["1200", "4"]),
        ([], ["4.000", "0.000"], ["4", "0"]),
        (["8.46"], ["4.000"], ["4.000"]),
        (["8,46"], ["4,000"], ["4,000"]),
        (["8.46"], ["1.5", "many", "-3", ""], ["1.5", "many", "-3", ""]),
        ([], ["1'200", "1\u2019200"], ["1200", "1200"]),
    ],
)
def test_numbers_of_people_are_whole_in_one_reading_or_refused(
    degrees: list[str], counts: list[str], read: list[str]
) -> None:
    signs = NumberSigns()
    for text in degrees:
        signs.add_degrees(text)
    for text in counts:
        signs.add_count(text)
    assert [signs.style(None).count(text) for text in counts] == read


# A column that fails throughout: one sentence, and a remedy that works when it is typed


def test_codes_that_nobody_knows_are_one_sentence_and_its_remedy_works(tmp_path: Path, into: Path) -> None:
    file = _write(tmp_path / "ged.csv", _changed("type_of_violence", lambda text: f"type {text}"))
    assert _refusal(file, into) == (
        "ged.csv type_of_violence: all of the 6 rows are refused, such as line 2: 'type 1' is none of the codes 1, 2, 3. "
        "Correct the file, or run the command again with the word table for the source: it drafts a mapping file to "
        "correct. [FB-IMP-28]"
    )
    command = ["context", "import", "table", str(file), "--country", "Smallland", "--into", str(into)]
    drafted = CliRunner().invoke(app, command)
    assert drafted.exit_code == 0, drafted.output
    last = shlex.split(drafted.output.splitlines()[-1])
    done = CliRunner().invoke(app, last[1:])
    assert done.exit_code == 0, done.exception
    assert load_context(into).incidents["killed_best"].sum() == 30


def test_a_known_source_is_recommended_only_where_it_takes_the_file(tmp_path: Path, into: Path) -> None:
    head, *rows = _rows()
    file = _write(tmp_path / "ged.csv", [[name.replace("latitude", "breite") for name in head], *rows])
    with pytest.raises(CourseError) as caught:
        import_events(layouts("acled"), [file], "Smallland", into)
    assert "Import it as ucdp" not in str(caught.value)


# Limits warn


def test_a_name_longer_than_a_pack_holds_is_cut_and_its_event_kept(tmp_path: Path, into: Path) -> None:
    rows = _rows()
    rows[1][rows[0].index("where_coordinates")] = "Gate town, " + "x" * 400
    report = import_events(layouts("ucdp"), [_write(tmp_path / "ged.csv", rows)], "Smallland", into)
    place = load_context(into).incidents.set_index("event_id").loc["ucdp-11", "place"]
    assert (len(place), place[-1], report.imported) == (300, "…", 6)
    assert "where_coordinates: has 411 letters. It is kept, cut after 300. [FB-IMP-31]" in str(report.notes[0])


def test_more_people_than_a_limit_are_kept_and_named(tmp_path: Path, into: Path) -> None:
    rows = _rows()
    rows[1][rows[0].index("best")] = rows[1][rows[0].index("high")] = "11559970"
    report = import_events(layouts("ucdp"), [_write(tmp_path / "ged.csv", rows)], "Smallland", into)
    assert load_context(into).incidents["killed_best"].max() == 11_559_970
    assert "ged.csv:2 best: has 11,559,970 people. It is kept." in " ".join(map(str, report.notes))


# Names of one area, rows of totals


LOG = """\
Date,State,Location,Type of incident,Perpetrator,Target,Civilians killed,Latitude,Longitude
13/02/2026 8:46:20,Jonglei,Bor,Killing,Militia A,Civilians,3,6.2,31.5
14/02/2026 0:00,JONGLEI,Bor,Killing,Militia A,Civilians,1,6.2,31.5
15/02/2026,jonglei state ,Bor,Ambush,Militia A,Patrol,,6.2,31.5
16/02/2026,Unity,Leer,Killing,Militia A,Civilians,"1 200",8.3,30.1
17/02/2026,Unity,Leer,Killing,Militia A,Civilians,1,8.3,30.1
Total,,,,,,4,,
"""


def test_a_log_with_a_row_of_totals_and_areas_in_capitals(tmp_path: Path, into: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text(LOG, "utf-8")
    draft = draft_mapping(file, into)
    assert "Left out, as a row of totals: line 7" in list(draft.lines("again"))
    report = import_events([read_mapping(draft.path)], [file], "South Sudan", into)
    pack = load_context(into)
    assert (report.read, report.imported, report.remarks[-1]) == (
        *(5, 5),
        "1 area has names that differ only in capitals, accents, spaces or the word for the unit: Jonglei (JONGLEI, jonglei)",
    )
    assert pack.areas.set_index("name")["incidents"].to_dict() == {"Jonglei": 3, "Unity": 2}
    assert pack.incidents["civilians_killed"].dropna().tolist() == [3, 1, 1200, 1]
    assert [str(note) for note in report.notes] == ["log.csv:7: is a row of totals. It is left out. [FB-IMP-30]"]


@pytest.mark.parametrize(
    ("names", "areas"),
    [
        (["Jonglei", "JONGLEI", "jonglei state"], {"Jonglei"}),
        (["Kpele", "Kpélé", "Kpélé"], {"Kpélé"}),
        (["Région de Mopti", "Mopti", "MOPTI region"], {"Mopti"}),
        (["Wilaya du Nord", "Nord", "Nord-Est"], {"Nord", "Nord-Est"}),
        (["Wau", "Wau State", "Wau County"], {"Wau", "Wau State", "Wau County"}),
        (["State", "Upper Nile", "UpperNile"], {"State", "Upper Nile"}),
        (["North Darfur", "Northern Darfur", "Darfur"], {"North Darfur", "Northern Darfur", "Darfur"}),
        (["ولاية الخرطوم", "الخرطوم"], {"الخرطوم"}),
        (["Département du Logone", "Departement Logone"], {"Département du Logone"}),
    ],
)
def test_names_are_one_area_only_by_rule(names: list[str], areas: set[str]) -> None:
    assert set(one_name_each(Counter(names)).values()) == areas


def test_areas_of_a_pack_are_found_under_their_other_spellings() -> None:
    known = AreaNames([("Jonglei", "jonglei"), ("Wau State", "wau-state"), ("Wau County", "wau-county")])
    assert [known.find(name) for name in ("JONGLEI STATE", "wau state", "Wau", "Unity")] == [
        *("jonglei", "wau-state", None, None),
    ]


# Damaged letters


def test_damaged_letters_are_named_and_mended_on_request(tmp_path: Path, into: Path) -> None:
    rows = _rows()
    for number, name in ((1, "KpÃ©lÃ©"), (2, "Kp?l?"), (3, "Kpélé")):
        rows[number][rows[0].index("adm_1")] = name
    file = _write(tmp_path / "ged.csv", rows)
    taken = import_events(layouts("ucdp"), [file], "Smallland", into)
    assert "ged.csv has names with damaged letters, such as KpÃ©lÃ©: add --mend-letters to read Kpélé." in taken.remarks
    assert "ged.csv has names in which letters are lost, such as Kp?l?: ask for the file in UTF-8." in taken.remarks
    assert {"KpÃ©lÃ©", "Kpélé"} <= {area.name for area in load_context(into).meta.areas}
    command = ["context", "import", "ucdp", str(file), "--country", "Smallland", "--into", str(into), "--mend-letters"]
    done = CliRunner().invoke(app, command)
    assert "ged.csv: names with damaged letters were mended, such as Kpélé for KpÃ©lÃ©." in done.output
    assert load_context(into).areas.set_index("name")["incidents"]["Kpélé"] == 2


@pytest.mark.parametrize("name", ["Kpélé", "São Tomé", "Ñuñoa", "N'Djaména", "الخرطوم", "Жилин", "Is it?", "Ã", "Â£"])
def test_letters_that_are_right_stay(name: str) -> None:
    assert mended(name) == (name if name != "Â£" else "£")


# Small cases


@shared
@pytest.mark.shared
@pytest.mark.parametrize(
    ("word", "name", "country", "killed"),
    [
        ("hxl", "F04-hxl-plain-date", "South Sudan", 5),
        ("acled", "F11-acled-mojibake", "Yemen", 4),
        ("acled", "F15-acled-sep-line", "Yemen", 4),
    ],
)
def test_small_cases_are_read(tmp_path: Path, word: str, name: str, country: str, killed: int) -> None:
    report = import_events(layouts(word), [CASES / f"{name}.csv"], country, tmp_path / "contexts" / "case")
    assert (report.read, report.imported, report.after) == (2, 2, killed)


@shared
@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "areas", "rows", "killed"),
    [("F06-table-area-case", {"Jonglei": 3, "Unity": 2}, 5, 6), ("F10-table-total-row", {"Jonglei": 4}, 4, 1204)],
)
def test_small_tables_are_drafted_and_read(
    tmp_path: Path, name: str, areas: dict[str, int], rows: int, killed: int
) -> None:
    into = tmp_path / "contexts" / "case"
    mapping = read_mapping(draft_mapping(CASES / f"{name}.csv", into).path)
    assert import_events([mapping], [CASES / f"{name}.csv"], "South Sudan", into).imported == rows
    pack = load_context(into)
    assert pack.areas.set_index("name")["incidents"].to_dict() == areas
    assert pack.incidents["civilians_killed"].sum() == killed
