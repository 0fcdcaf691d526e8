"""Trainer's edition only: a printable page of answers for each module, with every item of its bank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup
from sphinx.application import Sphinx

from fieldbook.assessment import shapes
from fieldbook.assessment.binding import Binder
from fieldbook.assessment.bound_option import BoundOption
from fieldbook.assessment.level_words import level_word
from fieldbook.assessment.shapes import LeftOutError
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
    return {
        "id": item.id,
        "left_out": "",
        "stem": _html(item.stem),
        "objective": course.objectives[item.objective].text,
        "level": level_word(item.level),
        "lines": list(_lines(item)),
    }


def _lines(item: shapes.BoundItem) -> Iterator[dict[str, Any]]:  # noqa: C901 one for each shape
    """Each option with its answer in words, the right ones marked."""
    match item:
        case shapes.PairsItem():
            for side in item.options:
                yield _line(side, f"→ {item.right_of(side.id).text}")
        case shapes.OrderItem():
            for step in item.solution:
                yield _line(step, f"{step.place}.")
        case shapes.GapsItem():
            for gap in item.gaps:
                for word in gap.options:
                    yield _line(word, f"[{gap.id}]")
        case shapes.ChoiceItem(rated=True):
            for option in item.options:
                yield _line(option, _("effectiveness {score}").format(score=option.worth))
        case shapes.ChoiceItem() | shapes.ChoicesItem() | shapes.WrittenItem():
            for option in item.options:
                yield _line(option)


def _line(option: BoundOption, answer: str = "") -> dict[str, Any]:
    texts = {"text": _html(option.text), "feedback": _html(option.feedback)}
    return {**texts, "answer": answer, "right": option.is_right}


def _html(text: str) -> Markup:
    return Markup(_markdown.renderInline(text))  # noqa: S704 Markdown with HTML switched off
