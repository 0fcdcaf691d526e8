"""Tables scroll sideways in a region of their own that has a name and can be reached with the keyboard."""

from __future__ import annotations

from collections import Counter

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from fieldbook.book.extension.html_elements import element
from fieldbook.core.i18n import _


class ReachableTables(SphinxPostTransform):
    """Turns the container that Furo puts around a table into such a region."""

    formats = ("html",)
    default_priority = 600  # after Furo's transform

    def run(self, **kwargs: object) -> None:
        """Replace each container."""
        del kwargs
        names: Counter[str] = Counter()
        for wrapper in list(self.document.findall(nodes.container)):
            if "table-wrapper" in wrapper["classes"]:
                name = _name(wrapper)
                names[name] += 1
                label = name if names[name] == 1 else f"{name} ({names[name]})"
                region = {"role": "region", "tabindex": "0", "aria_label": label}
                wrapper.replace_self(element("div", *wrapper.children, classes="table-wrapper", **region))


def _name(wrapper: nodes.Element) -> str:
    title = next(wrapper.findall(nodes.title), None) or _section_title(wrapper)
    return _("Table: {title}").format(title=title.astext()) if title is not None else _("Table")


def _section_title(node: nodes.Element) -> nodes.Element | None:
    while node is not None and not isinstance(node, nodes.section):
        node = node.parent
    return next(node.findall(nodes.title), None) if node is not None else None


def setup_tables(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_post_transform(ReachableTables)
