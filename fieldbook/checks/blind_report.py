"""The blind reading in words, for the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from fieldbook.checks.blind import GATED, BlindGuess, Rate, giveaways
from fieldbook.checks.blind_others import computed, form_rates, leaning_words, longest_gap_keys, true_false_keys
from fieldbook.checks.surface import CUES
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.course.sources import Course

_GIVEAWAYS = 8
_WORST = 20
_REASONS = 3
_WORDS = 12


def over_goal(course: Course, guesses: Sequence[BlindGuess]) -> list[Problem]:
    """A problem for each gated type that is found more often than the goal allows."""
    rates = {name: Rate.of(guess for guess in guesses if guess.question.type == name) for name in GATED}
    message = _("{type} is answered blind in {share:.0%}, the goal is at most {goal:.0%}")
    remedy = _("Rewrite options, those of the items listed first; see docs/items.md.")
    return [
        course.file.problem("", message.format(type=name, share=rate.share, goal=rate.goal), remedy, "FB-BLIND-01")
        for name, rate in rates.items()
        if rate.over
    ]


def report(course: Course, guesses: Sequence[BlindGuess]) -> Iterator[str]:
    """The whole bank: rates by type and module, what gives most away, other types, forms, the worst items."""
    yield _("Blind reading: the model sees how options look, and no stem. It learnt from the other modules.")
    yield _("Intervals are of 95 %, by Wilson.")
    for name in GATED:
        yield ""
        yield from _type(name, [guess for guess in guesses if guess.question.type == name])
    yield ""
    yield from _words([guess for guess in guesses if guess.question.type in GATED])
    yield ""
    yield from _others(course, guesses)
    yield ""
    yield from _forms(course, guesses)
    yield ""
    yield from _worst([guess for guess in guesses if guess.question.type in GATED])


def _type(name: str, guesses: Sequence[BlindGuess]) -> Iterator[str]:
    rate = Rate.of(guesses)
    if not rate.items:
        yield _("{type}: no items").format(type=name)
        return
    goal = _("over the goal of {goal:.0%}") if rate.over else _("within the goal of {goal:.0%}")
    yield f"{name}: {_rate(rate)}; {goal.format(goal=rate.goal)}"
    for module in dict.fromkeys(guess.question.module for guess in guesses):
        yield f"  {module}: {_rate(Rate.of(guess for guess in guesses if guess.question.module == module))}"
    yield _("  How often one look is enough, taking the option that has most or least of something:")
    for found in giveaways(guesses)[:_GIVEAWAYS]:
        words = _("    {share:.0%} most: {cue}") if found.most else _("    {share:.0%} least: {cue}")
        yield words.format(share=found.share, cue=CUES[found.cue].name())


def _rate(rate: Rate) -> str:
    low, high = rate.interval
    return _("{found:.0f} of {items} found, {share:.0%} ({low:.0%} to {high:.0%}), by chance {chance:.0%}").format(
        found=rate.found, items=rate.items, share=rate.share, low=low, high=high, chance=rate.chance
    )


def _words(guesses: Sequence[BlindGuess]) -> Iterator[str]:
    right, wrong = leaning_words(guesses, _WORDS)
    yield _("Words that lean to right options: {words}").format(words=", ".join(right))
    yield _("Words that lean to wrong options: {words}").format(words=", ".join(wrong))


def _others(course: Course, guesses: Sequence[BlindGuess]) -> Iterator[str]:
    yield _("Other types, without a goal:")
    several = Rate.of(guess for guess in guesses if guess.question.type not in GATED)
    yield _("  Several keys to find: {share:.0%} of the keys found in {items} items, by chance {chance:.0%}").format(
        share=several.share, items=several.items, chance=several.chance
    )
    keys = true_false_keys(course)
    listed = ", ".join(f"{key} {count}" for key, count in sorted(keys.items()))
    yield _("  True or false, keys of {items} items: {keys}").format(items=keys.total(), keys=listed or "-")
    gaps = longest_gap_keys(course)
    if gaps.items:
        yield _("  Gaps, the longest option taken: {rate}").format(rate=_rate(gaps))
    yield _(
        "  Not read: {count} items of choice whose options are computed, and types without options to choose."
    ).format(count=computed(course))


def _forms(course: Course, guesses: Sequence[BlindGuess]) -> Iterator[str]:
    yield _("Forms as drawn, their items of single choice and situational judgement:")
    try:
        rates = form_rates(course, guesses)
    except CourseError:
        yield _("  They can't be drawn from this bank. Run `fieldbook check`: it says what is missing.")
        return
    for name, rate in rates.items():
        if rate.items:
            yield f"  {name}: {_rate(rate)}"


def _worst(guesses: Sequence[BlindGuess]) -> Iterator[str]:
    yield _("Items that give most away, with the chance that the model gives to the right option:")
    found = [guess for guess in guesses if guess.found]
    for guess in sorted(found, key=lambda guess: (-round(guess.shine, 9), guess.question.place.item.id))[:_WORST]:
        question = guess.question
        yield f"  {question.where} {question.place.item.id} {question.type} {guess.shine:.0%}: {_reasons(guess)}"


def item_by_item(guesses: Sequence[BlindGuess], module: str) -> Iterator[str]:
    """Each item of ``module`` that the model read: the chance of each option, and why the likeliest one shines."""
    listed = [guess for guess in guesses if guess.question.module == module]
    for name in GATED:
        rate = Rate.of(guess for guess in listed if guess.question.type == name)
        if rate.items:
            yield f"{module} {name}: {_rate(rate)}"
    yield _("For each option: the chance that the model gives to it, its key or score, its text. > is what it takes.")
    for guess in listed:
        yield ""
        yield from _item(guess)


def _item(guess: BlindGuess) -> Iterator[str]:
    question = guess.question
    verdict = {0.0: _("not found"), 1.0: _("found")}.get(guess.found, _("partly found"))
    yield f"{question.where} {question.place.item.id} {question.type}: {verdict}"
    for number, (text, worth) in enumerate(zip(question.texts, question.worth, strict=True)):
        mark = ">" if number == guess.taken else " "
        yield f"  {mark} {guess.said.chances[number]:4.0%}  {worth:<4g}  {text}"
    yield _("    what speaks for it: {reasons}").format(reasons=_reasons(guess))


def _reasons(guess: BlindGuess) -> str:
    """What speaks most for the likeliest option, with its counts and the mean of the others'."""
    counts, taken = guess.question.counts, guess.taken
    others = np.delete(counts, taken, axis=0).mean(axis=0)
    spoken = guess.said.reasons[taken]
    strongest = [cue for cue in np.argsort(-spoken, kind="stable")[:_REASONS] if spoken[cue] > 0]
    words = _("{cue} {own:.3g} (others {others:.2g})")
    return "; ".join(
        words.format(cue=CUES[cue].name(), own=counts[taken, cue], others=others[cue]) for cue in strongest
    )
