"""How long a page takes: words at a second-language reader's pace, and what is to be answered, looked at or written."""

from __future__ import annotations

from docutils import nodes

from fieldbook.book.extension.activity_node import fb_item
from fieldbook.book.extension.choices import CHOSEN
from fieldbook.book.extension.evidence_node import fb_evidence, fb_missing
from fieldbook.book.extension.practice_node import fb_practice
from fieldbook.model.payload import MIME

WORDS_PER_MINUTE = 180
"""Adults read non-fiction silently at 238 words a minute in their first language (Brysbaert 2019, doi
10.1016/j.jml.2019.104047); three quarters of that in a second one."""

QUESTION, CHOICE, FIGURE, DOCUMENT = 1.5, 1.0, 1.0, 15.0
"""Minutes to read and answer a question, to take a decision or a position, to read a figure, to fill in a document."""

_FOR_TRAINERS = "fb-facilitator"


def study_minutes(page: nodes.Element) -> int:
    """Whole minutes, at least 1; the trainer's notes do not count."""
    words, minutes = _measured(page)
    return max(1, round(words / WORDS_PER_MINUTE + minutes))


def word_count(page: nodes.Element) -> int:
    """Words of the running text."""
    return _measured(page)[0]


def _measured(node: nodes.Node) -> tuple[int, float]:
    if isinstance(node, nodes.Text):
        return len(node.split()), 0.0
    if not isinstance(node, nodes.Element) or isinstance(node, nodes.Invisible | nodes.raw):
        return 0, 0.0
    if _FOR_TRAINERS in node["classes"]:
        return 0, 0.0
    if isinstance(node, fb_item | fb_practice | fb_evidence | fb_missing):
        return 0, _task(node)
    parts = [_measured(child) for child in _shown(node)]
    chosen = CHOICE if node.get("tag") in CHOSEN else 0.0
    return sum(words for words, _minutes in parts), chosen + sum(minutes for _words, minutes in parts)


def _shown(node: nodes.Element) -> list[nodes.Node]:
    """Its children; of a cell's output in several forms the one that pages show."""
    elements = (child for child in node.children if isinstance(child, nodes.Element))
    own: list[nodes.Node] = [child for child in elements if child.get("mime_type") == MIME]
    return own or list(node.children)


def _task(node: nodes.Element) -> float:
    if isinstance(node, fb_item):
        return QUESTION
    if isinstance(node, fb_practice):
        bound = node["bound"]
        return float(bound["scenario"]["minutes"]) if bound["kind"] == "scenario" else DOCUMENT
    return FIGURE
