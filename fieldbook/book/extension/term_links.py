"""Links the first place of each glossary term in the running text of a page to the glossary.

Only abbreviations and terms of several words are looked for: "threat" or "civilian" as everyday words would turn the
text into a field of links.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from fieldbook.book.extension.markdown_slots import fb_slot
from fieldbook.model.glossary import Term

_NOT_RUNNING_TEXT = (
    nodes.title,
    nodes.reference,
    nodes.literal,
    nodes.literal_block,
    nodes.FixedTextElement,
    nodes.Invisible,
    nodes.term,
    nodes.caption,
    nodes.thead,
    nodes.raw,
    nodes.citation,
    addnodes.pending_xref,
    fb_slot,
)
_LABELS = {"fb-label", "fb-title", "fb-where", "fb-route", "fb-poles"}


@dataclasses.dataclass
class GlossaryPage:
    """What the environment keeps: the page with the glossary, its terms, and a digest of what was written last."""

    docname: str = ""
    terms: tuple[Term, ...] = ()
    written: str = ""


def glossary_page(env: BuildEnvironment) -> GlossaryPage:
    """The environment's own."""
    page: GlossaryPage = vars(env).setdefault("fieldbook_glossary", GlossaryPage())
    return page


def short_name(name: str) -> str:
    """``tier I`` for ``tier I, dialogue and engagement``; the name itself where one word stands before the comma."""
    head = name.split(",", maxsplit=1)[0]
    return head if " " in head else name


class Matcher:
    """Finds terms in text. Abbreviations count in their own case only, and an ``s`` may follow."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._ids: dict[str, str] = {}
        patterns: list[tuple[str, str]] = []
        for term in terms:
            phrases = [name for name in dict.fromkeys((term.en, short_name(term.en))) if " " in name]
            patterns += [(name, _phrase(name)) for name in phrases if self._is_new(name.casefold(), term.id)]
            if len(term.abbr) > 1 and self._is_new(term.abbr, term.id):
                patterns.append((term.abbr, re.escape(term.abbr)))
        longest_first = sorted(patterns, key=lambda pair: (-len(pair[0]), pair[0]))
        names = "|".join(pattern for _name, pattern in longest_first)
        self._pattern = re.compile(rf"(?<![\w/-])({names})(?=s?(?![\w/-]))") if names else None

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and id of each term in ``text``, in order."""
        if self._pattern is None:
            return []
        return [(found.start(), found.end(), self._id(found[1])) for found in self._pattern.finditer(text)]

    def _is_new(self, name: str, term: str) -> bool:
        return self._ids.setdefault(name, term) == term

    def _id(self, text: str) -> str:
        return self._ids.get(text) or self._ids[" ".join(text.split()).casefold()]


def _phrase(name: str) -> str:
    return f"(?i:{re.escape(name)})".replace(r"\ ", r"\s+")


class LinkTerms(SphinxPostTransform):
    """Marks the first place of each term on the page, unless the author has linked it."""

    formats = ("html",)
    default_priority = 700  # after references and citations have become links

    def run(self, **kwargs: object) -> None:
        """Split texts around the terms."""
        del kwargs
        page = glossary_page(self.env)
        if not page.docname or page.docname == self.env.docname:
            return
        matcher = Matcher(page.terms)
        seen = {
            link["refuri"].rpartition("#term-")[2]
            for link in self.document.findall(nodes.reference)
            if "refuri" in link
        }
        target = self.app.builder.get_relative_uri(self.env.docname, page.docname)
        for text in [node for node in self.document.findall(nodes.Text) if _is_running(node)]:
            self._link(text, matcher, seen, target)

    def _link(self, text: nodes.Text, matcher: Matcher, seen: set[str], target: str) -> None:
        parts: list[nodes.Node] = []
        done, whole = 0, text.astext()
        for start, end, term in matcher.find(whole):
            if term in seen:
                continue
            seen.add(term)
            uri = f"{target}#term-{term}"
            link = nodes.reference("", whole[start:end], internal=True, refuri=uri, classes=["fb-term"])
            parts += [nodes.Text(whole[done:start]), link]
            done = end
        if parts:
            text.parent.replace(text, [*parts, nodes.Text(whole[done:])])


def _is_running(text: nodes.Node) -> bool:
    node = text.parent
    while node is not None:
        if isinstance(node, _NOT_RUNNING_TEXT) or node.get("activity") or _LABELS & set(node["classes"]):
            return False
        node = node.parent
    return True
