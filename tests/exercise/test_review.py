"""``fieldbook exercise review``: one run, several, damaged ones; page, spreadsheet and figures agree with the log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
from typer.testing import CliRunner, Result

from building import TINY
from exercising import bound
from fieldbook.cli.app import app

VARIANT = bound("x1-well")["variant"]
HEAD = {
    "format": "fieldbook-exercise",
    "version": 1,
    "run": "rfirst",
    "course": "tiny",
    "context": "tinyland",
    "exercise": "x1-well",
    "variant": VARIANT,
}
EVENTS: list[dict[str, Any]] = [
    {"id": "a", "at": 1, "t": 300, "by": "w", "kind": "release", "inject": "i01", "how": "hand"},
    {
        "id": "b",
        "at": 2,
        "t": 420,
        "by": "w",
        "kind": "decision",
        "team": "office",
        "decision": "send",
        "inject": "i01",
    },
    {"id": "c", "at": 3, "t": 500, "by": "w", "kind": "note", "text": "=HYPERLINK(1) <b>", "quote": True},
    {"id": "d", "at": 4, "t": 600, "by": "w", "kind": "observed", "expected": "e01", "grade": "done"},
    {
        "id": "e",
        "at": 5,
        "t": 700,
        "by": "w",
        "kind": "lesson",
        "sort": "change",
        "text": "Call back first.",
        "owner": "Head of office",
    },
]


def _review(tmp_path: Path, *runs: dict[str, Any]) -> Result:
    files = []
    for number, run in enumerate(runs):
        files.append(tmp_path / f"run{number}.json")
        files[-1].write_text(json.dumps(run), "utf-8")
    return CliRunner().invoke(
        app, ["exercise", "review", *map(str, files), "--course", str(TINY), "--out", str(tmp_path / "out")]
    )


def test_one_run(tmp_path: Path) -> None:
    result = _review(tmp_path, HEAD | {"events": EVENTS})
    assert result.exit_code == 0, result.output
    page = (tmp_path / "out" / "review.html").read_text("utf-8")
    assert "=HYPERLINK(1) &lt;b&gt;" in page
    assert "Call back first. · Head of office" in page
    assert "Runs side by side" not in page
    figures = json.loads((tmp_path / "out" / "review.json").read_text("utf-8"))["runs"][0]
    assert figures["teams"][0] == {"team": "office", "received": 1, "decisions": 1, "answered": 1, "median": 120}
    assert figures["state"][-1]["gauges"] == {"exposure": 40, "consent": 45}
    book = openpyxl.load_workbook(tmp_path / "out" / "review.xlsx")
    assert [cell.value for cell in book["Teams"][2]] == ["rfirst", "office", 1, 1, 1, 120]
    said = [cell for cell in book["Log"]["E"] if cell.value == "=HYPERLINK(1) <b>"]
    assert [cell.data_type for cell in said] == ["s"], "text, never a formula"


def test_runs_side_by_side_and_what_was_left_out(tmp_path: Path) -> None:
    other = HEAD | {"run": "rsecond", "variant": "older", "events": [*EVENTS[:1], {"kind": "fly"}]}
    result = _review(tmp_path, HEAD | {"events": EVENTS}, other)
    assert result.exit_code == 0, result.output
    assert "note: run1.json events[1]: " in result.output
    assert "note: run1.json variant: was made with another edition of the exercise (older)." in result.output
    page = (tmp_path / "out" / "review.html").read_text("utf-8")
    assert "Runs side by side" in page
    assert "rsecond (tinyland) *" in page


def test_the_same_runs_give_the_same_bytes(tmp_path: Path) -> None:
    _review(tmp_path, HEAD | {"events": EVENTS})
    first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    _review(tmp_path, HEAD | {"events": [*reversed(EVENTS), *EVENTS]})
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == first


def test_runs_that_cannot_be_reviewed(tmp_path: Path) -> None:
    result = _review(tmp_path, HEAD | {"events": EVENTS}, HEAD | {"exercise": "x9", "events": []})
    assert "runs of different exercises: x1-well, x9. Review the runs of one exercise at a time. [FB-RUN-08]" in str(
        result.exception
    )
    assert not (tmp_path / "out").exists()
    gone = _review(tmp_path, HEAD | {"exercise": "x9", "events": []})
    assert "there is no exercise x9. There are: x1-well. [FB-RUN-06]" in str(gone.exception)
