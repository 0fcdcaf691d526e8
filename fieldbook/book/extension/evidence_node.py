"""A figure in a page: one node for the payload, put into words as HTML, or as plain text for other builders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from fieldbook.book.extension.markdown_slots import slot, slot_html
from fieldbook.core.message import words
from fieldbook.drawing.draw import draw_all, picture
from fieldbook.evidence.evidence_html import evidence_html, missing_html
from fieldbook.model.payload import EvidencePayload, FigurePayload, MissingPayload


class fb_evidence(nodes.General, nodes.Element):  # noqa: N801 docutils names nodes in lower case
    """A figure with its finding, drawing, table, source and limits; its question is a slot."""


class fb_missing(nodes.General, nodes.Element):  # noqa: N801
    """Says what the mission has not provided."""


def setup_evidence(app: Sphinx) -> None:
    """Connect to Sphinx."""
    text = (_visit_text, _depart)
    app.add_node(fb_evidence, html=(_visit_evidence, None), latex=text, text=text)
    app.add_node(fb_missing, html=(_visit_missing, None), latex=text, text=text)


def figure_node(payload: FigurePayload) -> fb_evidence | fb_missing:
    """The node for a figure, without its question."""
    return fb_missing("", figure=payload) if isinstance(payload, MissingPayload) else fb_evidence("", figure=payload)


def asking_node(renderer: Any, payload: FigurePayload, line: int) -> nodes.Element:
    """The node for a figure; the question of one that is shown is parsed with the page."""
    node = figure_node(payload)
    if isinstance(node, fb_evidence) and payload.question:
        node += slot(renderer, "question", payload.question, line)
    return node


def _visit_evidence(translator: Any, node: fb_evidence) -> None:
    figure: EvidencePayload = node["figure"]
    svg = None
    if figure.chart:
        [svg] = draw_all([picture(figure.chart, figure.alt)], Path(translator.config.fieldbook_cache))
    translator.body.append(evidence_html(figure, svg, slot_html(translator, node)))
    raise nodes.SkipNode


def _visit_missing(translator: Any, node: fb_missing) -> None:
    translator.body.append(missing_html(node["figure"]))
    raise nodes.SkipNode


def _visit_text(translator: Any, node: nodes.Element) -> None:
    figure: FigurePayload = node["figure"]
    parts = (figure.what,) if isinstance(figure, MissingPayload) else (figure.title, figure.alt)
    nodes.paragraph(text=" ".join(map(words, parts))).walkabout(translator)


def _depart(translator: Any, node: nodes.Element) -> None:
    del translator, node
