"""The steps of a lesson: situation, idea, evidence, decision, check and so on, each with an anchor of its own.

A step begins where a part of another kind begins; text that comes before any part, or after a situation, is the idea.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx

from fieldbook.book.extension.evidence_node import fb_evidence, fb_missing
from fieldbook.book.extension.html_elements import element
from fieldbook.book.extension.practice_node import fb_practice
from fieldbook.core.i18n import _

MARK = "fb-step-mark"
_KINDS = {
    "fb-situation": "situation",
    "fb-decision": "decision",
    "fb-tension": "tension",
    "fb-case": "case",
    "fb-check": "check",
    "fb-keypoints": "keypoints",
}
_TEXT = (nodes.paragraph, nodes.bullet_list, nodes.enumerated_list, nodes.table)


class LessonStep(NamedTuple):
    """A step: the id of its anchor in the page, and its name."""

    anchor: str
    title: str


def step_anchor(number: int) -> str:
    """Id of the step with this number, from 1; ``player/progress.js`` makes the same."""
    return f"step-{number}"


def setup_steps(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("doctree-read", _mark)


def steps_of(doctree: nodes.document) -> list[LessonStep]:
    """The steps of a page that has been read."""
    marks = [node for node in doctree.findall(nodes.container) if MARK in node["classes"]]
    return [LessonStep(mark["ids"][0], mark["attrs"]["data-fb-step"]) for mark in marks]


def _mark(app: Sphinx, doctree: nodes.document) -> None:
    if app.env.docname not in app.config.fieldbook_course.lesson_pages:
        return
    page = next(doctree.findall(nodes.section), None)
    begun, number = "", 0
    for block in [] if page is None else list(_blocks(page)):
        kind = _kind(block) or ("idea" if begun in ("", "situation") and isinstance(block, _TEXT) else begun)
        if kind != begun:
            number += 1
            mark = element("div", classes=MARK, id=step_anchor(number), data_fb_step=_name(kind))
            block.parent.insert(block.parent.index(block), mark)
        begun = kind


def _blocks(section: nodes.Element) -> Iterator[nodes.Node]:
    for child in section.children:
        if isinstance(child, nodes.section):
            yield from _blocks(child)
        else:
            yield child


def _kind(block: nodes.Node) -> str:
    """The kind of the first part in ``block``, which may be a cell with its output; empty for text and side notes."""
    for node in block.findall(nodes.Element):
        if isinstance(node, fb_evidence | fb_missing):
            return "evidence"
        if isinstance(node, fb_practice):
            return str(node["bound"]["kind"])
        if own := [_KINDS[name] for name in node["classes"] if name in _KINDS]:
            return own[0]
    return ""


def _name(kind: str) -> str:
    names = {
        "situation": _("Situation"),
        "idea": _("Idea"),
        "evidence": _("Evidence"),
        "decision": _("Decision"),
        "tension": _("Tension"),
        "case": _("Case"),
        "check": _("Check"),
        "scenario": _("Scenario"),
        "product": _("Document"),
        "keypoints": _("Key points"),
    }
    return names[kind]
