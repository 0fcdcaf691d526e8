"""The item bank as formats want it: bound to the context, module by module, text as HTML or plain."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt

from fieldbook.assessment.bound_bank import bound_places
from fieldbook.assessment.shapes import BoundItem, LeftOutError, OrderItem, PairsItem
from fieldbook.context.values import format_date
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course


@dataclasses.dataclass(frozen=True)
class Chapter:
    """A module's items, bound, in order of the bank."""

    module: str
    title: str
    items: tuple[BoundItem, ...]


@dataclasses.dataclass(frozen=True)
class Bank:
    """Every chapter, and a note for each item that this mission's data leave out.

    ``data`` names the mission's data as their licence asks: where items go, no page about the data lies beside them.
    """

    chapters: tuple[Chapter, ...]
    notes: tuple[str, ...]
    data: str = ""

    @property
    def items(self) -> tuple[BoundItem, ...]:
        """All items in order."""
        return tuple(item for chapter in self.chapters for item in chapter.items)


def bound_bank(course: Course) -> Bank:
    """The bank of ``course`` bound to its context."""
    notes, chapters = [], []
    for module in course.modules:
        items = []
        for place, bound in bound_places(course):
            if place.bank.value.module != module.id:
                continue
            if isinstance(bound, LeftOutError):
                left_out = _("{item} is left out: {reason}")
                notes.append(left_out.format(item=place.item.id, reason=bound))
            else:
                items.append(bound)
        chapters.append(Chapter(module.id, module.title, tuple(items)))
    meta = course.context.meta
    data = _("Data as of {date}: {citation}").format(date=format_date(meta.as_of), citation=meta.tables[0].citation)
    return Bank(tuple(chapters), tuple(notes), data)


def general_feedback(item: BoundItem, data: str) -> Iterator[str]:
    """What Moodle's formats say to every answer: feedback without a place of its own, the bank's ``data``, sources."""
    if isinstance(item, PairsItem | OrderItem):
        for option in item.options:
            yield f"{option.text}: {option.feedback}"
    if "context" in item.source:
        yield data
    yield _("Source: {source}").format(source=", ".join(item.source))


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=20_000)
def as_html(text: str) -> str:
    """Markdown of an item as HTML; one paragraph stands without its tags."""
    block = str(_markdown().render(text)).strip()
    inner = block.removeprefix("<p>").removesuffix("</p>")
    return inner if block.startswith("<p>") and "<p>" not in inner else block


@lru_cache(maxsize=20_000)
def as_text(text: str) -> str:
    """Markdown of an item as plain text on one line."""
    words = [
        child.content if child.type in {"text", "code_inline"} else " " if child.type.endswith("break") else ""
        for token in _markdown().parse(text)
        for child in [*(token.children or ()), _END]
    ]
    return " ".join("".join(words).split())


@dataclasses.dataclass(frozen=True)
class _Space:
    type: str = "softbreak"
    content: str = ""


_END = _Space()
"""Paragraphs and list items stay apart."""
