"""The learner's record, as the player writes it to a file. ``record.schema.json`` and ``player/record.js`` agree.

A record comes from devices that nobody controls: everything in it is bounded, and what isn't known is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator
from pydantic.json_schema import SkipJsonSchema

from fieldbook.core.i18n import _
from fieldbook.model.base import Id
from fieldbook.model.outline import OutlineModule

Time = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
        r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z$",
        max_length=24,
    ),
]
"""UTC by the device's clock, which may be wrong. Text order is time order."""

Build = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]*$", max_length=64)]
Share = Annotated[float, Field(ge=0, le=1)]
Part = Annotated[str, StringConstraints(max_length=60)]
Parts = Annotated[list[Part], Field(max_length=30)]
Pairs = Annotated[dict[Part, Part], Field(max_length=30)]
Response = Annotated[str, StringConstraints(max_length=500)] | Parts | Pairs
"""An answer as in ``docs/items.md``; not trusted to fit the item."""

LONGEST_ANSWER = 86_400
"""Seconds on one question of a test; ``player/sitting.js`` counts up to here."""

Lesson = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$", max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


Label = Annotated[str, StringConstraints(max_length=100)]
Word = Build
"""A word or a language's code; ``undisclosed`` where somebody prefers not to say; empty where it was taken back."""


class Learner(_Part):
    """Nothing that names a person is asked for, and all of it may be left out. Nothing is null."""

    pseudonym: Label | SkipJsonSchema[None] = None
    component: Word | SkipJsonSchema[None] = None
    gender: Word | SkipJsonSchema[None] = None
    language: Word | SkipJsonSchema[None] = None
    station: Label | SkipJsonSchema[None] = None

    @field_validator("*", mode="before")
    @classmethod
    def _given(cls, value: object) -> object:
        if value is None:
            raise ValueError(_("is null; what is not known is left out"))
        return value


class Answer(_Part):
    """The last answer to an item. ``first`` is the score of the first try at this ``variant``."""

    variant: Build
    form: Id | None
    response: Response
    score: Share
    first: Share
    tries: Annotated[int, Field(ge=1, le=10_000)]
    at: Time
    build: Build


class Choice(_Part):
    """What was chosen in a decision."""

    choice: Id
    at: Time


class Position(_Part):
    """Where the learner stands between two poles, -50 to 50."""

    value: Annotated[int, Field(ge=-50, le=50)]
    at: Time


class Scenario(_Part):
    """The latest way through a branching scenario: choices in order from the start."""

    path: Annotated[list[Id], Field(max_length=100)]
    runs: Annotated[int, Field(ge=1, le=10_000)]
    endings: Annotated[list[Id], Field(max_length=20)]
    at: Time


FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$", max_length=120)]


class Product(_Part):
    """What was written into a module product; keys are ``section`` or ``table.row.column``."""

    fields: Annotated[dict[FieldName, Annotated[str, StringConstraints(max_length=2000)]], Field(max_length=300)]
    at: Time


class FormAnswer(_Part):
    """An answer in a test. ``seconds`` is the time on the question; ``score`` is None until the form is handed in."""

    variant: Build
    response: Response
    score: Share | None
    seconds: Annotated[int, Field(ge=0, le=LONGEST_ANSWER)]
    at: Time


class Attempt(_Part):
    """One sitting of a form. ``variant`` is the drawn form's; ``flags`` are questions to look at again.

    ``spent`` is the time that has run, in seconds, ``extra`` the minutes that a trainer allowed besides.
    """

    form: Id
    variant: Build
    started: Time
    submitted: Time | None
    score: Share | None
    answers: Annotated[dict[Id, FormAnswer], Field(max_length=200)]
    flags: Annotated[list[Id], Field(max_length=200)]
    spent: Annotated[int, Field(ge=0, le=864_000)] = 0
    extra: Annotated[int, Field(ge=0, le=600)] = 0
    at: Time


class Place(_Part):
    """Where the learner stopped: a lesson, and the anchor of one of its steps, or nothing."""

    lesson: Lesson
    step: Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9][A-Za-z0-9_.:-]*)?$", max_length=200)]
    at: Time


class Record(_Part):
    """Everything that is kept of one learner in one course and context."""

    format: Literal["fieldbook-record"]
    version: Literal[3]
    course: Id
    context: Id
    lang: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,8}([_-][A-Za-z0-9]{1,8})*$", max_length=35)]
    build: Build
    learner: Learner
    saved: Time | None
    read: Annotated[dict[Lesson, Time], Field(max_length=2000)]
    answers: Annotated[dict[Id, Answer], Field(max_length=2000)]
    choices: Annotated[dict[Id, Choice], Field(max_length=2000)]
    positions: Annotated[dict[Id, Position], Field(max_length=2000)]
    scenarios: Annotated[dict[Id, Scenario], Field(max_length=2000)]
    products: Annotated[dict[Id, Product], Field(max_length=2000)]
    attempts: Annotated[dict[Id, Attempt], Field(max_length=200)]
    place: Place | None


def migrate(value: object, modules: Sequence[OutlineModule] = ()) -> object:
    """A record of an earlier version in this version's form; everything else as it is, for ``Record`` to judge.

    ``modules`` are the course's, whose lessons know their earlier names; without them a name stays as it is, and the
    place of a record of version 2 is not known.
    """
    if not isinstance(value, dict):
        return value
    found = value
    if found.get("version") == 1:
        found = {**found, "version": 2, "scenarios": {}, "products": {}, "attempts": {}}
    if found.get("version") == 2:
        found = {**found, "version": 3, "place": _place_of_heading(found.get("place"), modules)}
    return _with_lessons(found, modules) if found.get("version") == 3 else found


def _place_of_heading(place: object, modules: Sequence[OutlineModule]) -> object:
    """In version 2 a module was one page, and a lesson a heading on it."""
    if not isinstance(place, dict):
        return place
    page = str(place.get("page")).removesuffix(".html") + "/index.html"
    module = next((module for module in modules if module.page == page), None)
    return module and {"lesson": f"{module.id}-{place.get('anchor')}", "step": "", "at": place.get("at")}


def _with_lessons(record: dict[str, object], modules: Sequence[OutlineModule]) -> dict[str, object]:
    """What was read under an earlier name counts for every lesson that came of it; the place is in the first."""
    now: dict[object, list[str]] = {}
    for lesson in (lesson for module in modules for lesson in module.lessons):
        for name in lesson.was:
            now.setdefault(name, []).append(lesson.id)
    read, place = record.get("read"), record.get("place")
    if isinstance(read, dict):
        read = {lesson: time for name, time in read.items() for lesson in now.get(name, [name])}
    if isinstance(place, dict) and isinstance(place.get("lesson"), str) and place["lesson"] in now:
        place = {**place, "lesson": now[place["lesson"]][0], "step": ""}
    return {**record, "read": read, "place": place}
