"""A figure in a page: one node for the payload, HTML from ``render``, plain text for other builders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from fieldbook.book.extension.markdown_slots import slot, slot_html
from fieldbook.drawing.draw import draw_all
from fieldbook.evidence.evidence_html import evidence_html, missing_html


class fb_evidence(nodes.General, nodes.Element):  # noqa: N801 docutils names nodes in lower case
    """A figure with its finding, drawing, table, source and limits; its question is a slot."""


class fb_missing(nodes.General, nodes.Element):  # noqa: N801
    """Says what the mission has not provided."""


def setup_evidence(app: Sphinx) -> None:
    """Connect to Sphinx."""
    text = (_visit_text, _depart)
    app.add_node(fb_evidence, html=(_visit_evidence, None), latex=text, text=text)
    app.add_node(fb_missing, html=(_visit_missing, None), latex=text, text=text)


def evidence_node(renderer: Any, payload: dict[str, Any], line: int) -> fb_evidence:
    """The node for an evidence payload; its question is parsed with the page."""
    node = fb_evidence("", payload=payload)
    if payload.get("question"):
        node += slot(renderer, "question", payload["question"], line)
    return node


def missing_node(renderer: Any, payload: dict[str, Any], line: int) -> fb_missing:
    """The node for what is missing."""
    del renderer, line
    return fb_missing("", payload=payload)


def _visit_evidence(translator: Any, node: fb_evidence) -> None:
    payload = node["payload"]
    svg = None
    if payload["chart"]:
        [svg] = draw_all([payload["chart"]], Path(translator.config.fieldbook_cache))
    translator.body.append(evidence_html(payload, svg, slot_html(translator, node)))
    raise nodes.SkipNode


def _visit_missing(translator: Any, node: fb_missing) -> None:
    translator.body.append(missing_html(node["payload"]))
    raise nodes.SkipNode


def _visit_text(translator: Any, node: nodes.Element) -> None:
    payload = node["payload"]
    line = f"{payload.get('title') or payload.get('what')} {payload.get('alt', '')}"
    nodes.paragraph(text=line.strip()).walkabout(translator)


def _depart(translator: Any, node: nodes.Element) -> None:
    del translator, node
