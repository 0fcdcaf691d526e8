"""Before and after: by the clock, by a learning system's dates, and on paper, which knows the day and no hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cohorts import PROJECT, Simulated, key_of, record, write

from fieldbook.results.collect import Summary
from fieldbook.results.evaluate import evaluate
from fieldbook.results.scoring_bank import ScoringBank
from fieldbook.results.store import reading
from fieldbook.results.sums import sums
from fieldbook.results.test_order import forms_in_order

Into = Callable[..., Summary]
Asked = Callable[[str], list[tuple[Any, ...]]]


def paper(path: Path, sat: dict[str, Any], code: str) -> Path:
    """``sat`` on a sheet, on the same day."""
    answers = {
        item: {name: answer[name] for name in ("variant", "response")} | {"confidence": 1, "decided": False}
        for item, answer in sat["answers"].items()
    }
    sheet: dict[str, Any] = {
        "course": "poc",
        "context": "ondara",
        "lang": "en",
        "build": "b1",
        "code": code,
        "version": "A",
    }
    sheet |= {"form": sat["form"], "variant": sat["variant"], "day": sat["started"][:10], "answers": answers}
    return write(path, {"format": "fieldbook-paper", "version": 1, "sittings": [sheet]})


@pytest.mark.parametrize("on_paper", [("post-test",), ("pre-test", "post-test")], ids="+".join)
def test_the_book_tells_before_from_after(
    tmp_path: Path, into: Into, bank: ScoringBank, simulated: Simulated, on_paper: tuple[str, ...]
) -> None:
    files = []
    for form, minute in (("pre-test", 60), ("post-test", 300)):
        sat = simulated.sitting(form, 0, minute)
        path = tmp_path / f"{form}.json"
        is_paper = form in on_paper
        files.append(
            paper(path, sat, "700101") if is_paper else write(path, record("700101", attempts={key_of(sat): sat}))
        )
    assert into(*reversed(files), bank=bank).problems == []
    with reading(tmp_path / "c.duckdb") as store:
        found = sums(store).pairs
        timed = sums(store).tests.set_index("form")["timed"]
    assert [form for form in timed.index if not timed[form]] == sorted(on_paper), "paper takes no time"
    assert found[["before", "after", "n"]].values.tolist() == [["pre-test", "post-test", 1]]


def test_a_wrong_clock_does_not_turn_the_course_round(
    tmp_path: Path, into: Into, bank: ScoringBank, simulated: Simulated
) -> None:
    files = []
    for form, minute, year in (("pre-test", 0, "2026"), ("post-test", 300, "2000")):
        sat = simulated.sitting(form, 0, minute)
        sat["started"] = sat["started"].replace("2026", year)
        files.append(write(tmp_path / f"{form}.json", record("Ada", attempts={key_of(sat): sat})))
    into(*files, bank=bank)
    with reading(tmp_path / "c.duckdb") as store:
        found = sums(store).pairs
    assert found[["before", "after", "n"]].values.tolist() == [["pre-test", "post-test", 1]]


def gain_of(store: Path) -> list[tuple[str, str, float]]:
    """Before, after and normalized gain of everybody."""
    rows = evaluate(store).gain.query("by == ''")
    return [(row.before_form, row.after_form, row.gain) for row in rows.itertuples()]


DATES = {
    "ISO": "%Y-%m-%d %H:%M",
    "month first": "%m/%d/%Y %H:%M",
    "day first": "%d/%m/%Y %H:%M",
    "words": "%d %B %Y %H:%M",
}


@pytest.mark.parametrize("form", DATES.values(), ids=DATES)
def test_the_dates_of_a_learning_system_tell_before_from_after(
    tmp_path: Path, into: Into, bank: ScoringBank, form: str
) -> None:
    """5 March before, 13 March after: each date read for itself may be 3 May before, 13 March after."""
    head = "ID number,Status,Started,Completed,Question 1,Response 1,Right answer 1,Q. 1 /10.00\n"
    days = {"Before": ("2.00", ["2026-03-05"] * 5 + ["2026-02-28"]), "After": ("6.00", ["2026-03-13"] * 6)}
    for title, (mark, sat) in days.items():
        moments = [dt.datetime.fromisoformat(f"{day} 09:00").strftime(form) for day in sat]
        rows = [f"P{n},Finished,{at},{at},Why?,x,y,{mark}\n" for n, at in enumerate(moments)]
        (tmp_path / f"POC-{title} the course-responses.csv").write_text(head + "".join(rows), "utf-8")
    assert into(*tmp_path.glob("*.csv"), bank=bank).problems == []
    assert gain_of(tmp_path / "c.duckdb") == [("pre-test", "post-test", 0.5)]


def test_a_class_that_begins_in_the_same_minute_is_not_one_person(tmp_path: Path, into: Into, asked: Asked) -> None:
    """Moodle's times are whole minutes, and its people have names."""
    head = "ID number,Status,Started,Completed,Question 1,Response 1,Right answer 1,Q. 1 /1.00\n"
    rows = "".join(f"P{n},Finished,2026-11-05 09:00,2026-11-05 09:20,Why?,x,y,1.00\n" for n in range(5))
    (tmp_path / "POC-Quiz-responses.csv").write_text(head + rows, "utf-8")
    assert into(tmp_path / "POC-Quiz-responses.csv").conflicts == 0
    assert asked("SELECT count(*) FROM learners") == [(5,)]


@pytest.mark.shared
def test_a_report_with_iso_dates_as_it_came(tmp_path: Path, into: Into, bank: ScoringBank) -> None:
    folder = PROJECT.parent / "shared" / "cases" / "F01-moodle-iso-dates"
    if not folder.exists():
        pytest.skip("../shared is not here")
    into(folder, bank=bank)
    assert gain_of(tmp_path / "c.duckdb") == [("pre-test", "post-test", 0.56)]


def test_order_of_the_book(tmp_path: Path, bank: ScoringBank) -> None:
    forms = [row[0] for row in bank.form_rows()]
    assert forms[0] == "pre-test"
    assert forms[-2:] == ["post-test", "final"]
    (tmp_path / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nparts:\n- chapters: [{file: b}, {file: a, sections: [{file: c.md}]}]\n"
    )
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(f"```{{test}} f-{name}\n```\n")
    assert forms_in_order(tmp_path) == ["f-b", "f-a", "f-c"]
    for text in ("- [", "5", ""):
        (tmp_path / "_toc.yml").write_text(text)
        assert forms_in_order(tmp_path) == []
