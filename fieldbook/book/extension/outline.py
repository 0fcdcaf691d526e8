"""Lessons of each module with their activities and steps: for side bar, modules' pages, player and packages."""

from __future__ import annotations

from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from fieldbook.book.extension.lesson_steps import LessonStep, setup_steps, steps_of
from fieldbook.book.extension.study_time import study_minutes
from fieldbook.course.sources import Course
from fieldbook.model.course import Lesson, Module
from fieldbook.model.outline import OutlineLesson, OutlineModule


class ReadLesson(NamedTuple):
    """What a lesson's page held when it was read."""

    title: str
    minutes: int
    activities: tuple[str, ...]
    steps: tuple[LessonStep, ...]


_NOTHING = ReadLesson("", 1, (), ())
"""A lesson whose page is not in the contents: ``fieldbook check`` says so."""


def setup_outline(app: Sphinx) -> None:
    """Connect to Sphinx."""
    setup_steps(app)
    app.connect("doctree-read", _read)
    app.connect("env-purge-doc", lambda _app, env, docname: read_lessons(env).pop(docname, None))
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _updated)


def outlined_modules(app: Sphinx) -> tuple[OutlineModule, ...]:
    """Every module with its lessons."""
    course: Course = app.config.fieldbook_course
    return tuple(_module(app.env, module) for module in course.modules)


def read_lessons(env: BuildEnvironment) -> dict[str, ReadLesson]:
    """The lessons' pages that have been read, by docname."""
    found: dict[str, ReadLesson] = vars(env).setdefault("fieldbook_lessons", {})
    return found


def _module(env: BuildEnvironment, module: Module) -> OutlineModule:
    return OutlineModule(
        id=module.id,
        title=module.title,
        page=f"{module.opening}.html",
        end=f"{module.closing}.html",
        lessons=tuple(_lesson(env, module, lesson) for lesson in module.lessons),
    )


def _lesson(env: BuildEnvironment, module: Module, lesson: Lesson) -> OutlineLesson:
    docname = module.page_of(lesson)
    read = read_lessons(env).get(docname, _NOTHING)
    return OutlineLesson(
        id=lesson.id,
        title=read.title,
        page=f"{docname}.html",
        minutes=read.minutes,
        activities=read.activities,
        steps=len(read.steps),
        was=lesson.was,
    )


def _read(app: Sphinx, doctree: nodes.document) -> None:
    if app.env.docname not in app.config.fieldbook_course.lesson_pages:
        return
    title = doctree.next_node(nodes.title)
    read_lessons(app.env)[app.env.docname] = ReadLesson(
        title.astext() if title else "",
        study_minutes(doctree),
        tuple(node["activity"] for node in doctree.findall(nodes.Element) if node.get("activity")),
        tuple(steps_of(doctree)),
    )


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    del app
    read_lessons(env).update({doc: read for doc, read in read_lessons(other).items() if doc in docnames})


def _updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages to write again where a lesson's name, time or questions have changed: those that list it."""
    shown = {doc: (*read[:3], len(read.steps)) for doc, read in read_lessons(env).items()}
    before = vars(env).get("fieldbook_shown_lessons", shown)
    vars(env)["fieldbook_shown_lessons"] = shown
    changed = {doc for doc in shown.keys() | before.keys() if shown.get(doc) != before.get(doc)}
    modules = [module for module in app.config.fieldbook_course.modules if changed & {*module.pages}]
    pages = [page for module in modules for page in module.pages if page in env.found_docs]
    return [*pages, app.config.root_doc] if pages else []
