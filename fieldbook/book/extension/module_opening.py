"""The first screen of a module: what you will be able to do, how long it takes, where you stopped, start."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from fieldbook.book.extension.html_elements import element, words
from fieldbook.core.i18n import _

_logger = logging.getLogger(__name__)


class fb_opening(nodes.General, nodes.Element):  # noqa: N801 docutils names nodes in lower case
    """Filled when the page is written, with the module's data."""


class Opening(SphinxDirective):
    """Leaves a place for the opening."""

    def run(self) -> list[nodes.Node]:
        """The place."""
        node = fb_opening()
        self.set_source_info(node)
        return [node]


class FillOpening(SphinxPostTransform):
    """Puts the module's data from ``fieldbook_page_data`` into the place."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        """Fill, or warn that the page is no module."""
        del kwargs
        for node in list(self.document.findall(fb_opening)):
            data = self.config.fieldbook_page_data.get(self.env.docname)
            if data is None:
                message = _("opening: this page is no module of course.yml. Remove the directive or add the module")
                _logger.warning(message, location=node, type="fieldbook")
                node.parent.remove(node)
            else:
                node.replace_self(_opening(data, _first_lesson(self.document)))


def _first_lesson(document: nodes.document) -> str | None:
    page = next(document.findall(nodes.section), None)
    lessons = [] if page is None else [child for child in page.children if isinstance(child, nodes.section)]
    return lessons[0]["ids"][0] if lessons else None


def _opening(data: dict[str, Any], lesson: str | None) -> nodes.Element:
    label = _("After this module you will be able to")
    objectives = nodes.bullet_list("", *(_objective(entry) for entry in data["objectives"]), classes=["fb-objectives"])
    time = _("About {minutes} minutes, in one go or in parts.").format(minutes=data["minutes"])
    parts: list[nodes.Node] = [
        nodes.paragraph(label, label, ids=["fb-opening"], classes=["fb-label"]),
        objectives,
        nodes.paragraph(time, time, classes=["fb-time"]),
        element("div", classes="fb-resume", data_fb_resume="", data_fb_ref=data["id"]),
    ]
    if lesson:
        start = nodes.reference("", _("Start"), internal=True, refid=lesson)
        parts.append(nodes.paragraph("", "", start, classes=["fb-start"]))
    return element("section", *parts, classes="fb-part fb-opening", aria_labelledby="fb-opening")


def _objective(entry: dict[str, Any]) -> nodes.list_item:
    line = [nodes.Text(entry["text"]), nodes.Text(" "), words(_level(entry["level"]), "fb-level")]
    return nodes.list_item("", nodes.paragraph("", "", *line))


def _level(level: str) -> str:
    names = {
        "remember": _("Remember"),
        "understand": _("Understand"),
        "apply": _("Apply"),
        "analyse": _("Analyse"),
        "evaluate": _("Evaluate"),
        "create": _("Create"),
    }
    return names[level]


def setup_opening(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_node(fb_opening)
    app.add_directive("opening", Opening)
    app.add_post_transform(FillOpening)
