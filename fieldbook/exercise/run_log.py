"""The log of a run on the server's disk: one line for each event, there before anybody is told that it is saved."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, OutputError, Problem
from fieldbook.exercise.run_file import LONGEST_WRITER, VERSION, Head, checked_event

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without characters that look like others: people read codes from a wall."""
_CODE, _KEY = 8, 20

_OWN = "answer."
"""With which the server's own names begin. Controllers' pages name what they write, and take none of these."""


class Joining(BaseModel):
    """Who may do what: the controller's key, and a code for each team."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    codes: dict[str, str]


class RunLog:
    """Events of one run, in memory and on disk. ``events`` is in the order of arrival."""

    def __init__(self, path: Path, head: Head, joining: Joining, events: list[dict[str, Any]]) -> None:
        self.head = head
        self.joining = joining
        self.events = events
        self._ids = {event["id"] for event in events}
        self._last = max((event["at"] for event in events), default=0)
        self._path = path
        try:
            self._file = path.open("ab")
        except OSError as error:
            remedy = _("Choose another file with --log.")
            raise OutputError(f"{path}: {error.strerror}. {remedy} [FB-RUN-05]") from error

    def add(self, events: Iterable[Mapping[str, Any]], now: int) -> list[dict[str, Any]]:
        """Keep those events that are new, with the server's time; returns them once they are on the disk.

        Raises
        ------
        OutputError
            The disk refuses; nothing of ``events`` is kept.
        """
        fresh: list[dict[str, Any]] = []
        for event in events:
            if event["id"] not in self._ids and event["id"] not in {one["id"] for one in fresh}:
                self._last = max(self._last + 1, now)
                fresh.append(dict(event) | {"at": self._last})
        if fresh:
            self._write("".join(json.dumps(event, ensure_ascii=False) + "\n" for event in fresh))
            self.events += fresh
            self._ids.update(event["id"] for event in fresh)
        return fresh

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def _write(self, text: str) -> None:
        size = self._file.tell()
        try:
            self._file.write(text.encode())
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            os.truncate(self._path, size)
            self._file = self._path.open("ab")
            raise OutputError(f"{self._path}: {error.strerror} [FB-RUN-05]") from error


def named(answer: Mapping[str, Any]) -> dict[str, Any]:
    """A team's answer under a name of the server's own: the same for the same answer of the team, and for no other.

    The id that the team's page gave makes two equal answers two, and an answer that was sent twice one.
    """
    told = json.dumps([answer[field] for field in ("team", "id", "inject", "text")])
    return {**answer, "id": f"{_OWN}{hashlib.sha256(told.encode()).hexdigest()[:40]}"}


def is_named(event: Mapping[str, Any]) -> bool:
    """Whether the event has a name that only the server gives."""
    return str(event["id"]).startswith(_OWN)


def open_log(path: Path, exercise: Mapping[str, Any], course: str, context: str) -> RunLog:
    """The run in ``path``, or a new one there.

    Raises
    ------
    CourseError
        The file is of another exercise or edition, of a newer version, or no run at all.
    OutputError
        The file cannot be written.
    """
    if path.exists() and path.stat().st_size:
        return _resume(path, exercise)
    head = Head(
        format="fieldbook-exercise",
        version=VERSION,
        run=f"r{_word(9)}",
        course=course,
        context=context,
        exercise=exercise["id"],
        variant=exercise["variant"],
    )
    joining = Joining(key=_word(_KEY), codes={team["id"]: _word(_CODE) for team in exercise["teams"]})
    log = RunLog(path, head, joining, [])
    path.chmod(0o600)  # the first line holds the controller's key
    log._write(json.dumps({"head": head.model_dump(), "joining": joining.model_dump()}) + "\n")  # noqa: SLF001
    return log


def _resume(path: Path, exercise: Mapping[str, Any]) -> RunLog:
    lines = path.read_bytes().split(b"\n")
    try:
        first = json.loads(lines[0])
        head, joining = Head.model_validate(first["head"]), Joining.model_validate(first["joining"])
    except (ValueError, KeyError, TypeError) as error:
        raise _fault(path, _("is no log of an exercise server"), "FB-RUN-01") from error
    if head.version > VERSION:
        raise _fault(path, _("was written by a newer version of Fieldbook ({n})").format(n=head.version), "FB-RUN-02")
    if (head.exercise, head.variant) != (exercise["id"], exercise["variant"]):
        message = _("is a run of {name}, edition {variant}").format(name=head.exercise, variant=head.variant)
        raise _fault(path, message, "FB-RUN-04")
    events = []
    for line in lines[1:]:
        try:
            events.append(_as_named_today(checked_event(json.loads(line))))
        except (ValueError, ValidationError):
            continue  # a line that the power cut: it was never confirmed to anybody
    if lines[-1]:
        with path.open("ab") as file:
            file.write(b"\n")
    return RunLog(path, head, joining, events)


def _as_named_today(event: dict[str, Any]) -> dict[str, Any]:
    """Until November 2026 a team's answer had the id that its page gave, which could be that of a release to come."""
    old = event["kind"] == "answer" and event["by"] == event["team"][:LONGEST_WRITER] and not is_named(event)
    return named(event) if old else event


def _word(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _letter in range(length))


def _fault(path: Path, message: str, code: str) -> CourseError:
    remedy = _("Choose another file with --log; a new one is made where there is none.")
    return CourseError([Problem(str(path), 0, "", message, remedy, code)])
