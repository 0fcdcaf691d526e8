"""Names of the pages that the trainer's edition has without a source."""

from __future__ import annotations

from fieldbook.course.sources import Course

PRACTICE = "exercises"
"""Stands for exercises and documents where a module's id stands else."""


def answers_page(module: str) -> str:
    """Docname of a module's answers."""
    return f"answers/{module}"


def said_page(part: str) -> str:
    """Docname of what the edition says from its data in a module."""
    return f"from-data/{part}"


def generated_pages(course: Course, audience: str) -> set[str]:
    """Docnames of all of them; a learner's edition has none."""
    if audience != "trainer":
        return set()
    modules = [module.id for module in course.modules]
    return {*map(answers_page, modules), *map(said_page, [*modules, PRACTICE])}
