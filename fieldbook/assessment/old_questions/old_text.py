"""Texts of one question on their way into a bank, and why a question or a file is not taken."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt

from fieldbook.assessment.old_questions.to_markdown import html_to_markdown, visible
from fieldbook.core.i18n import _

_MOST_TEXT = 40_000
"""Characters of one text before it is converted; HTML is longer than what it says."""

Item = dict[str, Any]


class RefusedError(Exception):
    """A question cannot be taken over; the text says why."""


class UnreadableQuestionError(Exception):
    """The file is not of the format that it seems to be; the text says why, ``line`` where."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


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
        return self.html(str(_COMMONMARK.render(visible(bounded(text)))))

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
