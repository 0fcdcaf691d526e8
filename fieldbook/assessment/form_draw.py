"""Draws forms from the bank. The same course, context and seed give the same form.

All forms that draw from items which no lesson shows are drawn together, one after the other, so that no two share an
item. Forms of one series are drawn as one: for each row of the blueprint, items that lie side by side in difficulty are
dealt out to the forms, so that the forms are parallel (matched on objective and difficulty).
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from fieldbook.assessment.bound_bank import bound_places
from fieldbook.assessment.shapes import BoundItem, LeftOutError
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.yamlfile import Loaded
from fieldbook.course.notebook_calls import calls
from fieldbook.course.sources import Course, ItemPlace
from fieldbook.model.form import Form, Row


@dataclasses.dataclass(frozen=True)
class DrawnItem:
    """An item in a form: as it stands in the bank, and bound to the context."""

    place: ItemPlace
    bound: BoundItem


@dataclasses.dataclass(frozen=True)
class DrawnForm:
    """A form with its items, module by module."""

    form: Form
    seed: int
    items: tuple[DrawnItem, ...]

    @property
    def variant(self) -> str:
        """Hash of the items as drawn and bound; the record names it."""
        text = "\0".join([self.form.id, *(item.bound.variant for item in self.items)])
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def difficulty(self) -> float:
        """Mean of the expected shares of right answers."""
        return sum(item.place.item.difficulty for item in self.items) / len(self.items)

    def shared(self, other: DrawnForm) -> tuple[str, ...]:
        """Ids of items that both forms hold."""
        theirs = {item.place.item.id for item in other.items}
        return tuple(item.place.item.id for item in self.items if item.place.item.id in theirs)


class Draw:
    """Draws the forms of one course with one seed."""

    def __init__(self, course: Course, seed: int | None = None) -> None:
        """``seed`` is the course's own where none is given."""
        self._course = course
        self._seed = course.file.value.seed if seed is None else seed

    @cached_property
    def forms(self) -> dict[str, DrawnForm]:
        """Every form by id.

        Raises
        ------
        CourseError
            The bank has too few items for a row of a blueprint (``FB-FORM-03``).
        """
        free = [item for item in self._bound if item.place.item.id not in self._in_lessons]
        asked = [item for item in self._bound if item.place.item.id in self._in_lessons]
        drawn: dict[str, DrawnForm] = {}
        problems: list[Problem] = []
        for group in self._groups():
            pool = asked if group[0].value.lessons else free
            chosen = self._draw_group(group, pool, problems)
            if not group[0].value.lessons:
                used = {item.place.item.id for items in chosen.values() for item in items}
                free = [item for item in free if item.place.item.id not in used]
            for form in group:
                items = self._ordered(form.value, chosen[form.value.id])
                drawn[form.value.id] = DrawnForm(form.value, self._seed, items)
        if problems:
            raise CourseError(problems)
        return drawn

    @cached_property
    def _bound(self) -> list[DrawnItem]:
        return list(_bindable(self._course))

    @cached_property
    def _in_lessons(self) -> frozenset[str]:
        return asked_in_lessons(self._course)

    def _groups(self) -> Iterator[list[Loaded[Form]]]:
        """Forms that are drawn together: those of a series, else one alone; series first, for they need most."""

        def order(form: Loaded[Form]) -> tuple[bool, str]:
            return (form.value.series is None, form.value.series or form.value.id)

        for _key, group in itertools.groupby(sorted(self._course.forms.values(), key=order), order):
            yield sorted(group, key=lambda form: form.value.id)

    def _draw_group(
        self, group: Sequence[Loaded[Form]], pool: Iterable[DrawnItem], problems: list[Problem]
    ) -> Mapping[str, list[DrawnItem]]:
        chosen: dict[str, list[DrawnItem]] = {form.value.id: [] for form in group}
        left = list(pool)
        for number, row in enumerate(group[0].value.blueprint):
            fitting = sorted(
                (item for item in left if _fits(item, row)),
                key=lambda item: (item.place.item.difficulty, self._drawn(item.place.item.id)),
            )
            needed = row.count * len(group)
            if len(fitting) < needed:
                message = _(
                    "needs {needed} items of {objective!r} that are not in use, the bank has {n_fitting}"
                ).format(needed=needed, objective=row.objective, n_fitting=len(fitting))
                remedy = _("Write more items, or lower the count.")
                problems.append(group[0].problem(f"blueprint[{number}]", message, remedy, "FB-FORM-03"))
                continue
            for dealt in self._blocks(fitting, row.count, len(group)):
                for name, item in zip(self._turn(chosen), dealt, strict=True):
                    chosen[name].append(item)
                left = [item for item in left if item not in dealt]
        return chosen

    def _blocks(self, items: Sequence[DrawnItem], count: int, width: int) -> list[Sequence[DrawnItem]]:
        """``count`` runs of ``width`` neighbours in difficulty, drawn from all that ``items`` can be cut into."""
        spare = len(items) % width
        skip = int(self._drawn(items[0].place.item.id)[:8], 16) % (spare + 1)
        blocks = [items[at : at + width] for at in range(skip, len(items) - width + 1, width)]
        return sorted(blocks, key=lambda block: self._drawn(block[0].place.item.id))[:count]

    def _turn(self, chosen: Mapping[str, Sequence[DrawnItem]]) -> list[str]:
        """Forms in the order in which they take the next block, hardest item first: the easiest form so far begins."""
        return sorted(chosen, key=lambda name: (-sum(i.place.item.difficulty for i in chosen[name]), self._drawn(name)))

    def _ordered(self, form: Form, items: Sequence[DrawnItem]) -> tuple[DrawnItem, ...]:
        modules = [module.id for module in self._course.modules]

        def order(item: DrawnItem) -> tuple[int, str]:
            return (modules.index(item.place.bank.value.module), self._drawn(f"{form.id} {item.place.item.id}"))

        return tuple(sorted(items, key=order))

    def _drawn(self, text: str) -> str:
        """A number for ``text`` that depends on the seed alone: the same on every machine and in every version."""
        return hashlib.sha256(f"{self._seed}\0{text}".encode()).hexdigest()


def asked_in_lessons(course: Course) -> frozenset[str]:
    """Ids of the items that a notebook shows."""
    return frozenset(name for notebook in course.notebooks.values() for _c, _l, name in calls(notebook, "check"))


@lru_cache(maxsize=1)
def drawn_forms(course: Course) -> Mapping[str, DrawnForm]:
    """The forms that packages hold, by id: drawn once, however many formats ask. Raises what ``Draw.forms`` does."""
    return Draw(course).forms


def _fits(item: DrawnItem, row: Row) -> bool:
    return item.place.item.objective == row.objective and (not row.levels or item.place.item.level in row.levels)


def _bindable(course: Course) -> Iterator[DrawnItem]:
    for place, bound in bound_places(course):
        if not isinstance(bound, LeftOutError):  # fieldbook check says why
            yield DrawnItem(place, bound)
