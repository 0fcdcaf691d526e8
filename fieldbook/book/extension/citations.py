"""The reference list as a plain list. Docutils writes roles that ARIA has withdrawn, and labels that nobody cites.

In the text a source is cited by author and year, so an entry needs no label of its own.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from fieldbook.book.extension.html_elements import element


class PlainReferences(SphinxPostTransform):
    """Turns each run of citations into a list."""

    formats = ("html",)
    default_priority = 800  # after the references to them have become links

    def run(self, **kwargs: object) -> None:
        """Put each citation into the list of its neighbours; places where one is cited need no anchor."""
        del kwargs
        for cited in self.document.findall(nodes.inline):
            if "bibtex-citation" in cited["classes"]:
                cited["ids"] = []
        lists: dict[int, nodes.Element] = {}
        for citation in list(self.document.findall(nodes.citation)):
            parent = citation.parent
            if id(parent) not in lists:
                lists[id(parent)] = element("ul", classes="fb-references")
                parent.insert(parent.index(citation), lists[id(parent)])
            parent.remove(citation)
            content = [child for child in citation.children if not isinstance(child, nodes.label)]
            entry = element("li", *content)
            entry["ids"] = citation["ids"]
            lists[id(parent)].append(entry)


def setup_citations(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_post_transform(PlainReferences)
