"""Play and review are written twice: random logs give the same figures in Python and in the page's script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, sync_playwright

from building import ARGS, browser_path
from exercising import bound
from fieldbook.exercise.exercise_files import FOLDER
from fieldbook.exercise.play import play
from fieldbook.exercise.review_figures import review
from fieldbook.exercise.run_file import checked_event
from fieldbook.player.joined import joined

EXERCISE = bound("x1-well")
INJECTS = [inject["id"] for inject in EXERCISE["injects"]]
DECISIONS = [one["id"] for inject in EXERCISE["injects"] for one in inject["decisions"]]
EXPECTED = [one["id"] for inject in EXERCISE["injects"] for one in inject["expects"]]
TEAMS = ["office", "platoon"]

_some = st.sampled_from
_CLOCK = st.fixed_dictionaries({"kind": st.just("clock"), "do": _some(["run", "pause"])})
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
_UNDO = st.fixed_dictionaries({"kind": st.just("undo"), "event": _some([f"e{n}" for n in range(12)])})
_EVENTS = st.lists(
    st.one_of(_CLOCK, _RELEASE, _HOLD, _IMPROVISE, _DECIDE, _OBSERVE, _RATE, _NOTE, _LESSON, _UNDO), max_size=25
)


def _log(events: list[dict[str, Any]], gaps: list[int]) -> list[dict[str, Any]]:
    """Events with ids and rising times; the order of the list is another one."""
    t, made = 0, []
    for number, event in enumerate(events):
        t += gaps[number % len(gaps)]
        made.append({"id": f"e{number}", "at": 1_000_000 + t * 1000 + number, "t": t, "by": "w"} | event)
    return made[1::2] + made[::2] + made[:3]


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    names = "review"
    script = f"(() => {{ {joined('figures.js', FOLDER)}; window.twin = {{ {names} }}; }})()"
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=browser_path(), args=ARGS)
        page = browser.new_page()
        page.evaluate(script)
        yield page
        browser.close()


@pytest.mark.browser
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=_EVENTS, gaps=st.lists(st.integers(0, 400), min_size=1, max_size=5))
def test_both_give_the_same_review(page: Page, events: list[dict[str, Any]], gaps: list[int]) -> None:
    log = [checked_event(event) for event in _log(events, gaps)]
    wanted = json.loads(json.dumps(review(EXERCISE, log)))
    assert page.evaluate("([exercise, log]) => twin.review(exercise, log)", [EXERCISE, log]) == wanted


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


def test_a_condition_counts_from_the_moment_when_it_came_true() -> None:
    log = [_event(1, 900, kind="decision", decision="send", team="office")]
    assert play(EXERCISE, log).injects["i03"].met == 900
    undone = [*log, _event(2, 950, kind="undo", event="n1")]
    assert play(EXERCISE, undone).injects["i03"].met is None


def test_gauges_stay_between_0_and_100(tmp_path: Path) -> None:
    exercise = dict(EXERCISE, state=[{"id": "exposure", "name": "x", "start": 97, "good": "low"}])
    log = [_event(1, 10, kind="release", inject="i01", how="hand")]
    assert play(exercise, log).gauges == {"exposure": 100}
