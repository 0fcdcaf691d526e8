"""Rules over scenarios and products."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from fieldbook.assessment import branching, product_fit
from fieldbook.assessment.practice_binding import bind_practice
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.yamlfile import Loaded
from fieldbook.course.bibliography import read_keys
from fieldbook.course.notebook_calls import calls
from fieldbook.course.sources import Course
from fieldbook.model.product import Product, TableSection
from fieldbook.model.scenario import Ending, Scenario, Situation


def places(course: Course) -> Iterator[Problem]:
    """Module and objectives exist."""
    modules = {module.id: module for module in course.modules}
    for part in _all(course):
        if part.value.module not in modules:
            message = _("there is no module {module!r}").format(module=part.value.module)
            yield part.problem(
                "module", message, _("Use one of: {modules}.").format(modules=", ".join(modules)), "FB-PRAC-01"
            )
        for number, objective in enumerate(part.value.objectives):
            if objective not in course.objectives:
                message = _("there is no objective {objective!r}").format(objective=objective)
                yield part.problem(f"objectives[{number}]", message, _("Use one of those in course.yml."), "FB-PRAC-01")


def shown(course: Course) -> Iterator[Problem]:
    """Every scenario and product stands in a notebook once, and every one that a notebook asks for exists."""
    for name, known in (("scenario", course.scenarios), ("product", course.products)):
        used: Counter[str] = Counter()
        for notebook in course.notebooks.values():
            for cell, line, found in calls(notebook, name):
                used[found] += 1
                if found not in known:
                    message = _missing(name).format(id=found)
                    field = f"cell {cell.id} line {line}"
                    remedy = _("Correct the id, or add assessments/{name}s/{found}.yml.").format(name=name, found=found)
                    yield Problem(notebook.path, cell.line, field, message, remedy, "FB-NB-08")
        for part in known.values():
            if used[part.value.id] != 1:
                message = _("no notebook shows it") if not used[part.value.id] else _("it is shown more than once")
                remedy = _('Put fb.{name}("{part}") into one cell of the module.').format(name=name, part=part.value.id)
                yield part.problem("id", message, remedy, "FB-PRAC-02")


def _missing(name: str) -> str:
    return _("there is no scenario {id!r}") if name == "scenario" else _("there is no product {id!r}")


def texts(course: Course) -> Iterator[Problem]:
    """Text asks for values that exist."""
    for part in _all(course):
        try:
            bind_practice(part, course.context, course.tensions)
        except CourseError as error:
            yield from error.problems


def scenario_names(course: Course) -> Iterator[Problem]:
    """A scenario's nodes, gauges, poles and sources exist, and ids stand once."""
    sources = _sources(course)
    for part in course.scenarios.values():
        for field, message in _name_faults(part.value, sources, poles_of(course)):
            yield part.problem(field, message, _("See docs/scenarios.md."), "FB-SCEN-01")


def scenario_ways(course: Course) -> Iterator[Problem]:
    """A scenario has no circle, no unreachable node, no way that is never taken; endings differ; choices lean."""
    for part in course.scenarios.values():
        if any(True for _fault in _name_faults(part.value, _sources(course), poles_of(course))):
            continue  # it cannot be walked before its names are right
        yield from _walk_faults(part)


def product_tables(course: Course) -> Iterator[Problem]:
    """Ids stand once; an example fits its table."""
    for part in course.products.values():
        for field, message in _table_faults(part.value):
            yield part.problem(field, message, _("See docs/products.md."), "FB-PROD-01")


def product_pages(course: Course) -> Iterator[Problem]:
    """A product keeps to its pages when every field is full, and an example fits its field."""
    for part in course.products.values():
        plain = part.value.model_dump(mode="json")
        needed, most = product_fit.lines(plain), product_fit.PAGE_LINES * part.value.pages
        if needed > most:
            message = _("with every field full it takes {needed:.0f} small lines, its paper has {most}").format(
                needed=needed, most=most
            )
            yield part.problem("pages", message, _("Take out rows or lines, or give it two pages."), "FB-PROD-02")
        for field, length, room in _example_lengths(plain):
            if length > room:
                message = _("has {length} characters, the field holds {room}").format(length=length, room=room)
                yield part.problem(field, message, _("Shorten it, or make the field larger."), "FB-PROD-03")


def _all(course: Course) -> list[Loaded[Scenario] | Loaded[Product]]:
    return [*course.scenarios.values(), *course.products.values()]


def poles_of(course: Course) -> dict[str, set[str]]:
    """Ids of the two poles of each tension of the course."""
    return {name: {pole.id for pole in tension.poles} for name, tension in course.tensions.items()}


def _sources(course: Course) -> frozenset[str]:
    try:
        return read_keys(course.root)
    except CourseError:
        return frozenset()  # reported by the rule for items


def _name_faults(
    scenario: Scenario, sources: frozenset[str], poles: Mapping[str, set[str]]
) -> Iterator[tuple[str, str]]:
    nodes, gauges = {node.id for node in scenario.nodes}, {gauge.id for gauge in scenario.state}
    if scenario.start not in nodes:
        yield "start", _("there is no node {start!r}").format(start=scenario.start)
    for field, ids in (
        ("nodes", [node.id for node in scenario.nodes]),
        ("state", [gauge.id for gauge in scenario.state]),
    ):
        for number, name in enumerate(ids):
            if name in ids[:number]:
                yield f"{field}[{number}].id", _("the id {name!r} stands twice").format(name=name)
    for number, source in enumerate(scenario.source):
        if source not in sources:
            yield f"source[{number}]", _("there is no source {source!r} in the bibliography").format(source=source)
    for number, node in enumerate(scenario.nodes):
        if isinstance(node, Situation):
            for place, message in _situation_faults(node, nodes, gauges, poles):
                yield f"nodes[{number}].{place}", message


def _situation_faults(
    node: Situation, nodes: set[str], gauges: set[str], poles: Mapping[str, set[str]]
) -> Iterator[tuple[str, str]]:
    for number, turn in enumerate(node.choices):
        field = f"choices[{number}]"
        if turn.id in [other.id for other in node.choices[:number]]:
            yield f"{field}.id", _("the id {turn!r} stands twice").format(turn=turn.id)
        for gauge in sorted(set(turn.effects) - gauges):
            yield f"{field}.effects", _("there is no gauge {gauge!r}").format(gauge=gauge)
        yield from _lean_faults(f"{field}.leans", turn.leans, poles)
        for place, way in enumerate(turn.to):
            if way.to not in nodes:
                yield f"{field}.to", _("there is no node {to!r}").format(to=way.to)
            if bool(way.when) == (place == len(turn.to) - 1):
                yield f"{field}.to[{place}]", _("the last way has no condition, and every other way has one")
            for gauge in sorted({condition.gauge for condition in way.when} - gauges):
                yield f"{field}.to[{place}]", _("there is no gauge {gauge!r}").format(gauge=gauge)


def _lean_faults(field: str, leans: Mapping[str, str], poles: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    for tension, pole in leans.items():
        if tension not in poles:
            yield field, _("there is no tension {tension!r} in course.yml").format(tension=tension)
        elif pole not in poles[tension]:
            yield field, _("{pole!r} is no pole of {tension!r}").format(pole=pole, tension=tension)


def _walk_faults(part: Loaded[Scenario]) -> Iterator[Problem]:
    scenario = part.value
    circle = _circle(scenario)
    if circle:
        message = _("the ways {circle} lead in a circle").format(circle=" -> ".join(circle))
        yield part.problem("nodes", message, _("Let every way lead on, to an ending at last."), "FB-SCEN-02")
        return
    plain = scenario.model_dump(mode="json", by_alias=True)
    taken = list(branching.steps(plain))
    if len({step.after for step in taken}) + 1 >= branching.MOST_STATES:
        message = _("it has {most_states} states or more, so its ways cannot all be walked").format(
            most_states=branching.MOST_STATES
        )
        yield part.problem("nodes", message, _("Take out situations, choices or effects."), "FB-SCEN-07")
        return
    reached = {scenario.start, *(step.after.node for step in taken)}
    yield from _node_faults(part, reached, {(step.before.node, step.choice, step.way) for step in taken})
    outcomes = [node.ending for node in scenario.nodes if isinstance(node, Ending) and node.id in reached]
    if len(set(outcomes)) < 2:
        message = _("all endings have the same outcome ({outcomes})").format(
            outcomes=", ".join(sorted(set(outcomes))) or _("there is none")
        )
        yield part.problem("nodes", message, _("Write endings of two kinds or more."), "FB-SCEN-05")
    if not any(turn.leans for node in scenario.nodes if isinstance(node, Situation) for turn in node.choices):
        remedy = _("Say with leans: to which pole of a tension a choice leans.")
        yield part.problem("nodes", _("no choice leans in a tension"), remedy, "FB-SCEN-06")


def _node_faults(part: Loaded[Scenario], reached: set[str], used: set[tuple[str, str, int]]) -> Iterator[Problem]:
    for number, node in enumerate(part.value.nodes):
        if node.id not in reached:
            message = _("no path reaches {node!r}").format(node=node.id)
            yield part.problem(f"nodes[{number}]", message, _("Lead a way there, or take it out."), "FB-SCEN-03")
        elif isinstance(node, Situation):
            for place, turn in enumerate(node.choices):
                for way in range(len(turn.to)):
                    if (node.id, turn.id, way) not in used:
                        field = f"nodes[{number}].choices[{place}].to[{way}]"
                        remedy = _("Change the condition or the effects, or take it out.")
                        yield part.problem(field, _("this way is never taken"), remedy, "FB-SCEN-04")


def _circle(scenario: Scenario) -> list[str]:
    """Nodes of a circle in the ways, conditions aside; empty where there is none."""
    ways = {
        node.id: [way.to for turn in node.choices for way in turn.to] if isinstance(node, Situation) else []
        for node in scenario.nodes
    }
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        for target in ways[name]:
            found = visit(target, [*path, name])
            if found:
                return found
        done.add(name)
        return []

    return visit(scenario.start, [])


def _table_faults(product: Product) -> Iterator[tuple[str, str]]:
    ids = [section.id for section in product.sections]
    for number, section in enumerate(product.sections):
        field = f"sections[{number}]"
        if section.id in ids[:number]:
            yield f"{field}.id", _("the id {section!r} stands twice").format(section=section.id)
        if not isinstance(section, TableSection):
            continue
        names = [column.id for column in section.columns]
        if len(set(names)) < len(names):
            yield f"{field}.columns", _("two columns have the same id")
        rows = section.rows if isinstance(section.rows, int) else len(section.rows)
        if not isinstance(section.rows, int) and len({row.id for row in section.rows}) < rows:
            yield f"{field}.rows", _("two rows have the same id")
        if len(section.example) > rows:
            yield (
                f"{field}.example",
                _("{n} rows, the table has {rows}").format(n=len(section.example), rows=rows),
            )
        if not isinstance(section.rows, int) and len(section.example) < rows:
            yield (
                f"{field}.example",
                _("{n} rows, the table has {rows} with titles").format(n=len(section.example), rows=rows),
            )
        for place, line in enumerate(section.example):
            if len(line) != len(names):
                yield (
                    f"{field}.example[{place}]",
                    _("{n} cells, the table has {columns} columns").format(n=len(line), columns=len(names)),
                )


def _example_lengths(product: dict[str, Any]) -> Iterator[tuple[str, int, int]]:
    """Field, length of the example, most characters of the field."""
    for number, section in enumerate(product["sections"]):
        field = f"sections[{number}].example"
        if section["kind"] == "text":
            yield field, len(section["example"]), product_fit.room(section)
            continue
        for place, line in enumerate(section["example"]):
            for column, cell in zip(section["columns"], line, strict=False):
                yield f"{field}[{place}]", len(cell), product_fit.room(section, column)
