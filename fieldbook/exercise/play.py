"""What the log of a run means (``docs/exercise-runs.md``): what is out, what was decided, where the gauges stand.

Twin of ``page/log.js`` and ``page/play.js``, on plain data: an exercise as bound, events as written. A test gives both
random logs and compares all that stands here. When an inject is due is worked out in the page alone.
"""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Event = Mapping[str, Any]
Exercise = Mapping[str, Any]


@dataclasses.dataclass
class PlayedInject:
    """An inject in a run. ``t`` is the second of its release, ``how`` it came: by time, condition, hand, improvised."""

    inject: Mapping[str, Any]
    status: str = "planned"
    t: int | None = None
    how: str | None = None


@dataclasses.dataclass
class Play:
    """Where a run stands. Everything is worked out from the log; nothing else changes it."""

    injects: dict[str, PlayedInject]
    gauges: dict[str, int]
    cast: dict[str, str]
    steps: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    decisions: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    taken: dict[str, int] = dataclasses.field(default_factory=dict)
    observed: dict[str, str] = dataclasses.field(default_factory=dict)
    ratings: list[Event] = dataclasses.field(default_factory=list)
    notes: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    answers: list[Event] = dataclasses.field(default_factory=list)
    lessons: list[Event] = dataclasses.field(default_factory=list)

    def released(self) -> list[PlayedInject]:
        """Injects that are out, oldest first."""
        out = [entry for entry in self.injects.values() if entry.t is not None]
        return sorted(out, key=lambda entry: entry.t or 0)

    def inbox(self, team: str) -> list[PlayedInject]:
        """Injects that a team has received, oldest first."""
        return [entry for entry in self.released() if team in entry.inject["to"]]


def effective(events: Iterable[Event]) -> list[Event]:
    """Events in order of time, each id once, without those undone."""
    known: dict[str, Event] = {}
    for event in events:
        known.setdefault(event["id"], event)
    ordered = sorted(known.values(), key=lambda event: (event["at"], event["id"]))
    undone = {event["event"] for event in ordered if event["kind"] == "undo"}
    return [event for event in ordered if event["kind"] != "undo" and event["id"] not in undone]


def play(exercise: Exercise, log: Iterable[Event]) -> Play:
    """The run after all events of ``log``; events that do not fit the exercise change nothing."""
    state = Play(
        {inject["id"]: PlayedInject(inject) for inject in exercise["injects"]},
        {gauge["id"]: gauge["start"] for gauge in exercise["state"]},
        {member["id"]: member["text"] for member in exercise["cast"]},
    )
    state.steps.append({"t": 0, "gauges": dict(state.gauges), "cause": ""})
    for event in effective(log):
        handler = _HANDLERS.get(event["kind"])
        if handler:
            handler(exercise, state, event)
    return state


def clock_of(log: Iterable[Event]) -> dict[str, Any]:
    """The exercise clock: ``base`` seconds were on it at wall time ``since``; with ``running, speed, begun, ended``."""
    clock: dict[str, Any] = {"running": False, "speed": 1, "base": 0, "since": 0, "begun": False, "ended": False}
    for event in effective(log):
        if event["kind"] == "end":
            clock |= {"base": event["t"], "running": False, "ended": True}
        if event["kind"] == "clock":
            _turn(clock, event)
    return clock


def _turn(clock: dict[str, Any], event: Event) -> None:
    clock |= {"base": event["to"] if event["do"] == "jump" else event["t"], "since": event["at"]}
    if event["do"] == "run":
        clock |= {"running": True, "begun": True, "ended": False}
    elif event["do"] == "pause":
        clock["running"] = False
    elif event["do"] == "speed":
        clock["speed"] = event["speed"]


def _change(state: Play, effects: Mapping[str, int], t: int, cause: str) -> None:
    moved = {name: by for name, by in effects.items() if name in state.gauges}
    for name, by in moved.items():
        state.gauges[name] = min(100, max(0, state.gauges[name] + by))
    if moved:
        state.steps.append({"t": t, "gauges": dict(state.gauges), "cause": cause})


def _cast(_exercise: Exercise, state: Play, event: Event) -> None:
    state.cast[event["member"]] = event["text"]


def _release(_exercise: Exercise, state: Play, event: Event) -> None:
    entry = state.injects.get(event["inject"])
    if entry is None or entry.status == "released":
        return
    entry.status, entry.t, entry.how = "released", event["t"], event["how"]
    _change(state, entry.inject["effects"], event["t"], event["inject"])


def _hold(_exercise: Exercise, state: Play, event: Event) -> None:
    entry = state.injects.get(event["inject"])
    if entry is not None and entry.status == "planned":
        entry.status = "held"


def _resume(_exercise: Exercise, state: Play, event: Event) -> None:
    entry = state.injects.get(event["inject"])
    if entry is not None and entry.status == "held":
        entry.status = "planned"


def _improvise(_exercise: Exercise, state: Play, event: Event) -> None:
    bare: dict[str, Any] = {
        "minute": None,
        "when": [],
        "after": 0,
        "marks": [],
        "effects": {},
        "expects": [],
        "decisions": [],
    }
    said = {name: html.escape(event["inject"][name], quote=False) for name in ("from", "title", "text")}
    said["text"] = f'<p class="fx-typed">{said["text"]}</p>'  # all text of an inject is HTML; this was typed
    inject = dict(event["inject"]) | said | bare
    state.injects[inject["id"]] = PlayedInject(inject, "released", event["t"], "improvised")


def _decision(exercise: Exercise, state: Play, event: Event) -> None:
    decisions = (one for inject in exercise["injects"] for one in inject["decisions"])
    known = next((one for one in decisions if one["id"] == event.get("decision")), None)
    if known is not None and known["id"] in state.taken:
        return
    leans = dict(known["leans"]) if known is not None else {}
    if event.get("tension") and event.get("pole"):
        leans[event["tension"]] = event["pole"]
    text = event.get("text") or (known["text"] if known is not None else "")
    state.decisions.append(dict(event) | {"leans": leans, "text": text})
    if known is not None:
        state.taken[known["id"]] = event["t"]
        _change(state, known["effects"], event["t"], known["id"])


def _tag(_exercise: Exercise, state: Play, event: Event) -> None:
    entry = next((one for one in state.decisions if one["id"] == event["event"]), None)
    if entry is None:
        return
    if event.get("objective"):
        entry["objective"] = event["objective"]
    if event.get("tension") and event.get("pole"):
        entry["leans"] = entry["leans"] | {event["tension"]: event["pole"]}


def _observed(_exercise: Exercise, state: Play, event: Event) -> None:
    state.observed[event["expected"]] = event["grade"]


def _note(_exercise: Exercise, state: Play, event: Event) -> None:
    state.notes.append(dict(event) | {"quote": bool(event.get("quote"))})


def _quote(_exercise: Exercise, state: Play, event: Event) -> None:
    for note in state.notes:
        if note["id"] == event["event"]:
            note["quote"] = event["chosen"]


_HANDLERS: Mapping[str, Callable[[Exercise, Play, Event], None]] = {
    "cast": _cast,
    "release": _release,
    "hold": _hold,
    "resume": _resume,
    "improvise": _improvise,
    "decision": _decision,
    "tag": _tag,
    "observed": _observed,
    "rating": lambda _exercise, state, event: state.ratings.append(event),
    "note": _note,
    "quote": _quote,
    "answer": lambda _exercise, state, event: state.answers.append(event),
    "lesson": lambda _exercise, state, event: state.lessons.append(event),
}
