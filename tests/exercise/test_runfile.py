"""Runs that come as files: damaged, foreign, hostile."""

from __future__ import annotations

import json

import pytest

from fieldbook.core.problems import CourseError
from fieldbook.exercise.run_file import read_run, write_run

HEAD = {
    "format": "fieldbook-exercise",
    "version": 1,
    "run": "r1234",
    "course": "tiny",
    "context": "tinyland",
    "exercise": "x1-well",
    "variant": "abc",
}
GOOD = {"id": "a", "at": 5, "t": 1, "by": "w", "kind": "clock", "do": "run"}


def _file(**changes: object) -> bytes:
    return json.dumps(HEAD | {"events": [GOOD]} | changes).encode()


def test_what_is_written_is_read() -> None:
    run = read_run("x.json", _file())
    assert read_run("y.json", write_run(run.head, list(run.events))) == run


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "x.json: holds no run of an exercise. Take the file that the controller's page or the exercise server has saved. [FB-RUN-01]"),
        (b"[" * 100_000, "x.json: holds no run of an exercise."),
        (b"null", "x.json: holds no run of an exercise."),
        (_file(format="fieldbook-record"), "x.json: holds no run of an exercise."),
        (_file(version=2), "x.json version: was written by a newer version of Fieldbook (2). Use the version of Fieldbook that wrote it, or a newer one. [FB-RUN-02]"),
        (_file(run="../../etc"), "x.json: holds no run of an exercise."),
        (_file(events="many"), "x.json events: has no list of events, or too many."),
    ],
)  # fmt: skip
def test_file_that_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(CourseError) as error:
        read_run("x.json", content)
    assert message in str(error.value)


def test_damaged_entries_are_named_and_the_others_kept() -> None:
    bad = [
        {"id": "b"},
        {"kind": "fly"},
        7,
        GOOD | {"id": "c", "t": -1},
        GOOD | {"id": "d", "extra": "<script>"},
        GOOD | {"id": "../x"},
    ]
    run = read_run("x.json", _file(events=[GOOD, *bad]))
    assert [event["id"] for event in run.events] == ["a"]
    assert len(run.problems) == len(bad)
    assert all("This entry is left out; the others are kept. [FB-RUN-03]" in str(problem) for problem in run.problems)
    assert any("events[4].t" in str(problem) for problem in run.problems)
