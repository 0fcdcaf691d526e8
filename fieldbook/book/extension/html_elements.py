"""Docutils nodes that become one HTML element each; other builders print their content as a plain block or text."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

_VOID = {"input"}


class fb_element(nodes.container):  # noqa: N801 docutils names nodes in lower case
    """A block: ``tag`` and ``attrs`` of the HTML element. As a container, it falls back to its content elsewhere."""


class fb_span(nodes.inline):  # noqa: N801 docutils names nodes in lower case
    """An inline element, with ``tag`` and ``attrs`` likewise."""


def element(tag: str, *children: nodes.Node, classes: str = "", **attrs: str) -> fb_element:
    """A block element. Underscores in the names of attributes stand for hyphens."""
    return fb_element("", *children, ids=_ids(attrs), tag=tag, attrs=_names(attrs), classes=classes.split())


def group(*children: nodes.Node, classes: str, label: str) -> fb_element:
    """A named group. A part that a page has many times is no landmark: their names would all be the same."""
    return element("div", *children, classes=classes, role="group", aria_labelledby=label)


def span(tag: str, *children: nodes.Node, classes: str = "", **attrs: str) -> fb_span:
    """An inline element, made as ``element`` makes a block."""
    return fb_span("", "", *children, tag=tag, attrs=_names(attrs), classes=classes.split())


def words(text: str, classes: str = "") -> nodes.inline:
    """Plain words in a span with ``classes``."""
    return nodes.inline(text, text, classes=classes.split())


def setup_elements(app: Sphinx) -> None:
    """Tell Sphinx how the nodes are written to HTML."""
    app.add_node(fb_element, html=(_open_block, _close_block))
    app.add_node(fb_span, html=(_open_span, _close_span))


def _ids(attrs: dict[str, str]) -> list[str]:
    return [attrs.pop("id")] if "id" in attrs else []


def _names(attrs: dict[str, str]) -> dict[str, str]:
    return {name.strip("_").replace("_", "-"): value for name, value in attrs.items()}


def _open_block(translator: HTML5Translator, node: nodes.Element) -> None:
    translator.body.append(translator.starttag(node, node["tag"], "\n", **node["attrs"]))


def _close_block(translator: HTML5Translator, node: nodes.Element) -> None:
    if node["tag"] not in _VOID:
        translator.body.append(f"</{node['tag']}>\n")


def _open_span(translator: HTML5Translator, node: nodes.Element) -> None:
    translator.body.append(translator.starttag(node, node["tag"], "", **node["attrs"]))


def _close_span(translator: HTML5Translator, node: nodes.Element) -> None:
    if node["tag"] not in _VOID:
        translator.body.append(f"</{node['tag']}>")
