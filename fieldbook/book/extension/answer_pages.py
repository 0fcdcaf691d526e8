"""Trainer's edition only: a printable page of answers for each module, with every item of its bank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup
from sphinx.application import Sphinx

from fieldbook.assessment.binding import Binder, BoundItem, LeftOutError
from fieldbook.book.extension.front_pages import render_part
from fieldbook.book.extension.made_pages import answers_page
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course

_markdown = MarkdownIt("commonmark", {"html": False})


def setup_answers(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("html-collect-pages", _pages)


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    if app.config.fieldbook_audience != "trainer":
        return
    course: Course = app.config.fieldbook_course
    binder = Binder(course.context)
    for module in course.modules:
        title = _("Answers: {module}").format(module=module.title)
        items = [_view(binder, place, course) for place in course.places if place.bank.value.module == module.id]
        body = render_part("answers", title=title, items=items)
        yield answers_page(module.id), {"title": title, "body": body}, "page.html"


def _view(binder: Binder, place: Any, course: Course) -> dict[str, Any]:
    try:
        item = binder.bind(place)
    except LeftOutError as reason:
        return {"id": place.item.id, "left_out": str(reason)}
    objective = course.objectives[item["objective"]].text
    return {
        "id": item["id"],
        "left_out": "",
        "stem": _html(item["stem"]),
        "objective": objective,
        "level": item["level"],
        "lines": list(_lines(item)),
    }


def _lines(item: BoundItem) -> Iterator[dict[str, Any]]:
    """Each option with its answer in words, the right ones marked."""
    rights = {right["id"]: right["text"] for right in item.get("rights", [])}
    ordered = sorted(item.get("options", []), key=lambda option: option.get("place", 0))
    for option in ordered:
        answer = ""
        if "match" in option:
            answer = f"→ {rights[option['match']]}"
        elif "place" in option:
            answer = f"{option['place']}."
        elif "score" in option:
            answer = _("effectiveness {score}").format(score=option["score"])
        yield _line(
            option["text"], option["feedback"], answer, right=bool(option.get("key") or option.get("score") == 1)
        )
    for gap in item.get("gaps", []):
        for option in gap["options"]:
            yield _line(option["text"], option["feedback"], f"[{gap['id']}]", right=option["key"])


def _line(text: str, feedback: str, answer: str, *, right: bool) -> dict[str, Any]:
    return {"text": _html(text), "feedback": _html(feedback), "answer": answer, "right": right}


def _html(text: str) -> Markup:
    return Markup(_markdown.renderInline(text))  # noqa: S704 Markdown with HTML switched off
