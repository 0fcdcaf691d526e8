"""The MSEL goes out as a spreadsheet, is edited as people do, and comes back with all checks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from fieldbook.checks.exercise_rules import EXERCISE_RULES
from fieldbook.cli.app import app
from fieldbook.core.problems import CourseError
from fieldbook.course.sources import load_course
from fieldbook.exercise.msel_edit import import_msel

FILE = "assessments/tabletop/x1-well.yml"
Book = Any


@pytest.fixture
def sheet(tiny: Path, tmp_path: Path) -> Path:
    """The spreadsheet as the command writes it."""
    target = tmp_path / "msel.xlsx"
    result = CliRunner().invoke(app, ["exercise", "msel", "x1-well", "--course", str(tiny), "--out", str(target)])
    assert result.exit_code == 0, result.output
    return target


def _edited(sheet: Path, change: Callable[[Book], None]) -> Path:
    """Edited and saved by another program."""
    book = openpyxl.load_workbook(sheet)
    change(book)
    book.save(sheet)
    return sheet


def _column(book: Book, name: str, column: str) -> int:
    return [cell.value for cell in book[name][1]].index(column) + 1


def _set(name: str, row: int, column: str, value: object) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        book[name].cell(row, _column(book, name, column)).value = value

    return change


def _faults(tiny: Path, sheet: Path) -> str:
    before = (tiny / FILE).read_bytes()
    with pytest.raises(CourseError) as error:
        import_msel(load_course(tiny), sheet, EXERCISE_RULES)
    assert (tiny / FILE).read_bytes() == before, "nothing has changed"
    return str(error.value)


def test_unchanged_it_changes_nothing(tiny: Path, sheet: Path) -> None:
    before = load_course(tiny).exercises["x1-well"].value
    import_msel(load_course(tiny), sheet, EXERCISE_RULES)
    assert load_course(tiny).exercises["x1-well"].value == before


def test_the_same_sources_give_the_same_bytes(tiny: Path, sheet: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    CliRunner().invoke(app, ["exercise", "msel", "x1-well", "--course", str(tiny), "--out", str(again)])
    assert again.read_bytes() == sheet.read_bytes()


def test_edits_come_back(tiny: Path, sheet: Path) -> None:
    def change(book: Book) -> None:
        _set("MSEL", 2, "text", "Six men stand at {{ cast.well }}.\n\nThey are *armed*.")(book)
        _set("MSEL", 3, "at", "0:12")(book)
        _set("MSEL", 5, "use", "no")(book)
        _set("Expected", 2, "within", 7)(book)
        _set("Decisions", 2, "effects", "exposure \u221230")(book)
        _set("Cast", 6, "your choice", "riders")(book)
        row = [
            "j1",
            "yes",
            "0:20",
            "gauge: exposure",
            "",
            "Clerk",
            "office",
            "email",
            "Fuel",
            "Fuel <b>is</b> short.",
            "",
            "",
            "mill | unit | One car",
            "",
        ]
        row[3] = "exposure >= 20; decision: send"
        book["MSEL"].append(row)
        book["Expected"].append(["j1", "e9", "head", 5, "t2-o-ask", "", "", "Says no."])

    (tiny / FILE).write_text("# kept comment\n" + (tiny / FILE).read_text("utf-8"), "utf-8")
    import_msel(load_course(tiny), _edited(sheet, change), EXERCISE_RULES)
    text = (tiny / FILE).read_text("utf-8")
    assert text.startswith("# kept comment\n")
    exercise = load_course(tiny).exercises["x1-well"].value
    assert [inject.id for inject in exercise.injects] == ["i01", "i02", "i03", "j1"]
    assert exercise.injects[0].text == "Six men stand at {{ cast.well }}.\n\nThey are *armed*."
    assert exercise.injects[1].at == "0:12"
    assert exercise.injects[0].expects[0].within == 7
    assert exercise.injects[0].decisions[0].effects == {"exposure": -30}
    assert exercise.injects[3].text == "Fuel <b>is</b> short."
    assert exercise.injects[3].marks[0].sign == "unit"
    assert exercise.cast[4].set == {"tinyland": "riders"}


def test_a_time_that_the_program_turned_into_a_time_of_day(tiny: Path, sheet: Path) -> None:
    import datetime as dt  # noqa: PLC0415

    import_msel(load_course(tiny), _edited(sheet, _set("MSEL", 3, "at", dt.time(0, 13))), EXERCISE_RULES)
    assert load_course(tiny).exercises["x1-well"].value.injects[1].at == "0:13"


FAULTS = {
    "a column is gone": (lambda book: book["MSEL"].delete_cols(3), "msel.xlsx MSEL: the column at is gone. Put it back, or copy your changes into a fresh spreadsheet; nothing was changed. [FB-MSEL-02]"),
    "a sheet is gone": (lambda book: book.remove(book["Expected"]), "msel.xlsx Expected: the sheet is gone."),
    "the guide is gone": (lambda book: book.remove(book["Read me"]), "msel.xlsx Read me: does not say of which exercise and context it is."),
    "a row is gone": (lambda book: book["MSEL"].delete_rows(3), "msel.xlsx MSEL: the inject i02 has no row."),
    "another exercise": (_set("Read me", 1, "exercise", "x9"), "is of the exercise x9, which this course does not have"),
    "a condition": (_set("MSEL", 4, "when", "when it rains"), "msel.xlsx MSEL row 4 when: cannot read 'when it rains'. Mend the cell; nothing was changed."),
    "an effect": (_set("Decisions", 2, "effects", "a lot"), "msel.xlsx Decisions row 2 effects: cannot read 'a lot'."),
    "a number": (_set("Expected", 2, "within", "soon"), "msel.xlsx Expected row 2 within: cannot read 'soon'."),
    "a mark": (_set("MSEL", 2, "marks", "well: incident"), "msel.xlsx MSEL row 2 marks: cannot read 'well: incident'."),
    "a team": (_set("MSEL", 3, "to", "office, squad"), "msel.xlsx MSEL row 3 to: there is no team 'squad'."),
    "a time backwards": (_set("MSEL", 3, "at", "0:04"), "msel.xlsx MSEL row 3 at: lies before the inject above it."),
    "a channel": (_set("MSEL", 2, "channel", "pigeon"), "msel.xlsx MSEL row 2 channel"),
    "a cast member": (_set("Cast", 2, "id", "moon"), "msel.xlsx Cast row 2 id: there is no cast member moon."),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_faults_name_the_cell_and_change_nothing(name: str, tiny: Path, sheet: Path) -> None:
    change, message = FAULTS[name]
    if name == "another exercise":
        change = lambda book: setattr(book["Read me"].cell(1, 2), "value", "x9")  # noqa: E731
    assert message in _faults(tiny, _edited(sheet, change))


def test_files_that_are_no_spreadsheet(tiny: Path, tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 1000)
    for content in (b"", b"id,at\n", bomb.getvalue(), b"0" * (9 * 1024 * 1024)):
        path = tmp_path / "msel.xlsx"
        path.write_bytes(content)
        assert "[FB-MSEL-01]" in _faults(tiny, path)
