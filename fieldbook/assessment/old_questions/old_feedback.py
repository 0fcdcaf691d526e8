"""Feedback that a format gives to the whole question goes to the options that it speaks of, or that have none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from fieldbook.assessment.old_questions.old_text import Item, RefusedError, Text
from fieldbook.assessment.old_questions.to_markdown import at_start
from fieldbook.core.i18n import _
from fieldbook.model.item import TODO

_KEYS = re.compile(r"[\w.:/+, -]+")


def completed(item: Item, text: Text) -> tuple[Item, tuple[str, ...]]:
    """``item`` with the general feedback of ``text`` handed out, and the sources that this feedback names.

    Raises ``RefusedError`` where the question has no text.
    """
    if not item["stem"]:
        raise RefusedError(_("it has no text"))
    general, sources = _without_sources(text.general)
    rest = _handed_out(general, list(_parts(item)))
    open_parts = [part for part in _parts(item) if part["feedback"] == TODO]
    if rest and (open_parts or item.get("otherwise") == TODO):
        for part in open_parts:
            part["feedback"] = rest
        if item.get("otherwise") == TODO:
            item["otherwise"] = rest
    elif rest:
        text.lose(_("the general feedback is left out, because each answer has its own"))
    return item, sources


def _parts(item: Item) -> Iterator[Item]:
    """Everything with feedback, in order."""
    yield from item.get("options", ())
    for gap in item.get("gaps", ()):
        yield from gap["options"]


def _without_sources(general: str) -> tuple[str, tuple[str, ...]]:
    """The feedback without the line of sources that our own exports put at its end."""
    before, _mark, after = _("Source: {source}").partition("{source}")
    start = general.rfind(before)
    listed = general[start + len(before) :].removesuffix(after).rstrip()
    alone = start == 0 or general[:start].endswith(("\n", "; "))
    if start < 0 or not alone or not _KEYS.fullmatch(listed):
        return general, ()
    sources = tuple(key.strip() for key in listed.split(",") if key.strip())
    rest = general[:start].strip().removesuffix(";")
    return _without_data(rest) if "context" in sources else rest, sources


def _without_data(general: str) -> str:
    """The feedback without the citation of the data that our own exports put before the sources."""
    begins = _("Data as of {date}: {citation}").partition("{date}")[0]
    start = general.rfind(begins)
    alone = start == 0 or general[:start].endswith(("\n", "; "))
    return general[:start].strip().removesuffix(";") if start >= 0 and alone else general


def _handed_out(general: str, parts: list[Item]) -> str:
    """Give each part what stands after its own text and a colon; the rest is given back.

    Our exports write it so where a question type has no place for it: as paragraphs, a list, or one line.
    """
    by_text: dict[str, list[Item]] = defaultdict(list)
    for part in parts:
        if part["feedback"] == TODO:
            by_text[part["text"]].append(part)
    places = []
    for words, named in by_text.items():
        found = list(re.finditer(rf"(?:^|(?<=; )|(?<=\n)|(?<=\n- )|(?<=^- )){re.escape(words)}: ", general))
        if len(found) < len(named):
            return general
        places += [(mark.start(), mark.end(), part) for mark, part in zip(found, named, strict=False)]
    if not places:
        return general
    places.sort(key=lambda place: place[0])
    ends = [start for start, _end, _part in places[1:]] + [len(general)]
    for (_start, start, part), end in zip(places, ends, strict=True):
        words = general[start:end].removesuffix("- ").strip().removesuffix(";").strip()
        part["feedback"] = at_start(words) or TODO
    return general[: places[0][0]].removesuffix("- ").strip()
