"""Play and review are written twice: random logs give the same states and figures in Python and in the page's script."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from exercising import bound
from fieldbook.exercise.exercise_files import FOLDER
from fieldbook.exercise.play import clock_of, play
from fieldbook.exercise.review_figures import review
from fieldbook.exercise.run_file import checked_event
from fieldbook.player.joined import joined

EXERCISE = bound("x1-well")
INJECTS = [inject["id"] for inject in EXERCISE["injects"]]
DECISIONS = [one["id"] for inject in EXERCISE["injects"] for one in inject["decisions"]]
EXPECTED = [one["id"] for inject in EXERCISE["injects"] for one in inject["expects"]]
MEMBERS = [member["id"] for member in EXERCISE["cast"]]
TEAMS = ["office", "platoon"]

_some = st.sampled_from
_CLOCK = st.one_of(
    st.fixed_dictionaries({"kind": st.just("clock"), "do": _some(["run", "pause"])}),
    st.just({"kind": "clock", "do": "speed", "speed": 4}),
    st.just({"kind": "clock", "do": "jump", "to": 900}),
    st.just({"kind": "end"}),
)
_CAST = st.fixed_dictionaries({"kind": st.just("cast"), "member": _some(MEMBERS), "text": _some(["Ada", "Bo"])})
_RELEASE = st.fixed_dictionaries(
    {"kind": st.just("release"), "inject": _some([*INJECTS, "gone"]), "how": _some(["hand", "time"])}
)
_HOLD = st.fixed_dictionaries({"kind": _some(["hold", "resume"]), "inject": _some(INJECTS)})
_IMPROVISE = st.fixed_dictionaries(
    {"kind": st.just("improvise"), "inject": st.fixed_dictionaries(
        {"id": _some(["p-1", "p-2"]), "from": st.just("A voice"), "to": st.lists(_some(TEAMS), min_size=1, unique=True),
         "channel": st.just("radio"), "title": st.just("News"), "text": st.just("<b>x</b>")})}
)  # fmt: skip
_DECIDE = st.fixed_dictionaries(
    {"kind": st.just("decision"), "team": _some(TEAMS), "text": _some(["", "We wait."])},
    optional={"decision": _some(DECISIONS), "inject": _some([*INJECTS, "p-1"]), "objective": _some(EXERCISE["objectives"]),
              "tension": st.just("armed-unarmed"), "pole": _some(["armed", "unarmed"])},
)  # fmt: skip
_OBSERVE = st.fixed_dictionaries(
    {"kind": st.just("observed"), "expected": _some(EXPECTED), "grade": _some(["done", "partly", "not"])}
)
_RATE = st.fixed_dictionaries(
    {"kind": st.just("rating"), "rubric": _some(["r1", "r2", "r3"]), "level": st.integers(1, 4)}
)
_NOTE = st.fixed_dictionaries(
    {"kind": st.just("note"), "text": st.just("Said."), "quote": st.booleans()}, optional={"team": _some(TEAMS)}
)
_LESSON = st.fixed_dictionaries(
    {"kind": st.just("lesson"), "sort": _some(["keep", "change"]), "text": st.just("Call back.")}
)
_TAG = st.fixed_dictionaries(
    {"kind": st.just("tag"), "event": _some([f"e{n}" for n in range(12)])},
    optional={"objective": _some(EXERCISE["objectives"]), "tension": st.just("armed-unarmed"), "pole": _some(["armed", "unarmed"])},
)
_QUOTE = st.fixed_dictionaries(
    {"kind": st.just("quote"), "event": _some([f"e{n}" for n in range(12)]), "chosen": st.booleans()}
)
_ANSWER = st.fixed_dictionaries(
    {"kind": st.just("answer"), "team": _some(TEAMS), "inject": _some(INJECTS), "text": st.just("Yes.")}
)
_UNDO = st.fixed_dictionaries({"kind": st.just("undo"), "event": _some([f"e{n}" for n in range(12)])})
_EVENTS = st.lists(
    st.one_of(
        *(_CLOCK, _CAST, _RELEASE, _HOLD, _IMPROVISE, _DECIDE, _TAG, _OBSERVE, _RATE),
        *(_NOTE, _QUOTE, _ANSWER, _LESSON, _UNDO),
    ),
    max_size=25,
)


def _log(events: list[dict[str, Any]], gaps: list[int]) -> list[dict[str, Any]]:
    """Events with ids and rising times; the order of the list is another one."""
    t, made = 0, []
    for number, event in enumerate(events):
        t += gaps[number % len(gaps)]
        made.append({"id": f"e{number}", "at": 1_000_000 + t * 1000 + number, "t": t, "by": "w"} | event)
    return made[1::2] + made[::2] + made[:3]


STATES = """([exercise, log]) => {
    const { injects, taken, observed, gauges, cast, steps, decisions, ratings, notes, answers, lessons } = play(exercise, log);
    return {
        injects: [...injects.values()].map(({ inject, status, t, how }) => ({ inject, status, t, how: how ?? null })),
        taken: Object.fromEntries(taken), observed: Object.fromEntries([...observed].map(([id, { grade }]) => [id, grade])),
        gauges, cast, steps, decisions, ratings, notes, answers, lessons,
        clock: clockOf(effective(log)), review: review(exercise, log),
    };
}"""
DUE = """([exercise, log, seconds]) => {
    const state = play(exercise, log);
    const each = [...state.injects.values()].map((entry) => [entry.inject.id, [dueAt(entry), standing(entry, seconds)]]);
    return [Object.fromEntries(each), dueNow(state, seconds)];
}"""


def _states(exercise: dict[str, Any], log: list[dict[str, Any]]) -> dict[str, Any]:
    """All that Python works out from a log."""
    state = dataclasses.asdict(play(exercise, log))
    state["injects"] = list(state["injects"].values())
    return state | {"clock": clock_of(log), "review": review(exercise, log)}


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    script = f"(() => {{ {joined('figures.js', FOLDER)}; window.twin = {{ states: {STATES}, due: {DUE} }}; }})()"
    page = chromium.new_page()
    page.evaluate(script)
    yield page
    page.close()


@pytest.mark.browser
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=_EVENTS, gaps=st.lists(st.integers(0, 400), min_size=1, max_size=5))
def test_both_give_the_same_states_and_review(page: Page, events: list[dict[str, Any]], gaps: list[int]) -> None:
    log = [checked_event(event) for event in _log(events, gaps)]
    wanted = json.loads(json.dumps(_states(EXERCISE, log)))
    assert page.evaluate("(given) => twin.states(given)", [EXERCISE, log]) == wanted


def _inject(name: str, **more: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"minute": None, "when": [], "after": 0, "effects": {}, "expects": [], "decisions": []}
    return {"id": name, "to": TEAMS, **empty, **more}


CONDITIONS = EXERCISE | {
    "state": [{"id": "consent", "name": "Consent", "start": 50, "good": "high"}],
    "injects": [
        _inject("timed", minute=10, decisions=[{"id": "send", "text": "Send.", "leans": {}, "effects": {"consent": -20}}]),
        _inject("if", minute=10, when=[{"gauge": "consent", "from": 50}]),
        _inject("then", when=[{"decision": "send"}], after=4),
        _inject("both", when=[{"without": "send"}, {"gauge": "consent", "below": 40}]),
        _inject("up", effects={"consent": 25}),
        _inject("down", effects={"consent": -15}),
    ],
}
SEND, UP, DOWN = (
    {"kind": "decision", "decision": "send", "team": "office"},
    {"kind": "release", "inject": "up", "how": "hand"},
    {"kind": "release", "inject": "down", "how": "hand"},
)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("log", "seconds", "due", "now"),
    [
        ([], 599, {"timed": [600, "waiting"], "if": [600, "waiting"], "then": [None, "waiting"], "both": [None, "waiting"]}, []),
        ([], 600, {"timed": [600, "due"], "if": [600, "due"]}, ["timed", "if"]),
        ([(300, SEND)], 539, {"then": [540, "waiting"], "if": [600, "waiting"]}, []),
        ([(300, SEND)], 600, {"then": [540, "due"], "if": [600, "unmet"], "both": [None, "waiting"]}, ["then", "timed"]),
        ([(300, SEND), (350, {"kind": "undo", "event": "n0"})], 600, {"then": [None, "waiting"]}, ["timed", "if"]),
        ([(100, DOWN)], 100, {"both": [100, "due"], "then": [None, "waiting"]}, ["both"]),
        ([(100, DOWN), (200, UP)], 600, {"both": [None, "waiting"], "if": [600, "due"]}, ["timed", "if"]),
        ([(100, DOWN), (200, SEND)], 600, {"both": [None, "waiting"], "then": [440, "due"], "if": [600, "unmet"]}, ["then", "timed"]),
        ([(300, SEND), (400, {"kind": "hold", "inject": "then"})], 600, {"then": [540, "due"]}, ["timed"]),
        ([(600, {"kind": "release", "inject": "timed", "how": "time"})], 600, {"timed": [600, "due"]}, ["if"]),
    ],
)  # fmt: skip
def test_when_an_inject_is_due(
    page: Page, log: list[tuple[int, dict[str, Any]]], seconds: int, due: dict[str, Any], now: list[str]
) -> None:
    """Conditions hold or not at each moment; minutes after them count from the moment when all came true."""
    events = [_event(n, t, **fields) for n, (t, fields) in enumerate(log)]
    found, ids = page.evaluate("(given) => twin.due(given)", [CONDITIONS, events, seconds])
    assert {name: found[name] for name in due} == due
    assert ids == now


def _event(number: int, t: int, **fields: Any) -> dict[str, Any]:
    return checked_event({"id": f"n{number}", "at": 1000 + number, "t": t, "by": "w", **fields})


def test_the_order_of_arrival_does_not_matter_and_the_same_twice_counts_once() -> None:
    log = [
        _event(1, 300, kind="release", inject="i01", how="time"),
        _event(2, 420, kind="decision", decision="send", team="office", inject="i01"),
        _event(3, 700, kind="release", inject="i03", how="condition"),
    ]
    assert review(EXERCISE, log) == review(EXERCISE, [*reversed(log), *log])
    figures = review(EXERCISE, log)
    assert figures["waits"][0] == {"inject": "i01", "team": "office", "seconds": 120}
    assert figures["state"][-1]["gauges"] == {"exposure": 40, "consent": 45}


def test_gauges_stay_between_0_and_100(tmp_path: Path) -> None:
    exercise = dict(EXERCISE, state=[{"id": "exposure", "name": "x", "start": 97, "good": "low"}])
    log = [_event(1, 10, kind="release", inject="i01", how="hand")]
    assert play(exercise, log).gauges == {"exposure": 100}
