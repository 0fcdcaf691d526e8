"""The shipped exercises: full, fair, and complete in any mission's words."""

from __future__ import annotations

import dataclasses
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from building import PROJECT, TINY
from fieldbook.checks import exercise_rules as rules
from fieldbook.course.sources import Course, load_course
from fieldbook.exercise.exercise_binding import bind_exercise
from fieldbook.exercise.exercise_html import dressed

MINUTES = {"x1-leadership": 180, "x2-market-town": 240, "x3-team-site": 120}
ALL = (rules.texts, rules.names, rules.reached, rules.parts, rules.times, rules.observed, rules.balanced)


@lru_cache
def course(context: str | None = None) -> Course:
    return load_course(PROJECT, context)


def real() -> Course:
    """The course in a bare pack that says it is real: areas, two parties, a few reports, nothing else."""
    bare = course(str(TINY / "contexts" / "tinyland"))
    meta = bare.context.meta.model_copy(update={"fictional": False, "bodies": (), "protection_actors": ()})
    return dataclasses.replace(bare, context=dataclasses.replace(bare.context, meta=meta))


def texts(part: Any) -> list[str]:
    if isinstance(part, dict):
        return [text for value in part.values() for text in texts(value)]
    if isinstance(part, list):
        return [text for value in part for text in texts(value)]
    return [part] if isinstance(part, str) else []


@pytest.mark.parametrize("name", MINUTES)
def test_it_is_full(name: str) -> None:
    exercise = course().exercises[name].value
    assert exercise.duration == MINUTES[name]
    assert len(exercise.injects) >= 25
    assert sum(bool(inject.when) for inject in exercise.injects) >= 5, "what teams decide has consequences"
    assert len({inject.channel for inject in exercise.injects}) >= 5
    assert {"community", "host-state", "country-team"} <= {team.component for team in exercise.teams}
    assert any(inject.attachment for inject in exercise.injects)
    assert any(inject.marks for inject in exercise.injects)


@pytest.mark.parametrize("name", MINUTES)
def test_no_decision_is_free(name: str) -> None:
    """A choice with good effects alone would be the right answer, and there is none."""
    exercise = course().exercises[name].value
    good = {gauge.id: 1 if gauge.good == "high" else -1 for gauge in exercise.state}
    free = [
        decision.id
        for inject in exercise.injects
        for decision in inject.decisions
        if decision.leans and decision.effects and all(by * good[g] > 0 for g, by in decision.effects.items())
    ]
    assert len(free) <= 0.2 * sum(len(inject.decisions) for inject in exercise.injects), free


@pytest.mark.parametrize("name", MINUTES)
def test_it_reads_in_a_mission_that_gave_little(name: str) -> None:
    """Neutral words stand where the pack has nothing; no real place gets a part; no name of Ondara is left."""
    bare = real()
    assert [
        str(p)
        for rule in ALL
        for p in rule(dataclasses.replace(bare, exercises={name: bare.exercises[name]}))
        if not p.warning
    ] == []
    bound = bind_exercise(bare.exercises[name], bare.context, bare.tensions)
    shown = "\n".join(texts(dressed(bound)))
    assert "{{" not in shown
    places = [member for member in bound["cast"] if member["kind"] == "place"]
    assert {member["origin"] for member in places} == {"neutral"}
    assert all(member["sketched"] for member in places), "each has a place on the map"
    ondara = r"\b(Ondara|UNSMON|Talmo|Harsa|Kesta|Vell|Denn|Solen|Trell|Vost|MRF|ODF|Ilvane|Merin|Safe Ground)\b"
    assert re.findall(ondara, shown) == []
    mine = "\n".join(texts(dressed(bind_exercise(course().exercises[name], course().context, course().tensions))))
    assert re.search(ondara, mine), "in its own country it names names"


def test_what_the_facilitators_guides_promise_is_there() -> None:
    for path in sorted(Path(PROJECT / "modules").rglob("*.ipynb")):
        for number in re.findall(r"[Ee]xercise ([0-9])", path.read_text("utf-8")):
            assert any(name.startswith(f"x{number}-") for name in course().exercises), (path.name, number)
