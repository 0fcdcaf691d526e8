"""A run as a file: read with bounds, because it comes from a device that nobody controls."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.validation import message_and_remedy

VERSION = 1
_MOST_BYTES = 32 * 1024 * 1024
_MOST_EVENTS = 100_000
LONGEST_WRITER = 40

Key = Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,80}$")]
Line = Annotated[str, StringConstraints(max_length=300)]
Words = Annotated[str, StringConstraints(max_length=5_000)]
Second = Annotated[int, Field(ge=0, le=1_000_000)]


class _Event(BaseModel):
    """What every event has. ``at`` is wall time in milliseconds, ``t`` seconds on the exercise clock."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Key
    at: Annotated[int, Field(ge=0, le=10**14)]
    t: Second
    by: Annotated[str, StringConstraints(max_length=LONGEST_WRITER)]


class Clock(_Event):
    kind: Literal["clock"]
    do: Literal["run", "pause", "speed", "jump"]
    speed: Annotated[float, Field(gt=0, le=1000)] | None = None
    to: Second | None = None


class End(_Event):
    kind: Literal["end"]


class Cast(_Event):
    kind: Literal["cast"]
    member: Key
    text: Line


class Mode(_Event):
    kind: Literal["mode"]
    auto: bool


class Release(_Event):
    kind: Literal["release"]
    inject: Key
    how: Literal["time", "condition", "hand"]


class Hold(_Event):
    kind: Literal["hold", "resume"]
    inject: Key


class Improvised(BaseModel):
    """A message that was not planned."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Key
    sender: Line = Field(alias="from")
    to: Annotated[list[Key], Field(min_length=1, max_length=20)]
    channel: Key
    title: Line
    text: Words


class Improvise(_Event):
    kind: Literal["improvise"]
    inject: Improvised


class DecisionEvent(_Event):
    kind: Literal["decision"]
    team: Key
    text: Words = ""
    decision: Key | None = None
    inject: Key | None = None
    objective: Key | None = None
    tension: Key | None = None
    pole: Key | None = None


class Tag(_Event):
    kind: Literal["tag"]
    event: Key
    objective: Key | None = None
    tension: Key | None = None
    pole: Key | None = None


class Observed(_Event):
    kind: Literal["observed"]
    expected: Key
    inject: Key | None = None
    grade: Literal["done", "partly", "not"]


class RatingEvent(_Event):
    kind: Literal["rating"]
    rubric: Key
    level: Annotated[int, Field(ge=1, le=4)]
    text: Words = ""


class Note(_Event):
    kind: Literal["note"]
    text: Words
    team: Key | None = None
    quote: bool = False


class Quote(_Event):
    kind: Literal["quote"]
    event: Key
    chosen: bool


class AnswerEvent(_Event):
    kind: Literal["answer"]
    team: Key
    inject: Key
    text: Words


class LessonNoted(_Event):
    kind: Literal["lesson"]
    sort: Literal["keep", "change"]
    text: Words
    owner: Line = ""
    due: Line = ""


class Undo(_Event):
    kind: Literal["undo"]
    event: Key


AnyEvent = Annotated[
    Clock
    | End
    | Cast
    | Mode
    | Release
    | Hold
    | Improvise
    | DecisionEvent
    | Tag
    | Observed
    | RatingEvent
    | Note
    | Quote
    | AnswerEvent
    | LessonNoted
    | Undo,
    Field(discriminator="kind"),
]


class _One(BaseModel):
    event: AnyEvent


class Head(BaseModel):
    """What a run's file says of itself."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal["fieldbook-exercise"]
    version: int
    run: Annotated[str, StringConstraints(pattern=r"^[\w-]{4,40}$")]
    course: Key
    context: Key
    exercise: Key
    variant: Key
    lang: Annotated[str, StringConstraints(max_length=20)] = "en"


class Run(BaseModel):
    """A run: its head, its events as plain data, and what could not be taken from the file."""

    model_config = ConfigDict(frozen=True)

    head: Head
    events: tuple[dict[str, Any], ...]
    problems: tuple[Problem, ...] = ()


def checked_event(data: Any) -> dict[str, Any]:
    """``data`` as an event with nothing but known fields. Raises ``ValueError`` for anything else."""
    event = _One.model_validate({"event": data}).event
    return event.model_dump(by_alias=True, exclude_unset=True)


def read_run(name: str, content: bytes) -> Run:
    """The run in a file. Events that are damaged are left out and named; the rest is kept.

    Raises
    ------
    CourseError
        The file is too large, no JSON, no run, or of a newer version.
    """
    if len(content) > _MOST_BYTES:
        raise _fault(name, "", _("is larger than {n} MB").format(n=_MOST_BYTES // 2**20), "FB-RUN-01")
    try:
        data = json.loads(content)
        head = Head.model_validate(data)
        events = data["events"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _fault(name, "", _("holds no run of an exercise"), "FB-RUN-01") from error
    if head.version > VERSION:
        message = _("was written by a newer version of Fieldbook ({n})").format(n=head.version)
        raise _fault(name, "version", message, "FB-RUN-02")
    if not isinstance(events, list) or len(events) > _MOST_EVENTS:
        raise _fault(name, "events", _("has no list of events, or too many"), "FB-RUN-01")
    kept, problems = [], []
    for number, event in enumerate(events):
        try:
            kept.append(checked_event(event))
        except ValidationError as error:
            field = ".".join(str(part) for part in error.errors()[0]["loc"][2:])
            problems.append(
                _problem(name, f"events[{number}].{field}", message_and_remedy(error.errors()[0])[0], "FB-RUN-03")
            )
    return Run(head=head, events=tuple(kept), problems=tuple(problems))


def write_run(head: Head, events: list[dict[str, Any]]) -> bytes:
    """The file of a run; events in order of time."""
    ordered = sorted(events, key=lambda event: (event["at"], event["id"]))
    return (json.dumps(head.model_dump() | {"events": ordered}, ensure_ascii=False, indent=1) + "\n").encode()


def _remedies() -> dict[str, str]:
    return {
        "FB-RUN-01": _("Take the file that the controller's page or the exercise server has saved."),
        "FB-RUN-02": _("Use the version of Fieldbook that wrote it, or a newer one."),
        "FB-RUN-03": _("This entry is left out; the others are kept."),
    }


def _problem(name: str, field: str, message: str, code: str) -> Problem:
    clean = re.sub(r"\s+", " ", message).rstrip(".")
    return Problem(name, 0, field.rstrip("."), clean, _remedies()[code], code)


def _fault(name: str, field: str, message: str, code: str) -> CourseError:
    return CourseError([_problem(name, field, message, code)])
