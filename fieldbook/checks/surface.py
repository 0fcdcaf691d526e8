"""What can be seen of an option without knowing the question: lengths, marks, small words, the way it opens.

Called by the blind reading of the bank. The words are English, so the cues are for courses written in English.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence

import numpy as np

from fieldbook.core.i18n import _

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_MARKUP = re.compile(r"[*_`\\]")
_BREAK = re.compile(r"[,;:.!?]|\b(?:and|but|or|because|since|so)\b", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Cue:
    """One thing that can be counted in an option: how it is called, and how it is counted."""

    name: Callable[[], str]
    count: Callable[[str, Sequence[str]], float]
    """Of the option's text and its item's other options."""


def plain(text: str) -> str:
    """``text`` without the marks of Markdown."""
    return _MARKUP.sub("", text).strip()


def counts(texts: Sequence[str]) -> np.ndarray:
    """What is counted in the options of one item: a row for each option, a column for each of ``CUES``."""
    found = [
        [cue.count(text, [*texts[:number], *texts[number + 1 :]]) for cue in CUES] for number, text in enumerate(texts)
    ]
    return np.array(found, dtype=float)


def words(text: str) -> list[str]:
    """The words of ``text`` in order, in small letters."""
    return [word.casefold() for word in _WORD.findall(text)]


def _parts(text: str) -> list[int]:
    """Words in each part of ``text``: what stands between marks and words that join."""
    return [len(found) for part in _BREAK.split(text) if (found := _WORD.findall(part))] or [0]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(len(values), 1)


def _whole(measure: Callable[[str], float]) -> Callable[[str, Sequence[str]], float]:
    return lambda text, _others: measure(text)


def _matches(pattern: str) -> Callable[[str, Sequence[str]], float]:
    found = re.compile(pattern, re.IGNORECASE)
    return lambda text, _others: len(found.findall(text))


def _any_of(words: str) -> Callable[[str, Sequence[str]], float]:
    return _matches(rf"\b(?:{'|'.join(words.split())})\b")


def _names(text: str) -> float:
    return len(re.findall(r"(?<=[a-z,;:] )[A-Z]\w+", text))


_FORMS = {
    "article": "the a an this that these those each every all some any most few many both",
    "pronoun": "i you we he she it they nobody somebody everybody his her its their your our my",
    "preposition": "in on at by from for with of to into after before under over during without until about through as",
    "joining": "because since if unless when where while although once whether but and so",
    "asking": "what who how why which whose",
    "negation": "no not never none nothing neither",
    "number": "one two three four five six seven eight nine ten half",
}
_CLASS = {word: form for form, words in _FORMS.items() for word in words.split()}


def _opening(text: str) -> str:
    """The class of the word with which ``text`` opens; what stands in no list is a verb or a noun."""
    first = next(iter(words(text)), "")
    if first[:1].isdigit():
        return "number"
    return _CLASS.get(first, "-ing" if first.endswith("ing") else "other")


def _opens(form: str) -> Callable[[str, Sequence[str]], float]:
    return lambda text, _others: float(_opening(text) == form)


def _longer_than(text: str, others: Sequence[str]) -> float:
    """Share of the others that are shorter; those of the same length count half."""
    return _mean([(len(text) > len(other)) / 2 + (len(text) >= len(other)) / 2 for other in others])


def _shared(text: str, others: Sequence[str]) -> float:
    """Share of the words that another option has too."""
    theirs = {word for other in others for word in words(other)}
    own = set(words(text))
    return len(own & theirs) / max(len(own), 1)


def _likeness(text: str, others: Sequence[str]) -> float:
    """Mean share of words in common with each of the others (Jaccard)."""
    own = set(words(text))
    return _mean([len(own & set(words(other))) / max(len(own | set(words(other))), 1) for other in others])


def _opens_alike(text: str, others: Sequence[str]) -> float:
    first = words(text)[:1]
    return _mean([float(words(other)[:1] == first) for other in others])


CUES: tuple[Cue, ...] = (
    Cue(lambda: _("characters"), _whole(len)),
    Cue(lambda: _("place in the order of length"), _longer_than),
    Cue(lambda: _("words"), _whole(lambda text: len(words(text)))),
    Cue(lambda: _("letters in a word"), _whole(lambda text: _mean([len(word) for word in words(text)]))),
    Cue(lambda: _("letters in the longest word"), _whole(lambda text: max(map(len, words(text)), default=0))),
    Cue(lambda: _("parts between marks and joining words"), _whole(lambda text: len(_parts(text)))),
    Cue(lambda: _("words in a part"), _whole(lambda text: _mean(_parts(text)))),
    Cue(lambda: _("words in the first part"), _whole(lambda text: _parts(text)[0])),
    Cue(lambda: _("words in the last part"), _whole(lambda text: _parts(text)[-1])),
    Cue(lambda: _("commas"), _matches(",")),
    Cue(lambda: _("semicolons"), _matches(";")),
    Cue(lambda: _("colons"), _matches(":")),
    Cue(lambda: _("dashes and brackets"), _matches(r"[\u2013\u2014(]| - ")),
    Cue(lambda: _("quotation marks"), _matches('["\u201c\u201d]')),
    Cue(lambda: _("sentences"), _matches(r"[.!?](?:\s|$)")),
    Cue(lambda: _("names and other capital letters inside"), _whole(_names)),
    Cue(lambda: _("“and”"), _any_of("and")),
    Cue(lambda: _("“or”"), _any_of("or nor either")),
    Cue(lambda: _("“but”, “although”, “while”"), _any_of("but yet although though however while whereas instead")),
    Cue(lambda: _("reasons (“because”, “since”, “as”)"), _any_of("because since as therefore thus")),
    Cue(lambda: _("“so”"), _any_of("so")),
    Cue(lambda: _("“to”"), _any_of("to")),
    Cue(lambda: _("conditions (“if”, “where”, “until”)"), _any_of("if unless whether once where when until till")),
    Cue(
        lambda: _("words of time (“first”, “then”, “today”)"),
        _any_of("before after first then tonight today tomorrow now next later still"),
    ),
    Cue(lambda: _("“who”, “which”, “that”"), _any_of("who which that whose whom")),
    Cue(lambda: _("“what”, “how”, “why”"), _any_of("what how why")),
    Cue(
        lambda: _("hedges (“may”, “some”, “often”)"),
        _any_of(
            "may might can could would some often usually seldom rarely likely probably perhaps possibly about "
            "partly sometimes few several"
        ),
    ),
    Cue(
        lambda: _("absolutes (“all”, “never”, “only”)"),
        _any_of(
            "always never all every none nobody nothing only completely absolutely impossible any everybody "
            "everything each entirely just alone whole both"
        ),
    ),
    Cue(
        lambda: _("negations (“not”, “no”, “without”)"),
        _matches(r"\b(?:not|no|without|cannot|neither|\w+n['\u2019]t)\b"),
    ),
    Cue(lambda: _("duties (“must”, “should”)"), _any_of("must should shall need needs ought")),
    Cue(
        lambda: _("numbers"),
        _matches(
            r"\d+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|third|twice|dozen|hundred|thousand)\b"
        ),
    ),
    Cue(lambda: _("“I”, “you”, “we”"), _any_of("i you we us our your my me")),
    Cue(lambda: _("“he”, “she”, “it”, “they”"), _any_of("he she it they his her its their him them")),
    Cue(lambda: _("“the”"), _any_of("the")),
    Cue(lambda: _("“a”"), _any_of("a an")),
    Cue(lambda: _("“will”"), _any_of("will")),
    Cue(lambda: _("words of the past"), _matches(r"\b(?:was|were|had|did|been|\w{3,}ed)\b")),
    Cue(lambda: _("“is”, “are”, “has”"), _any_of("is are be has have")),
    Cue(lambda: _("comparisons (“more”, “least”, “too”)"), _any_of("more less than better most least fewer too")),
    Cue(lambda: _("words that end in “-ing”"), _matches(r"\b\w{3,}ing\b")),
    Cue(lambda: _("prepositions (“with”, “by”, “from”)"), _any_of("with by from for in on at of")),
    Cue(lambda: _("opening with an article or a quantity"), _opens("article")),
    Cue(lambda: _("opening with a pronoun"), _opens("pronoun")),
    Cue(lambda: _("opening with a preposition"), _opens("preposition")),
    Cue(lambda: _("opening with a joining word"), _opens("joining")),
    Cue(lambda: _("opening with a word that asks"), _opens("asking")),
    Cue(lambda: _("opening with a negation"), _opens("negation")),
    Cue(lambda: _("opening with a number"), _opens("number")),
    Cue(lambda: _("opening with a word in “-ing”"), _opens("-ing")),
    Cue(lambda: _("opening with a verb or a noun"), _opens("other")),
    Cue(lambda: _("words that stand in another option too"), _shared),
    Cue(lambda: _("likeness to the other options"), _likeness),
    Cue(lambda: _("opening as another option opens"), _opens_alike),
)
"""What the model sees, in the order of the columns of ``counts``."""
