"""Trainer's edition: how much it says from the mission's data, and what it left out. The figures of each page, kept
for the pages of ``saidpages``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from fieldbook.book.extension.evidence_node import fb_evidence, fb_missing
from fieldbook.book.extension.made_pages import PRACTICE, answers_page, said_page
from fieldbook.context.values import format_date
from fieldbook.evidence.drafts.threat_draft import draft
from fieldbook.evidence.drafts.threat_sheet import notes, source
from fieldbook.evidence.provenance.figure_provenance import told
from fieldbook.evidence.provenance.module_entries import EditionShown
from fieldbook.model.course import Module
from fieldbook.model.payload import EvidencePayload, FigurePayload

Link = Callable[[str], str]


@dataclasses.dataclass(frozen=True)
class Shown:
    """A figure of a module, without its chart, and the name of its page."""

    page: str
    figure: FigurePayload


def setup_said(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("doctree-read", _read)
    app.connect("env-purge-doc", lambda _app, env, docname: _store(env).pop(docname, None))
    app.connect("env-merge-info", _merge)


def provenance_part(app: Sphinx, link: Link) -> dict[str, Any]:
    """What the guide's page shows: how much each module says, and what was left out with the reason."""
    edition = EditionShown(app.config.fieldbook_course)
    course = edition.course
    rows = [_counts(app, edition, module, link) for module in course.modules]
    left = [question for question in edition.questions if question.left_out]
    return {
        "rows": rows,
        "practice": {
            "link": link(said_page(PRACTICE)),
            "sentences": sum(len(part.sentences) for part in edition.played),
            "roles": sum(len(part.roles) for part in edition.played),
        },
        "left_out": [
            {"id": one.id, "reason": one.left_out, "link": f"{link(answers_page(one.module))}#answer-{one.id}"}
            for one in left
        ],
        "missing": [figure for row in rows for figure in row["missing"]],
        "as_of": format_date(course.context.meta.as_of),
    }


_DRAFTED = 20
"""Lines of the draft that the page shows; the working sheet has all."""


def threat_draft(app: Sphinx, link: Link) -> dict[str, Any]:
    """The draft of the threat assessment as a table to print; the sheet of ``fieldbook context threats`` has all."""
    del link
    pack = app.config.fieldbook_course.shown
    lines = draft(pack)
    return {
        "lines": lines[:_DRAFTED],
        "more": len(lines) - len(lines[:_DRAFTED]),
        "notes": notes(),
        "source": source(pack),
    }


def _counts(app: Sphinx, edition: EditionShown, module: Module, link: Link) -> dict[str, Any]:
    figures = [
        told(shown.figure, edition.course.shown) | {"href": f"{link(shown.page)}#{shown.figure.id}"}
        for shown in figures_of(app, module)
    ]
    made = [one for one in edition.questions if one.module == module.id]
    return {
        "title": module.title,
        "link": link(said_page(module.id)),
        "sentences": sum(1 for page in module.pages for _sentence in edition.sentences(page)),
        "figures": sum(figure["kind"] == "evidence" for figure in figures),
        "questions": sum(not question.left_out for question in made),
        "left_out": sum(bool(question.left_out) for question in made),
        "missing": [figure for figure in figures if figure["kind"] == "missing"],
    }


def figures_of(app: Sphinx, module: Module) -> list[Shown]:
    """The figures of a module's pages."""
    return [shown for page in module.pages for shown in _store(app.env).get(page, [])]


def _store(env: BuildEnvironment) -> dict[str, list[Shown]]:
    found: dict[str, list[Shown]] = vars(env).setdefault("fieldbook_said", {})
    return found


def _read(app: Sphinx, doctree: nodes.document) -> None:
    here = app.env.docname
    if app.config.fieldbook_audience != "trainer" or here not in app.config.fieldbook_course.notebooks:
        return
    _store(app.env)[here] = [
        Shown(here, _without_chart(node["figure"]))
        for node in doctree.findall(nodes.Element)
        if isinstance(node, fb_evidence | fb_missing)
    ]


def _without_chart(figure: FigurePayload) -> FigurePayload:
    return figure.model_copy(update={"chart": None}) if isinstance(figure, EvidencePayload) else figure


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    del app
    _store(env).update({doc: found for doc, found in _store(other).items() if doc in docnames})
