"""The course in Sphinx: configuration values, substitutions, what templates and the player need to know."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from fieldbook.book.extension import handover
from fieldbook.book.extension.book_outline import outline
from fieldbook.book.extension.outline import outlined_modules
from fieldbook.context.values import format_date, markdown_safe, values
from fieldbook.course.sources import Course
from fieldbook.model.outline import OutlineModule
from fieldbook.player.joined import player_css, player_script, store_page
from fieldbook.player.strings import player_strings
from fieldbook.translation.course_in_language import CourseWords


def setup_course(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_config_value("fieldbook_context", "", "env", str)
    app.add_config_value("fieldbook_audience", "learner", "env", str)
    app.add_config_value("fieldbook_fingerprint", "", "env", str)
    app.add_config_value("fieldbook_cache", "", "", str)
    app.add_config_value("fieldbook_tensions", {}, "", dict)
    app.connect("config-inited", _configure, priority=100)
    app.connect("html-page-context", _page_context)
    app.connect("build-finished", _write_static)


def _configure(app: Sphinx, config: Config) -> None:
    course = handover.course_for(Path(app.srcdir), config.language)
    # Not a config value: Sphinx would try to pickle it.
    config.fieldbook_course = course
    config.fieldbook_words = CourseWords(course.root, config.language)
    if not config.fieldbook_cache:
        config.fieldbook_cache = str(course.root / ".fieldbook" / "drawings")
    config.myst_substitutions = {
        group: {name: markdown_safe(value) for name, value in names.items()}
        for group, names in values(course.context).items()
    }
    config.fieldbook_tensions = course.tensions


def _page_context(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    del template, doctree
    course: Course = app.config.fieldbook_course
    meta = course.context.meta
    modules = outlined_modules(app)
    context["fb_course"] = {
        "id": course.file.value.id,
        "title": course.file.value.title,
        "edition": course.file.value.edition,
    }
    context["fb_context"] = {
        "id": meta.id,
        "title": meta.title,
        "country": meta.mission.country,
        "mission": meta.mission.short,
        "fictional": meta.fictional,
        "as_of": format_date(meta.as_of),
        "sources": sorted({table.source for table in meta.tables}),
    }
    context["fb_audience"] = app.config.fieldbook_audience
    context["fb_modules"] = modules
    context["fb_lesson"] = _lesson(modules, page) if page in course.lesson_pages else None


def _lesson(modules: Sequence[OutlineModule], page: str) -> dict[str, Any]:
    """The lesson of a page with its module, and their numbers from 1."""
    number, module = next((n, m) for n, m in enumerate(modules, 1) if any(x.page == f"{page}.html" for x in m.lessons))
    place, lesson = next((n, x) for n, x in enumerate(module.lessons, 1) if x.page == f"{page}.html")
    return {"module": module, "module_number": number, "lesson": lesson, "number": place}


def _write_static(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    data = json.dumps(_player_data(app), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (static / "fieldbook-data.js").write_text(f"window.FIELDBOOK={data};\n", "utf-8")
    (static / "player.js").write_text(player_script(), "utf-8")
    (static / "store.html").write_text(store_page(), "utf-8")
    (static / "player.css").write_text(player_css(), "utf-8")


def _player_data(app: Sphinx) -> dict[str, Any]:
    course: Course = app.config.fieldbook_course
    record = {
        "course": course.file.value.id,
        "context": course.context.meta.id,
        "lang": app.config.language,
        "build": app.config.fieldbook_fingerprint[:12],
    }
    book = outline(app)
    modules = [module.model_dump(exclude_defaults=True) for module in book.modules]
    data = {"record": record, "modules": modules, "strings": player_strings()}
    return data | ({"tests": [test.model_dump() for test in book.tests]} if book.tests else {})
