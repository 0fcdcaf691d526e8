"""Who takes part in the round, what they know, and what they answer: the truth against which the report is held."""

from __future__ import annotations

import dataclasses
import math
import random
from collections.abc import Mapping

from fieldbook.assessment.form_draw import DrawnForm
from fieldbook.assessment.shapes import BoundItem

BROWSER, PAPER, ALL = 24, 6, 48
"""The first take the tests in Chromium, the next on paper; of the others files come as a browser elsewhere saved them."""

SEALED = 4
"""So many of the first take the sealed test too, one after the other on one shared computer."""


@dataclasses.dataclass(frozen=True)
class Person:
    """``answers``: form -> item -> option. ``name`` is the code on the sheet for those on paper."""

    name: str
    gender: str
    component: str
    answers: Mapping[str, Mapping[str, str]]


def planted(forms: Mapping[str, DrawnForm]) -> dict[str, str]:
    """Three questions of the test before that are bad, each in its way."""
    names = [item.bound.id for item in forms["before"].items]
    return {names[2]: "wrong-key", names[6]: "no-discrimination", names[10]: "group-difference"}


def people(forms: Mapping[str, DrawnForm], seed: int) -> list[Person]:
    """Everybody, in an order of their own. The last two never came to the test after."""
    dice = random.Random(seed)  # noqa: S311 a simulation
    bad = planted(forms)
    found = []
    for number in range(ALL):
        ability, gender = dice.gauss(0, 1.4), ("woman", "man")[number % 2]
        taken = [name for name in ("before", "after", "exam") if name != "exam" or number < SEALED]
        answers = {
            form: {
                item.bound.id: _answer(item.bound, ability + (form != "before"), gender, place, bad, dice)
                for place, item in enumerate(forms[form].items)
            }
            for form in taken
            if form != "after" or number < ALL - 2
        }
        on_paper = BROWSER <= number < BROWSER + PAPER
        name = f"{700100 + 137 * number}" if on_paper else f"Learner {number}"
        found.append(Person(name, gender, "military" if number % 3 else "police", answers))
    return found


def _answer(
    item: BoundItem, ability: float, gender: str, place: int, bad: Mapping[str, str], dice: random.Random
) -> str:
    [key] = item.keys
    wrong = [ref for ref, option in item.refs() if not option.is_right]
    hard = (place % 5 - 2) / 2
    match bad.get(item.id):
        case "wrong-key":
            return wrong[0] if _knows(dice, ability) else dice.choice([key, *wrong[1:]])
        case "no-discrimination":
            return key if dice.random() < 0.5 else dice.choice(wrong)
        case "group-difference":
            hard = 2.5 if gender == "woman" else -2.5
    return key if _knows(dice, ability - hard) else dice.choice(wrong)


def _knows(dice: random.Random, margin: float) -> bool:
    return dice.random() < 1 / (1 + math.exp(-1.7 * margin))
