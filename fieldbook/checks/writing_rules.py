"""Rules of item writing, one item at a time. Their sources stand in ``docs/items.md``.

The words that give an answer away are English: the rules with words are for courses written in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldbook.assessment import shapes
from fieldbook.assessment.binding import as_written
from fieldbook.assessment.bound_option import BoundOption
from fieldbook.checks.readability import grade
from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.course.sources import Course, ItemPlace

HARDEST = 13.0
"""Flesch-Kincaid grade above which a question is a test of reading (Kincaid and others 1975)."""
_LEAST_WORDS = 25
_TIMES_LONGER = 1.6
_LEAST_LENGTH = 40
_REPEATED_WORDS = 9

_ALL_OR_NONE = re.compile(r"\b(all|none|any|both) of (the )?(above|these|those|them)\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"\b(not|except|least|never|cannot|isn't|doesn't|don't)\b", re.IGNORECASE)
_STRONG = re.compile(r"\*\*[^*]+\*\*|<strong>.*?</strong>")
_ABSOLUTE = re.compile(
    r"\b(always|never|all|every|none|nobody|no one|nothing|only|completely|absolutely|impossible|must always)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")


def all_or_none(course: Course) -> Iterator[Problem]:
    """No option says "all of the above" or "none of the above"."""
    for place, number, option in _options(course):
        found = _ALL_OR_NONE.search(option.text)
        if found:
            remedy = _("Ask for all that apply (multiple response), or write another distractor.")
            yield _problem(
                place, f"options[{number}].text", _("says {found!r}").format(found=found[0]), remedy, "FB-WRITE-01"
            )


def negative_stem(course: Course) -> Iterator[Problem]:
    """The sentence that asks is not negative, or the negation is in bold."""
    for place, item in _items(course):
        found = _NEGATIVE.search(_STRONG.sub("", _question(item.stem)))
        if found and not isinstance(item, shapes.GapsItem):
            message = _("the question is negative ({found!r}) and the word is not in bold").format(found=found[0])
            yield _problem(place, "stem", message, _("Ask for what is right, or set the word in bold."), "FB-WRITE-02")


def absolute_words(course: Course) -> Iterator[Problem]:
    """A word such as "always" does not stand in distractors alone, where it gives them away."""
    for place, item in _items(course):
        if place.item.query or not (isinstance(item, shapes.ChoicesItem) or _is_keyed_choice(item)):
            continue
        if any(_ABSOLUTE.search(option.text) for _ref, option in item.refs() if option.is_right):
            continue
        for number, (_ref, option) in enumerate(item.refs()):
            found = _ABSOLUTE.search(option.text)
            if found and not option.is_right:
                message = _("the absolute word {found!r} stands in a distractor and not in the key").format(
                    found=found[0]
                )
                remedy = _("Say it without the word; learners know that such options are wrong.")
                yield _problem(place, f"options[{number}].text", message, remedy, "FB-WRITE-03")


def conspicuous_key(course: Course) -> Iterator[Problem]:
    """The key is not much longer than the longest distractor."""
    for place, item in _items(course):
        if place.item.query or not _is_keyed_choice(item):
            continue
        key = max((len(option.text) for _ref, option in item.refs() if option.is_right), default=0)
        other = max((len(option.text) for _ref, option in item.refs() if not option.is_right), default=0)
        if key > _LEAST_LENGTH and key > _TIMES_LONGER * other:
            message = _("the key has {key} characters, the longest distractor {other}").format(key=key, other=other)
            yield _problem(place, "options", message, _("Shorten the key or fill out the distractors."), "FB-WRITE-04")


def parallel_options(course: Course) -> Iterator[Problem]:
    """Options begin and end alike: all sentences, or all phrases."""
    for place, item in _items(course):
        if not isinstance(item, shapes.ChoiceItem | shapes.ChoicesItem):
            continue
        texts = [option.text for option in item.options]
        ends = {text.rstrip("*_`\"'\u201d\u2019)")[-1:] in ".!?" for text in texts}
        if len(ends) > 1:
            message = _("some options end as sentences and some do not")
            yield _problem(place, "options", message, _("Write all of them in one form."), "FB-WRITE-05")


def one_best_action(course: Course) -> Iterator[Problem]:
    """A situational judgement has one best action."""
    for place, item in _items(course):
        if isinstance(item, shapes.ChoiceItem) and item.rated:
            best = sum(option.is_right for option in item.options)
            if best > 1:
                message = _("{best} actions have score 1").format(best=best)
                yield _problem(place, "options", message, _("Leave one best action."), "FB-WRITE-06")


def own_words(course: Course) -> Iterator[Problem]:
    """A key does not repeat a sentence of the lesson: that would measure memory of words."""
    lessons = {module.id: _grams(" ".join(_running_text(course, module.id))) for module in course.modules}
    for place, number, option in _options(course):
        if not option.is_right:
            continue
        repeated = _grams(option.text) & lessons.get(place.bank.value.module, set())
        if repeated:
            message = _("repeats the lesson word for word: {repeated!r}").format(repeated=min(repeated))
            yield _problem(place, f"options[{number}].text", message, _("Say it in other words."), "FB-WRITE-07")


def _running_text(course: Course, module: str) -> Iterator[str]:
    for notebook in course.notebooks_of(module):
        yield from (cell.source for cell in notebook.cells if cell.kind == "markdown")


def reading_level(course: Course) -> Iterator[Problem]:
    """A question can be read by somebody whose third language is English."""
    for place, item in _items(course):
        text = _plain(item)
        if len(_WORD.findall(text)) < _LEAST_WORDS:
            continue
        reached = grade(text)
        if reached > HARDEST:
            message = _("the question has a Flesch-Kincaid grade of {reached:.1f}; {hardest:.0f} is the most").format(
                reached=reached, hardest=HARDEST
            )
            yield _problem(place, "stem", message, _("Use shorter sentences and shorter words."), "FB-WRITE-08")


def _items(course: Course) -> Iterator[tuple[ItemPlace, shapes.BoundItem]]:
    """Every item with its texts as they are written."""
    return ((place, as_written(place.item)) for place in course.places)


def _options(course: Course) -> Iterator[tuple[ItemPlace, int, BoundOption]]:
    for place, item in _items(course):
        if isinstance(item, shapes.ChoiceItem | shapes.ChoicesItem) and not place.item.query:
            for number, option in enumerate(item.options):
                yield place, number, option


def _is_keyed_choice(item: shapes.BoundItem) -> bool:
    return isinstance(item, shapes.ChoiceItem) and not (item.rated or item.is_statement)


def _problem(place: ItemPlace, field: str, message: str, remedy: str, code: str) -> Problem:
    return place.bank.problem(f"{place.field}.{field}", message, remedy, code)


def _question(stem: str) -> str:
    """The last sentence of a stem that asks; the last one of all where none does."""
    sentences = re.split(r"(?<=[.!?])\s+", stem.strip())
    asking = [sentence for sentence in sentences if sentence.endswith("?")]
    return (asking or sentences)[-1]


def _grams(text: str) -> set[str]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return {" ".join(words[at : at + _REPEATED_WORDS]) for at in range(len(words) - _REPEATED_WORDS + 1)}


def _plain(item: shapes.BoundItem) -> str:
    """What a learner reads before answering, as sentences."""
    stem = re.sub(r"\[\[[a-z0-9-]+\]\]", "something", item.stem)
    parts = [stem]
    match item:
        case shapes.ChoiceItem() | shapes.ChoicesItem() | shapes.OrderItem():
            parts += [option.text for option in item.options]
        case shapes.PairsItem():
            parts += [f"{side.text}: {item.right_of(side.id).text}" for side in item.options]
        case shapes.WrittenItem() | shapes.GapsItem():
            pass
    text = " ".join(part if part.rstrip().endswith((".", "!", "?")) else f"{part}." for part in parts)
    return re.sub(r"\{\{.*?\}\}", "Ondara", re.sub(r"[*_`]", "", text))
