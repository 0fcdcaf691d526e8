"""Blocks that are made when the page is written, because they show the whole course."""

from __future__ import annotations

import dataclasses
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class fb_page_part(nodes.General, nodes.Element):  # noqa: N801 docutils names nodes in lower case
    """A block that is made when the page is written."""


class PagePart(SphinxDirective):
    """``{roles}``, ``{modules}``, ``{record}``, ``{exercises}`` and the like: no arguments, no body."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """One node; its HTML is made at writing time."""
        node = fb_page_part("", kind=self.name)
        self.set_source_info(node)
        return [node]


@dataclasses.dataclass(frozen=True)
class PageLink:
    """Addresses of pages, by docname, from the page ``here`` that is being written."""

    builder: Any
    here: str

    def __call__(self, target: str) -> str:
        """The relative address."""
        return str(self.builder.get_relative_uri(self.here, target))
