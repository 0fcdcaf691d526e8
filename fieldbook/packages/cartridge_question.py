"""What the questions become in Common Cartridge, whose QTI 1.2.1 profile knows choices and short answers only.

Everything is written as Moodle's importer wants it too (``backup/cc/entity11.quiz.class.php``): true and false have
these words as ids, all accepted short answers stand in one rule, a right choice of several has ``case="Yes"``.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from math import lcm

from fieldbook.assessment import shapes
from fieldbook.assessment.bound_option import BoundOption, ExpectedAnswer
from fieldbook.assessment.option_order import arranged
from fieldbook.assessment.scoring import normal, number
from fieldbook.core.i18n import _
from fieldbook.packages.exported_bank import as_html

_GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")
_LEAST = 3
"""Choices of a multiple choice question in the profile."""
_MOST_NUMBERS = 41
_HEAVIEST = 99
_SHARED = 60


@dataclasses.dataclass(frozen=True)
class CartridgeAnswer:
    """A choice, or what is typed: ``texts`` are HTML, or every way to write it."""

    id: str
    texts: tuple[str, ...]
    right: bool
    why: str
    """Feedback in Markdown; may be empty."""


@dataclasses.dataclass(frozen=True)
class CartridgeQuestion:
    """One question of the profile, made from the bank's item ``item`` or from a part of it."""

    id: str
    item: str
    profile: str
    stem: str
    answers: tuple[CartridgeAnswer, ...]
    otherwise: str = ""
    category: str = ""
    """The module's title."""

    @property
    def typed(self) -> bool:
        """Whether the answer is typed."""
        return self.profile == "fib"


def questions(items: Iterable[shapes.BoundItem], category: str = "") -> Iterator[CartridgeQuestion]:
    """What the profile makes of ``items``, in order."""
    for item in items:
        for question in _questions(item):
            yield dataclasses.replace(question, category=category)


def _questions(item: shapes.BoundItem) -> Iterator[CartridgeQuestion]:
    match item:
        case shapes.ChoiceItem():
            yield _choice(item)
        case shapes.ChoicesItem():
            answers = [_answer(option, right=option.key) for option in arranged(item, item.options)]
            yield CartridgeQuestion(item.id, item.id, "multiple_response", as_html(item.stem), tuple(answers))
        case shapes.PairsItem():
            yield from _pairs(item)
        case shapes.OrderItem():
            yield from _steps(item)
        case shapes.WrittenItem():
            yield _typed(item)
        case shapes.GapsItem():
            yield from _gaps(item)


def weights(found: Sequence[CartridgeQuestion]) -> Mapping[str, int]:
    """Weight of each question by id: the parts of an item count together as much as an item that is not split.

    The profile knows whole weights from 1 to 99.
    """
    parts = Counter(question.item for question in found)
    whole = lcm(*parts.values()) if parts else 1
    whole = whole if whole <= _HEAVIEST else _SHARED
    return {question.id: max(1, round(whole / parts[question.item])) for question in found}


def notes(items: Iterable[shapes.BoundItem], found: Iterable[CartridgeQuestion]) -> Iterator[str]:
    """What the cartridge holds in another form, by item. ``found`` is what ``items`` have become."""
    filled = {question.item for question in found if _added(question)}
    for item in items:
        for note in _changes(item):
            yield note.format(item=item.id)
        if item.id in filled:
            yield _("{item}: 'I do not know' is added, because a choice needs three options").format(item=item.id)


def _changes(item: shapes.BoundItem) -> Iterator[str]:
    """Notes with a place for the item's id."""
    match item:
        case shapes.OrderItem():
            yield _("{item}: ordering becomes a question for each step; together they count as one")
        case shapes.PairsItem():
            yield _("{item}: matching becomes a question for each line; together they count as one")
        case shapes.GapsItem():
            yield _("{item}: each gap becomes a question; together they count as one")
        case shapes.ChoiceItem(rated=True):
            yield _("{item}: only the best action scores; the others score nothing")
        case shapes.ChoicesItem():
            yield _("{item}: scores only when all is right")
        case shapes.TextItem():
            yield _("{item}: accents and punctuation count in the answer; case does not")
        case shapes.NumberItem():
            yield from _tolerance_notes(item)
        case shapes.ChoiceItem():
            pass


def _tolerance_notes(item: shapes.NumberItem) -> Iterator[str]:
    for answer in item.options:
        if answer.key and answer.tolerance:
            listed = _numbers(answer)
            if len(listed) == 1:
                yield _("{item}: only {number} is right; the tolerance can't be kept").format(
                    item=item.id, number=answer.text
                )
            else:
                decimals = max(-int(value.as_tuple().exponent) for value in listed)
                text = _("{item}: numbers within the tolerance are right; digits after the point, at most: {count}")
                yield text.format(item=item.id, count=decimals)


def _choice(item: shapes.ChoiceItem) -> CartridgeQuestion:
    stem = as_html(item.stem)
    answers = [_answer(option, right=option.id in item.keys) for option in arranged(item, item.options)]
    if item.is_statement:
        words = zip(answers, ("true", "false"), strict=True)
        named = tuple(dataclasses.replace(answer, id=word) for answer, word in words)
        return CartridgeQuestion(item.id, item.id, "true_false", stem, named)
    return _multiple_choice(item, item.id, stem, answers)


def _answer(option: BoundOption, *, right: bool) -> CartridgeAnswer:
    return CartridgeAnswer(option.id, (as_html(option.text),), right, option.feedback)


def _multiple_choice(
    item: shapes.BoundItem, name: str, stem: str, answers: Sequence[CartridgeAnswer]
) -> CartridgeQuestion:
    """Choices that are too few get one more: it is as wrong as no answer and tells nothing of the others."""
    added = [CartridgeAnswer("unknown", (_("I do not know"),), right=False, why="")] if len(answers) < _LEAST else []
    return CartridgeQuestion(name, item.id, "multiple_choice", stem, (*answers, *added))


def _added(question: CartridgeQuestion) -> bool:
    return question.profile == "multiple_choice" and question.answers[-1].id == "unknown"


def _pairs(item: shapes.PairsItem) -> Iterator[CartridgeQuestion]:
    for side in item.options:
        yield _line(
            item,
            side,
            [
                CartridgeAnswer(right.id, (as_html(right.text),), right.id == side.match, side.feedback)
                for right in item.rights
            ],
        )


def _steps(item: shapes.OrderItem) -> Iterator[CartridgeQuestion]:
    for step in arranged(item, item.options):
        places = range(1, len(item.options) + 1)
        answers = [CartridgeAnswer(str(n), (str(n),), n == step.place, step.feedback) for n in places]
        yield _line(item, step, answers, _("Which place in the order has this step?"))


def _line(
    item: shapes.BoundItem, option: BoundOption, answers: Sequence[CartridgeAnswer], ask: str = ""
) -> CartridgeQuestion:
    asked = f"<p>{ask}</p>" if ask else ""
    stem = f"<div>{as_html(item.stem)}</div>{asked}<p><strong>{as_html(option.text)}</strong></p>"
    return _multiple_choice(item, f"{item.id}-{option.id}", stem, answers)


def _gaps(item: shapes.GapsItem) -> Iterator[CartridgeQuestion]:
    for gap in item.gaps:
        name = gap.id
        stem = as_html(_GAP.sub(lambda found, name=name: "______" if found[1] == name else "(…)", item.stem))  # type: ignore[misc]
        answers = [_answer(option, right=option.key) for option in arranged(item, gap.options, name)]
        yield _multiple_choice(item, f"{item.id}-{name}", stem, answers)


def _typed(item: shapes.WrittenItem) -> CartridgeQuestion:
    forms = _number_forms if isinstance(item, shapes.NumberItem) else _text_forms
    answers = tuple(
        CartridgeAnswer(answer.id, tuple(forms(answer)), answer.key, answer.feedback) for answer in item.by_key
    )
    unit = f"<p>______ {as_html(item.unit)}</p>" if item.unit else ""
    stem = f"<div>{as_html(item.stem)}</div>{unit}" if unit else as_html(item.stem)
    return CartridgeQuestion(item.id, item.id, "fib", stem, answers, item.otherwise)


def _text_forms(answer: ExpectedAnswer) -> Iterator[str]:
    yield from dict.fromkeys([*answer.texts, *(normal(text) for text in answer.texts)])


def _number_forms(answer: ExpectedAnswer) -> Iterator[str]:
    for value in _numbers(answer):
        text = f"{value:f}"
        yield text
        if "." in text:
            yield text.replace(".", ",")


def _numbers(answer: ExpectedAnswer) -> list[Decimal]:
    """Every number that is right, the key first, as fine as a short list allows; one digit after the point at least."""
    key, room = Decimal(repr(number(answer.text) or 0.0)).normalize(), Decimal(repr(answer.tolerance)).normalize()
    if not room:
        return [_plain(key)]
    digits = max(-int(key.as_tuple().exponent), 0)
    for decimals in range(max(digits, -int(room.as_tuple().exponent), 1), digits - 1, -1):
        step = Decimal(1).scaleb(-decimals)
        reach = int(room / step)
        if 2 * reach + 1 <= _MOST_NUMBERS:
            around = [_plain(key + n * step) for n in range(-reach, reach + 1)]
            return list(dict.fromkeys([_plain(key), *around]))
    return [_plain(key)]


def _plain(value: Decimal) -> Decimal:
    """Without zeros behind the point, and not in powers of ten."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
