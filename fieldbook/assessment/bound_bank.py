"""The whole bank bound to its context: once for a course, however many formats and forms ask."""

from __future__ import annotations

from functools import lru_cache

from fieldbook.assessment.binding import Binder
from fieldbook.assessment.shapes import BoundItem, LeftOutError
from fieldbook.course.sources import Course, ItemPlace


@lru_cache(maxsize=1)
def bound_places(course: Course) -> tuple[tuple[ItemPlace, BoundItem | LeftOutError], ...]:
    """Every item of ``course``, in order of the bank: bound, or the reason why the context's data leave it out.

    Nobody may change what is in it. Raises ``CourseError`` for the first substitution or query that is wrong.
    """
    binder = Binder(course.context)
    return tuple((place, _bound(binder, place)) for place in course.places)


def _bound(binder: Binder, place: ItemPlace) -> BoundItem | LeftOutError:
    try:
        return binder.bind(place)
    except LeftOutError as reason:
        return reason.with_traceback(None)
