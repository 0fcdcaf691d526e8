"""What the directives of a lesson's parts share."""

from __future__ import annotations

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

_logger = logging.getLogger(__name__)


class PartDirective(SphinxDirective):
    """A directive with content and a label in words."""

    has_content = True
    final_argument_whitespace = True

    def new_id(self, kind: str) -> str:
        """An id that stands once on the page."""
        return f"fb-{kind}-{self.env.new_serialno(f'fb-{kind}') + 1}"

    def inline(self, text: str) -> list[nodes.Node]:
        """The text of an argument or option, parsed as the page's markup."""
        found, messages = self.parse_inline(text, lineno=self.lineno)
        return [*found, *messages]

    def label(self, name: str, text: str, *more: nodes.Node) -> nodes.paragraph:
        """The label. It is a paragraph: a heading would stand in the outline of the page."""
        spaced = [part for node in more for part in (nodes.Text(" "), node)]
        return nodes.paragraph("", "", nodes.Text(text), *spaced, ids=[name], classes=["fb-label"])

    def fault(self, message: str) -> list[nodes.Node]:
        """Warn about this place, which fails the build, and leave the part out."""
        _logger.warning(message, location=self.get_location(), type="fieldbook")
        return []
