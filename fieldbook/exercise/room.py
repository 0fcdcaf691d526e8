"""One exercise being played over a network: the log, and what each team may see of it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from fieldbook.exercise.feed import team_feed
from fieldbook.exercise.play import Play, clock_of, play
from fieldbook.exercise.run_file import LONGEST_WRITER, checked_event
from fieldbook.exercise.run_log import RunLog, is_named, named

_CAST = re.compile(r"data-cast=\\?\"([a-z0-9-]+)")


class Room:
    """The run, and listeners who want to know when it has changed. ``version`` grows with each change."""

    def __init__(self, exercise: Mapping[str, Any], places: Mapping[str, tuple[float, float]], log: RunLog) -> None:
        self.exercise = exercise
        self.log = log
        self.version = 0
        self._places = places
        self._feeds: dict[str, tuple[int, dict[str, Any]]] = {}
        self._played: tuple[int, Play] | None = None
        self._wake: list[Callable[[], None]] = []

    @property
    def state(self) -> Play:
        """Where the run stands."""
        if self._played is None or self._played[0] != self.version:
            self._played = (self.version, play(self.exercise, self.log.events))
        return self._played[1]

    def on_change(self, wake: Callable[[], None]) -> Callable[[], None]:
        """Call ``wake`` after each change; the function returned ends that."""
        self._wake.append(wake)
        return lambda: self._wake.remove(wake)

    def add(self, events: list[Any]) -> list[str]:
        """Add a controller's events; returns the ids that are safely kept now, those known before included.

        Raises ``ValueError`` for what is no event, ``OutputError`` where the disk refuses; then nothing is kept.
        """
        checked = [checked_event(event) for event in events]
        if any(is_named(event) for event in checked):
            raise ValueError("a controller's page takes a name of the server's")
        self._keep(checked)
        return [event["id"] for event in checked]

    def answer(self, team: str, data: Any) -> str:
        """Add a team's answer to an inject that it has received; returns the id that the team gave, now safely kept.

        Raises ``ValueError`` for anything else, ``OutputError`` where the disk refuses.
        """
        wanted = {"id", "inject", "text"}
        if not isinstance(data, dict) or set(data) != wanted:
            raise ValueError("a team sends answers only")
        seconds = round(self.seconds())
        event = {"at": 0, "t": seconds, "by": team[:LONGEST_WRITER], "kind": "answer", "team": team}
        checked = checked_event(event | {name: data[name] for name in wanted})
        if checked["inject"] not in {entry.inject["id"] for entry in self.state.inbox(team)}:
            raise ValueError("this team has no such inject")
        self._keep([named(checked)])
        return str(checked["id"])

    def seconds(self) -> float:
        """Seconds on the exercise clock now."""
        clock = self.clock()
        gone = max(0, self.now() - clock["since"]) / 1000 * clock["speed"] if clock["running"] else 0
        return float(clock["base"] + gone)

    def clock(self) -> dict[str, Any]:
        """The clock as the pages have it."""
        return clock_of(self.log.events)

    def now(self) -> int:
        """Wall time in milliseconds; the server's is the run's."""
        return time.time_ns() // 1_000_000

    def feed(self, team: str) -> dict[str, Any]:
        """What ``team`` may know, with the clock. Names and places of which its texts say nothing are left out."""
        known = self._feeds.get(team)
        if known is None or known[0] != self.version:
            feed = team_feed(self.exercise, self.state, team)
            used = set(_CAST.findall(json.dumps(feed | {"cast": None})))
            used |= {mark["place"] for one in feed["marked"] for mark in one["inject"]["marks"]}
            feed["cast"] = {name: text for name, text in feed["cast"].items() if name in used}
            feed["places"] = {name: place for name, place in self._places.items() if name in used}
            feed["phases"] = [{key: one[key] for key in ("title", "begins", "ends")} for one in self.exercise["phases"]]
            feed["clock"] = self.clock()
            known = (self.version, feed)
            self._feeds[team] = known
        return known[1] | {"now": self.now()}

    def _keep(self, events: list[dict[str, Any]]) -> None:
        if self.log.add(events, self.now()):
            self.version += 1
            for wake in list(self._wake):
                wake()
