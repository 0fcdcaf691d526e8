"""Trainer's edition: a page for each module with every sentence, figure and question that its data made, each beside
its rule, its query and its rows, for the trainer who checks them before the course.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup
from sphinx.application import Sphinx

from fieldbook.book.extension.front_pages import render_part
from fieldbook.book.extension.made_pages import PRACTICE, answers_page, said_page
from fieldbook.book.extension.provenance_parts import Link, figures_of
from fieldbook.context.values import format_date
from fieldbook.core.i18n import _, ngettext
from fieldbook.evidence.provenance.figure_provenance import told
from fieldbook.evidence.provenance.item_provenance import ItemQuestion
from fieldbook.evidence.provenance.module_entries import EditionShown, SaidSentence, kind_text
from fieldbook.model.course import Module

_GUIDE, _EXERCISES = "book/guide/edition", "book/guide/exercises"
_markdown = MarkdownIt("commonmark", {"html": False})
Group = dict[str, Any]
"""``title``, ``href`` where it has a place in the course, and ``entries``."""


def setup_said_pages(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("html-collect-pages", _pages)


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    if app.config.fieldbook_audience != "trainer":
        return
    edition = EditionShown(app.config.fieldbook_course)
    for module in edition.course.modules:
        link = _link(app, said_page(module.id))
        groups = [*_lessons(app, edition, module, link), *_asked(edition, module, link)]
        title = _("From our data: {module}").format(module=module.title)
        yield _page(app, edition, said_page(module.id), title, groups)
    exercises = _link(app, said_page(PRACTICE)) if _EXERCISES in app.env.found_docs else None
    parts = [{"title": part["text"], "entries": [part]} for part in _practised(edition, exercises)]
    yield _page(app, edition, said_page(PRACTICE), _("From our data: exercises and documents"), parts)


def _link(app: Sphinx, here: str) -> Link:
    return lambda target: str(app.builder.get_relative_uri(here, target))


def _page(
    app: Sphinx, edition: EditionShown, page: str, title: str, groups: list[Group]
) -> tuple[str, dict[str, Any], str]:
    body = render_part(
        "said-page",
        title=title,
        groups=[group for group in groups if group["entries"]],
        as_of=format_date(edition.course.context.meta.as_of),
        back=_link(app, page)(_GUIDE) if _GUIDE in app.env.found_docs else None,
        kind_text=kind_text,
        more_text=_more_text,
    )
    return page, {"title": title, "body": body}, "page.html"


def _more_text(more: int, held: int) -> str:
    texts = []
    if more:
        texts.append(ngettext("{n} more row", "{n} more rows", more).format(n=more))
    if held:
        text = ngettext(
            "{n} row is kept back by the table's licence", "{n} rows are kept back by the table's licence", held
        )
        texts.append(text.format(n=held))
    return "; ".join(texts)


def _lessons(app: Sphinx, edition: EditionShown, module: Module, link: Link) -> Iterator[Group]:
    """A group for each page of the module: its sentences, then its figures."""
    figures = figures_of(app, module)
    for page in module.pages:
        said = [_sentence(one) for one in edition.sentences(page)]
        drawn = [
            told(shown.figure, edition.course.shown) | {"href": f"{link(page)}#{shown.figure.id}"}
            for shown in figures
            if shown.page == page
        ]
        title = _("Opening") if page == module.opening else app.env.titles[page].astext()
        yield {"title": title, "href": link(page), "entries": said + drawn}


def _asked(edition: EditionShown, module: Module, link: Link) -> Iterator[Group]:
    """The questions that the data make, and the sentences of others in which a value stands."""
    answers = link(answers_page(module.id))
    made = [
        _question(one) | {"href": f"{answers}#answer-{one.id}"} for one in edition.questions if one.module == module.id
    ]
    yield {"title": _("Questions made from the data"), "entries": made}
    named = [
        _sentence(edition.said(sentence)) | {"kind": "mention", "id": one.id, "href": f"{answers}#answer-{one.id}"}
        for one in edition.mentions
        if one.module == module.id
        for sentence in one.sentences
    ]
    yield {"title": _("Questions that name a value"), "entries": named}


def _sentence(one: SaidSentence) -> dict[str, Any]:
    sources = tuple(dict.fromkeys(source for value in one.values for source in value.sources))
    return {"kind": "sentence", "text": _html(one.text), "values": one.values, "sources": sources}


def _question(one: ItemQuestion) -> dict[str, Any]:
    lines = [{"text": _html(part.text), "feedback": _html(part.feedback), "right": part.right} for part in one.lines]
    entry = {"id": one.id, "rule": one.rule, "sql": one.sql, "rows": one.rows, "sources": one.sources}
    if one.left_out:
        return entry | {"kind": "left-out", "text": one.id, "reason": one.left_out}
    return entry | {"kind": "question", "text": _html(one.stem), "lines": lines}


def _practised(edition: EditionShown, link: Link | None) -> Iterator[dict[str, Any]]:
    for part in edition.played:
        lines = [_html(line.text) for line in edition.lines(part)]
        entry = {"kind": part.kind, "text": part.title, "roles": part.roles, "sentences": lines}
        yield entry | ({"href": link(_EXERCISES)} if part.roles and link else {})


def _html(text: str) -> Markup:
    return Markup(_markdown.renderInline(text))  # noqa: S704 Markdown with HTML switched off
