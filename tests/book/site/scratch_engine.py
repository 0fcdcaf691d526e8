"""Stands in for the engine's part of the extension: configuration and the course as templates get it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from fieldbook.book.extension.glossary_page import setup_glossary
from fieldbook.book.extension.lesson_parts import setup_parts
from fieldbook.book.extension.search_index import setup_search
from fieldbook.core.i18n import use_language
from fieldbook.model.course import Pole, Tension
from fieldbook.model.outline import OutlineLesson, OutlineModule
from fieldbook.translation.course_in_language import CourseWords

PAGE = "modules/1-mandate"
LESSONS = (
    OutlineLesson(id="m1-l-gate", title="At the gate", page="book/glossary.html", minutes=30, activities=()),
    OutlineLesson(id="m1-l-tiers", title="Three tiers", page="book/plain.html", minutes=30, activities=()),
)
MODULES = [OutlineModule(id="m1", title="The mandate", page=f"{PAGE}.html", end="modules/close.html", lessons=LESSONS)]
ENDS = {
    "principles-pragmatism": ("Principles", "Pragmatism"),
    "national-local": ("National support", "Local support"),
    "armed-unarmed": ("Armed strategies", "Unarmed strategies"),
}
TENSIONS = {
    name: Tension(id=name, name=name, poles=tuple(Pole(id=end.split()[0].lower(), name=end) for end in ends))
    for name, ends in ENDS.items()
}
CONTEXTS = {
    "fictional": {"id": "o", "title": "Ondara", "country": "Ondara", "mission": "UNSMON", "fictional": True},
    "real": {"id": "r", "title": "South Sudan", "fictional": False, "sources": ["UCDP GED 25.1, CC BY 4.0"]},
}


class Html(SphinxDirective):
    """``{html}``: a figure as the engine draws it."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """The content as it stands."""
        return [nodes.raw("", "\n".join(self.content), format="html")]


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.add_config_value("fieldbook_tensions", {}, "env", dict)
    app.add_config_value("fieldbook_audience", "learner", "env", str)
    app.add_config_value("test_context", "fictional", "html", str)
    app.add_directive("html", Html)
    app.connect("config-inited", _configure)
    app.connect("html-page-context", _context)
    app.connect("build-finished", _write_player)
    setup_parts(app)
    setup_glossary(app)
    setup_search(app)


def _configure(app: Sphinx, config: Any) -> None:
    use_language(config.language)
    config.fieldbook_words = CourseWords(Path(app.srcdir), "en")
    config.fieldbook_tensions = TENSIONS


def _context(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    if app.config.test_context == "none":
        return
    context["fb_course"] = {"id": "t", "title": "Protection in practice", "edition": "2026.1"}
    context["fb_context"] = {**CONTEXTS[app.config.test_context], "as_of": "30 September 2026"}
    context["fb_audience"] = app.config.fieldbook_audience
    context["fb_modules"] = MODULES


def _write_player(app: Sphinx, error: Exception | None) -> None:
    static = Path(app.outdir) / "_static"
    static.mkdir(exist_ok=True)
    for name in ("fieldbook-data.js", "player.js", "player.css"):
        (static / name).write_text("/* The player has tests of its own. */\n", "utf-8")
