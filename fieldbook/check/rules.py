"""All rules over a loaded course. Each rule is one function from a course to problems; ``RULES`` lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fieldbook.check import items, notebooks, objectives
from fieldbook.errors import Problem
from fieldbook.load.course import Course

RULES: tuple[Callable[[Course], Iterable[Problem]], ...] = (
    items.unique_ids,
    items.known_objectives,
    items.keys,
    items.known_sources,
    items.decidable,
    notebooks.known_items,
    notebooks.known_substitutions,
    objectives.unique_ids,
    objectives.have_items,
)


def check_course(course: Course) -> list[Problem]:
    """Every problem of ``course``, sorted by place; some are warnings."""
    return sorted({problem for rule in RULES for problem in rule(course)})
