"""The course's bank as results need it: scores of answers, and what an item is about. Reads the course once."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from fieldbook.assessment.bound_bank import bound_places
from fieldbook.assessment.bound_option import BoundOption
from fieldbook.assessment.form_draw import Draw
from fieldbook.assessment.scoring import normal
from fieldbook.assessment.shapes import BoundItem, GapsItem, LeftOutError, PairsItem
from fieldbook.core.problems import CourseError
from fieldbook.course.sources import Course, load_course
from fieldbook.results.test_order import forms_in_order


@dataclasses.dataclass(frozen=True)
class ItemRow:
    """What the bank says of an item, for reports. ``keys`` are the ids of right options, as JSON text."""

    item: str
    type: str
    objective: str
    objective_text: str
    module: str
    level: str
    difficulty: float
    stem: str
    options: str
    keys: str
    path: str
    line: int


class ScoringBank:
    """The bank of one course folder, for every context that result files name."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._bound: dict[str, dict[str, BoundItem]] = {}
        self._score = lru_cache(maxsize=200_000)(self._outcome)
        self._by_question = lru_cache(maxsize=2_000)(self._read)

    @cached_property
    def course(self) -> Course:
        """The course with its own context. Raises ``CourseError``."""
        return load_course(self._root)

    @property
    def id(self) -> str:
        """Id of the course."""
        return self.course.file.value.id

    @property
    def home(self) -> str:
        """Id of the course's own context."""
        return self.course.context.meta.id

    def knows(self, context: str, item: str, variant: str) -> bool:
        """Whether this is an item as the bank holds it today; ``variant`` may be empty (a learning system's export)."""
        bound = self._items(context).get(item)
        return bound is not None and variant in {"", bound.variant}

    def score(self, context: str, item: str, variant: str, response: str) -> float | None:
        """Score of ``response`` (JSON text) from 0 to 1; None where the bank does not hold this item so."""
        if not self.knows(context, item, variant):
            return None
        return self._score(context, item, response)

    def bound(self, context: str, item: str, variant: str) -> BoundItem | None:
        """The item as it was asked; None where the bank does not hold it so."""
        return self._items(context).get(item) if self.knows(context, item, variant) else None

    def titles(self) -> dict[str, str]:
        """Title of each form of the course, by its id."""
        return {form: loaded.value.title for form, loaded in self.course.forms.items()}

    def count(self, form: str) -> int | None:
        """Number of questions of a form; None where the course has no such form."""
        loaded = self.course.forms.get(form)
        return loaded.value.count if loaded else None

    def _outcome(self, context: str, item: str, response: str) -> float:
        return self._items(context)[item].outcome(json.loads(response)).score

    def by_question(self, text: str) -> BoundItem | None:
        """The item of the course's own context whose question reads like ``text``: its stem alone, or with all its
        options behind it, in any order. With other options it is another question."""
        return self._by_question(text)

    def _read(self, text: str) -> BoundItem | None:
        words = plain(text).split()
        for length in self._lengths:
            for bound in self._stems.get(" ".join(words[:length]), ()):
                if sorted(words[length:]) in ([], _words_behind(bound)):
                    return bound
        return None

    def rows(self) -> Iterator[ItemRow]:
        """Every item of the bank, with its file and line. Text is that of the course's own context."""
        modules = {o.id: m.id for m in self.course.modules for o in m.objectives}
        bound = self._items(self.home)
        for place in self.course.places:
            item = place.item
            known = bound.get(item.id)
            listed = _options(known) if known else ()
            problem = place.bank.problem(place.field, "", "", "")
            yield ItemRow(
                item.id,
                item.type,
                item.objective,
                self.course.objectives[item.objective].text,
                modules[item.objective],
                item.level,
                item.difficulty,
                known.stem if known else item.stem,
                json.dumps({option.id: option.text for option in listed}, ensure_ascii=False),
                json.dumps(known.keys if known else []),
                problem.path,
                problem.line,
            )

    def form_rows(self) -> Iterator[tuple[str, str, str, float | None, str]]:
        """``form, series, title, cut score, what the cut rests on`` of every form, in the order of the book."""
        placed = forms_in_order(self._root)
        places = {form: number for number, form in enumerate(placed)}
        for form in sorted(self.course.forms.values(), key=lambda one: places.get(one.value.id, len(places))):
            value = form.value
            cut = value.cut
            yield value.id, value.series or "", value.title, cut.score if cut else None, cut.method if cut else ""

    def expectations(self) -> Iterator[tuple[str, str, str, str, str]]:
        """``exercise, title, kind (expected, rubric), name, objective`` of what observers of exercises look for."""
        for loaded in self.course.exercises.values():
            exercise = loaded.value
            for inject in exercise.injects:
                for one in inject.expects:
                    yield exercise.id, exercise.title, "expected", one.id, one.objective
            for line in exercise.rubric:
                yield exercise.id, exercise.title, "rubric", line.id, line.objective

    def drawn(self) -> Iterator[tuple[str, str, int, str]]:
        """``form, variant, place, item`` of every form with the course's seed."""
        try:
            forms = Draw(self.course).forms.values()
        except CourseError:
            return
        for form in forms:
            for number, drawn in enumerate(form.items, 1):
                yield form.form.id, form.variant, number, drawn.place.item.id

    def _items(self, context: str) -> dict[str, BoundItem]:
        if context not in self._bound:
            course = self._course(context)
            self._bound[context] = dict(_bindable(course)) if course else {}
        return self._bound[context]

    def _course(self, context: str) -> Course | None:
        if context == self.home:
            return self.course
        try:
            return load_course(self._root, context)
        except CourseError:
            return None

    @cached_property
    def _stems(self) -> dict[str, list[BoundItem]]:
        found: dict[str, list[BoundItem]] = {}
        for bound in self._items(self.home).values():
            found.setdefault(plain(bound.stem), []).append(bound)
        return found

    @cached_property
    def _lengths(self) -> list[int]:
        """How many words stems have, longest first: a stem may begin like another."""
        return sorted({len(stem.split()) for stem in self._stems}, reverse=True)


def _bindable(course: Course) -> Iterator[tuple[str, BoundItem]]:
    for place, bound in bound_places(course):
        if not isinstance(bound, LeftOutError):
            yield place.item.id, bound


def _options(bound: BoundItem) -> tuple[BoundOption, ...]:
    """What can be chosen by itself: words of gaps are not."""
    return () if isinstance(bound, GapsItem) else bound.options


def _words_behind(bound: BoundItem) -> list[str]:
    """The words that a learning system may append to a question, sorted."""
    rights = bound.rights if isinstance(bound, PairsItem) else ()
    return sorted(" ".join(plain(part.text) for part in (*_options(bound), *rights)).split())


def plain(text: str) -> str:
    """``text`` without its markup, as two writings of one question or option are compared."""
    return normal(re.sub(r"<[^>]*>|[*_`\\\[\]#]", " ", text))
