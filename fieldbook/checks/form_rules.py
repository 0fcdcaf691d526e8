"""Rules over the blueprints of forms."""

from __future__ import annotations

from collections.abc import Iterator

from fieldbook.assessment.form_draw import Draw
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.yamlfile import Loaded
from fieldbook.course.sources import Course
from fieldbook.model.form import Form

_LEAST_SECONDS = 45
"""For one item: 60 words, read at 120 words a minute in a second language, and a decision."""


def known_objectives(course: Course) -> Iterator[Problem]:
    """A blueprint names objectives of the course."""
    for form in course.forms.values():
        for number, row in enumerate(form.value.blueprint):
            if row.objective not in course.objectives:
                message = _("there is no objective {objective!r}").format(objective=row.objective)
                remedy = _("Use one of those in course.yml.")
                yield form.problem(f"blueprint[{number}].objective", message, remedy, "FB-FORM-01")


def rows_apart(course: Course) -> Iterator[Problem]:
    """A blueprint has one row for each objective and set of levels."""
    for form in course.forms.values():
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for number, row in enumerate(form.value.blueprint):
            if (row.objective, row.levels) in seen:
                message = _("a second row for {objective!r} and the same levels").format(objective=row.objective)
                yield form.problem(f"blueprint[{number}]", message, _("Join the two rows."), "FB-FORM-02")
            seen.add((row.objective, row.levels))


def parallel(course: Course) -> Iterator[Problem]:
    """Forms of a series ask for the same items in the same time."""
    first: dict[str, Loaded[Form]] = {}
    for form in course.forms.values():
        if form.value.series is None:
            continue
        other = first.setdefault(form.value.series, form)
        if (other.value.blueprint, other.value.minutes) != (form.value.blueprint, form.value.minutes):
            message = _("differs in blueprint or minutes from {other}, which is of the same series").format(
                other=other.path
            )
            yield form.problem("blueprint", message, _("Make them the same; parallel forms are."), "FB-FORM-04")


def enough_time(course: Course) -> Iterator[Problem]:
    """There is time to read and answer every item."""
    for form in course.forms.values():
        minutes = form.value.minutes
        if minutes is not None and minutes * 60 < _LEAST_SECONDS * form.value.count:
            message = _("{minutes} minutes for {count} items is less than {least_seconds} seconds each").format(
                minutes=minutes, count=form.value.count, least_seconds=_LEAST_SECONDS
            )
            yield form.problem("minutes", message, _("Give more time, or draw fewer items."), "FB-FORM-05")


def drawable(course: Course) -> Iterator[Problem]:
    """The bank has the items that the blueprints ask for, in this context."""
    if any(True for rule in (known_objectives, parallel) for _problem in rule(course)):
        return  # drawing would fail for the same reason
    try:
        Draw(course).forms  # noqa: B018 drawn for its faults
    except CourseError as error:
        yield from (problem for problem in error.problems if problem.code == "FB-FORM-03")
