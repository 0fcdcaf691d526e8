"""Pieces of Markdown inside an activity or a figure: parsed with the page, rendered one by one to HTML strings."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


class fb_slot(nodes.General, nodes.Element):  # noqa: N801 docutils names nodes in lower case
    """A named piece; ``name`` is its key in the template's slots."""


def slot(renderer: Any, name: str, text: str, line: int) -> fb_slot:
    """Parse Markdown ``text`` with the page's MyST renderer."""
    node = fb_slot("", name=name)
    with renderer.current_node_context(node):
        renderer.nested_render_text(text, line)
    return node


def slot_html(translator: Any, parent: nodes.Element) -> dict[str, str]:
    """HTML of every slot that is a child of ``parent``; a slot of one paragraph gives its inline content."""
    found: dict[str, str] = {}
    for child in parent.children:
        if isinstance(child, fb_slot):
            inner = child.children
            if len(inner) == 1 and isinstance(inner[0], nodes.paragraph):
                inner = inner[0].children
            found[child["name"]] = _html(translator, inner)
    return found


def _html(translator: Any, children: list[nodes.Node]) -> str:
    mark = len(translator.body)
    for child in children:
        child.walkabout(translator)
    html = "".join(translator.body[mark:])
    del translator.body[mark:]
    return html.strip()


def setup_slots(app: Sphinx) -> None:
    """Builders without an own look for activities print the pieces one after the other."""
    plain = (_pass, _pass)
    app.add_node(fb_slot, html=plain, latex=plain, text=plain)


def _pass(translator: Any, node: nodes.Element) -> None:
    del translator, node
