"""Print, scan, decide and collect, as a trainer does it."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import duckdb
import pytest
import sheet_filler
from papers import Paper
from sheet_filler import Shot, filled, photograph

from fieldbook import cli
from fieldbook.assessment.paper.press import write
from fieldbook.assessment.shapes import (
    ChoiceItem,
    ChoicesItem,
    GapsItem,
    NumberItem,
    OrderItem,
    PairsItem,
    TextItem,
)
from fieldbook.results.read_paper import is_paper, read_paper
from fieldbook.results.result_entries import Sheet

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``fieldbook`` in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["fieldbook", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        shown = capsys.readouterr()
        assert "Traceback" not in shown.out + shown.err
        return int(ended.value.code or 0), shown.out, shown.err

    return call


def _right(paper: Paper) -> dict[str, Any]:
    """The right answer to each question, but words left open."""
    found: dict[str, Any] = {}
    for entry in paper.drawn.items:
        item = entry.bound
        match item:
            case ChoicesItem():
                found[item.id] = [o.id for o in item.options if o.key]
            case PairsItem():
                found[item.id] = {o.id: o.match for o in item.options}
            case OrderItem():
                found[item.id] = [step.id for step in item.solution]
            case GapsItem():
                found[item.id] = {g.id: next(o.id for o in g.options if o.key) for g in item.gaps}
            case NumberItem():
                found[item.id] = next(o.text for o in item.options if o.key)
            case TextItem():
                found[item.id] = ""
            case ChoiceItem():
                found[item.id] = item.keys[0]
    return found


def _photo(folder: Path, name: str, page: sheet_filler.Image) -> None:
    folder.mkdir(exist_ok=True)
    cv2.imwrite(str(folder / name), photograph(page, Shot(turn=2, tilt=0.02, shadow=0.2), 5))


def test_from_the_form_to_the_store(nine: Paper, nine_root: Path, tmp_path: Path, run: Run) -> None:
    code, out, err = run("form", "paper", "--paper", "--versions", "2", "--course", str(nine_root), "--out", "papers")
    assert (code, err) == (0, "")
    assert "learner/tiny-tinyland-en-paper-booklet-B.pdf" in out
    folder = next((tmp_path / "papers").iterdir())
    assert {p.name: p.read_bytes() for p in (folder / "learner").iterdir()} == nine.printed.learner

    given = _right(nine)
    short = next(e.bound.id for e in nine.drawn.items if isinstance(e.bound, TextItem))
    [first] = filled(nine.plan, "A", nine.pages["A"], "000101", given)
    [second] = filled(nine.plan, "B", nine.pages["B"], "000102", given | {short: "early warning"})
    _photo(tmp_path / "in", "a.jpg", first)
    _photo(tmp_path / "in", "b.jpg", second)
    scan = (
        "paper",
        "scan",
        "in",
        "--day",
        "2026-11-20",
        "--printed",
        "papers",
        "--out",
        "r.json",
        "--into",
        "c.duckdb",
    )
    scan = (*scan, "--course", str(nine_root))
    code, out, err = run(*scan)
    assert (code, err) == (0, "")
    assert "Pictures: 2. Pages of answer sheets: 2. Participants in r.json: 1, waiting: 1." in out
    assert "1 new attempt; 1 learner in c.duckdb" in out

    with (tmp_path / "r-decisions/decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["why"], row["decision"]) for row in rows] == [("written by hand", "")]
    assert (tmp_path / "r-decisions" / rows[0]["picture"]).is_file()
    assert rows[0]["place"] in (tmp_path / "r-decisions/index.html").read_text("utf-8")
    (tmp_path / "mine.csv").write_text(f"place;decision\n{rows[0]['place']};early warning\n", "utf-8")
    for again in ("1 new attempt;", "0 new attempts;"):
        code, out, err = run(*scan, "--decisions", "mine.csv")
        assert (code, err) == (0, "")
        assert f"{again} 2 learners in c.duckdb" in out
    with duckdb.connect(str(tmp_path / "c.duckdb"), read_only=True) as store:
        found = store.execute(
            "SELECT l.pseudonym, a.form, a.variant, round(a.points, 6), a.answered, s.source, s.known FROM attempts a "
            "JOIN learners l USING (learner) JOIN sheets s USING (sheet) WHERE a.usable ORDER BY 1"
        ).fetchall()
        assert store.execute("SELECT count(*) FROM conflicts").fetchall() == [(0,)]
    points = sum(e.bound.outcome(given[e.bound.id]).score for e in nine.drawn.items)
    assert points == 8
    assert found == [
        ("000101", "paper", nine.drawn.variant, 8.0, 8, "paper", True),
        ("000102", "paper", nine.drawn.variant, 9.0, 9, "paper", True),
    ]


def test_decisions_that_were_made_stay_in_the_list(nine: Paper, tmp_path: Path, run: Run) -> None:
    write(nine.printed, tmp_path / "papers")
    [page] = filled(nine.plan, "A", nine.pages["A"], "000104", {})
    rows = [group for group in nine.plan.of("A").pages[0].groups if group.kind == "one"][:2]
    for group in rows:
        for bubble in group.bubbles[:2]:
            sheet_filler.mark(page, bubble)
    _photo(tmp_path / "in", "a.jpg", page)
    scan = ("paper", "scan", "in", "--day", "2026-11-20", "--printed", "papers", "--out", "r.json")
    assert "Places to decide: 2." in run(*scan)[1]
    table = tmp_path / "r-decisions/decisions.csv"
    lines = table.read_text("utf-8-sig").splitlines()
    table.write_text("\n".join([lines[0], lines[1] + "A", lines[2]]), "utf-8")
    assert "Places to decide: 1." in run(*scan, "--decisions", str(table))[1]
    lines = table.read_text("utf-8-sig").splitlines()
    assert [line[-2:] for line in lines[1:]] == [",A", "g,"]
    table.write_text("\n".join([*lines[:2], lines[2] + "b"]), "utf-8")
    assert "Participants in r.json: 1," in run(*scan, "--decisions", str(table))[1]


def test_a_file_with_other_participants_is_not_written_over(nine: Paper, tmp_path: Path, run: Run) -> None:
    write(nine.printed, tmp_path / "papers")
    for code in ("000105", "000106"):
        _photo(tmp_path / code, "a.jpg", filled(nine.plan, "A", nine.pages["A"], code, {})[0])
    scan = ("--day", "2026-11-20", "--printed", "papers", "--out", "r.json")
    assert run("paper", "scan", "000105", *scan)[0] == 0
    before = (tmp_path / "r.json").read_bytes()
    ended, _out, err = run("paper", "scan", "000106", *scan)
    assert (ended, "FB-PAPER-10" in err, "000105" in err) == (1, True, True)
    assert (tmp_path / "r.json").read_bytes() == before
    assert run("paper", "scan", "000105", "000106", *scan)[0] == 0


def test_faults_are_named_and_nothing_half_written_is_left(nine: Paper, tmp_path: Path, run: Run) -> None:
    write(nine.printed, tmp_path / "papers")
    (tmp_path / "note.txt").write_text("no picture", "utf-8")
    usual = ("paper", "scan", "note.txt", "--day", "2026-11-20", "--out", "r.json")
    code, out, err = run(*usual, "--printed", "papers")
    assert code == 1
    assert "note.txt: is no picture" in err
    assert "FB-PAPER-04" in err
    assert "Participants in -: 0," in out
    assert not (tmp_path / "r.json").exists()
    code, _out, err = run(*usual, "--printed", "papers", "--decisions", "note.txt")
    assert (code, "FB-PAPER-09" in err) == (1, True)
    (tmp_path / "none").mkdir()
    code, _out, err = run(*usual, "--printed", "none")
    assert (code, "FB-PAPER-02" in err) == (1, True)


def test_damaged_results_give_what_is_whole() -> None:
    sitting = {
        "course": "poc", "context": "ondara", "lang": "en", "build": "paper-1", "form": "final", "variant": "v",
        "code": "000123", "version": "A", "day": "2026-11-20",
        "answers": {"i-a": {"variant": "v", "response": "a", "confidence": 0.99, "decided": False}},
    }  # fmt: skip
    data = json.dumps({"format": "fieldbook-paper", "version": 1, "sittings": [sitting, {**sitting, "code": "x"}]})
    assert is_paper(data.encode())
    sheet, fault = read_paper("r.json", data.encode())
    assert isinstance(sheet, Sheet)
    assert (sheet.source, sheet.pseudonym, sheet.sittings[0].started) == ("paper", "000123", "2026-11-20T00:00:00.123Z")
    assert (fault.code, fault.field) == ("FB-RES-02", "sittings[1]")
    cut = data[: data.index('"code": "x"')].encode()
    assert [getattr(entry, "code", "") for entry in read_paper("r.json", cut)] == ["FB-RES-02", "", "FB-RES-02"]
    later = data.replace('"version": 1', '"version": 9').encode()
    assert [entry.code for entry in read_paper("r.json", later)] == ["FB-RES-04"]
    wrong_day = data.replace("2026-11-20", "2026-02-31").encode()
    assert {entry.code for entry in read_paper("r.json", wrong_day)} == {"FB-RES-02"}


class _Keyboard(io.StringIO):
    """Standard input of a person at a terminal."""

    def isatty(self) -> bool:
        return True


def test_at_a_terminal_a_doubt_is_asked_at_once(
    nine: Paper, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(nine.printed, tmp_path / "papers")
    short = next(e.bound.id for e in nine.drawn.items if isinstance(e.bound, TextItem))
    [page] = filled(nine.plan, "A", nine.pages["A"], "000103", {short: "warning"})
    _photo(tmp_path / "in", "a.jpg", page)
    monkeypatch.setenv("FORCE_COLOR", "1")
    scan = ("paper", "scan", "in", "--day", "2026-11-20", "--printed", "papers", "--out", "r.json")
    for typed, sittings in (("\n", 0), ("warning\n", 1)):
        monkeypatch.setattr(sys, "stdin", _Keyboard(typed))
        code, out, _err = run(*scan)
        assert code == 0
        assert "written by hand" in out
        assert re.search(rf"Participants in \S+: {sittings},", out)
    [sitting] = json.loads((tmp_path / "r.json").read_text("utf-8"))["sittings"]
    code, out, _err = run(*scan, "--decisions", "r-decisions")
    assert re.search(r"Participants in \S+: 1,", out)
    assert sitting["answers"][short] == {
        "variant": sitting["answers"][short]["variant"], "response": "warning", "confidence": 1.0, "decided": True,
    }  # fmt: skip
