"""A store that is damaged, in use or without room: three faults, three remedies, and the store is as it was."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from cohorts import attempt, key_of, record, write

from fieldbook.core.problems import CourseError, OutputError
from fieldbook.results import storefaults
from fieldbook.results.collect import Summary, collect
from fieldbook.results.evaluate import evaluate
from fieldbook.results.readers import Means

Into = Callable[..., Summary]

NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
HEADERS = 3 * 4096


def person(folder: Path, name: str) -> Path:
    """The record of somebody who sat a test with long answers."""
    sat = attempt("final", {f"i-{n}": ("v", f"{name} {n} " + "x" * 300, 1.0) for n in range(60)})
    return write(folder / f"{name}.json", record(name, attempts={key_of(sat): sat}))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with some people in it."""
    folder = tmp_path_factory.mktemp("whole")
    collect([person(folder / "in", f"P{n}") for n in range(20)], folder / "c.duckdb", Means(), NOW)
    return folder / "c.duckdb"


@pytest.fixture
def store(tmp_path: Path, whole: Path) -> Path:
    """A copy of it, where ``into`` collects."""
    return shutil.copy(whole, tmp_path / "c.duckdb")


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]


def block_of_answers(store: Path) -> int:
    """Where a block with answers begins in the file."""
    with duckdb.connect(store, read_only=True) as connection:
        sql = "SELECT min(block_id) FROM pragma_storage_info('answers') WHERE block_id >= 0"
        return HEADERS + 262_144 * int(connection.execute(sql).fetchall()[0][0])


DAMAGE: dict[str, Callable[[bytes, int], bytes]] = {
    "cut in the middle": lambda data, _answers: data[: len(data) // 2],
    "cut after the headers": lambda data, _answers: data[:HEADERS],
    "cut in the first header": lambda data, _answers: data[:100],
    "empty": lambda _data, _answers: b"",
    "zeros after the headers": lambda data, _answers: data[:HEADERS] + bytes(len(data) - HEADERS),
    "a byte of the first header": lambda data, _answers: flipped(data, 20),
    "a byte of the second header": lambda data, _answers: flipped(data, 4100),
    "a byte among the answers": lambda data, answers: flipped(data, answers + 1000),
    "zeros among the answers": lambda data, answers: data[:answers] + bytes(4096) + data[answers + 4096 :],
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_store_is_called_damaged_and_left_as_it_is(tmp_path: Path, into: Into, store: Path, how: str) -> None:
    before = DAMAGE[how](store.read_bytes(), block_of_answers(store))
    store.write_bytes(before)
    for use in (lambda: into(person(tmp_path, "Q")), lambda: evaluate(store)):
        with pytest.raises(CourseError) as caught:
            use()
        (problem,) = caught.value.problems
        assert (problem.code, problem.path) == ("FB-RES-11", store.as_posix())
        assert "damaged" in problem.message
        assert "another program" not in str(problem)
        assert "--into" in problem.remedy
        assert "c-new.duckdb" in problem.remedy
        assert store.read_bytes() == before
        assert [path.name for path in tmp_path.glob("c.duckdb*")] == ["c.duckdb"]


def test_a_log_that_is_damaged_is_damage_too(tmp_path: Path, into: Into, store: Path) -> None:
    """What a killed collection had written last lies beside the store until the next one."""
    kill = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]); "
        "c.execute(\"INSERT INTO notes SELECT 1, 'x', 'y' || i FROM range(2000) t(i)\"); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", kill, str(store)], check=False)
    log = store.with_name("c.duckdb.wal")
    log.write_bytes(flipped(log.read_bytes(), log.stat().st_size // 2))
    before = store.read_bytes(), log.read_bytes()
    with pytest.raises(CourseError, match="FB-RES-11"):
        into(person(tmp_path, "Q"))
    assert (store.read_bytes(), log.read_bytes()) == before


@contextmanager
def open_elsewhere(store: Path, *, read_only: bool) -> Iterator[None]:
    hold = (
        f"import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only={read_only}); "
        "print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield
        process.communicate("")


def said_of_use(use: Callable[[], Any]) -> str:
    with pytest.raises(CourseError) as caught:
        use()
    (problem,) = caught.value.problems
    assert problem.code == "FB-RES-12"
    assert "another program has it open" in problem.message
    assert "damaged" not in str(problem)
    return problem.remedy


def test_a_store_in_use_is_said(tmp_path: Path, into: Into, store: Path) -> None:
    before = store.read_bytes()
    with open_elsewhere(store, read_only=False):
        assert "wait" in said_of_use(lambda: into(person(tmp_path, "Q")))
        assert "wait" in said_of_use(lambda: evaluate(store))
    with open_elsewhere(store, read_only=True):
        said_of_use(lambda: into(person(tmp_path, "Q")))
        assert evaluate(store).total == 20
    with duckdb.connect(store):
        said_of_use(lambda: evaluate(store))
    assert store.read_bytes() == before
    into(person(tmp_path, "Q"))
    assert evaluate(store).total == 21


@pytest.mark.parametrize("number", [32, 33, 5])
def test_windows_says_by_number_that_a_file_is_in_use(
    store: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_parts: object, **_more: object) -> None:
        error = PermissionError(13, "the process cannot access the file")
        error.winerror = number  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    assert storefaults.is_in_use(store, read_only=False) is (number != 5)


def test_a_store_that_somebody_else_makes_meanwhile_is_not_taken_away(
    tmp_path: Path, into: Into, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two collections into one new store: the second began when there was none."""
    before = store.read_bytes()
    monkeypatch.setattr(Path, "exists", lambda _path, **_more: False)
    with open_elsewhere(store, read_only=False), pytest.raises((CourseError, OutputError)):
        into(person(tmp_path, "Q"))
    assert store.read_bytes() == before
