"""What is counted beside the blind reading, without a goal: words, types that the model is not asked about, forms."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from fieldbook.assessment.bound_bank import bound_places
from fieldbook.assessment.bound_option import KeyedOption
from fieldbook.assessment.form_draw import drawn_forms
from fieldbook.assessment.shapes import ChoiceItem, GapsItem
from fieldbook.checks.blind import GATED, BlindGuess, Rate
from fieldbook.checks.surface import plain, words
from fieldbook.course.sources import Course


def leaning_words(guesses: Sequence[BlindGuess], count: int) -> tuple[list[str], list[str]]:
    """The ``count`` words that lean most to right options, and to wrong ones, strongest first.

    Sorted by standard errors between the right options that hold a word and those expected by chance. The model sees
    none of these words but the small ones; a reader sees them all.
    """
    right: Counter[str] = Counter()
    expected: defaultdict[str, float] = defaultdict(float)
    variance: defaultdict[str, float] = defaultdict(float)
    for question in (guess.question for guess in guesses):
        for text, best in zip(question.texts, question.best, strict=True):
            for word in set(words(text)):
                right[word] += bool(best)
                expected[word] += question.chance
                variance[word] += question.chance * (1 - question.chance)
    lean = {word: (right[word] - expected[word]) / math.sqrt(variance[word]) for word in expected}
    ordered = sorted(lean, key=lambda word: (-lean[word], word))
    return ordered[:count], ordered[: -count - 1 : -1]


def true_false_keys(course: Course) -> Counter[str]:
    """How often each answer is the key of a true/false item."""
    return Counter(
        plain(option.text)
        for _place, bound in bound_places(course)
        if isinstance(bound, ChoiceItem) and bound.is_statement
        for option in bound.options
        if option.is_right
    )


def longest_gap_keys(course: Course) -> Rate:
    """In how many gaps the key is longer than every other option, and in how many it would be by chance."""
    gaps = [gap.options for _place, bound in bound_places(course) if isinstance(bound, GapsItem) for gap in bound.gaps]
    longest = sum(_key_is_longest(options) for options in gaps)
    return Rate(len(gaps), longest, sum(1 / len(options) for options in gaps) / max(len(gaps), 1))


def _key_is_longest(options: Sequence[KeyedOption]) -> bool:
    key = max(len(plain(option.text)) for option in options if option.key)
    return all(len(plain(option.text)) < key for option in options if not option.key)


def computed(course: Course) -> int:
    """Items of choice whose options one template writes from the mission's data: they have no surface of their own."""
    return sum(place.item.query is not None and place.item.type in GATED for place in course.places)


def form_rates(course: Course, guesses: Sequence[BlindGuess]) -> dict[str, Rate]:
    """The rate of the gated items in each form as drawn with the course's seed, by form id.

    Raises
    ------
    CourseError
        The bank has too few items for a row of a blueprint (``FB-FORM-03``).
    """
    gated = {guess.question.place.item.id: guess for guess in guesses if guess.question.type in GATED}
    return {
        name: Rate.of(gated[item.place.item.id] for item in drawn.items if item.place.item.id in gated)
        for name, drawn in sorted(drawn_forms(course).items())
    }
