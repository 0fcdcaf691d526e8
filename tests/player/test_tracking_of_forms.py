"""What a learning system is told of tests, as functions in Chromium."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from fieldbook.player.joined import joined

pytestmark = pytest.mark.browser

REPORT = (
    f"([record, course, module, held]) => {{ {joined('tracking.js')} "
    "return [reportOf(trackingOf(record, course, module), held), answersOf(record, course)]; }"
)
COURSE: dict[str, Any] = {
    "modules": [{"id": "m1", "title": "One", "lessons": [{"id": "m1-a", "activities": ["i1"]}]}],
    "items": {name: {"id": name, "objective": "o1", "type": "true-false"} for name in ("i1", "i2", "i3")},
    "objectives": [{"id": "o1", "text": "Do it."}],
    "mastery": None,
    "forms": [
        {"id": "pre", "title": "Before", "cut": None, "decides": False},
        {"id": "final", "title": "Final", "cut": 0.5, "decides": True},
    ],
}
HELD = {"completed": False, "passed": False}


def _sitting(form: str, score: float | None, submitted: str | None = "2026-11-23T08:00:00.000Z") -> dict[str, Any]:
    answers = {name: {"response": given, "at": f"t-{form}", "seconds": 9} for name, given in (("i2", "a"), ("i3", ""))}
    return {"form": form, "submitted": submitted, "score": score, "answers": answers}


def _record(**attempts: dict[str, Any]) -> dict[str, Any]:
    answers = {"i1": {"response": "a", "first": 1, "at": "t0"}}
    empty: dict[str, Any] = {"read": {}, "choices": {}, "positions": {}, "scenarios": {}, "products": {}, "place": None}
    return empty | {"answers": answers, "attempts": attempts}


def _told(blank: Page, record: dict[str, Any], module: str | None = None, held: dict[str, bool] = HELD) -> Any:
    return blank.evaluate(REPORT, [record, COURSE, module, held])


def test_before_the_test_nobody_has_a_score(blank: Page) -> None:
    report, _answers = _told(blank, _record(f1=_sitting("final", None, None), p1=_sitting("pre", 1)))
    assert (report["score"], report["status"]["success"], report["status"]["completion"]) == (None, None, "completed")


@pytest.mark.parametrize(("scores", "best", "success"), [((0.4,), 0.4, None), ((0.4, 0.8, 0.2), 0.8, "passed")])
def test_the_best_sitting_counts_and_nobody_is_called_failed(
    blank: Page, scores: tuple[float, ...], best: float, success: str | None
) -> None:
    attempts = {f"f{n}": _sitting("final", score) for n, score in enumerate(scores)}
    report, _answers = _told(blank, _record(**attempts))
    assert (report["score"], report["status"]["success"]) == (best, success)
    [objective] = [row for row in report["objectives"] if row["id"] == "final"]
    assert (objective["text"], objective["score"], objective["complete"]) == ("Final", best, True)


def test_what_a_system_has_called_passed_stays_so(blank: Page) -> None:
    report, _answers = _told(blank, _record(f1=_sitting("final", 0.1)), held={"completed": True, "passed": True})
    assert report["status"] == {"completion": "completed", "success": "passed"}


def test_a_module_knows_nothing_of_tests(blank: Page) -> None:
    report, _answers = _told(blank, _record(f1=_sitting("final", 0.1)), module="m1")
    assert (report["score"], report["forms"]) == (1, [])


def test_a_test_is_a_unit_of_its_own(blank: Page) -> None:
    before, _answers = _told(blank, _record(), module="final")
    assert (before["status"], before["score"], before["mastery"]) == (
        {"completion": "incomplete", "success": None},
        None,
        50,
    )
    failed, _answers = _told(blank, _record(f1=_sitting("final", 0.2)), module="final")
    assert (failed["status"], failed["score"]) == ({"completion": "completed", "success": None}, 0.2)
    passed, _answers = _told(blank, _record(f1=_sitting("final", 0.2), f2=_sitting("final", 0.5)), module="final")
    assert (passed["status"], passed["score"]) == ({"completion": "completed", "success": "passed"}, 0.5)


def test_answers_in_tests_are_told_when_they_are_handed_in(blank: Page) -> None:
    attempts = {"f1": _sitting("final", 0.5), "f2": _sitting("final", None, None), "p1": _sitting("pre", 1)}
    _report, answers = _told(blank, _record(**attempts))
    assert [(answer["name"], answer["id"]) for answer in answers] == [("i1", "i1"), ("f1/i2", "i2"), ("p1/i2", "i2")]


def test_a_sealed_test_has_no_score(blank: Page) -> None:
    report, _answers = _told(blank, _record(f1=_sitting("final", None)))
    assert (report["score"], report["forms"][1]["tries"]) == (None, 1)


HUB = f"""async (answers) => {{ {joined("hub.js")}
  const about = {{ course: "tiny", context: "tinyland", lang: "en", build: "b" }};
  const opened = {{ learner: "a", state: "", fresh: true, completed: false, passed: false, mastery: null }};
  let up = true;
  const send = async () => {{ await null; if (!up) throw new Error("down"); }};
  let notes = {{}};
  const hub = new Hub({{ record: about, modules: [], items: {{}}, objectives: [], mastery: null }}, null,
    {{ name: "system", limit: 4096, open: () => opened, send, close: send }}, {{
      store: () => ({{ keeps: "no", load: () => null, save() {{}}, erase() {{}}, watch() {{}} }}),
      notes: () => ({{ read: () => notes, write: (next) => {{ notes = next; }} }}), announce() {{}},
    }});
  await hub.start();
  up = answers;
  const at = "2026-11-23T08:00:00.000Z";
  const sitting = {{ form: "final", variant: "v", started: at, submitted: at, score: 1, answers: {{}}, flags: [], at }};
  const adapter = hub.adapterFor(about);
  adapter.load();
  adapter.save({{ ...makeRecord(about), attempts: {{ "final-1": sitting }} }});
  return [Object.keys(adapter.load().attempts), await adapter.isSafe()];
}}"""


@pytest.mark.parametrize("answers", [True, False])
def test_without_a_store_a_test_is_safe_when_the_system_has_it(blank: Page, answers: bool) -> None:  # noqa: FBT001
    """The browser keeps nothing: what was handed in is in the launch page's memory until the system has answered."""
    assert blank.evaluate(HUB, answers) == [["final-1"], answers]
