"""Decision and tension: the learner takes a position before reading on. Without a script everything can be read."""

from __future__ import annotations

import string
from collections.abc import Iterable
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from fieldbook.book.extension.activity_places import note_activity
from fieldbook.book.extension.html_elements import element, span, words
from fieldbook.book.extension.part_base import PartDirective
from fieldbook.core.i18n import _
from fieldbook.model.course import Tension

CHOSEN = ("fieldbook-decision", "fieldbook-tension")
"""Elements in which the learner chooses."""


class DecisionDirective(PartDirective):
    """A choice to be made before reading on: prompt, list of choices with what follows from each, then the rest."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The form with its choices and consequences."""
        content = self.parse_content_to_nodes()
        lists = [number for number, child in enumerate(content) if isinstance(child, nodes.bullet_list)]
        name = self.arguments[0]
        if len(lists) != 1:
            return self.fault(
                _("decision {name!r}: {n_lists} lists of choices. Write one list, a choice for each item").format(
                    name=name, n_lists=len(lists)
                )
            )
        prompt, choices, after = content[: lists[0]], content[lists[0]], content[lists[0] + 1 :]
        message = _fault(prompt, list(choices.children))
        if message:
            return self.fault(_("decision {name!r}: {message}").format(name=name, message=message))
        return [self._form(name, prompt, choices.children, after)]

    def _form(
        self, name: str, prompt: list[nodes.Node], choices: Iterable[nodes.Node], after: list[nodes.Node]
    ) -> nodes.Element:
        legend = element("legend", nodes.Text(_("What do you decide?")))
        rows = [
            row
            for value, item in zip(string.ascii_lowercase, choices, strict=False)
            for row in _choice(name, value, item)
        ]
        fieldset = element("fieldset", legend, *rows, aria_describedby=f"{name}-prompt")
        parts: list[nodes.Node] = [
            self.label(f"{name}-label", _("Decision")),
            element("div", *prompt, classes="fb-prompt", id=f"{name}-prompt"),
            element("form", fieldset),
        ]
        if after:
            parts.append(element("div", *after, classes="fb-after"))
        labels = {"role": "group", "aria_labelledby": f"{name}-label"}
        node = element(
            "fieldbook-decision", *parts, classes="fb-part fb-decision", data_id=name, data_type="decision", **labels
        )
        note_activity(node, name, self.lineno)
        return node


def _fault(prompt: list[nodes.Node], choices: list[nodes.Node]) -> str:
    if not prompt:
        return _("there is no prompt. Say above the list what is to be decided")
    if not 2 <= len(choices) <= len(string.ascii_lowercase):
        return _("there must be two choices or more. Add list items")
    for number, choice in enumerate(choices, start=1):
        if len(choice.children) < 2 or not isinstance(choice.children[0], nodes.paragraph):
            return _(
                "choice {number} has no consequence. Write a paragraph with what follows from it into the list item"
            ).format(number=number)
    return ""


def _choice(name: str, value: str, item: nodes.Node) -> list[nodes.Node]:
    first, *rest = item.children
    radio = span("input", type="radio", name=name, value=value)
    text = nodes.inline("", "", *first.children)
    line = nodes.paragraph("", "", span("label", radio, nodes.Text(" "), text), classes=["fb-choice"])
    return [line, element("div", *rest, classes="fb-consequence", data_for=value)]


class TensionDirective(PartDirective):
    """A position between two poles, of which neither is the right one."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"id": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """The question with its scale."""
        tension = self.arguments[0]
        known = self.config.fieldbook_tensions
        if tension not in known:
            return self.fault(
                _("tension: there is no tension {tension!r}. Use one of: {tensions}").format(
                    tension=tension, tensions=", ".join(known)
                )
            )
        if "id" not in self.options:
            return self.fault(
                _("tension {tension!r}: the id is missing. Add a line such as :id: m1-t-gate").format(tension=tension)
            )
        content = self.parse_content_to_nodes()
        if not content:
            return self.fault(
                _("tension {tension!r}: there is no question. Write what the learner takes a position on").format(
                    tension=tension
                )
            )
        return [self._scale(known[tension], list(known).index(tension) + 1, content)]

    def _scale(self, tension: Tension, place: int, content: list[nodes.Node]) -> nodes.Element:
        """``place`` chooses the hue."""
        name = self.options["id"]
        start, end = (pole.name for pole in tension.poles)
        label = self.label(f"{name}-label", _("Tension"), words(f"{start} \N{EN DASH} {end}", "fb-tension-name"))
        hint = _("Neither end is the right answer. Move the marker to where you stand, then read on.")
        slider = {"type": "range", "min": "-50", "max": "50", "step": "1", "value": "0"}
        described = {
            "aria_labelledby": f"{name}-label {name}-prompt",
            "aria_describedby": f"{name}-hint",
        }
        scale = [
            nodes.paragraph(
                "", "", words(start, "fb-pole"), nodes.Text(" "), words(end, "fb-pole"), classes=["fb-poles"]
            ),
            span("input", **slider, **described),
        ]
        parts: list[nodes.Node] = [
            label,
            element("div", *content, classes="fb-prompt", id=f"{name}-prompt"),
            element("div", *scale, classes="fb-scale"),
            nodes.paragraph(hint, hint, ids=[f"{name}-hint"], classes=["fb-hint"]),
        ]
        data = {"data_id": name, "data_type": "tension", "data_tension": tension.id}
        roles = {"role": "group", "aria_labelledby": f"{name}-label"}
        node = element("fieldbook-tension", *parts, classes=f"fb-part fb-tension fb-tension-{place}", **data, **roles)
        note_activity(node, name, self.lineno)
        return node
