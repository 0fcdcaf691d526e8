"""Trainer's edition: what the course covers. Each objective with its lessons, items and forms;
how hard each lesson is to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from statistics import median
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from fieldbook.assessment.bound_bank import bound_places
from fieldbook.assessment.form_draw import Draw
from fieldbook.assessment.shapes import LeftOutError
from fieldbook.book.extension.outline import outlined_modules
from fieldbook.checks.readability import grade
from fieldbook.core.problems import CourseError
from fieldbook.course.sources import Course
from fieldbook.model.item import Item
from fieldbook.model.outline import OutlineLesson

HARD = 11.0
"""Flesch-Kincaid grade that the median of all lessons must not pass; a lesson above it is listed."""
_BANDS = (("remember", "understand"), ("apply",), ("analyse", "evaluate", "create"))
_NO_PROSE = {"fb-facilitator", "fb-check", "fb-evidence", "fb-sources"}


def setup_coverage(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("doctree-read", _read)
    app.connect("env-purge-doc", lambda _app, env, docname: _store(env).pop(docname, None))
    app.connect("env-merge-info", _merge)


def coverage(app: Sphinx, link: Callable[[str], str]) -> dict[str, Any]:
    """What the template shows: ``modules`` with a row for each objective, ``lessons`` with words and grade."""
    course: Course = app.config.fieldbook_course
    forms = _forms(course)
    modules, lessons = [], []
    for module, shown in zip(course.modules, outlined_modules(app), strict=True):
        rows = [_row(course, objective.id, shown.lessons, link, forms) for objective in module.objectives]
        modules.append({"title": module.title, "rows": rows})
        read = {page: _store(app.env)[page] for page in module.pages if page in _store(app.env)}
        lessons += [lesson | {"href": link(page)} for page, lesson in read.items()]
    grades = [lesson["grade"] for lesson in lessons]
    return {"modules": modules, "forms": list(forms), "lessons": lessons, "median": median(grades or [0]), "hard": HARD}


def _row(
    course: Course,
    objective: str,
    lessons: Sequence[OutlineLesson],
    link: Callable[[str], str],
    forms: dict[str, Counter[str]],
) -> dict[str, Any]:
    items = {item.id: item for item in _items(course) if item.objective == objective}
    asking = [lesson for lesson in lessons if set(lesson.activities) & set(items)]
    return {
        "text": course.objectives[objective].text,
        "lessons": [{"title": lesson.title, "href": link(lesson.page.removesuffix(".html"))} for lesson in asking],
        "items": [sum(item.level in band for item in items.values()) for band in _BANDS],
        "computed": sum(item.query is not None for item in items.values()),
        "forms": [forms[name][objective] for name in forms],
        "practice": _practice(course, objective),
    }


def _items(course: Course) -> list[Item]:
    """Items that this mission's data can decide."""
    try:
        return [place.item for place, found in bound_places(course) if not isinstance(found, LeftOutError)]
    except CourseError:
        return []  # fieldbook check says why


def _practice(course: Course, objective: str) -> list[str]:
    """Titles of the scenarios, products and table top exercises in which the objective is practised."""
    scenarios = (part.value for part in course.scenarios.values())
    products = (part.value for part in course.products.values())
    exercises = (part.value for part in course.exercises.values())
    return [part.title for part in chain[Any](scenarios, products, exercises) if objective in part.objectives]


def _forms(course: Course) -> dict[str, Counter[str]]:
    """Items of each objective in each form, by the form's title."""
    try:
        drawn = Draw(course).forms
    except CourseError:
        return {}  # fieldbook check says why
    return {
        form.form.title: Counter(item.place.item.objective for item in form.items)
        for _name, form in sorted(drawn.items())
    }


def _store(env: BuildEnvironment) -> dict[str, dict[str, Any]]:
    if not hasattr(env, "fieldbook_reading"):
        env.fieldbook_reading = {}  # type: ignore[attr-defined]
    return env.fieldbook_reading  # type: ignore[attr-defined, no-any-return]


def _read(app: Sphinx, doctree: nodes.document) -> None:
    lessons = app.config.fieldbook_course.lesson_pages
    if app.config.fieldbook_audience == "trainer" and app.env.docname in lessons:
        _store(app.env)[app.env.docname] = _lesson(doctree)


def _lesson(page: nodes.document) -> dict[str, Any]:
    text = " ".join(_prose(page))
    title = page.next_node(nodes.title)
    return {
        "title": title.astext() if title else "",
        "words": len(text.split()),
        "grade": grade(text),
    }


def _prose(node: nodes.Element) -> list[str]:
    """Paragraphs that a learner reads as instruction, each one ended as a sentence."""
    found: list[str] = []
    for child in node.children:
        if isinstance(child, nodes.paragraph):
            text = child.astext().strip()
            found.append(text if text.endswith((".", "!", "?", ":")) else f"{text}.")
        elif isinstance(child, nodes.Element) and not _NO_PROSE & set(child.get("classes", ())):
            found += _prose(child)
    return found


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    del app
    _store(env).update({doc: lessons for doc, lessons in _store(other).items() if doc in docnames})
