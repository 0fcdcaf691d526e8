"""Directives of the pages around the modules: who you are, the modules, your record, where the data come from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from fieldbook.assessment.group_choices import groups_html
from fieldbook.book.extension.coverage_page import coverage
from fieldbook.book.extension.made_pages import answers_page
from fieldbook.book.extension.mission_page import mission_profile
from fieldbook.book.extension.module_pages import ModulePart, closing, opening
from fieldbook.book.extension.outline import outlined_modules
from fieldbook.book.extension.page_part import PageLink, PagePart, fb_page_part
from fieldbook.book.extension.provenance_parts import provenance_part, threat_draft
from fieldbook.context.values import format_date
from fieldbook.core.i18n import _, ngettext
from fieldbook.core.templates import templates
from fieldbook.course.sources import Course
from fieldbook.exercise.exercise_binding import bind_exercise
from fieldbook.exercise.exercise_html import dressed
from fieldbook.model.edition import EXERCISES

_templates = templates("fieldbook.book.extension")


def setup_pages(app: Sphinx) -> None:
    """Connect to Sphinx."""
    for name in _DATA:
        app.add_directive(name, ModulePart if name in ("opening", "closing") else PagePart)
    app.add_node(fb_page_part, html=(_visit, None), latex=(_skip, None), text=(_skip, None))


def _visit(translator: Any, node: fb_page_part) -> None:
    app: Sphinx = translator.builder.app
    link = PageLink(translator.builder, translator.builder.current_docname)
    translator.body.append(render_part(node["kind"], **_DATA[node["kind"]](app, link)))
    raise nodes.SkipNode


def render_part(kind: str, **values: Any) -> str:
    """HTML of a part from its template."""
    return _templates.get_template(f"{kind}.html.j2").render(_=_, ngettext=ngettext, **values)


def _skip(translator: Any, node: nodes.Element) -> None:
    del translator, node
    raise nodes.SkipNode


def _roles(app: Sphinx, link: PageLink) -> dict[str, Any]:
    first = app.config.fieldbook_course.modules[0].opening
    return {"learner": link(first), "trainer": link("book/trainers"), "station": link("book/offline")}


def _modules(app: Sphinx, link: PageLink) -> dict[str, Any]:
    trainer = app.config.fieldbook_audience == "trainer"
    modules = [
        {
            "id": module.id,
            "title": module.title,
            "minutes": module.minutes,
            "link": link(module.page.removesuffix(".html")),
            "answers": link(answers_page(module.id)) if trainer else None,
        }
        for module in outlined_modules(app)
    ]
    return {"modules": modules}


def _record(app: Sphinx, link: PageLink) -> dict[str, Any]:
    del app, link
    return {"groups": groups_html()}


def _data_sources(app: Sphinx, link: PageLink) -> dict[str, Any]:
    del link
    course: Course = app.config.fieldbook_course
    pack = course.context
    return {"meta": pack.meta, "as_of": format_date(pack.meta.as_of), "tables": pack.meta.tables}


def _exercises(app: Sphinx, link: PageLink) -> dict[str, Any]:
    course: Course = app.config.fieldbook_course
    bound = [
        bind_exercise(loaded, course.context, course.tensions) for _name, loaded in sorted(course.exercises.items())
    ]
    objectives = {name: objective.text for name, objective in course.objectives.items()}
    return {
        "exercises": [dressed(exercise) for exercise in bound],
        "objectives": objectives,
        "folder": link("index").removesuffix("index.html") + EXERCISES,
    }


_DATA: dict[str, Callable[[Sphinx, PageLink], dict[str, Any]]] = {
    "opening": opening,
    "closing": closing,
    "roles": _roles,
    "modules": _modules,
    "record": _record,
    "data-sources": _data_sources,
    "coverage": coverage,
    "exercises": _exercises,
    "said": provenance_part,
    "threat-draft": threat_draft,
    "mission-facts": mission_profile,
    "mission-gaps": mission_profile,
}
