"""What a translation has to keep of the English text: values, marks, links, gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem

_KEPT = re.compile(
    r"\{\{.*?\}\}"  # a value of the pack
    r"|\[\[.*?\]\]"  # a gap
    r"|\{[a-z-]+\}`[^`]*`"  # a role, such as a citation
    r"|(?<!\{)\{\w*(?:[^\w{}][^{}]*)?\}(?!\}|`)"  # a named value
    r"|\]\([^)]*\)"  # where a link leads
    r"|<https?://[^>]*>"
)
_MARKS = ("**", "`")


def faults(catalogue: Catalog, path: str) -> Iterator[Problem]:
    """What translations in ``catalogue`` have lost or added, one problem for each text (``FB-TRANS-02``)."""
    for message in catalogue:
        if not message.id or not message.string or message.fuzzy or not isinstance(message.string, str):
            continue
        found = _differences(message)
        if found:
            remedy = _("Keep what stands between braces, brackets and marks as it is.")
            name = message.context or str(message.id)[:60]
            yield Problem(path, message.lineno or 0, name, "; ".join(found), remedy, "FB-TRANS-02")


def _differences(message: Message) -> list[str]:
    english, translated = Counter(_KEPT.findall(str(message.id))), Counter(_KEPT.findall(str(message.string)))
    lost = [_("{part} is missing").format(part=part) for part in english - translated]
    added = [_("{part} stands there, and not in the English text").format(part=part) for part in translated - english]
    marks = [
        _("{mark} is not closed").format(mark=mark)
        for mark in _MARKS
        if str(message.id).count(mark) % 2 == 0 and str(message.string).count(mark) % 2
    ]
    return lost + added + marks
