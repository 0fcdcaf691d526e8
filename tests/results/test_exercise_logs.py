"""Logs of exercises in a collection: each event once, the figures those of the after-action review."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from building import TINY
from fieldbook.course.sources import load_course
from fieldbook.exercise.exercise_binding import bind_exercise
from fieldbook.exercise.review_figures import review
from fieldbook.results.collect import Summary
from fieldbook.results.evaluate import report
from fieldbook.results.scoring_bank import ScoringBank

Into = Callable[..., Summary]


def test_figures_are_those_of_the_review(tmp_path: Path, into: Into, asked: Callable[[str], list[Any]]) -> None:
    course = load_course(TINY)
    bound = bind_exercise(course.exercises["x1-well"], course.context, course.tensions)
    expected = [one["id"] for inject in bound["injects"] for one in inject["expects"]]
    lines = [line["id"] for line in bound["rubric"]]
    told: list[dict[str, Any]] = [{"kind": "release", "inject": i["id"], "how": "hand"} for i in bound["injects"]]
    told += [
        {"kind": "observed", "expected": name, "grade": ("done", "partly", "not")[n % 3]}
        for n, name in enumerate(expected)
    ]
    told += [
        {"kind": "observed", "expected": expected[0], "grade": "partly"},
        {"kind": "note", "text": "=1+1 secret-note"},
    ]
    told += [{"kind": "rating", "rubric": name, "level": 1 + n % 4} for n, name in enumerate([*lines, lines[0]])]
    events = [{"id": f"e{n}", "at": n, "t": n, "by": "w", **one} for n, one in enumerate(told)]
    events.append({"id": "last", "at": 999, "t": 999, "by": "w", "kind": "undo", "event": events[-1]["id"]})
    head = {"format": "fieldbook-exercise", "version": 1, "run": "rone", "course": "tiny", "context": "tinyland"}
    head |= {"exercise": "x1-well", "variant": bound["variant"]}
    for number, part in enumerate((events[:5], events, [*events[3:], {"kind": "fly"}])):
        (tmp_path / f"{number}.json").write_text(json.dumps(head | {"events": part}))
    done = into(*(tmp_path / f"{number}.json" for number in (1, 0, 2)), bank=ScoringBank(TINY))
    assert [problem.code for problem in done.problems] == ["FB-RUN-03"]
    assert asked("SELECT count(*), count(DISTINCT event) FROM happenings") == [(len(events), len(events))]
    found = report(tmp_path / "c.duckdb", tmp_path / "out").overview.exercises.set_index("objective")
    wanted = {one["objective"]: one for one in review(bound, events)["objectives"]}
    for objective, row in found.iterrows():
        one = wanted.pop(objective)
        assert [row[name] for name in ("done", "partly", "missed", "ratings")] == [
            one[n] for n in ("done", "partly", "missed", "ratings")
        ]
        assert row["level"] == one["level"] or (one["level"] is None and row["ratings"] == 0)
    assert all(one["ratings"] == one["done"] == 0 for one in wanted.values())
    page = (tmp_path / "out/index.html").read_text("utf-8")
    assert "1 run" in page
    assert "secret-note" not in page
