"""The blind reading of the bank: can the right options be found by their surface, without the stems?

A model that sees only ``surface`` is trained on the options of all modules but one and asked about the left-out one, so
that it is never asked what it was shown. How it is called and read: ``docs/items.md``.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from fieldbook.assessment.bound_bank import bound_places
from fieldbook.assessment.shapes import ChoiceItem, ChoicesItem
from fieldbook.assessment.types import TYPES
from fieldbook.checks.guesser import Guesser, Said
from fieldbook.checks.surface import counts, plain
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.course.sources import Course, ItemPlace

GATED = tuple(name for name, kind in TYPES.items() if issubclass(kind, ChoiceItem) and not kind.is_statement)
"""Types with a goal: one of several options is chosen."""
SEVERAL = tuple(name for name, kind in TYPES.items() if issubclass(kind, ChoicesItem))
"""Types of which several options are chosen: too rare to learn from."""
GUESSED = (*GATED, *SEVERAL)
"""Types that the model is asked about."""
MARGIN = 0.10
"""A gated type may be found so far above chance."""
LEAST = 20
"""Items that the model needs to learn from; the shipped bank has more than a hundred."""


@dataclasses.dataclass(frozen=True, eq=False)
class BlindQuestion:
    """An item as the model sees it, and what it must not see: which options are right."""

    place: ItemPlace
    texts: tuple[str, ...]
    worth: tuple[float, ...]
    """Of each option: 1 for a key and 0 for a distractor, or the score of an action."""

    @property
    def type(self) -> str:
        """Type of the item."""
        return self.place.item.type

    @property
    def module(self) -> str:
        """Id of its module."""
        return self.place.bank.value.module

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.place.bank.path}:{self.place.bank.line(self.place.field)}"

    @cached_property
    def best(self) -> np.ndarray:
        """Whether each option is a right one: a key, or an action of the highest score."""
        return np.asarray(np.array(self.worth) == max(self.worth))

    @cached_property
    def counts(self) -> np.ndarray:
        """What is counted in the options: options x ``CUES``."""
        return counts(self.texts)

    @property
    def chance(self) -> float:
        """Expected ``Guess.found`` of somebody who draws options."""
        return float(self.best.mean())


@dataclasses.dataclass(frozen=True, eq=False)
class BlindGuess:
    """What the model said of a question of the module that it was not trained on."""

    question: BlindQuestion
    said: Said

    @cached_property
    def order(self) -> list[int]:
        """Numbers of the options, likeliest first; equal ones by a hash, so their order in the file says nothing."""
        hashes = [hashlib.sha256(text.encode()).hexdigest() for text in self.question.texts]
        chances = self.said.chances.round(9)
        return sorted(range(len(hashes)), key=lambda number: (-chances[number], hashes[number]))

    @property
    def taken(self) -> int:
        """Number of the likeliest option."""
        return self.order[0]

    @property
    def found(self) -> float:
        """1 where the likeliest option is right, else 0; with several keys the share of them among so many guesses."""
        right = self.question.best
        wanted = int(right.sum()) if self.question.type in SEVERAL else 1
        return float(right[self.order[:wanted]].mean())

    @property
    def shine(self) -> float:
        """Chance that the model gives to the likeliest right option."""
        return float(self.said.chances[self.question.best].max())


def blind_guesses(course: Course) -> list[BlindGuess]:
    """What the model says of every question whose options it can compare, in order of the bank.

    It learns from the gated types and is asked about multiple response too, which is too rare to learn from.
    Options of an item with a query are left out: one template writes them all.

    Raises
    ------
    CourseError
        There are fewer than ``LEAST`` items to learn from outside a module (``FB-BLIND-02``), scikit-learn is not
        installed (``FB-BLIND-03``), or an item can't be bound.
    """
    questions = list(_questions(course))
    said: dict[int, Said] = {}
    for module in dict.fromkeys(question.module for question in questions):
        asked = [number for number, question in enumerate(questions) if question.module == module]
        shown = [one for one in questions if one.type in GATED and one.module != module]
        if len(shown) < LEAST:
            raise CourseError([_too_few(course, module, len(shown))])
        guesser = Guesser([(question.counts, question.best) for question in shown])
        said |= zip(asked, guesser.ask([questions[number].counts for number in asked]), strict=True)
    return [BlindGuess(question, said[number]) for number, question in enumerate(questions)]


def _too_few(course: Course, module: str, count: int) -> Problem:
    message = _("{count} items of choice stand outside module {module}; the model needs {least} to learn from")
    remedy = _("Ask again when the bank has more items.")
    return course.file.problem(
        "modules", message.format(count=count, module=repr(module), least=LEAST), remedy, "FB-BLIND-02"
    )


def _questions(course: Course) -> Iterator[BlindQuestion]:
    for place, bound in bound_places(course):
        if isinstance(bound, ChoiceItem | ChoicesItem) and place.item.type in GUESSED and place.item.query is None:
            question = _question(place, bound)
            if 0 < question.chance < 1:  # other faults of keys are what FB-ITEM-04 is for
                yield question


def _question(place: ItemPlace, bound: ChoiceItem | ChoicesItem) -> BlindQuestion:
    texts = tuple(plain(option.text) for option in bound.options)
    return BlindQuestion(place, texts, tuple(option.worth for option in bound.options))


@dataclasses.dataclass(frozen=True)
class Rate:
    """How many of some questions were found."""

    items: int
    found: float
    """Whole, but for keys of multiple response."""
    chance: float
    """Expected share for somebody who draws options."""

    @classmethod
    def of(cls, guesses: Iterable[BlindGuess]) -> Rate:
        """The rate of ``guesses``."""
        listed = list(guesses)
        chance = sum(guess.question.chance for guess in listed) / max(len(listed), 1)
        return cls(len(listed), sum(guess.found for guess in listed), chance)

    @property
    def share(self) -> float:
        """Share found; 0 where there is no item."""
        return self.found / max(self.items, 1)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the share of found items by Wilson's score (1927); at least one item."""
        from scipy.stats import binomtest  # noqa: PLC0415 slow

        low, high = binomtest(round(self.found), self.items).proportion_ci(0.95, "wilson")
        return float(low), float(high)

    @property
    def goal(self) -> float:
        """The most that a gated type may reach."""
        return self.chance + MARGIN

    @property
    def over(self) -> bool:
        """Whether more were found than the goal allows."""
        return self.share > self.goal


@dataclasses.dataclass(frozen=True)
class Giveaway:
    """How often the right option is found by one cue alone."""

    cue: int
    """Its place in ``CUES``."""
    most: bool
    """Whether the option that has most of it is taken, or the one that has least."""
    share: float


def giveaways(guesses: Sequence[BlindGuess]) -> list[Giveaway]:
    """For each cue and direction the share of ``guesses`` that it would find alone, highest first.

    Where several options have equally much, one of them is drawn. The direction is the one seen in the same items, so
    that the shares are a description and no test.
    """
    found: list[Giveaway] = []
    for cue in range(guesses[0].question.counts.shape[1] if guesses else 0):
        for most in (True, False):
            shares = [_found_alone(guess.question, cue, most=most) for guess in guesses]
            found.append(Giveaway(cue, most, sum(shares) / len(shares)))
    return sorted(found, key=lambda one: (-one.share, one.cue, one.most))


def _found_alone(question: BlindQuestion, cue: int, *, most: bool) -> float:
    column = question.counts[:, cue]
    taken = np.isclose(column, column.max() if most else column.min())
    return float(question.best[taken].mean())
