"""What every reader hands over: one ``Sheet`` for what a file says of one learner. Plain data, no files."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

GROUPS = ("component", "gender", "station", "language")
"""What a report may group by, where a file or a list of participants gives it."""

UNDISCLOSED = "undisclosed"
"""Somebody prefers not to say: counted like no answer, and no list of participants speaks for them in silence."""

EDITION = "edition"
"""The language of the book that somebody used: stands for the group ``language`` where nobody says better."""

_WORDS = {
    "gender": dict.fromkeys(("f", "female", "w", "women"), "woman") | dict.fromkeys(("m", "male", "men"), "man"),
    "component": {"mil": "military", "civ": "civilian", "pol": "police"},
}


def group_value(group: str, text: str) -> str:
    """A group as groups are compared: the same person is not in two because one list writes F and another Female."""
    plain = " ".join(text.split())[:100]
    if group == "station":
        return plain
    small = plain.casefold()
    return _WORDS.get(group, {}).get(small, small)


UNKNOWN = "null"
"""The response of an answer of which a file gives the score and not the words."""


class GivenAnswer(NamedTuple):
    """An answer. ``response`` is the answer as JSON text with sorted keys (or ``UNKNOWN``), ``score`` what the file
    says of it."""

    item: str
    variant: str
    response: str
    score: float | None
    seconds: int | None
    at: str


class PracticeAnswer(NamedTuple):
    """The last answer to a question of a lesson; ``first`` is the score of the first try."""

    given: GivenAnswer
    first: float
    tries: int


class Sitting(NamedTuple):
    """One sitting of a form. ``submitted`` is None until it is handed in; times are UTC by the device's clock.

    ``left_open``: questions that were seen and not answered. They belong to the test, and are no answers.
    """

    form: str
    variant: str
    started: str
    submitted: str | None
    score: float | None
    at: str
    answers: tuple[GivenAnswer, ...]
    left_open: tuple[GivenAnswer, ...] = ()


class ScenarioWay(NamedTuple):
    """The latest way through a branching scenario."""

    scenario: str
    path: str
    runs: int
    endings: str
    at: str


class WrittenText(NamedTuple):
    """One field of a product. Free text: never shown in a report."""

    product: str
    field: str
    text: str
    at: str


@dataclasses.dataclass(frozen=True)
class Sheet:
    """What one file says of one learner."""

    source: str
    """``record``, ``moodle``, ``xapi``, …"""
    course: str
    context: str
    lang: str
    build: str
    pseudonym: str | None
    """None where the learner gave none."""
    groups: Mapping[str, str] = dataclasses.field(default_factory=dict)
    saved: str | None = None
    sittings: tuple[Sitting, ...] = ()
    practice: tuple[PracticeAnswer, ...] = ()
    ways: tuple[ScenarioWay, ...] = ()
    written: tuple[WrittenText, ...] = ()
    lessons: int = 0
    """How many lessons were read to the end."""


@dataclasses.dataclass(frozen=True)
class Roster:
    """One participant of a list: the group fields that go with a pseudonym."""

    pseudonym: str
    groups: Mapping[str, str]


class Happening(NamedTuple):
    """One event of a run: ``moment`` is wall time in milliseconds, ``data`` the event as JSON text with sorted keys."""

    event: str
    moment: int
    kind: str
    data: str


@dataclasses.dataclass(frozen=True)
class ExerciseRun:
    """What a file says of one run of a table top exercise. No event names a person."""

    run: str
    course: str
    context: str
    exercise: str
    variant: str
    events: tuple[Happening, ...]


@dataclasses.dataclass(frozen=True)
class JudgeRating:
    """What one judge expects of an item: the share, 0 to 1, of people who can just do the work that answer rightly."""

    form: str
    item: str
    judge: str
    rating: float


@dataclasses.dataclass(frozen=True)
class Reaction:
    """How many people of a class agreed with a statement, from 1 (not at all) to 5 (fully)."""

    group: str
    statement: str
    level: int
    count: int


_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
_encode_text = lru_cache(maxsize=10_000)(_encode)
"""Most answers are the letter of an option."""


def packed(response: Any) -> str:
    """``response`` as text: the same answer gives the same text."""
    return _encode_text(response) if isinstance(response, str) else _encode(response)


@lru_cache(maxsize=10_000)
def is_blank(response: str) -> bool:
    """Whether ``response`` (JSON text) says nothing: white space, nothing chosen, nothing put in any place."""
    return _says_nothing(json.loads(response))


def _says_nothing(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [str(value)]
    return all(map(_says_nothing, parts))


def parted(given: Iterable[GivenAnswer]) -> tuple[tuple[GivenAnswer, ...], tuple[GivenAnswer, ...]]:
    """Answers, and questions that were left open."""
    found: dict[bool, list[GivenAnswer]] = {True: [], False: []}
    for one in given:
        found[is_blank(one.response)].append(one)
    return tuple(found[False]), tuple(found[True])
