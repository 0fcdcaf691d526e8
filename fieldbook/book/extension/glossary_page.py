"""The glossary: its page, and a link with a definition at the first place of a term on every other page."""

from __future__ import annotations

import json
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.std import make_glossary_term
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from fieldbook.book.extension.html_elements import span, words
from fieldbook.book.extension.term_links import LinkTerms, glossary_page, short_name
from fieldbook.core.fingerprint import digest
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError
from fieldbook.course.glossary_file import FILE, load_glossary
from fieldbook.model.glossary import GlossaryFile, Term
from fieldbook.translation.course_in_language import CourseWords

_logger = logging.getLogger(__name__)


class GlossaryTerms(SphinxDirective):
    """``{glossary-terms}``: every term with its abbreviation, equivalents, definition and source."""

    def run(self) -> list[nodes.Node]:
        """A definition list. The terms can be linked to with the role ``term`` too."""
        self.env.note_dependency(str(Path(self.env.srcdir) / FILE))
        page = glossary_page(self.env)
        page.docname = self.env.docname
        items = [self._item(term) for term in page.terms]
        return [nodes.definition_list("", *items, classes=["fb-glossary", "glossary"])]

    def _item(self, term: Term) -> nodes.definition_list_item:
        name = f"term-{term.id}"
        title = make_glossary_term(
            self.env, [nodes.Text(term.en)], None, self.get_source_info()[0], self.lineno, name, self.state.document
        )
        domain = self.env.get_domain("std")
        for alias in sorted({term.abbr, short_name(term.en)} - {"", term.en}):
            domain.note_object("term", alias, name, location=title)  # type: ignore[attr-defined]
        if term.abbr:
            title += nodes.Text(f" ({term.abbr})")
        definition = nodes.definition("", nodes.paragraph(term.definition, term.definition), *self._more(term))
        return nodes.definition_list_item("", title, definition)

    def _more(self, term: Term) -> list[nodes.Node]:
        equivalents: list[nodes.Node] = []
        if term.fr:
            equivalents += [words(_("French"), "fb-key"), nodes.Text(" "), span("span", nodes.Text(term.fr), lang="fr")]
        if term.fr and term.ar:
            equivalents.append(nodes.Text("; "))
        if term.ar:
            arabic = span("bdi", nodes.Text(term.ar), lang="ar", dir="rtl")
            equivalents += [words(_("Arabic"), "fb-key"), nodes.Text(" "), arabic]
        more: list[nodes.Node] = []
        if equivalents:
            more.append(nodes.paragraph("", "", *equivalents, classes=["fb-languages"]))
        if term.source:
            source = [words(_("Source"), "fb-key"), nodes.Text(" "), *self._citation(term.source)]
            more.append(nodes.paragraph("", "", *source, classes=["fb-term-source"]))
        return more

    def _citation(self, key: str) -> list[nodes.Node]:
        if "sphinxcontrib.bibtex" not in self.env.app.extensions:
            return [nodes.Text(key)]
        found, messages = self.parse_inline(f"{{cite}}`{key}`", lineno=self.lineno)
        return [*found, *messages]


def setup_glossary(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_directive("glossary-terms", GlossaryTerms)
    app.add_post_transform(LinkTerms)
    app.connect("builder-inited", _load)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _pages_to_write)
    app.connect("build-finished", _write_definitions)


def _load(app: Sphinx) -> None:
    try:
        words: CourseWords = app.config.fieldbook_words
        glossary_page(app.env).terms = tuple(
            words.put(GlossaryFile(terms=load_glossary(Path(app.srcdir))), FILE).terms
        )
    except CourseError as error:
        for fault in error.problems:
            place = f"{Path(app.srcdir) / fault.path}:{fault.line}"
            message = f"{fault.field}: {fault.message}. {fault.remedy}"
            _logger.warning(message, location=place, type="fieldbook")


def _purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    del app
    if glossary_page(env).docname == docname:
        glossary_page(env).docname = ""


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    del app
    if glossary_page(other).docname in docnames:
        glossary_page(env).docname = glossary_page(other).docname


def _pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Every page, where the terms have changed since the pages were written: any of them may name a term."""
    del app
    page = glossary_page(env)
    now = digest(repr((page.docname, page.terms)))
    changed, page.written = page.written != now, now
    return sorted(env.found_docs) if changed else []


def _write_definitions(app: Sphinx, error: Exception | None) -> None:
    page = glossary_page(app.env)
    if error is not None or app.builder.name != "html" or not page.docname:
        return
    data = {term.id: [_heading(term), term.definition] for term in page.terms}
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (static / "fieldbook-glossary.js").write_text(f"window.FIELDBOOK_GLOSSARY={text};\n", "utf-8")


def _heading(term: Term) -> str:
    return f"{term.en} ({term.abbr})" if term.abbr else term.en
