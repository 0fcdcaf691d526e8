"""Files in, store out: each once, in any order, whole or not at all."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from cohorts import Simulated, attempt, key_of, moment, record, write

from fieldbook.core.problems import CourseError
from fieldbook.results import conflicts
from fieldbook.results.collect import Summary, collect
from fieldbook.results.conflicts import conflict_text
from fieldbook.results.overview import overview
from fieldbook.results.readers import Means
from fieldbook.results.scoring_bank import ScoringBank
from fieldbook.results.statistics.sums_tables import UNIT
from fieldbook.results.store import reading
from fieldbook.results.sums import sums

Into = Callable[..., Summary]
Asked = Callable[[str], list[tuple[Any, ...]]]

CONTENT = {
    "attempts": "SELECT l.name_key, form, variant, started, submitted, points, usable FROM attempts JOIN learners l USING (learner)",
    "answers": "SELECT l.name_key, a.form, item, g.* EXCLUDE (attempt, code) FROM answers g JOIN asked USING (code) JOIN attempts a USING (attempt) JOIN learners l USING (learner)",
    "practice": "SELECT l.name_key, p.* EXCLUDE (learner) FROM practice p JOIN learners l USING (learner)",
    "learners": "SELECT * EXCLUDE (learner) FROM learners",
    "conflicts": "SELECT kind, about, count(*) FROM conflicts GROUP BY ALL",
}


def content(asked: Asked) -> dict[str, list[Any]]:
    """What the store says, without its own numbers."""
    return {table: sorted(asked(sql), key=repr) for table, sql in CONTENT.items()}


def practice(score: float, at: str, response: Any = "a") -> dict[str, Any]:
    return {
        "variant": "x1", "form": None, "response": response, "score": score, "first": score, "tries": 1, "at": at, "build": "b1",
    }  # fmt: skip


def test_same_file_twice_changes_nothing(tmp_path: Path, into: Into, asked: Asked) -> None:
    sat = attempt("pre-test", {"i-a": ("v", "a", 1.0), "i-b": ("v", "b", 0.0)})
    file = write(tmp_path / "a.json", record("Ada", attempts={key_of(sat): sat}))
    into(file)
    before = content(asked)
    copy = write(tmp_path / "copy.json", record("Ada", attempts={key_of(sat): sat}, saved=moment(99)))
    again = into(file, file, copy)
    assert (again.again, again.attempts) == (2, 0)
    assert content(asked) == before
    assert len(before["answers"]) == 2


def test_any_order_gives_the_same_store(tmp_path: Path, into: Into, asked: Asked, simulated: Simulated) -> None:
    files = []
    for n in range(8):
        pre, post = simulated.sitting("pre-test", 0, n), simulated.sitting("post-test", 1, 700 + n)
        files += [
            write(tmp_path / f"in/{n}-pre.json", record(f"L{n % 7}", attempts={key_of(pre): pre})),
            write(tmp_path / f"in/{n}-both.json", record(f"L{n % 7}", attempts={key_of(pre): pre, key_of(post): post})),
        ]
    into(*files)
    first = content(asked)
    (tmp_path / "c.duckdb").unlink()
    random.Random(3).shuffle(files)  # noqa: S311
    for part in (files[:5], files[3:9], files):
        into(*part)
    assert content(asked) == first
    assert len(first["learners"]) == 7
    assert [kind for kind, _about, _n in first["conflicts"]] == ["pseudonym", "pseudonym", "repeated", "repeated"]


def test_a_sitting_that_was_handed_in_takes_the_place_of_its_beginning(
    tmp_path: Path, into: Into, asked: Asked
) -> None:
    begun = attempt("final", {"i-a": ("v", "a", None)}, handed_in=False)
    done = attempt("final", {"i-a": ("v", "b", 1.0), "i-b": ("v", "b", 1.0)})
    files = [write(tmp_path / f"{n}.json", record("Bo", attempts={key_of(a): a})) for n, a in enumerate((done, begun))]
    into(*files)
    assert asked("SELECT points FROM attempts WHERE usable") == [(2.0,)]
    assert not asked("SELECT * FROM conflicts")


def test_two_contents_of_one_sitting_are_listed_and_kept(tmp_path: Path, into: Into, asked: Asked) -> None:
    files = []
    for n, score in enumerate((1.0, 0.0)):
        sat = attempt("final", {"i-a": ("v", "a", score)})
        files.append(write(tmp_path / f"{n}.json", record("Bo", attempts={key_of(sat): sat})))
    into(*files)
    kept = asked("SELECT points FROM attempts WHERE usable")
    for order in (files, files[::-1]):
        (tmp_path / "c.duckdb").unlink()
        into(*order)
        assert asked("SELECT points FROM attempts WHERE usable") == kept
        with reading(tmp_path / "c.duckdb") as store:
            assert [(row.answered, row.x) for row in sums(store).cells.itertuples()] == [(1, kept[0][0] * UNIT)]
    assert asked("SELECT count(*) FROM attempts") == [(2,)]
    assert [row[0] for row in asked("SELECT kind FROM conflicts")] == ["sitting"]


def test_without_pseudonym_shared_moments_tell_who_it_is(tmp_path: Path, into: Into, asked: Asked) -> None:
    def answers(*minutes: int) -> dict[str, Any]:
        return {f"i-{m}": practice(1, moment(m, m % 50)) for m in minutes}

    one = write(tmp_path / "1.json", record(None, answers=answers(1, 2, 3)))
    two = write(tmp_path / "2.json", record(None, answers=answers(3, 4, 5)))  # one moment alone may be chance
    three = write(tmp_path / "3.json", record("Sefa", answers=answers(2, 3, 4, 5)))
    into(one, two)
    assert asked("SELECT count(*) FROM learners") == [(2,)]
    into(three)
    assert asked("SELECT pseudonym FROM learners") == [("Sefa",)]
    assert asked("SELECT count(*), count(DISTINCT learner) FROM practice") == [(5, 1)]


def test_pseudonyms_are_compared_without_case_and_spaces(tmp_path: Path, into: Into, asked: Asked) -> None:
    into(*(write(tmp_path / f"{n}.json", record(name)) for n, name in enumerate((" Ánna  B", "ÁNNA b", "Ánna b"))))
    assert asked("SELECT name_key FROM learners") == [("ánna b",)]


def test_contradictions_are_listed(tmp_path: Path, into: Into, asked: Asked) -> None:
    at_once = [attempt("final", {"i-a": ("v", "a", 1.0)}, begun) for begun in (0, 10)]
    late = attempt("final", {"i-a": ("v", "a", 1.0)}) | {"started": "2031-01-01T00:00:00.000Z"}
    files = [
        write(tmp_path / "1.json", record("Two", attempts={key_of(a): a for a in at_once})),
        write(tmp_path / "2.json", record("Clock", attempts={key_of(late): late})),
        write(tmp_path / "3.json", record("Three", attempts={key_of(at_once[0]): at_once[0]})),
        tmp_path / "people.csv",
        tmp_path / "more.csv",
    ]
    files[3].write_text("pseudonym,gender\nTwo,f\n")
    files[4].write_text("pseudonym,gender\ntwo,m\n")
    into(*files)
    kinds = {kind for (kind,) in asked("SELECT kind FROM conflicts")}
    assert kinds == {"pseudonym", "repeated", "clock", "renamed", "group"}


def test_clocks_that_cannot_be_right(tmp_path: Path, into: Into, asked: Asked) -> None:
    """They are kept and listed, and the report's date is none of theirs."""
    sat = attempt("final", {"i-a": ("v", "a", 1.0)})
    long_ago, next_century = "1970-01-01T00:00:00.000Z", "2126-01-01T00:00:00.000Z"
    sittings = {
        "Right": sat,
        "Began long ago": sat | {"started": long_ago},
        "Begins later": sat | {"started": next_century, "submitted": next_century},
        "Ends later": sat | {"submitted": next_century, "at": next_century},
        "Went back": sat | {"submitted": moment(0).replace("11-02", "11-01")},
    }
    files = [write(tmp_path / f"{n}.json", record(n, attempts={key_of(s): s})) for n, s in sittings.items()]
    files.append(write(tmp_path / "l.json", record("Lesson", answers={"i-a": practice(1, next_century)})))
    into(*files)
    found = dict(asked("SELECT pseudonym, detail FROM conflicts JOIN learners USING (learner) WHERE kind = 'clock'"))
    assert {name: json.loads(detail)["code"] for name, detail in found.items()} == {
        "Began long ago": "before-the-course",
        "Begins later": "begun-in-future",
        "Ends later": "submitted-in-future",
        "Went back": "ends-before-it-begins",
        "Lesson": "answers-in-future",
    }
    assert conflict_text(found["Lesson"], names=False).startswith("1 answer in the future, the last 2126-01-01T00")
    assert asked("SELECT count(*) FROM attempts WHERE usable") == [(5,)]
    with reading(tmp_path / "c.duckdb") as store:
        assert overview(store).last == "2026-11-02"


def test_groups_from_records_and_lists(tmp_path: Path, into: Into, asked: Asked) -> None:
    said: dict[str, dict[str, str]] = {
        "Ada": {"gender": "woman", "component": "police", "station": " Tano  East "},
        "Bo": {"gender": "man", "component": "", "language": "fr"},
        "Cy": {"gender": "undisclosed", "component": "civilian"},
    }
    files = [
        write(tmp_path / f"{name}.json", record(name) | {"learner": {"pseudonym": name} | groups})
        for name, groups in said.items()
    ]
    files.append(tmp_path / "people.csv")
    files[-1].write_text("pseudonym,gender,component,language\nada,F,Police,\nbo,female,MIL,\ncy,m,civ,es\n")
    into(*files[:3])
    rows = "SELECT pseudonym, gender, component, station, language FROM learners ORDER BY 1"
    assert asked(rows) == [
        ("Ada", "woman", "police", "Tano East", "en"),
        ("Bo", "man", None, None, "fr"),
        ("Cy", None, "civilian", None, "en"),
    ]
    assert asked("SELECT * FROM conflicts") == []
    into(files[-1])
    assert asked(rows) == [
        ("Ada", "woman", "police", "Tano East", "en"),
        ("Bo", "woman", "military", None, "fr"),
        ("Cy", None, "civilian", None, "es"),
    ]
    details = [detail for (detail,) in asked("SELECT detail FROM conflicts WHERE kind = 'group' ORDER BY detail")]
    assert sorted(conflict_text(detail, names=True) for detail in details) == [
        "several values: man, undisclosed; the learner prefers not to say, and is counted in none",
        "several values: man, woman; the list of participants counts",
    ]
    assert "man" not in conflict_text(details[0], names=False)


def test_every_kind_of_conflict_has_words() -> None:
    """What the rules write as a code, a report says in words, and nothing else."""
    codes = set(re.findall(r"json_object\('code', '([a-z-]+)'", "".join(conflicts._RULES)))
    assert codes == {*conflicts._texts(1), "several-values"}


def test_the_bank_scores_and_the_file_is_compared(
    tmp_path: Path, into: Into, asked: Asked, bank: ScoringBank, simulated: Simulated
) -> None:
    good, forged, sealed = (simulated.sitting("pre-test", 0, minute) for minute in (0, 50, 100))
    for answer in forged["answers"].values():
        answer["score"] = 1.0
    for answer in sealed["answers"].values():
        answer["score"] = None
    old = attempt("pre-test", {"m1-i-elements": ("0ld", "a", 0.5)})
    files = [
        write(tmp_path / f"{name}.json", record(name, attempts={key_of(sat): sat}))
        for name, sat in {"good": good, "forged": forged, "sealed": sealed, "old": old}.items()
    ]
    summary = into(*files, bank=bank)
    points = dict(asked("SELECT pseudonym, points FROM attempts JOIN learners USING (learner)"))
    for name, sat in {"good": good, "old": old}.items():
        assert points[name] == pytest.approx(sum(a["score"] for a in sat["answers"].values()))
    assert points["forged"] < 25
    assert points["sealed"] > 0
    assert summary.differing == sum(
        a != b for a, b in asked("SELECT score, stated FROM answers WHERE stated IS NOT NULL")
    )
    assert summary.differing > 3
    assert dict(asked("SELECT pseudonym, known FROM sheets JOIN learners USING (learner)"))["old"] is False
    assert summary.unknown == ("b1",)
    assert ("score",) in asked("SELECT kind FROM conflicts")


def test_another_course_is_refused(tmp_path: Path, into: Into, asked: Asked, bank: ScoringBank) -> None:
    ours = write(tmp_path / "a.json", record("Ada"))
    other = write(tmp_path / "b.json", record("Bo", course="tiny"))
    summary = into(ours, other)
    assert [(p.code, Path(p.path).name) for p in summary.problems] == [("FB-RES-05", "b.json")]
    assert asked("SELECT pseudonym FROM learners") == [("Ada",)]
    (tmp_path / "c.duckdb").unlink()
    into(other)
    with pytest.raises(CourseError, match="FB-RES-05"):
        into(ours, bank=bank)


def test_the_store_may_lie_among_the_files(tmp_path: Path, into: Into) -> None:
    write(tmp_path / "a.json", record("Ada"))
    write(tmp_path / "sub/c.duckdb", {})
    for again in (0, 1):
        found = into(tmp_path)
        assert (found.files, found.again) == (2, again)
        assert [Path(problem.path).parent.name for problem in found.problems] == ["sub"]


def test_no_store_is_made_of_another_file(tmp_path: Path, into: Into) -> None:
    file = write(tmp_path / "a.json", record("Ada"))
    (tmp_path / "c.duckdb").write_text("my thesis")
    with pytest.raises(CourseError, match="FB-RES-07"):
        into(file)
    assert (tmp_path / "c.duckdb").read_text() == "my thesis"


def test_a_place_where_no_store_can_be_is_said(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", record("Ada"))
    with pytest.raises(CourseError, match="cannot be made there"):
        collect([file], file / "c.duckdb", Means(), dt.datetime(2026, 12, 1, tzinfo=dt.UTC))


def test_a_newer_store_is_refused(tmp_path: Path, into: Into) -> None:
    file = write(tmp_path / "a.json", record("Ada"))
    into(file)
    with duckdb.connect(tmp_path / "c.duckdb") as connection:
        connection.execute("UPDATE meta SET version = 99")
    with pytest.raises(CourseError, match="newer Fieldbook"):
        into(file)


COLLECT = """
import datetime as dt, resource, signal, sys
from pathlib import Path
from fieldbook.core.problems import FieldbookError
from fieldbook.results import conflicts
from fieldbook.results.collect import collect
from fieldbook.results.readers import Means
if int(sys.argv[3]) >= 0:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    collect([Path(sys.argv[1])], Path(sys.argv[2]), Means(), dt.datetime(2026, 12, 1), lambda n: print(n, flush=True))
except FieldbookError as error:
    sys.exit(str(error))
"""


def many(folder: Path, count: int) -> Path:
    """A folder of records."""
    for n in range(count):
        sat = attempt("final", {f"i-{q}": ("v", "a" * 200, 1.0) for q in range(60)}, n % 300)
        write(folder / f"{n}.json", record(f"P{n}", attempts={key_of(sat): sat}))
    return folder


def test_a_kill_leaves_the_store_as_it_was(tmp_path: Path, into: Into, asked: Asked) -> None:
    into(write(tmp_path / "a.json", record("Ada")))
    before = content(asked)
    command = [sys.executable, "-c", COLLECT, str(many(tmp_path / "in", 400)), str(tmp_path / "c.duckdb"), "-1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) > 300:
                os.kill(process.pid, signal.SIGKILL)
                break
    assert content(asked) == before
    into(tmp_path / "in")
    assert asked("SELECT count(*) FROM attempts") == [(400,)]


def collected_with_room_for(size: int, files: Path, store: Path) -> str:
    """What a collection says where no file may grow beyond ``size`` bytes."""
    command = [sys.executable, "-c", COLLECT, str(files), str(store), str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    return done.stderr


def test_a_full_disk_leaves_the_store_as_it_was(tmp_path: Path, into: Into, asked: Asked) -> None:
    into(write(tmp_path / "a.json", record("Ada")))
    before = content(asked)
    size = (tmp_path / "c.duckdb").stat().st_size
    said = collected_with_room_for(size, many(tmp_path / "in", 400), tmp_path / "c.duckdb")
    assert "FB-OUT-01" in said
    assert "Free space" in said
    assert "damaged" not in said
    assert "another program" not in said
    assert content(asked) == before
    into(tmp_path / "in")
    assert asked("SELECT count(*) FROM attempts") == [(400,)]


@pytest.mark.parametrize("room", [5000, 20_000], ids=["for half the headers", "for an empty store"])
def test_a_full_disk_leaves_no_stump_of_a_new_store(tmp_path: Path, into: Into, asked: Asked, room: int) -> None:
    """It would be called damaged ever after."""
    said = collected_with_room_for(room, many(tmp_path / "in", 4), tmp_path / "c.duckdb")
    assert "FB-OUT-01" in said
    assert not list(tmp_path.glob("c.duckdb*"))
    into(tmp_path / "in")
    assert asked("SELECT count(*) FROM attempts") == [(4,)]
