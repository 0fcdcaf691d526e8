"""Rules over modules and objectives."""

from __future__ import annotations

from collections.abc import Iterator

from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.course.sources import Course


def unique_ids(course: Course) -> Iterator[Problem]:
    """Module and objective ids are used once."""
    seen: dict[str, str] = {}
    for number, module in enumerate(course.modules):
        fields = {f"modules[{number}].id": module.id}
        fields |= {f"modules[{number}].objectives[{n}].id": o.id for n, o in enumerate(module.objectives)}
        for field, name in fields.items():
            if name in seen:
                message = _("the id {name!r} is already used by {seen}").format(name=name, seen=seen[name])
                yield course.file.problem(field, message, _("Choose a new id."), "FB-COURSE-01")
            seen.setdefault(name, field)


def have_items(course: Course) -> Iterator[Problem]:
    """Every objective is measured by at least one item."""
    measured = {item.objective for item in course.items.values()}
    for number, module in enumerate(course.modules):
        for place, objective in enumerate(module.objectives):
            if objective.id not in measured:
                field = f"modules[{number}].objectives[{place}]"
                message = _("no item measures the objective {objective!r}").format(objective=objective.id)
                yield course.file.problem(field, message, _("Add an item for it."), "FB-COURSE-02", warning=True)
