"""Texts that people read in MyST Markdown: paragraphs, headings, points, cells of tables, titles of parts."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin


@dataclasses.dataclass(frozen=True)
class Directive:
    """What of a directive people read: its argument, some of its options, its body."""

    argument: bool = False
    options: frozenset[str] = frozenset()
    body: bool = False


_BODY = Directive(body=True)
_TITLED = Directive(argument=True, body=True)
DIRECTIVES: Mapping[str, Directive] = {
    "situation": Directive(argument=True, options=frozenset({"from", "to"}), body=True),
    "case": _TITLED,
    "leadership": _TITLED,
    "decision": _BODY,
    "tension": _BODY,
    "keypoints": _BODY,
    "facilitator": _BODY,
    "admonition": _TITLED,
    **dict.fromkeys(("note", "warning", "tip", "important", "caution", "hint", "attention"), _BODY),
}
"""Directives that hold text. All others, such as ``opening`` and ``record``, make what they show."""


@dataclasses.dataclass(frozen=True)
class Block:
    """A text at ``start`` to ``end`` in the source; lines that only wrap are joined by a blank."""

    start: int
    end: int
    text: str
    what: str
    """``heading``, ``paragraph``, ``point``, ``cell``, ``title`` or the name of a directive's option."""
    inside: str
    """Name of the directive around it, or nothing."""


def blocks(source: str) -> list[Block]:
    """Every text of ``source``, in order.

    >>> [(block.what, block.text) for block in blocks("# One\\n\\nTwo\\nthree\\n\\n- four\\n")]
    [('heading', 'One'), ('paragraph', 'Two three'), ('point', 'four')]
    """
    return sorted(_blocks(list(_lines(source)), ""), key=lambda block: block.start)


def reworded_markdown(source: str, reword: Callable[[Block], str]) -> str:
    """``source`` with every text put through ``reword``; all else stays, byte for byte.

    >>> reworded_markdown("- one\\n- two\\n", lambda block: block.text.upper())
    '- ONE\\n- TWO\\n'
    """
    for block in reversed(blocks(source)):
        text = reword(block)
        if text != block.text:
            source = source[: block.start] + _written(text, block) + source[block.end :]
    return source


@dataclasses.dataclass(frozen=True)
class _Line:
    text: str
    offset: int
    """Where ``text`` begins in the source."""


def _lines(source: str) -> Iterator[_Line]:
    offset = 0
    for line in source.split("\n"):
        yield _Line(line, offset)
        offset += len(line) + 1


def _blocks(lines: Sequence[_Line], inside: str) -> Iterator[Block]:
    around: list[str] = []
    last = (-1, 0)
    for token in _parser().parse("\n".join(line.text for line in lines)):
        if token.nesting:
            around = [*around, token.type] if token.nesting > 0 else around[:-1]
        if token.type in ("fence", "colon_fence") and token.map:
            yield from _directive(lines[token.map[0] : token.map[1]])
        elif token.type == "inline" and token.map and token.content:
            block, last = _located(token.content, token.map[0], lines, last, _kind(around), inside)
            yield block


_KINDS = {
    "heading_open": "heading",
    "td_open": "cell",
    "th_open": "cell",
    "list_item_open": "point",
    "dt_open": "point",
    "dd_open": "point",
}


def _kind(around: Sequence[str]) -> str:
    return next((_KINDS[name] for name in reversed(around) if name in _KINDS), "paragraph")


def _located(
    content: str, number: int, lines: Sequence[_Line], last: tuple[int, int], what: str, inside: str
) -> tuple[Block, tuple[int, int]]:
    """The text that begins in line ``number``. Cells of one row are looked for after the cell before (``last``)."""
    parts = [part.replace("|", "\\|") if what == "cell" else part for part in content.split("\n")]
    column = lines[number].text.index(parts[0], last[1] if last[0] == number else 0)
    bottom = number + len(parts) - 1
    end = column + len(parts[0]) if bottom == number else lines[bottom].text.index(parts[-1]) + len(parts[-1])
    block = Block(lines[number].offset + column, lines[bottom].offset + end, _unwrapped(content), what, inside)
    return block, (bottom, end)


def _unwrapped(content: str) -> str:
    """Lines that only wrap joined; a break that the author set stays, with its sign."""
    return re.sub(r"(?<!\\)(?<!  )\n *", " ", content)


def _written(text: str, block: Block) -> str:
    """A text as it may stand in its place: one line, in a table without bars that end the cell."""
    one_line = " ".join(text.split("\n")) if "\\\n" not in text and "  \n" not in text else text
    return re.sub(r"(?<!\\)\|", r"\\|", one_line) if block.what == "cell" else one_line


_OPENED = re.compile(r"^(?P<indent> *)(?:`{3,}|:{3,})\{(?P<name>[\w-]+)\} *(?P<argument>.*?) *$")
_OPTION = re.compile(r"^:(?P<name>[\w-]+): *(?P<value>.*?) *$")


def _directive(lines: Sequence[_Line]) -> Iterator[Block]:
    first = lines[0]
    opened = _OPENED.search(first.text)
    directive = DIRECTIVES.get(opened["name"]) if opened else None
    if opened is None or directive is None:
        return
    name, indent = opened["name"], len(opened["indent"])
    if directive.argument and opened["argument"]:
        yield _slice(first, opened["argument"], "title", name)
    body = [_dedented(line, indent) for line in lines[1:]]
    if body and re.fullmatch(r" *(`{3,}|:{3,}) *", body[-1].text):
        body.pop()
    while body and (option := _OPTION.search(body[0].text)):
        if option["name"] in directive.options and option["value"]:
            yield _slice(body[0], option["value"], option["name"], name)
        body.pop(0)
    if directive.body:
        yield from _blocks(body, name)


def _slice(line: _Line, text: str, what: str, inside: str) -> Block:
    start = line.offset + line.text.rindex(text)
    return Block(start, start + len(text), text, what, inside)


def _dedented(line: _Line, indent: int) -> _Line:
    cut = min(indent, len(line.text) - len(line.text.lstrip(" ")))
    return _Line(line.text[cut:], line.offset + cut)


@cache
def _parser() -> MarkdownIt:
    """Blocks as MyST knows them; inline markup stays in the text, for the translator to keep."""
    parser = MarkdownIt("commonmark", {"inline_definitions": True}).enable("table").disable("inline")
    return parser.use(colon_fence_plugin).use(deflist_plugin).use(front_matter_plugin).use(myst_block_plugin)
