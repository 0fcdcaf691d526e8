"""Rules over scenarios and products: one change to the tiny course's own, one expected message."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldbook.checks.all_rules import check_course
from fieldbook.core.problems import CourseError
from fieldbook.course.sources import load_course

WELL = "assessments/scenarios/t1-s-well.yml"
PLAN = "assessments/products/t1-p-plan.yml"

FAULTS = {
    "unknown module": (WELL, "module: t1", "module: t9", "module: there is no module 't9'. Use one of: t1, t2. [FB-PRAC-01]"),
    "unknown objective": (PLAN, "t1-o-decide", "t1-o-fly", "objectives[0]: there is no objective 't1-o-fly'."),
    "not shown": (
        "modules/one/read.ipynb", 'fb.scenario(\\"t1-s-well\\")', "1", "id: no notebook shows it. "
        'Put fb.scenario("t1-s-well") into one cell of the module. [FB-PRAC-02]',
    ),
    "unknown scenario": (
        "modules/one/read.ipynb", "t1-s-well", "t1-s-wall", "there is no scenario 't1-s-wall'. "
        "Correct the id, or add assessments/scenarios/t1-s-wall.yml. [FB-NB-08]",
    ),
    "unknown value": (WELL, "mission.short", "mission.shrt", "role: unknown substitution 'mission.shrt'."),
    "unknown node": (WELL, "to: fight", "to: fire", "nodes[1].choices[1].to: there is no node 'fire'."),
    "unknown start": (WELL, "start: arrive", "start: nowhere", "start: there is no node 'nowhere'."),
    "unknown gauge": (WELL, "{trust: 10}", "{truth: 10}", "choices[0].effects: there is no gauge 'truth'."),
    "unknown gauge in a condition": (WELL, "gauge: exposure,", "gauge: danger,", "to[0]: there is no gauge 'danger'."),
    "wrong pole": (WELL, "armed-unarmed: unarmed", "armed-unarmed: local", "'local' is no pole of 'armed-unarmed'."),
    "unknown source": (WELL, "source: [policy]", "source: [rumour]", "source[0]: there is no source 'rumour'"),
    "node twice": (WELL, "- id: fight", "- id: waiting", "nodes[4].id: the id 'waiting' stands twice."),
    "choice twice": (WELL, "id: stand", "id: listen", "nodes[0].choices[1].id: the id 'listen' stands twice."),
    "last way with a condition": (
        WELL, "          - to: waiting", "          - {when: [{gauge: trust, below: 9}], to: waiting}",
        "to[1]: the last way has no condition, and every other way has one.",
    ),
    "circle": (WELL, "to: fight", "to: arrive", "nodes: the ways arrive -> noon -> arrive lead in a circle."),
    "node without a path": (WELL, "to: fight", "to: waiting", "nodes[4]: no path reaches 'fight'."),
    "way never taken": (WELL, "from: 60", "from: 99", "nodes[1].choices[0].to[0]: this way is never taken."),
    "example row too short": (PLAN, "[Corporal, Listens]", "[Corporal]", "sections[1].example[0]: 1 cells, the table has 2 columns."),
    "example with too few rows": (PLAN, '      - ["09:00", "12:00"]\n', "", "sections[2].example: 1 rows, the table has 2 with titles."),
    "section twice": (PLAN, "id: hours", "id: who", "sections[2].id: the id 'who' stands twice."),
    "column twice": (PLAN, "{id: until,", "{id: from,", "sections[2].columns: two columns have the same id."),
    "product larger than its page": (
        PLAN, "rows: 3", "rows: 12", "pages: with every field full it takes 68 small lines, its paper has 64. "
        "Take out rows or lines, or give it two pages. [FB-PROD-02]",
    ),
    "example longer than its field": (
        PLAN, "example: At the well.", f"example: {'At the well. ' * 20}", "sections[0].example: has 259 characters, "
        "the field holds 200. Shorten it, or make the field larger. [FB-PROD-03]",
    ),
    "example longer than its cell": (
        PLAN, "[Corporal, Listens]", f"[Corporal, {'Listens ' * 30}]", "sections[1].example[0]: has 239 characters, the field holds 225.",
    ),
    "row twice": (PLAN, "{id: farmers,", "{id: herders,", "sections[2].rows: two rows have the same id."),
}  # fmt: skip


def _found(root: Path) -> list[str]:
    return [str(problem) for problem in check_course(load_course(root)) if not problem.warning]


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_found(name: str, tiny: Path) -> None:
    file, old, new, message = FAULTS[name]
    path = tiny / file
    text = path.read_text("utf-8")
    assert old in text, "the change must hit something"
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert any(message in found for found in _found(tiny)), _found(tiny)


def test_endings_of_one_kind(tiny: Path) -> None:
    path = tiny / WELL
    text = path.read_text("utf-8").replace("ending: held", "ending: lost").replace("ending: mixed", "ending: lost")
    path.write_text(text, "utf-8")
    assert any("all endings have the same outcome (lost)" in found for found in _found(tiny))


def test_no_choice_leans(tiny: Path) -> None:
    path = tiny / WELL
    lines = [line for line in path.read_text("utf-8").splitlines() if "leans:" not in line]
    path.write_text("\n".join(lines), "utf-8")
    assert any("no choice leans in a tension" in found for found in _found(tiny))


def test_too_many_states(tiny: Path) -> None:
    """Twelve situations in a row with four choices each that leave three gauges differently."""
    path = tiny / WELL
    start = "  - {id: water, name: Water, start: 50, good: high}\nstart: n0"
    head = path.read_text("utf-8").replace("start: arrive", start).split("nodes:")[0]
    nodes = [f"  - {{id: n{number}, text: Here., choices: [{_turns(number)}]}}" for number in range(12)]
    end = "  - {id: n12, ending: held, title: End, text: End., debrief: End.}"
    path.write_text("\n".join([f"{head}nodes:", *nodes, end]), "utf-8")
    assert any("states or more, so its ways cannot all be walked" in found for found in _found(tiny))


def _turns(number: int) -> str:
    effects = [
        f"trust: {number + 1}", f"exposure: {number + 2}", f"water: {-number - 1}", f"trust: -{number + 2}, water: 1"
    ]  # fmt: skip
    return ", ".join(
        f"{{id: c{place}, text: Go., effects: {{{change}}}, consequence: Gone., to: n{number + 1}}}"
        for place, change in enumerate(effects)
    )


def test_a_condition_with_both_bounds(tiny: Path) -> None:
    path = tiny / WELL
    path.write_text(path.read_text("utf-8").replace("from: 60}", "from: 60, below: 90}"), "utf-8")
    with pytest.raises(CourseError, match=r"t1-s-well.yml:\d+ nodes\[1\].*a condition has either below or from"):
        load_course(tiny)


def test_a_field_s_name_fits_the_record(tiny: Path) -> None:
    path = tiny / PLAN
    path.write_text(path.read_text("utf-8").replace("id: herders", "id: herders" + "-and-farmers" * 3), "utf-8")
    with pytest.raises(CourseError, match=r"t1-p-plan.yml:\d+ sections\[2\].*rows\[0\].id: is too long"):
        load_course(tiny)


def test_the_tiny_scenario_and_product_have_no_fault(tiny: Path) -> None:
    assert _found(tiny) == []
