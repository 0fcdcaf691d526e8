"""Scenarios and products in a page: one node each, its texts parsed with the page, HTML from ``render``."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from fieldbook.assessment.practice_html import practice_html, practice_texts
from fieldbook.assessment.scenario_map import scenario_map
from fieldbook.book.activities import bound_practice
from fieldbook.book.extension.activity_places import note_activity
from fieldbook.book.extension.markdown_slots import slot, slot_html
from fieldbook.model.payload import PracticePayload


class fb_practice(nodes.General, nodes.Element):  # noqa: N801 docutils names nodes in lower case
    """A scenario or a product. Its texts are slots, by the names that ``render.practice.practice_texts`` gives."""


def setup_practice(app: Sphinx) -> None:
    """Connect to Sphinx."""
    plain = (_pass, _pass)
    app.add_node(fb_practice, html=(_visit, None), latex=plain, text=plain)


def practice_node(renderer: Any, payload: PracticePayload, line: int) -> fb_practice:
    """The node for a scenario or a product."""
    bound = bound_practice(renderer.document.settings.env.config.fieldbook_course, payload)
    node = fb_practice("", bound=bound)
    note_activity(node, payload.id, line)
    node += [slot(renderer, name, text, line) for name, text in practice_texts(bound).items()]
    return node


def _visit(translator: Any, node: fb_practice) -> None:
    bound = node["bound"]
    slots = slot_html(translator, node)
    translator.body.append(practice_html(bound, slots))
    if bound["kind"] == "scenario" and translator.config.fieldbook_audience == "trainer":
        translator.body.append(scenario_map(bound["scenario"], slots))
    raise nodes.SkipNode


def _pass(translator: Any, node: nodes.Element) -> None:
    del translator, node
