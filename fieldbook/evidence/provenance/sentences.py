"""Sentences of the course that hold a value of the pack, found in their source."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_NAMES = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")
_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"”)*_]))\s+(?=[\"“(*_]*[A-Z{])")
_FENCE = re.compile(r"^\s*(`{3,}|:{3,})\s*(\{[\w-]+\})?\s*(.*)$")
_MARK = re.compile(r"^\s*(?:[-*>]|\d+\.|#+|:[\w-]+:)\s+")
_ROLE = re.compile(r"\{[\w-]+\}`([^`]*)`")
_CITED = re.compile(r"\s*\{cite\}`[^`]*`")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence of Markdown source with the values that it uses."""

    source: str
    names: tuple[str, ...]


def in_markdown(texts: Iterable[str]) -> Iterator[Sentence]:
    """Sentences with values in Markdown texts that follow each other in one page."""
    for text in texts:
        for block in _blocks(text):
            yield from in_text(block)


def in_text(text: str) -> Iterator[Sentence]:
    """Sentences with values in one paragraph."""
    whole = " ".join(_MARK.sub("", line) for line in text.splitlines())
    whole = _ROLE.sub(r"\1", _CITED.sub("", " ".join(whole.split())))
    for sentence in _END.split(whole):
        if names := tuple(dict.fromkeys(_NAMES.findall(sentence))):
            yield Sentence(source=sentence.strip(), names=names)


def in_fields(part: Any) -> Iterator[str]:
    """Every text in nested plain data."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping | list | tuple):
        for value in part.values() if isinstance(part, Mapping) else part:
            yield from in_fields(value)


def filled_in(sentence: Sentence, known: Mapping[str, str]) -> str:
    """The sentence as it is read, in Markdown; a name that is not known stays as it is."""
    return _NAMES.sub(lambda found: known.get(found[1], found[0]), sentence.source)


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs, list items, rows of tables and headings; what a directive holds counts as text of the page."""
    block: list[str] = []
    for line in text.splitlines():
        fence = _FENCE.match(line)
        own = not line.strip() or fence or _MARK.match(line) or line.startswith("|")
        if own and block:
            yield "\n".join(block)
            block = []
        if fence:
            block = [fence[3]] if fence[2] else []
        elif line.strip():
            block.append(line)
    if block:
        yield "\n".join(block)
