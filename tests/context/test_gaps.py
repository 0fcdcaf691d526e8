"""What a mission has not provided is listed with line, field and what depends on it; what it has provided is not."""

from __future__ import annotations

from pathlib import Path

from fieldbook.context.asking.empty_pack import PLACEHOLDERS, new_context
from fieldbook.context.asking.pack_gaps import missing_fields
from fieldbook.context.pack import load_context

DATA = Path(__file__).parents[1] / "data"


def test_each_gap_has_its_line_field_and_remedy() -> None:
    file, said = "contexts/small/context.yml", "is not yet provided by the mission"
    expected = [
        (1, "bodies", "Module 3 shows who decides."),
        (1, "languages", "Module 5 asks who speaks with whom."),
        (1, "mandate.adopted", "Module 1 reads the mandate."),
        (1, "mandate.resolution", "Module 1 reads the mandate."),
        (1, "mandate.summary", "Module 1 reads the mandate."),
        (1, "mandate.tasks", "Module 1 reads the mandate paragraph by paragraph."),
        (1, "mandate.until", "Module 1 reads the mandate."),
        (1, "protection_actors", "Module 1 shows who protects."),
        (5, "mission.established", "Text that uses it says so until then."),
        (5, "mission.headquarters", "Text that uses it says so until then."),
        (5, "mission.people", "Text that uses it says so until then."),
        (5, "mission.time_zone", "Text that uses it says so until then."),
        (7, "areas[0].vulnerability", "How exposed people in North are, 1 to 5."),
        (10, "actors[0]", "Interests, influence and stance of Army."),
        (11, "actors[1]", "Interests, influence and stance of Riders."),
    ]
    gaps = missing_fields(load_context(DATA / "contexts" / "small"))
    assert [str(gap) for gap in gaps] == [
        f"{file}:{line} {field}: {said}. {remedy} [FB-GAP-01]" for line, field, remedy in expected
    ]
    assert all(gap.warning for gap in gaps)


def test_tables_that_are_absent_are_named() -> None:
    gaps = missing_fields(load_context(DATA / "tiny" / "contexts" / "tinyland"))
    assert [str(gap) for gap in gaps if gap.path.endswith(".csv")] == [
        f"contexts/tinyland/{file}: is not yet provided by the mission. Columns: docs/tables.md. [FB-GAP-01]"
        for file in ("alerts.csv", "displacement.csv")
    ]


def test_words_of_an_empty_pack_are_gaps_until_they_are_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "contexts" / "new"
    new_context("new", folder)
    remedies = {gap.remedy for gap in missing_fields(load_context(folder))}
    assert {f"Replace {word}." for word in PLACEHOLDERS} <= remedies
    file = folder / "context.yml"
    file.write_text(file.read_text("utf-8").replace("SHORT NAME", "MIX"), "utf-8")
    assert "Replace SHORT NAME." not in {gap.remedy for gap in missing_fields(load_context(folder))}
