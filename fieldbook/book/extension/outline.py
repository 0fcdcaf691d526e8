"""Lessons of each module's page and the activities in them, for the side bar, the opening and the player."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from fieldbook.course.sources import Course


def setup_outline(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("doctree-read", _read)
    app.connect("env-purge-doc", lambda _app, env, docname: _store(env).pop(docname, None))
    app.connect("env-merge-info", _merge)


def outline(app: Sphinx) -> list[dict[str, Any]]:
    """Every module: ``{id, title, page, minutes, lessons: [{id, title, page, anchor, activities}]}``."""
    course: Course = app.config.fieldbook_course
    found = []
    for module in course.modules:
        docname = module.notebook.removesuffix(".ipynb")
        page = f"{docname}.html"
        lessons = [
            {"id": f"{module.id}-{lesson['anchor']}", "page": page, **lesson}
            for lesson in _store(app.env).get(docname, [])
        ]
        found.append(
            {"id": module.id, "title": module.title, "page": page, "minutes": module.minutes, "lessons": lessons}
        )
    return found


def _store(env: BuildEnvironment) -> dict[str, list[dict[str, Any]]]:
    if not hasattr(env, "fieldbook_lessons"):
        env.fieldbook_lessons = {}  # type: ignore[attr-defined]
    return env.fieldbook_lessons  # type: ignore[attr-defined, no-any-return]


def _read(app: Sphinx, doctree: nodes.document) -> None:
    modules = {module.notebook.removesuffix(".ipynb") for module in app.config.fieldbook_course.modules}
    if app.env.docname not in modules:
        return
    page = next(doctree.findall(nodes.section), None)
    sections = [] if page is None else [child for child in page.children if isinstance(child, nodes.section)]
    _store(app.env)[app.env.docname] = [
        {
            "anchor": section["ids"][0],
            "title": _title(section),
            "activities": [node["activity"] for node in section.findall(nodes.Element) if node.get("activity")],
        }
        for section in sections
    ]


def _title(section: nodes.section) -> str:
    title = section.next_node(nodes.title)
    return title.astext() if title else ""


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    del app
    _store(env).update({doc: lessons for doc, lessons in _store(other).items() if doc in docnames})
