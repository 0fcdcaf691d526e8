"""The recurring parts of a lesson: situation, leadership lens, case, key points and the facilitator's notes.

Each one has its label in words, and one look in the theme. Decisions and tensions are in ``choices``.
"""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from fieldbook.book.extension.activity_places import setup_store
from fieldbook.book.extension.choices import DecisionDirective, TensionDirective
from fieldbook.book.extension.citations import setup_citations
from fieldbook.book.extension.html_elements import element, group, setup_elements, words
from fieldbook.book.extension.part_base import PartDirective
from fieldbook.book.extension.wide_tables import setup_tables
from fieldbook.core.i18n import _

MOST_KEY_POINTS = 4


class SituationDirective(PartDirective):
    """A message from the fictional mission: where and when, from whom, to whom."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"from": directives.unchanged, "to": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """The message with its head. It is marked as invented in every edition, also one with real data."""
        name = self.new_id("situation")
        head = [self.label(name, _("Situation"), words(_("invented"), "fb-invented"))]
        head.append(nodes.paragraph("", "", *self.inline(self.arguments[0]), classes=["fb-where"]))
        for option, text in (("from", _("From")), ("to", _("To"))):
            if option in self.options:
                line = [words(text, "fb-key"), nodes.Text(" "), *self.inline(self.options[option])]
                head.append(nodes.paragraph("", "", *line, classes=["fb-route"]))
        body = element("div", *self.parse_content_to_nodes(), classes="fb-message")
        return [group(*head, body, classes="fb-part fb-situation", label=name)]


class _Titled(PartDirective):
    """A label, a title and content."""

    required_arguments = 1
    kind: str
    tag: str

    def run(self) -> list[nodes.Node]:
        name = self.new_id(self.kind)
        title = nodes.paragraph("", "", *self.inline(self.arguments[0]), ids=[f"{name}-title"], classes=["fb-title"])
        parts = [self.label(name, self.words()), title, *self.parse_content_to_nodes()]
        labels = f"{name} {name}-title"
        return [element(self.tag, *parts, classes=f"fb-part fb-{self.kind}", aria_labelledby=labels)]

    def words(self) -> str:
        """The label."""
        raise NotImplementedError


class Leadership(_Titled):
    """The leadership lens: a margin note on a wide screen."""

    kind = "leadership"
    tag = "aside"

    def words(self) -> str:
        """The label."""
        return _("Leadership lens")


class Case(_Titled):
    """A real case: what was known, decided, done, found and changed."""

    kind = "case"
    tag = "section"

    def words(self) -> str:
        """The label."""
        return _("Case")


class KeyPoints(PartDirective):
    """What to take away; few, or nothing is."""

    def run(self) -> list[nodes.Node]:
        """The list. More than four points, or none, are a fault."""
        content = self.parse_content_to_nodes()
        points = [item for child in content if isinstance(child, nodes.bullet_list) for item in child]
        if not points:
            return self.fault(_("keypoints: there is no list. Write each point as a list item"))
        if len(points) > MOST_KEY_POINTS:
            return self.fault(
                _("keypoints: {n_points} points. Keep at most {most_key_points}").format(
                    n_points=len(points), most_key_points=MOST_KEY_POINTS
                )
            )
        name = self.new_id("keypoints")
        label = self.label(name, _("Key points"))
        return [group(label, *content, classes="fb-part fb-keypoints", label=name)]


class Facilitator(PartDirective):
    """Notes for the trainer. In a learner's edition nothing of them is even parsed."""

    def run(self) -> list[nodes.Node]:
        """The notes, or nothing."""
        if getattr(self.config, "fieldbook_audience", "learner") != "trainer":
            return []
        name = self.new_id("facilitator")
        parts = [self.label(name, _("For the facilitator")), *self.parse_content_to_nodes()]
        return [group(*parts, classes="fb-part fb-facilitator", label=name)]


_DIRECTIVES: dict[str, type[SphinxDirective]] = {
    "situation": SituationDirective,
    "decision": DecisionDirective,
    "tension": TensionDirective,
    "leadership": Leadership,
    "case": Case,
    "keypoints": KeyPoints,
    "facilitator": Facilitator,
}


def setup_parts(app: Sphinx) -> None:
    """Connect to Sphinx."""
    setup_elements(app)
    setup_store(app)
    setup_tables(app)
    setup_citations(app)
    for name, directive in _DIRECTIVES.items():
        app.add_directive(name, directive)
