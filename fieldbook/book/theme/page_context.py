"""What the templates need to know about a page besides the course: the menu, reading time, direction of the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from fieldbook.core.i18n import _, direction

WORDS_PER_MINUTE = 200
_LEAST_WORDS = 150

Part = dict[str, Any]
"""``caption`` and ``pages``: ``{title, href, current, module, lessons: [{title, href, id}]}``."""


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
    """A test has its own time."""
    return None if doctree is None or context.get("fb_test") else reading_minutes(doctree)


def reading_minutes(doctree: nodes.document) -> int | None:
    """Minutes to read the text of ``doctree``, at least 1; None where there is hardly any text."""
    count = sum(len(text.split()) for text in doctree.findall(nodes.Text))
    return max(1, round(count / WORDS_PER_MINUTE)) if count >= _LEAST_WORDS else None


def menu(app: Sphinx, page: str, modules: list[dict[str, Any]], tests: Mapping[str, str]) -> list[Part]:
    """Parts and pages of the table of contents; the lessons of a page are listed where it is the one being read.

    ``tests`` names the test of a page, whose state is shown beside it.
    """
    env = app.env
    by_page = {module["page"]: module for module in modules}
    parts = []
    for tree in env.tocs[app.config.root_doc].findall(addnodes.toctree):
        names = [name for _title, name in tree["entries"] if name in env.titles]
        pages = [_page(app, page, name, by_page.get(f"{name}.html")) for name in names]
        pages = [shown | {"test": tests.get(f"{name}.html")} for name, shown in zip(names, pages, strict=True)]
        parts.append({"caption": tree.get("caption"), "pages": pages})
    return parts


def _page(app: Sphinx, here: str, name: str, module: dict[str, Any] | None) -> dict[str, Any]:
    href = app.builder.get_relative_uri(here, name)
    current = name == here
    lessons = _lessons(app.env, name, module) if current else []
    return {
        "title": module["title"] if module else app.env.titles[name].astext(),
        "href": href,
        "current": current,
        "module": module,
        "lessons": [lesson | {"href": f"#{lesson['anchor']}"} for lesson in lessons],
    }


def _lessons(env: BuildEnvironment, name: str, module: dict[str, Any] | None) -> list[dict[str, Any]]:
    if module:
        return list(module["lessons"])
    sections = [part for part in env.tocs[name][0].children if isinstance(part, nodes.bullet_list)]
    items = [item for part in sections for item in part.children if isinstance(item, nodes.list_item)]
    links = [next(item.findall(nodes.reference)) for item in items]
    return [{"anchor": link["anchorname"][1:], "title": link.astext(), "id": None} for link in links]
