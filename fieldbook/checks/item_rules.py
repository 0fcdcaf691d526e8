"""Rules over the item bank."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldbook.assessment.binding import Binder, LeftOutError
from fieldbook.core.problems import CourseError, Problem
from fieldbook.course.bibliography import read_keys
from fieldbook.course.sources import Course, Place
from fieldbook.model.item import TODO, Choice, GapText, Judgement, Matching, Ordering, Written

GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")
"""A gap in the stem of a gap text."""


def unique_ids(course: Course) -> Iterator[Problem]:
    """An id names one item in the whole bank."""
    first: dict[str, Place] = {}
    for place in course.written:
        other = first.setdefault(place.item.id, place)
        if other is not place:
            where = f"{other.bank.path}:{other.bank.line(other.field)}"
            message = f"the id {place.item.id!r} is already used at {where}"
            yield place.bank.problem(
                f"{place.field}.id", message, "Choose a new id; ids are never reused.", "FB-ITEM-01"
            )


def unfinished(course: Course) -> Iterator[Problem]:
    """Nothing is marked as still to be written, as an import leaves it."""
    for bank in course.banks:
        if bank.value.module == TODO:
            message = "is still to be written, so no item of the file is in the course"
            yield bank.problem("module", message, f"Replace {TODO}.", "FB-ITEM-08")
    for place in course.written:
        for field in place.item.todo:
            message = f"of {place.item.id!r} is still to be written, so the item stays out of the course"
            yield place.bank.problem(f"{place.field}.{field}", message, f"Replace {TODO}.", "FB-ITEM-08")


def known_objectives(course: Course) -> Iterator[Problem]:
    """An item points to an objective of its bank's module."""
    modules = {module.id: {objective.id for objective in module.objectives} for module in course.modules}
    for bank in course.banks:
        if bank.value.module not in modules and bank.value.module != TODO:
            message = f"there is no module {bank.value.module!r}"
            yield bank.problem("module", message, f"Use one of: {', '.join(modules)}.", "FB-ITEM-02")
    for place in course.places:
        known = modules.get(place.bank.value.module, set())
        if known and place.item.objective not in known:
            message = f"there is no objective {place.item.objective!r} in module {place.bank.value.module!r}"
            remedy = f"Use one of: {', '.join(sorted(known))}."
            yield place.bank.problem(f"{place.field}.objective", message, remedy, "FB-ITEM-03")


def keys(course: Course) -> Iterator[Problem]:
    """Each type has the keys that it can be scored with."""
    for place in course.places:
        for field, message, remedy in _key_faults(place):
            yield place.bank.problem(f"{place.field}.{field}".rstrip("."), message, remedy, "FB-ITEM-04")


def _key_faults(place: Place) -> Iterator[tuple[str, str, str]]:  # noqa: C901, PLR0912 one case for each type
    match place.item:
        case Choice() as item if item.query:
            if [option.key for option in item.options].count(True) != 1 or len(item.options) != 2:
                yield "options", "an item with a query needs one key and one distractor template", "See docs/items.md."
            elif item.query.take < 2:
                yield (
                    "query.take",
                    "must be at least 2, or there are no distractors",
                    "Set it to the number of options.",
                )
        case Choice() as item:
            yield from _choice_faults(item)
        case Judgement() as item:
            if max(option.score for option in item.options) < 1:
                yield (
                    "options",
                    "no option has score 1, so nobody can answer it in full",
                    "Give the best option score 1.",
                )
        case Ordering() as item:
            if sorted(step.key for step in item.options) != list(range(1, len(item.options) + 1)):
                yield "options", "the keys are not the places 1, 2, 3 and so on", "Give each step its own place."
        case Matching() as item:
            if len({pair.text for pair in item.options}) < len(item.options):
                yield "options", "two left sides are the same", "Make them differ."
            if {pair.key for pair in item.options} & set(item.extra):
                yield "extra", "an extra right side is also a key", "Remove it from extra."
        case Written() as item:
            yield from _written_faults(item)
        case GapText() as item:
            yield from _gap_faults(item)


def _choice_faults(item: Choice) -> Iterator[tuple[str, str, str]]:
    right = sum(option.key for option in item.options)
    if right == 0:
        yield "options", "no option is the key", "Set key: true on the right option."
    elif item.type != "multiple-response" and right > 1:
        yield "options", f"{right} options are keys, one is allowed", "Keep one key, or use multiple-response."
    elif right == len(item.options):
        yield "options", "every option is a key", "Add distractors."
    if item.type == "true-false" and len(item.options) != 2:
        yield "options", "a true-false item has two options", "Use single-choice for more."
    texts = [option.text.casefold() for option in item.options]
    if len(set(texts)) < len(texts):
        yield "options", "two options have the same text", "Make them differ."


def _written_faults(item: Written) -> Iterator[tuple[str, str, str]]:
    if not any(option.key for option in item.options):
        yield "options", "no expected answer is the key", "Set key: true on the right answer."
    if item.type == "numeric":
        for number, option in enumerate(item.options):
            if "{{" not in option.text and not _is_number(option.text):
                yield (
                    f"options[{number}].text",
                    f"{option.text!r} is not a number",
                    "Write digits with a decimal point.",
                )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _gap_faults(item: GapText) -> Iterator[tuple[str, str, str]]:
    marks, ids = GAP.findall(item.stem), [gap.id for gap in item.gaps]
    if sorted(marks) != sorted(ids):
        message = f"the gaps in the stem ({', '.join(marks) or 'none'}) are not those listed ({', '.join(ids)})"
        yield "stem", message, "Write each gap once as [[id]]."
    for number, gap in enumerate(item.gaps):
        if sum(option.key for option in gap.options) != 1:
            yield f"gaps[{number}].options", "a gap needs exactly one key", "Set key: true on one option."


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
                    message = "the source is 'context' but the item has no query"
                    yield place.bank.problem(field, message, "Name the source, or add a query.", "FB-ITEM-06")
            elif source not in known:
                message = f"there is no source {source!r} in the bibliography"
                yield place.bank.problem(field, message, "Add it to book/references.bib.", "FB-ITEM-05")


def decidable(course: Course) -> Iterator[Problem]:
    """Every item can be bound to the context; a query without a clear key is a warning that says why."""
    binder = Binder(course.context)
    for place in course.places:
        if any(True for _ in _key_faults(place)):
            continue  # reported by another rule; binding would fail for the same reason
        try:
            binder.bind(place)
        except LeftOutError as reason:
            message = f"item {place.item.id!r} is left out of context {course.context.meta.id!r}: {reason}"
            remedy = "Nothing to do, unless the context should have these data."
            yield place.bank.problem(f"{place.field}.query", message, remedy, "FB-ITEM-07", warning=True)
        except CourseError as error:
            yield from error.problems
