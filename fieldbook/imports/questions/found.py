"""What every reader of questions gives: items as they stand in a bank, and what could not be taken over."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Callable, Iterator
from typing import Any

from markdown_it import MarkdownIt

from fieldbook.i18n import _
from fieldbook.imports.questions.markdown import html_to_markdown, visible

MOST_BYTES = 16 * 1024 * 1024
"""No file of questions that a person wrote is larger."""
_MOST_QUESTIONS = 3_000
_MOST_TEXT = 40_000
"""Characters of one text before it is converted; HTML is longer than what it says."""

Item = dict[str, Any]


class RefusedError(Exception):
    """A question cannot be taken over; the text says why."""


class UnreadableError(Exception):
    """The file is not of the format that it seems to be; the text says why, ``line`` where."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


@dataclasses.dataclass(frozen=True)
class Remark:
    """A question that was left out, or one that was taken and what it has lost. ``line`` is 0 where there is none."""

    file: str
    line: int
    name: str
    reason: str
    left_out: bool


@dataclasses.dataclass(frozen=True)
class Taken:
    """A question as an item without id, objective, level, difficulty and source.

    ``id`` and ``tags`` are what the file calls it, ``sources`` what its feedback names as such.
    """

    file: str
    line: int
    name: str
    item: Item
    id: str
    tags: tuple[str, ...]
    sources: tuple[str, ...]


class Text:
    """Turns the texts of one question into Markdown and remembers what was left out of them."""

    def __init__(self) -> None:
        self.lost: list[str] = []
        self.general = ""
        """Feedback that is the same for every answer."""
        self._removed: list[str] = []

    def html(self, text: str) -> str:
        """HTML as Markdown."""
        bounded(text)
        if _FORMULA.search(text):
            self.lose(_("a formula stands as it is written; formulas are not drawn here"))
        return html_to_markdown(text, self._removed)

    def markdown(self, text: str) -> str:
        """Markdown as other systems know it: read without HTML, and written again."""
        return self.html(str(_COMMONMARK.render(visible(text)[: _MOST_TEXT + 1])))

    def plain(self, text: str) -> str:
        """Plain text, in which no sign means anything. Lines are kept."""
        return self.html(html.escape(visible(text).strip()).replace("\n", "<br>"))

    def lose(self, what: str) -> None:
        """Say what the question has lost, once."""
        if what not in self.lost:
            self.lost.append(what)

    def remarks(self) -> Iterator[str]:
        """All that was lost, in words."""
        yield from self.lost
        for name in dict.fromkeys(self._removed):
            kind, _space, what = name.partition(" ")
            if kind == "img":
                yield _("a picture is left out ({address})").format(address=what or _("no address"))
            elif kind == "a":
                yield _("a link is left out, its words are kept ({address})").format(address=what)
            else:
                yield _("an element {name} is left out").format(name=f"<{kind}>")


_FORMULA = re.compile(r"\$[^$\n\\]{0,60}\\[A-Za-z]|\\\(|\$\$")


def bounded(text: str) -> str:
    """``text``; raises ``RefusedError`` where it is longer than anybody writes."""
    if len(text) > _MOST_TEXT:
        raise RefusedError(_("one of its texts is too long"))
    return text


_COMMONMARK = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclasses.dataclass
class Found:
    """What a file holds. ``file`` names it in remarks."""

    file: str
    taken: list[Taken] = dataclasses.field(default_factory=list)
    remarks: list[Remark] = dataclasses.field(default_factory=list)

    def refuse(self, line: int, name: str, reason: str) -> None:
        """Leave a question out."""
        self._room()
        self.remarks.append(Remark(self.file, line, short(name), reason, left_out=True))

    def take(
        self, line: int, name: str, make: Callable[[Text], Item], *, id_: str = "", tags: tuple[str, ...] = ()
    ) -> None:
        """Take the question that ``make`` gives, or leave it out where that raises ``RefusedError``."""
        from fieldbook.imports.questions.feedback import completed  # noqa: PLC0415 it needs what is defined here

        self._room()
        text = Text()
        try:
            item, sources = completed(make(text), text)
        except RefusedError as reason:
            self.refuse(line, name, str(reason))
            return
        except RecursionError:
            self.refuse(line, name, _("its text is nested too deeply"))
            return
        self.taken.append(Taken(self.file, line, short(name or item["stem"]), item, id_.strip(), tags, sources))
        for lost in text.remarks():
            self.remarks.append(Remark(self.file, line, short(name or item["stem"]), lost, left_out=False))

    def _room(self) -> None:
        if len(self.taken) + len(self.remarks) > _MOST_QUESTIONS:
            raise UnreadableError(_("holds more than {count} questions").format(count=_MOST_QUESTIONS))

    def add(self, other: Found) -> None:
        """All of ``other`` too."""
        self.taken += other.taken
        self.remarks += other.remarks


def short(name: str) -> str:
    """A name of a question for a list: one line of at most sixty characters."""
    line = " ".join(visible(name).split())
    return line if len(line) <= 60 else f"{line[:59]}…"
