"""Collect and report as a trainer meets them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cohorts import attempt, key_of, record, write

from fieldbook import cli

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


def test_a_round(tmp_path: Path, run: Run) -> None:
    sat = attempt("final", {"i-a": ("v", "a", 1.0)})
    write(tmp_path / "in/a.json", record("Ada", attempts={key_of(sat): sat}))
    code, out, err = run("collect", "in", "--into", "c.duckdb")
    assert (code, err) == (0, "")
    assert "1 file, 0 known already; 1 new attempt; 1 learner in c.duckdb" in out
    assert "No course at hand" in out
    (tmp_path / "in/b.json").write_text("hello")
    code, out, err = run("collect", "in", "--into", "c.duckdb")
    assert code == 1
    assert "in/b.json: is no file that is known here" in err
    assert "FB-RES-01" in err
    assert "1 known already; 0 new attempts" in out
    code, out, _err = run("report", "c.duckdb")
    assert code == 0
    assert "c-report/index.html" in out
    assert (tmp_path / "c-report/results.xlsx").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("collect", "--into", "c.duckdb"), "name the files to collect"),
        (("collect", "nowhere", "--into", "c.duckdb"), "does not exist"),
        (("collect", ".", "--into", "c.duckdb", "--push", "mail", "x"), "--push lrs URL"),
    ],
)
def test_wrong_use(run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, _out, err = run(*arguments)
    assert code == 2
    assert said in err


def test_no_store(run: Run) -> None:
    code, _out, err = run("report", "none.duckdb")
    assert code == 1
    assert "FB-RES-07" in err
