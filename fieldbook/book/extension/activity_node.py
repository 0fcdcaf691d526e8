"""Knowledge checks in a page: one node for each item, its texts parsed with the page, HTML from ``render``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from fieldbook.assessment.item_html import activity_html, slot_texts
from fieldbook.book.activities import bound_items
from fieldbook.book.extension.activity_places import note_activity
from fieldbook.book.extension.markdown_slots import slot, slot_html
from fieldbook.context.values import format_date
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course
from fieldbook.model.payload import CheckPayload


class fb_item(nodes.General, nodes.Element):  # noqa: N801 docutils names nodes in lower case
    """A question. Its texts are slots, by the names that ``render.activity.slot_texts`` gives, and ``source``."""


def setup_activities(app: Sphinx) -> None:
    """Connect to Sphinx."""
    plain = (_pass, _pass)
    app.add_node(fb_item, html=(_visit, None), latex=plain, text=plain)


def check_node(renderer: Any, payload: CheckPayload, line: int) -> nodes.container:
    """A container with one node for each item of a check that the context's data can decide."""
    box = nodes.container(classes=["fb-check"])
    course: Course = renderer.document.settings.env.config.fieldbook_course
    for item in bound_items(course, payload.items):
        node = fb_item("", item=item)
        note_activity(node, item.id, line)
        node += [slot(renderer, name, text, line) for name, text in slot_texts(item).items()]
        node += slot(renderer, "source", source_text(item.source, course), line)
        box += node
    return box


def source_text(keys: Sequence[str], course: Course) -> str:
    """Markdown of the line on an item's sources."""
    cited = [key for key in keys if key != "context"]
    parts = [f"{{cite}}`{','.join(cited)}`"] if cited else []
    if "context" in keys:
        date = format_date(course.context.meta.as_of)
        parts.insert(0, _("This edition's data, as of {date}").format(date=date))
    return "; ".join(parts)


def _visit(translator: Any, node: fb_item) -> None:
    translator.body.append(activity_html(node["item"], slot_html(translator, node)))
    raise nodes.SkipNode


def _pass(translator: Any, node: nodes.Element) -> None:
    del translator, node
