"""Knowledge checks, scenarios and products of a page: named by a cell, bound to the context in the page's language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from fieldbook.assessment.binding import Binder
from fieldbook.assessment.practice_binding import bind_practice
from fieldbook.assessment.shapes import BoundItem, LeftOutError
from fieldbook.core.i18n import language
from fieldbook.course.sources import Course
from fieldbook.model.payload import PracticePayload


def bound_items(course: Course, ids: Iterable[str]) -> list[BoundItem]:
    """The items ``ids``, without those that this context's data can't decide. Nobody may change what is in them."""
    bank = _bank(course, language())
    return [item for name in ids if (item := bank.item(name)) is not None]


class _Bank:
    """Items of a course, each bound when it is asked for the first time: most builds read few pages again."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._binder = Binder(course.context)
        self._bound: dict[str, BoundItem | None] = {}

    def item(self, name: str) -> BoundItem | None:
        if name not in self._bound:
            try:
                self._bound[name] = self._binder.bind(self._course.item_places[name])
            except LeftOutError:
                self._bound[name] = None
        return self._bound[name]


@lru_cache(maxsize=1)
def _bank(course: Course, _lang: str) -> _Bank:
    """Values are put into text in the language in use."""
    return _Bank(course)


def bound_practice(course: Course, named: PracticePayload) -> dict[str, Any]:
    """The scenario or product as ``assessment.practice_html`` shows it."""
    loaded = course.scenarios[named.id] if named.kind == "scenario" else course.products[named.id]
    return {"kind": named.kind, named.kind: bind_practice(loaded, course.context, course.tensions)}
