"""Rules over the bank as a whole: cues that no single question shows, and what the course promises of its bank."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import get_args

from fieldbook.assessment.binding import as_written
from fieldbook.assessment.option_order import arranged
from fieldbook.assessment.shapes import ChoiceItem
from fieldbook.core.formats import percent
from fieldbook.core.i18n import _, ngettext
from fieldbook.core.problems import Problem
from fieldbook.course.sources import Course, ItemPlace
from fieldbook.model.course import Level, Module, Targets

_APPLIED = frozenset(get_args(Level)[2:])
"""Bloom's levels from apply on."""
_ERRORS = 2.0
"""Standard errors above chance from which a cue counts as one (about one bank in forty by chance)."""


def length_cue(course: Course) -> Iterator[Problem]:
    """Over the bank the key is not the longest option more often than chance."""
    choices = _keyed_choices(course)
    longest = [place for place, item in choices if _key_is_longest(item)]
    chance = [1 / len(item.options) for _place, item in choices]
    if _too_often(len(longest), chance):
        share, expected = len(longest) / len(choices), sum(chance) / len(chance)
        message = _("the key is the longest option in {share} of choices, by chance in {expected}").format(
            share=percent(share), expected=percent(expected)
        )
        yield course.file.problem(
            "", message, _("Even out lengths: {items}.").format(items=_some(longest)), "FB-WRITE-09"
        )


def key_positions(course: Course) -> Iterator[Problem]:
    """Over the bank the key stands at no place of the list more often than chance."""
    at: dict[int, list[ItemPlace]] = defaultdict(list)
    chance: dict[int, list[float]] = defaultdict(list)
    for place, item in _keyed_choices(course):
        at[_shown_place(item)].append(place)
        for number in range(len(item.options)):
            chance[number].append(1 / len(item.options))
    for number, places in sorted(at.items()):
        if _too_often(len(places), chance[number]):
            message = _("the key stands at place {number} in {n} of {all} choices").format(
                number=number + 1, n=len(places), all=len(chance[number])
            )
            yield course.file.problem(
                "", message, _("Reorder options: {items}.").format(items=_some(places)), "FB-WRITE-10"
            )


def _shown_place(item: ChoiceItem) -> int:
    return next(number for number, option in enumerate(arranged(item, item.options)) if option.is_right)


def targets(course: Course) -> Iterator[Problem]:
    """The bank holds what ``targets`` in course.yml promises of it, for each module."""
    wanted = course.file.value.targets
    if wanted is None:
        return
    for number, module in enumerate(course.modules):
        for message in _short_of(course, module, wanted):
            yield course.file.problem(
                f"modules[{number}]", message, _("Write more items, or lower targets."), "FB-COURSE-03"
            )


def _short_of(course: Course, module: Module, wanted: Targets) -> Iterator[str]:
    items = [place.item for place in course.places if place.bank.value.module == module.id]
    if len(items) < wanted.items:
        text = ngettext(
            "the bank of module {module!r} has {n} item, {wanted} are promised",
            "the bank of module {module!r} has {n} items, {wanted} are promised",
            len(items),
        )
        yield text.format(module=module.id, n=len(items), wanted=wanted.items)
    applied = sum(item.level in _APPLIED for item in items)
    if applied < wanted.applied * len(items):
        text = _("the bank of module {module!r} has {n} of {all} items at level apply or above, {share} are promised")
        yield text.format(module=module.id, n=applied, all=len(items), share=percent(wanted.applied))
    computed = sum(item.query is not None for item in items)
    if computed < wanted.computed:
        text = ngettext(
            "the bank of module {module!r} has {n} item computed from the mission's data, {wanted} are promised",
            "the bank of module {module!r} has {n} items computed from the mission's data, {wanted} are promised",
            computed,
        )
        yield text.format(module=module.id, n=computed, wanted=wanted.computed)


def _keyed_choices(course: Course) -> list[tuple[ItemPlace, ChoiceItem]]:
    """Items whose options stand in an order that is drawn, one of them right."""
    return [
        (place, item)
        for place in course.places
        if place.item.query is None
        and isinstance(item := as_written(place.item), ChoiceItem)
        and not (item.rated or item.is_statement)
        and len(item.keys) == 1
    ]


def _key_is_longest(item: ChoiceItem) -> bool:
    lengths = Counter(len(option.text) for option in item.options)
    key = next(len(option.text) for option in item.options if option.is_right)
    return key == max(lengths) and lengths[key] == 1


def _too_often(count: int, chance: list[float]) -> bool:
    """More than ``_ERRORS`` standard errors above the sum of ``chance`` (normal approximation)."""
    spread = math.sqrt(sum(p * (1 - p) for p in chance))
    return count > sum(chance) + _ERRORS * spread


def _some(places: list[ItemPlace]) -> str:
    return ", ".join(sorted(place.item.id for place in places)[:12]) + ("…" if len(places) > 12 else "")
