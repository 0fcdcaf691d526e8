"""Rules over exercises: one change to the tiny course's own, one expected message."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldbook.checks.all_rules import check_course
from fieldbook.core.problems import CourseError
from fieldbook.course.sources import load_course

FILE = "assessments/tabletop/x1-well.yml"

FAULTS = {
    "unknown objective": ("[t1-o-read,", "[t1-o-fly,", "objectives: there is no objective of the course 't1-o-fly'"),
    "unknown source": ("source: [policy]", "source: [rumour]", "source: there is no source in the bibliography 'rumour'"),
    "unknown team of a role": ("team: platoon, title", "team: squad, title", "roles[1].team: there is no team 'squad'"),
    "unknown team of an inject": ("to: [office, platoon]", "to: [office, squad]", "injects[1].to: there is no team 'squad'"),
    "unknown role": ("role: leader, text: Stops", "role: driver, text: Stops", "injects[2].expects[0].role: there is no role 'driver'"),
    "role whose team hears nothing": ("role: leader, text: Stops", "role: head, text: Stops", "'head' sits in 'office', which does not get this inject"),
    "unknown gauge": ("effects: {exposure: 10}", "effects: {danger: 10}", "injects[0].effects: there is no gauge 'danger'"),
    "unknown decision": ("decision: send", "decision: fly", "injects[2].when: there is no decision 'fly'"),
    "unknown gauge in a condition": ("gauge: exposure, from: 60", "gauge: danger, from: 60", "injects[3].when: there is no gauge 'danger'"),
    "unknown cast": ("cast.group", "cast.gruop", "injects[0].text: unknown substitution 'cast.gruop'"),
    "unknown value": ("mission.short", "mission.shrt", "audience: unknown substitution 'mission.shrt'"),
    "unknown place of a mark": ("place: mill,", "place: moon,", "injects[2].marks: there is no cast member 'moon'"),
    "cast before its area": ("in: area, most: incidents}, sketch", "in: well, most: incidents}, sketch", "cast[1].pick: there is no area of the cast above 'well'"),
    "wrong pole": ("armed-unarmed: unarmed", "armed-unarmed: local", "'local' is no pole of 'armed-unarmed'"),
    "inject twice": ("- id: i02", "- id: i01", "injects: the id 'i01' stands 2 times"),
    "no hot wash": ("kind: hot-wash", "kind: break", "phases: there is no phase of kind hot-wash"),
    "inject never released": ("from: 60}]", "from: 99}]", "injects[3].when: 'i04' can never be released. Let a decision lead to it, widen its condition, or take it out. [FB-TTX-02]"),
    "time backwards": ('at: "0:15"', 'at: "0:04"', "injects[1].at: lies before the inject above it. Put timed injects in order of time. [FB-TTX-04]"),
    "time outside play": ('at: "0:05"', 'at: "0:02"', "injects[0].at: lies in no play phase. Move it, or change the phases. [FB-TTX-04]"),
    "quiet room": ("title: Morning, minutes: 30", "title: Morning, minutes: 60", "40 minutes of 'morning' have no timed inject. At most 30: add one, or shorten the phase. [FB-TTX-05]"),
    "objective not observed": ("{id: r3, objective: t2-o-ask", "{id: r3, objective: t1-o-read", "objectives[2]: no line of the rubric observes 't2-o-ask'. Add one. [FB-TTX-06]"),
    "one-sided tension": ("armed-unarmed: unarmed", "armed-unarmed: armed", "0 of 2 decisions about armed-unarmed lean to unarmed. Let good people lean both ways. [FB-TTX-07]"),
}  # fmt: skip

UNREADABLE = {
    "broken YAML": ("teams:\n", "teams: [\n", "FB-YAML-01"),
    "clock": ('at: "0:05"', 'at: "5 past"', 'is no time on the exercise clock; write hours and minutes, such as "1:05"'),
    "neither time nor condition": ("    when: [{decision: send}]\n    after: 4\n", "", "an inject has a time (at), conditions (when), or both"),
    "waiting for nothing": ("when: [{decision: send}]", "when: [{without: send}]", "without needs a time: nobody can wait for something not to happen"),
    "after with a time": ('at: "0:05"', 'at: "0:05"\n    after: 3', "after counts from the conditions; an inject with a time has none"),
    "three levels": ("Asks three questions., Asks and", "Asks and", "rubric[0].levels"),
    "unknown field": ("title: Men at the well", "titel: Men at the well", "titel"),
}  # fmt: skip


def _changed(root: Path, old: str, new: str) -> Path:
    path = root / FILE
    text = path.read_text("utf-8")
    assert old in text, "the change must hit something"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return root


def _found(root: Path) -> list[str]:
    return [str(problem) for problem in check_course(load_course(root)) if not problem.warning]


def test_the_tiny_exercise_has_no_fault(tiny: Path) -> None:
    assert not [found for found in _found(tiny) if "TTX" in found]


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_found(name: str, tiny: Path) -> None:
    old, new, message = FAULTS[name]
    found = _found(_changed(tiny, old, new))
    assert any(message in one for one in found if FILE in one), found


@pytest.mark.parametrize("name", UNREADABLE)
def test_file_that_cannot_be_read(name: str, tiny: Path) -> None:
    old, new, message = UNREADABLE[name]
    with pytest.raises(CourseError) as error:
        load_course(_changed(tiny, old, new))
    assert FILE in str(error.value)
    assert message in str(error.value)


def test_a_crowd_of_injects(tiny: Path) -> None:
    text = (tiny / FILE).read_text("utf-8")
    start, end = text.index("  - id: i02"), text.index("  - id: i03")
    more = "".join(
        text[start:end]
        .replace("i02", f"j{n}")
        .replace("e02", f"f{n}")
        .replace("e03", f"g{n}")
        .replace("call-army", f"call{n}")
        for n in range(4)
    )
    (tiny / FILE).write_text(text[:end] + more + text[end:], "utf-8")
    assert any(
        "5 injects reach 'office' within 10 minutes. At most 4: move some. [FB-TTX-05]" in found
        for found in _found(tiny)
    )


def test_a_role_without_a_part(tiny: Path) -> None:
    found = _found(
        _changed(
            tiny,
            "\nstart: {",
            "\n  - {id: clerk, team: office, title: Clerk, brief: Writes., knows: Little., wants: Rest.}\nstart: {",
        )
    )
    assert any(
        "roles[2]: nothing is expected of 'clerk'. Expect an action, or drop the role. [FB-TTX-03]" in one
        for one in found
    )


def test_the_context_has_nobody_for_a_role(tiny: Path) -> None:
    """A warning: the exercise can be played with the neutral words, and the trainer is told which."""
    warnings = [str(problem) for problem in check_course(load_course(tiny)) if problem.warning]
    assert any(
        "cast[6]: the context has no unit for 'unit'" in one and 'The text says "the nearest platoon".' in one
        for one in warnings
    )
