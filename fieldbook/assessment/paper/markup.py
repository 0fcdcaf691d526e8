"""Markdown of questions as a tree of plain data for the typesetter. Text stays data."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

Node = dict[str, Any]

_GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")
_ROLE = re.compile(r"\{[a-z:]+\}$")
_KEPT = {
    "strong", "em", "bullet_list", "ordered_list", "list_item", "blockquote", "table", "tr",
}  # fmt: skip


def tree(text: str, gaps: Mapping[str, str] | None = None) -> list[Node]:
    """Blocks of ``text``; ``gaps`` are the numbers that stand for ``[[gap-id]]``."""
    parsed = SyntaxTreeNode(MarkdownIt("commonmark", {"html": False}).enable("table").parse(text))
    return [node for child in parsed.children for node in _nodes(child, gaps or {})]


def _nodes(node: SyntaxTreeNode, gaps: Mapping[str, str]) -> Iterator[Node]:
    kind = node.type
    if kind == "text":
        yield from _text(_ROLE.sub("", node.content), gaps)
    elif kind in {"code_inline", "fence", "code_block"}:
        yield {"t": "code", "s": node.content, "block": kind != "code_inline"}
    elif kind == "softbreak":
        yield {"t": "text", "s": " "}
    elif kind == "hardbreak":
        yield {"t": "break"}
    elif kind == "image":
        yield {"t": "image", "src": str(node.attrs.get("src", "")), "alt": node.content}
    elif kind in {"th", "td"}:
        yield {"t": "cell", "head": kind == "th", "c": _children(node, gaps)}
    elif kind == "paragraph":
        yield from _paragraphs(_children(node, gaps))
    elif kind in _KEPT:
        yield {"t": kind, "c": _children(node, gaps)}
    elif kind == "heading":
        yield {"t": "paragraph", "c": [{"t": "strong", "c": _children(node, gaps)}]}
    else:
        yield from _children(node, gaps)


def _paragraphs(nodes: list[Node]) -> Iterator[Node]:
    """A picture stands by itself between what comes before and after it."""
    for picture, found in itertools.groupby(nodes, lambda node: node["t"] == "image"):
        parts = list(found)
        if picture:
            yield from parts
        elif any(part.get("s", "").strip() or part["t"] != "text" for part in parts):
            yield {"t": "paragraph", "c": parts}


def _children(node: SyntaxTreeNode, gaps: Mapping[str, str]) -> list[Node]:
    return [found for child in node.children for found in _nodes(child, gaps)]


def _text(text: str, gaps: Mapping[str, str]) -> Iterator[Node]:
    at = 0
    for found in _GAP.finditer(text):
        if found[1] in gaps:
            yield {"t": "text", "s": text[at : found.start()]}
            yield {"t": "gap", "s": gaps[found[1]]}
            at = found.end()
    if text[at:]:
        yield {"t": "text", "s": text[at:]}
