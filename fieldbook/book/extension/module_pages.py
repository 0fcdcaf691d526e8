"""The page that opens a module and the one that closes it: what is shown there of the lessons and of what follows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from fieldbook.assessment.level_words import level_word
from fieldbook.book.extension.book_outline import outline
from fieldbook.book.extension.page_part import PageLink, PagePart
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course
from fieldbook.model.course import Module
from fieldbook.model.outline import Outline, OutlineModule

_logger = logging.getLogger(__name__)


class ModulePart(PagePart):
    """``{opening}`` or ``{closing}``, which only the module's own page may have."""

    def run(self) -> list[nodes.Node]:
        """The node; a warning and nothing where the page is another."""
        pages = {getattr(module, self.name) for module in self.config.fieldbook_course.modules}
        if self.env.docname in pages:
            return super().run()
        message = (
            _("opening: this page opens no module of course.yml. Remove the directive or add the module")
            if self.name == "opening"
            else _("closing: this page closes no module of course.yml. Remove the directive or add the module")
        )
        _logger.warning(message, location=self.get_location(), type="fieldbook")
        return []


def opening(app: Sphinx, link: PageLink) -> dict[str, Any]:
    """What the learner will be able to do, how long it takes, the lessons."""
    module, shown, _book = _here(app, link)
    return {
        "module": shown,
        "objectives": [{"text": one.text, "level": level_word(one.level)} for one in module.objectives],
        "link": _page_link(link),
    }


def closing(app: Sphinx, link: PageLink) -> dict[str, Any]:
    """What the module had to do besides reading, and what comes next."""
    module, shown, book = _here(app, link)
    course: Course = app.config.fieldbook_course
    return {
        "module": shown,
        "scenarios": list(_practised(course.scenarios, module, shown, "scenario")),
        "documents": list(_practised(course.products, module, shown, "product")),
        "next": list(_next(app, book, shown)),
        "link": _page_link(link),
    }


def _page_link(link: PageLink) -> Callable[[str], str]:
    return lambda page: link(page.removesuffix(".html"))


def _here(app: Sphinx, link: PageLink) -> tuple[Module, OutlineModule, Outline]:
    course: Course = app.config.fieldbook_course
    book = outline(app)
    return next(
        (module, shown, book)
        for module, shown in zip(course.modules, book.modules, strict=True)
        if link.here in (module.opening, module.closing)
    )


def _practised(found: Any, module: Module, shown: OutlineModule, kind: str) -> Iterator[dict[str, str]]:
    """Scenarios or documents of the module that stand in one of its lessons."""
    for part in (loaded.value for loaded in found.values() if loaded.value.module == module.id):
        page = next((lesson.page for lesson in shown.lessons if part.id in lesson.activities), None)
        if page:
            yield {"title": part.title, "page": page, "anchor": f"{kind}-{part.id}"}


def _next(app: Sphinx, book: Outline, module: OutlineModule) -> Iterator[dict[str, Any]]:
    """The tests that follow in the contents, and the next module."""
    tests = {test.page: test.id for test in book.tests}
    openings = {other.page: other for other in book.modules}
    after = itertools.dropwhile(lambda page: page != module.end, book.pages)
    for page in itertools.islice(after, 1, None):
        if page in openings:
            yield {"title": openings[page].title, "page": page, "test": None}
            return
        if page in tests:
            title = app.env.titles[page.removesuffix(".html")].astext()
            yield {"title": title, "page": page, "test": tests[page]}
