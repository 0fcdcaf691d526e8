"""Rules over the item bank."""

from __future__ import annotations

from collections.abc import Iterator

from fieldbook.assessment.binding import Binder
from fieldbook.assessment.shapes import LeftOutError
from fieldbook.assessment.types import type_of
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.course.bibliography import read_keys
from fieldbook.course.sources import Course, ItemPlace
from fieldbook.model.item import TODO


def unique_ids(course: Course) -> Iterator[Problem]:
    """An id names one item in the whole bank."""
    first: dict[str, ItemPlace] = {}
    for place in course.written:
        other = first.setdefault(place.item.id, place)
        if other is not place:
            where = f"{other.bank.path}:{other.bank.line(other.field)}"
            message = _("the id {item!r} is already used at {where}").format(item=place.item.id, where=where)
            yield place.bank.problem(
                f"{place.field}.id", message, _("Choose a new id; ids are never reused."), "FB-ITEM-01"
            )


def unfinished(course: Course) -> Iterator[Problem]:
    """Nothing is marked as still to be written, as an import leaves it."""
    for bank in course.banks:
        if bank.value.module == TODO:
            message = _("is still to be written, so no item of the file is in the course")
            yield bank.problem("module", message, _("Replace {todo}.").format(todo=TODO), "FB-ITEM-08")
    for place in course.written:
        for field in place.item.todo:
            message = _("of {item!r} is still to be written, so the item stays out of the course").format(
                item=place.item.id
            )
            yield place.bank.problem(
                f"{place.field}.{field}", message, _("Replace {todo}.").format(todo=TODO), "FB-ITEM-08"
            )


def known_objectives(course: Course) -> Iterator[Problem]:
    """An item points to an objective of its bank's module."""
    modules = {module.id: {objective.id for objective in module.objectives} for module in course.modules}
    for bank in course.banks:
        if bank.value.module not in modules and bank.value.module != TODO:
            message = _("there is no module {module!r}").format(module=bank.value.module)
            yield bank.problem(
                "module", message, _("Use one of: {modules}.").format(modules=", ".join(modules)), "FB-ITEM-02"
            )
    for place in course.places:
        known = modules.get(place.bank.value.module, set())
        if known and place.item.objective not in known:
            message = _("there is no objective {objective!r} in module {module!r}").format(
                objective=place.item.objective, module=place.bank.value.module
            )
            remedy = _("Use one of: {known}.").format(known=", ".join(sorted(known)))
            yield place.bank.problem(f"{place.field}.objective", message, remedy, "FB-ITEM-03")


def keys(course: Course) -> Iterator[Problem]:
    """Each type has the keys that it can be scored with."""
    for place in course.places:
        for field, message, remedy in type_of(place.item).faults(place.item):
            yield place.bank.problem(f"{place.field}.{field}".rstrip("."), message, remedy, "FB-ITEM-04")


def known_sources(course: Course) -> Iterator[Problem]:
    """An item's sources stand in the bibliography; ``context`` is allowed where the data decide."""
    try:
        known = read_keys(course.root)
    except CourseError as error:
        yield from error.problems
        return
    for place in course.places:
        for number, source in enumerate(place.item.source):
            field = f"{place.field}.source[{number}]"
            if source == "context":
                if place.item.query is None:
                    message = _("the source is 'context' but the item has no query")
                    yield place.bank.problem(field, message, _("Name the source, or add a query."), "FB-ITEM-06")
            elif source not in known:
                message = _("there is no source {source!r} in the bibliography").format(source=source)
                yield place.bank.problem(field, message, _("Add it to book/references.bib."), "FB-ITEM-05")


def decidable(course: Course) -> Iterator[Problem]:
    """Every item can be bound to the context; a query without a clear key is a warning that says why."""
    binder = Binder(course.context)
    for place in course.places:
        if any(True for _fault in type_of(place.item).faults(place.item)):
            continue  # reported by another rule; binding would fail for the same reason
        try:
            binder.bind(place)
        except LeftOutError as reason:
            message = _("item {item!r} is left out of context {pack!r}: {reason}").format(
                item=place.item.id, pack=course.context.meta.id, reason=reason
            )
            remedy = _("Nothing to do, unless the context should have these data.")
            yield place.bank.problem(f"{place.field}.query", message, remedy, "FB-ITEM-07", warning=True)
        except CourseError as error:
            yield from error.problems
