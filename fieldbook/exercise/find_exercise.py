"""An exercise of a course by its name."""

from __future__ import annotations

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.yamlfile import Loaded
from fieldbook.course.sources import Course
from fieldbook.model.exercise import Exercise


def find_exercise(course: Course, name: str) -> Loaded[Exercise]:
    """The exercise ``name``. Raises ``CourseError`` with the names there are."""
    if name in course.exercises:
        return course.exercises[name]
    known = ", ".join(sorted(course.exercises)) or _("none yet")
    message = _("there is no exercise {name}").format(name=name)
    raise CourseError([Problem(name, 0, "", message, _("There are: {known}.").format(known=known), "FB-RUN-06")])
