"""A question that was seen and left open is no answer: in the reader, the store, every figure, and in old stores."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from cohorts import attempt, key_of, moment, record, write

from fieldbook.results import learners, read_record
from fieldbook.results.collect import Summary
from fieldbook.results.evaluate import evaluate, report
from fieldbook.results.intake import Plain
from fieldbook.results.readers import Means, entries
from fieldbook.results.scoring_bank import ScoringBank
from fieldbook.results.statistics.findings import Findings
from fieldbook.results.store import reading
from fieldbook.results.xapi_statements import statements

Into = Callable[..., Summary]
Asked = Callable[[str], list[tuple[Any, ...]]]

OPEN: list[Any] = ["", "  ", "\t\n", "\u00a0", [], {}, ["", " "], {"a": ""}]
GIVEN: list[Any] = ["0", "-", "null", ["a"], ["", "a"], {"a": "x", "b": ""}]


def sat(answers: dict[str, Any], begun: int = 0) -> dict[str, Any]:
    """A sitting; right is ``a``."""
    return attempt("check", {item: ("v", given, float(given == "a")) for item, given in answers.items()}, begun)


def person(folder: Path, name: str | None, *sittings: dict[str, Any]) -> Path:
    return write(folder / f"{name}.json", record(name, attempts={key_of(one): one for one in sittings}))


def on_paper(response: Any) -> dict[str, Any]:
    answers = {"i-a": {"variant": "v", "response": response, "confidence": 1, "decided": False}}
    head = {"course": "poc", "context": "ondara", "lang": "en", "build": "b1", "code": "700101", "version": "A"}
    sheet = head | {"form": "check", "variant": "v1", "day": "2026-11-02", "answers": answers}
    return {"format": "fieldbook-paper", "version": 1, "sittings": [sheet]}


def statement(item: str, result: dict[str, Any], **extensions: Any) -> dict[str, Any]:
    told = {"form": "check", "started": moment(0), **extensions}
    return {
        "actor": {"account": {"name": "A1", "homePage": "http://lms"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": f"urn:fieldbook:poc:{item}"},
        "result": result,
        "context": {"extensions": {f"urn:fieldbook:x:{name}": value for name, value in told.items()}},
        "timestamp": moment(3),
    }


SOURCES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "record": lambda response: record("A1", attempts={"check-1": sat({"i-a": response})}),
    "paper": on_paper,
    "xapi": lambda response: statement("i-a", {"score": {"scaled": 0}}, response=json.dumps(response)),
}


@pytest.mark.parametrize("source", SOURCES)
def test_every_reader_tells_what_was_left_open_from_answers(source: str) -> None:
    for response in (*OPEN, *GIVEN):
        (sheet,) = entries(Plain("x", json.dumps(SOURCES[source](response)).encode()), Means())
        (sitting,) = sheet.sittings
        is_open = response in OPEN
        assert ([g.item for g in sitting.answers], [g.item for g in sitting.left_open]) == (
            ([], ["i-a"]) if is_open else (["i-a"], [])
        ), response


def sitting_of(n: int) -> dict[str, Any]:
    """Of ten people two leave ``i-some`` open, one in a hundred ``i-few``, all of them ``i-none``."""
    answers = {
        "i-some": "" if n % 10 < 2 else "ab"[n % 2],
        "i-few": "abc"[n % 3] if n % 100 else " ",
        "i-none": [[], {}, ""][n % 3],
        "i-last": "ab"[n % 3 > 1],
    }
    return sat(answers, n)


def class_of(folder: Path) -> Path:
    """The records of 120 people."""
    for n in range(120):
        person(folder, f"P{n}", sitting_of(n))
    return folder


def figures(found: Findings) -> dict[str, tuple[float, float]]:
    """Share that left it out, and mean score, by item."""
    return {row.item: (row.omitted, row.difficulty) for row in found.items.itertuples()}


def test_what_is_left_open_counts_as_left_out_and_as_no_option(tmp_path: Path, into: Into) -> None:
    into(class_of(tmp_path / "in"))
    found = report(tmp_path / "c.duckdb", tmp_path / "report")
    shares = figures(found)
    assert {item: round(omitted, 4) for item, (omitted, _mean) in shares.items()} == {
        "i-few": round(2 / 120, 4), "i-some": 0.2, "i-last": 0, "i-none": 1,
    }  # fmt: skip
    chosen = {(row.item, json.loads(row.response)) for row in found.choices.itertuples()}
    assert chosen == {
        ("i-some", "a"),
        ("i-some", "b"),
        *(("i-few", one) for one in "abc"),
        ("i-last", "a"),
        ("i-last", "b"),
    }
    assert ("i-some", "omitted") in set(zip(found.flags["item"], found.flags["code"], strict=True))
    assert "idle-distractor" not in set(found.flags["code"])
    assert "<code></code>" not in (tmp_path / "report/form-check.html").read_text("utf-8")


def test_a_question_that_everybody_left_open_belongs_to_the_test(tmp_path: Path, into: Into) -> None:
    into(class_of(tmp_path / "in"))
    found = evaluate(tmp_path / "c.duckdb")
    assert figures(found)["i-none"] == (1, 0)
    assert found.reliability["items"].tolist() == [4]
    (mean,) = found.scores.query("by == ''")["mean"]
    assert mean == pytest.approx(sum(mean for _omitted, mean in figures(found).values()) / 4)


def test_time_on_a_question_is_that_of_answers(tmp_path: Path, into: Into) -> None:
    into(*(person(tmp_path, f"P{n}", sat({"i-a": "" if n < 3 else "a"}, n)) for n in range(6)))
    with duckdb.connect(tmp_path / "c.duckdb", read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM answers").fetchall() == [(3,)]
        assert (
            connection.execute("SELECT answered FROM attempts ORDER BY attempt").fetchall() == [(0,)] * 3 + [(1,)] * 3
        )


def test_the_order_of_files_plays_no_part(tmp_path: Path, into: Into, asked: Asked) -> None:
    """The same sitting from a record, which knows what was left open, and from statements, which do not."""
    one = sat({"i-a": "a", "i-b": ""})
    files = [person(tmp_path, "A1", one), tmp_path / "lines.jsonl"]
    into(files[0])
    with reading(tmp_path / "c.duckdb") as store:
        told = [json.dumps(line) for line in statements(store)]
    assert len(told) == 2, "what was left open is no statement"
    files[1].write_text("\n".join(told))
    for order in (files, files[::-1]):
        (tmp_path / "c.duckdb").unlink()
        assert sum(into(file).attempts for file in order) == 1
        assert asked("SELECT item FROM left_open JOIN asked USING (code)") == [("i-b",)]
        assert asked("SELECT * FROM conflicts") == []


def test_what_is_left_open_and_unknown_to_the_bank_costs_no_sitting(tmp_path: Path, into: Into) -> None:
    """A sitting with an answer that nobody can score does not count; this one has none."""
    one = attempt("check", {"i-a": ("v", "a", 1.0), "i-b": ("v", "", None)})
    into(person(tmp_path, "A1", one | {"score": 0.5}))
    with reading(tmp_path / "c.duckdb") as store:
        assert store.execute("SELECT unscored FROM attempts").fetchall() == [(0,)]


def test_grades_without_words_are_answers_and_no_option(tmp_path: Path, into: Into) -> None:
    """Moodle's report *Grades* and statements of others: what was said is unknown, the score is not."""
    rows = "".join(
        f"A{n},Finished,2026-11-02 09:{n:02},2026-11-02 09:{n:02},{'0.00' if n < 4 else '1.00'},-\n" for n in range(10)
    )
    file = tmp_path / "POC-Quiz-grades.csv"
    file.write_text("ID number,Status,Started,Completed,Q. 1 /1.00,Q. 2 /1.00\n" + rows)
    into(file)
    found = evaluate(tmp_path / "c.duckdb")
    assert figures(found) == {"poc-quiz-q1": (0, 0.6), "poc-quiz-q2": (1, 0)}
    assert not len(found.choices)


def test_statements_without_words_keep_their_score(tmp_path: Path, into: Into, asked: Asked, bank: ScoringBank) -> None:
    item = next(row.item for row in bank.rows() if row.type == "single-choice")
    for n, result in enumerate(({"success": True}, {"success": False}, {"response": "", "success": True})):
        write(tmp_path / f"{n}.jsonl", statement(item, result, started=moment(n)))
    into(*tmp_path.glob("*.jsonl"), bank=bank)
    assert asked("SELECT started[15:16], response, score FROM answers JOIN attempts USING (attempt) ORDER BY 1") == [
        ("00", "null", 1.0), ("01", "null", 0.0), ("02", "null", 1.0),
    ]  # fmt: skip
    assert asked("SELECT * FROM conflicts WHERE kind = 'score'") == []
    with reading(tmp_path / "c.duckdb") as store:
        answers = [one for one in statements(store) if one["verb"]["id"].endswith("answered")]
    assert all("response" not in one["result"] for one in answers)
    assert not any(name.endswith(":response") for one in answers for name in one["context"]["extensions"])


def test_a_sheet_of_paper_is_sent_on_with_its_share_of_the_whole_form(tmp_path: Path, into: Into, bank: ScoringBank) -> None:
    item = next(row for row in bank.rows() if row.type == "single-choice")
    other = next(row for row in bank.rows() if row.type == "single-choice" and row.item != item.item)
    value = on_paper(json.loads(item.keys)[0])
    blank = value["sittings"][0]["answers"].pop("i-a")
    for row, response in ((item, blank["response"]), (other, "")):
        bound = bank.bound("ondara", row.item, "")
        assert bound is not None
        value["sittings"][0]["answers"][row.item] = blank | {"variant": bound.variant, "response": response}
    into(write(tmp_path / "p.json", value), bank=bank)
    with reading(tmp_path / "c.duckdb") as store:
        (done,) = (one for one in statements(store) if one["verb"]["id"].endswith("completed"))
    assert done["result"]["score"] == {"scaled": 0.5}


@pytest.fixture
def old(tmp_path: Path, into: Into, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store as version 1 kept it: what was left open lies among the answers."""
    with monkeypatch.context() as earlier:
        earlier.setattr(read_record, "parted", lambda given: (tuple(given), ()))
        into(class_of(tmp_path / "in"))
    with duckdb.connect(tmp_path / "c.duckdb") as connection:
        connection.execute("DROP TABLE left_open; UPDATE meta SET version = 1")
        assert connection.execute("SELECT count(*) FROM answers WHERE response = '\"\"'").fetchall()[0][0] > 60
    return tmp_path / "c.duckdb"


def new(tmp_path: Path, into: Into) -> Path:
    """The same class, collected today."""
    (tmp_path / "c.duckdb").unlink()
    into(tmp_path / "in")
    return shutil.copy(tmp_path / "c.duckdb", tmp_path / "new.duckdb")


def test_a_report_on_an_old_store_is_that_on_a_new_one_and_changes_nothing(
    tmp_path: Path, into: Into, old: Path
) -> None:
    before = old.read_bytes()
    report(old, tmp_path / "old")
    assert old.read_bytes() == before
    report(new(tmp_path, into), tmp_path / "new")
    names = sorted(path.relative_to(tmp_path / "new") for path in (tmp_path / "new").rglob("*.csv"))
    assert len(names) > 10
    for name in names:
        assert (tmp_path / "old" / name).read_bytes() == (tmp_path / "new" / name).read_bytes(), name


CONTENT = (
    "SELECT * EXCLUDE (attempt, sheet), pseudonym FROM attempts JOIN learners USING (learner) ORDER BY ALL",
    "SELECT a.started, item, g.* EXCLUDE (attempt, code) FROM answers g JOIN attempts a USING (attempt) JOIN asked USING (code) ORDER BY ALL",
    "SELECT form, variant, item FROM left_open JOIN asked USING (code) ORDER BY ALL",
    "SELECT version FROM meta",
)


def test_a_collection_brings_an_old_store_up_to_date(tmp_path: Path, into: Into, asked: Asked, old: Path) -> None:
    """The same sittings are known again, in whatever file they come."""
    one = sitting_of(10)
    again = into(write(tmp_path / "again.json", record("P10", attempts={key_of(one): one}, saved=moment(99))))
    assert (again.again, again.attempts) == (0, 0)
    assert asked("SELECT * FROM conflicts") == []
    found = [asked(sql) for sql in CONTENT]
    new(tmp_path, into)
    assert found == [asked(sql) for sql in CONTENT]
    assert into(old.parent / "in").again == 120


def test_two_versions_that_differed_in_what_was_left_open_are_one(
    tmp_path: Path, into: Into, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [person(tmp_path / str(n), "A1", sat({"i-a": "a", "i-b": blank})) for n, blank in enumerate(("", []))]
    with monkeypatch.context() as earlier:
        earlier.setattr(read_record, "parted", lambda given: (tuple(given), ()))
        assert into(*files).attempts == 2
    with duckdb.connect(tmp_path / "c.duckdb") as connection:
        connection.execute("DROP TABLE left_open; UPDATE meta SET version = 1")
    into(person(tmp_path, "B2"))
    assert asked("SELECT answered, points FROM attempts") == [(1, 1.0)]
    assert asked("SELECT count(*) FROM answers") == [(1,)]
    assert asked("SELECT * FROM conflicts") == []


def test_an_old_store_forgets_that_a_class_was_one_person(
    tmp_path: Path, into: Into, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"P{n},Finished,2026-11-05 09:00,2026-11-05 09:20,Why?,x,y\n" for n in range(3))
    file = tmp_path / "POC-Quiz-responses.csv"
    file.write_text("ID number,Status,Started,Completed,Question 1,Response 1,Right answer 1\n" + rows)
    with monkeypatch.context() as earlier:
        earlier.setattr(learners, "WHOLE_MINUTES", ())
        assert into(file).conflicts == 3
    with duckdb.connect(tmp_path / "c.duckdb") as connection:
        connection.execute("DROP TABLE left_open; UPDATE meta SET version = 1")
    assert into(person(tmp_path, "B2")).conflicts == 0
    assert asked("SELECT count(*) FROM learners") == [(4,)]


def test_an_old_store_keeps_scores_without_words(tmp_path: Path, into: Into, asked: Asked) -> None:
    """Version 1 kept them with an empty response, and the bank gave that nothing."""
    into(write(tmp_path / "a.jsonl", statement("i-a", {"success": True})))
    with duckdb.connect(tmp_path / "c.duckdb") as connection:
        connection.execute("UPDATE answers SET response = '\"\"', score = 0; UPDATE attempts SET points = 0")
        connection.execute("DROP TABLE left_open; UPDATE meta SET version = 1")
    into(person(tmp_path, "B2"))
    assert asked("SELECT response, score, points, answered FROM answers JOIN attempts USING (attempt)") == [
        ("null", 1.0, 1.0, 1)
    ]
