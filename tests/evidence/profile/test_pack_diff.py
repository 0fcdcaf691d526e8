"""What changed between two versions of a pack, and which right answers change with it."""

from __future__ import annotations

import csv
import dataclasses
import io
from pathlib import Path

from pack_copies import SMALL, copy_of, hostile
from typer.testing import CliRunner

from building import TINY
from fieldbook.cli.app import app
from fieldbook.context.pack import load_context
from fieldbook.course.sources import load_course
from fieldbook.evidence.profile.pack_diff import Difference, difference
from fieldbook.evidence.profile.pack_diff_text import difference_lines, rows_csv


def _compare(old: Path, new: Path) -> Difference:
    return difference(load_context(old), load_context(new), load_course(TINY).places)


def test_a_pack_is_no_different_from_itself(tmp_path: Path) -> None:
    assert list(difference_lines(_compare(SMALL, copy_of(tmp_path)))) == ["No difference."]


def test_entries_fields_and_rows_in_words(tmp_path: Path) -> None:
    new = copy_of(
        tmp_path,
        "new",
        {
            "context.yml": {
                "country: Smallland}": "country: Smallland, headquarters: Port Small}",
                "name: North}": "name: Northern Area}",
                "{id: riders, name: Riders, kind: armed-group}": "{id: riders, name: Riders, kind: communal}\n"
                "  - {id: guards, name: Guards, kind: self-defence}",
                "likelihood: 4": "likelihood: 2",
            },
            "incidents.csv": {",3,2,3,5,radio\n": ",4,2,4,5,radio\n", "e2,2024-02-11": "e9,2024-02-12"},
        },
    )
    lines = list(difference_lines(_compare(SMALL, new)))
    for expected in (
        "  renamed: North → Northern Area",
        "  added: Guards",
        "  The mission: Headquarters: nothing → Port Small",
        "  Actors, Riders: Kind: armed-group → communal",
        "  Threats, Raids: Likelihood: 4 → 2",
        "incidents.csv",
        "  added 1, removed 1, changed 1",
        "  columns that changed: civilians_killed (1), killed_best (1)",
        "  total of civilians_killed: 3 → 4",
        "  {{ mission.headquarters }}: not yet provided by the mission → Port Small",
    ):
        assert expected in lines, (expected, lines)
    assert "alerts.csv" not in lines, "what is the same is not told"


def test_questions_whose_key_changes_are_named_with_both_keys(tmp_path: Path) -> None:
    """Tinyland's south has most incidents; moved north, the key moves too; tied, the item is left out."""
    places = load_course(TINY).places
    old = load_context(TINY / "contexts" / "tinyland")
    north = old.incidents["area"] == "north"
    swapped = old.incidents.assign(area=north.map({True: "south", False: "north"}),
                                   area_name=north.map({True: "South", False: "North"}))  # fmt: skip
    counts = old.areas.assign(incidents=list(old.areas["incidents"])[::-1])
    items = difference(old, dataclasses.replace(old, incidents=swapped, areas=counts), places).items
    assert items is not None
    assert [(change.key, change.before, change.after) for change in items.keys][-1] == ("t2-i-most", "South", "North")
    few = old.incidents[north | (old.incidents.groupby("area").cumcount() < int(north.sum()))]
    tied = dataclasses.replace(old, incidents=few, areas=old.areas.assign(incidents=int(north.sum())))
    found = difference(old, tied, places)
    assert found.items is not None
    [left_out] = [change for change in found.items.left_out if change.key == "t2-i-most"]
    assert left_out.after.startswith("the first two rows tie")
    back = difference(tied, old, places).items
    assert back is not None
    assert "t2-i-most" in back.back
    text = "\n".join(difference_lines(found))
    assert "Questions that the new data leave out" in text
    assert "t2-i-most: " in text


def test_hostile_packs_are_compared_as_text(tmp_path: Path) -> None:
    old = hostile(tmp_path)
    found = _compare(old, SMALL)
    text = "\n".join(difference_lines(found))
    assert not {"\x1b", "\x07", "\u202e", "\u2066"} & set(text)
    formula = copy_of(tmp_path, "formula", {"incidents.csv": {"Gate": "=1+1"}})
    rows = list(csv.DictReader(io.StringIO(rows_csv(_compare(SMALL, formula)).removeprefix("\ufeff"))))
    assert rows == [
        {
            "file": "incidents.csv",
            "row": "e3",
            "change": "changed",
            "column": "place",
            "before": "Gate",
            "after": "'=1+1",
        }
    ]


def test_rows_without_an_id_are_told_by_their_keys(tmp_path: Path) -> None:
    new = copy_of(tmp_path, "new", {"displacement.csv": {"south,10,8,9,": "south,10,,9,4"}})
    [table] = _compare(SMALL, new).tables
    assert [(cell.key, cell.before, cell.after) for cell in table.cells] == [
        ("2025-01-01 south", "8", ""),
        ("2025-01-01 south", "", "4"),
    ]
    assert [(total.path, total.before, total.after) for total in table.totals] == [
        ("displacement.csv.men", "8", ""),
        ("displacement.csv.boys", "", "4"),
    ]


def test_the_command_compares_names_and_folders(tiny: Path, tmp_path: Path) -> None:
    """Where the course has faults, the packs are compared all the same."""
    new = copy_of(tmp_path, "new", {"incidents.csv": {"Gate": "Bridge"}})
    copy_of(tiny)
    rows = tmp_path / "rows.csv"
    run = CliRunner().invoke(app, ["context", "diff", "small", str(new), "--course", str(tiny), "--csv", str(rows)])
    assert run.exit_code == 0
    assert run.output.splitlines()[-1] == str(rows)
    assert "  columns that changed: place (1)" in run.output.splitlines()
    assert "e3,changed,place,Gate,Bridge" in rows.read_text("utf-8-sig")
    (tiny / "assessments" / "items" / "t1.yml").write_text("module: none", "utf-8")
    run = CliRunner().invoke(app, ["context", "diff", "small", "small", "--course", str(tiny)])
    assert run.exit_code == 0
    assert "Questions were not compared, because of faults in the course: assessments/items/t1.yml" in run.output
    assert "No difference." in run.output
