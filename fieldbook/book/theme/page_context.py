"""What the templates need to know about a page besides the course: the menu, reading time, direction of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from fieldbook.book.extension.outline import read_lessons
from fieldbook.book.extension.study_time import study_minutes, word_count
from fieldbook.core.i18n import _, direction
from fieldbook.model.outline import OutlineModule

_LEAST_WORDS = 150

Part = dict[str, Any]
"""``caption`` and ``pages``: ``{title, href, current, open, module, lessons: [{title, href, current, id, steps}]}``."""


def add_page_context(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Add the names that begin with ``fb_`` and are not the engine's own."""
    del template
    if app.config.html_theme != "fieldbook":
        return
    context["fb_"] = _
    context["fb_direction"] = direction(app.config.language)
    context["fb_menu"] = menu(app, page, context.get("fb_modules") or [], context.get("fb_tests") or {})
    context["fb_reading_minutes"] = _minutes(context, doctree)
    context["fb_code"] = 'class="highlight' in context.get("body", "")


def _minutes(context: dict[str, Any], doctree: nodes.document | None) -> int | None:
    """A test has its own time, and a module's opening says how long its lessons take."""
    modules: Sequence[OutlineModule] = context.get("fb_modules") or ()
    around = {page for module in modules for page in (module.page, module.end)}
    page = f"{context.get('pagename')}.html"
    return None if doctree is None or context.get("fb_test") or page in around else reading_minutes(doctree)


def reading_minutes(doctree: nodes.document) -> int | None:
    """Minutes to read the text of ``doctree``, at least 1; None where there is hardly any text."""
    return study_minutes(doctree) if word_count(doctree) >= _LEAST_WORDS else None


def menu(app: Sphinx, page: str, modules: Sequence[OutlineModule], tests: Mapping[str, str]) -> list[Part]:
    """Parts and pages of the table of contents; the lessons of a module are listed where one of its pages is read.

    ``tests`` names the test of a page, whose state is shown beside it.
    """
    env = app.env
    by_page = {module.page: module for module in modules}
    parts = []
    for tree in env.tocs[app.config.root_doc].findall(addnodes.toctree):
        names = [name for _title, name in tree["entries"] if name in env.titles]
        pages = [_page(app, page, name, by_page.get(f"{name}.html")) for name in names]
        pages = [shown | {"test": tests.get(f"{name}.html")} for name, shown in zip(names, pages, strict=True)]
        parts.append({"caption": tree.get("caption"), "pages": pages})
    return parts


def _page(app: Sphinx, here: str, name: str, module: OutlineModule | None) -> dict[str, Any]:
    within = _within(app, here, module)
    return {
        "title": module.title if module else app.env.titles[name].astext(),
        "href": app.builder.get_relative_uri(here, name),
        "current": here == name,
        "module": module,
        "lessons": within if module else _sections(app.env, name) if here == name else [],
    }


def _within(app: Sphinx, here: str, module: OutlineModule | None) -> list[dict[str, Any]]:
    """The lessons of the module that is being read and the page that closes it; the steps of the lesson itself."""
    if module is None or f"{here}.html" not in {module.page, module.end, *(lesson.page for lesson in module.lessons)}:
        return []
    read = read_lessons(app.env).get(here)
    pages: list[tuple[str, str, str | None]] = [(one.page, one.title, one.id) for one in module.lessons]
    end = module.end.removesuffix(".html")
    if end in app.env.titles:
        pages.append((module.end, app.env.titles[end].astext(), None))
    return [
        {
            "title": title,
            "href": app.builder.get_relative_uri(here, page.removesuffix(".html")),
            "id": lesson,
            "current": page == f"{here}.html",
            "steps": read.steps if read and page == f"{here}.html" else (),
        }
        for page, title, lesson in pages
    ]


def _sections(env: BuildEnvironment, name: str) -> list[dict[str, Any]]:
    """The headings of a page that is no lesson."""
    parts = [part for part in env.tocs[name][0].children if isinstance(part, nodes.bullet_list)]
    items = [item for part in parts for item in part.children if isinstance(item, nodes.list_item)]
    links = [next(item.findall(nodes.reference)) for item in items]
    return [{"href": link["anchorname"], "title": link.astext(), "id": None, "current": False} for link in links]
