"""A table top exercise joined with one context: texts filled in, cast chosen. The result is plain data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from fieldbook.context.fill import filled
from fieldbook.context.pack import ContextPack
from fieldbook.context.values import safe_values
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.yamlfile import Loaded
from fieldbook.exercise.cast import CastChoice, choose_cast
from fieldbook.model.course import Tension
from fieldbook.model.exercise import Exercise, minutes

_TEXTS = {
    "title", "purpose", "audience", "paper", "name", "brief", "knows", "wants", "story", "text", "from", "label",
}  # fmt: skip
"""Fields that people read; a cast member's own name is none of them."""

RUN_FORMAT = 1
"""Version of what a run's log refers to; a log of another version is migrated or refused."""


def bind_exercise(loaded: Loaded[Exercise], pack: ContextPack, tensions: Mapping[str, Tension]) -> dict[str, Any]:
    """The exercise as plain data: texts filled in but for ``{{ cast.… }}``, which the reader of a page may change.

    Beside the fields of ``docs/exercises.md``: ``cast`` as ``cast_data`` gives it, ``minute`` of each timed inject,
    ``begins`` and ``ends`` of each phase in minutes, ``duration``, the course's ``tensions``, and
    ``variant``, a hash of the exercise's own content.

    Raises
    ------
    CourseError
        For every text with an unknown value or braces that hold none.
    """
    chosen = choose_cast(loaded.value, pack)
    known = safe_values(pack) | {
        f"{word}.{name}": f"{{{{ {word}.{name} }}}}" for word in ("cast", "Cast") for name in chosen
    }
    problems: list[Problem] = []

    def fill(part: Any, field: str, name: str) -> Any:
        if isinstance(part, dict):
            return {key: fill(value, f"{field}.{key}".lstrip("."), key) for key, value in part.items()}
        if isinstance(part, list):
            return [fill(value, f"{field}[{number}]", name) for number, value in enumerate(part)]
        if not isinstance(part, str) or (name not in _TEXTS and name != "levels"):
            return part
        try:
            return filled(part, known, lambda message, remedy, code: loaded.problem(field, message, remedy, code))
        except CourseError as error:
            problems.extend(error.problems)
            return part

    plain = loaded.value.model_dump(mode="json", by_alias=True, exclude={"cast"})
    bound: dict[str, Any] = fill(plain, "", "")
    if problems:
        raise CourseError(problems)
    bound |= {"cast": cast_data(chosen), "duration": loaded.value.duration, "format": RUN_FORMAT}
    _add_times(bound)
    packed = json.dumps(bound, sort_keys=True, ensure_ascii=False)
    variant = hashlib.sha256(packed.encode()).hexdigest()[:12]
    return bound | {"variant": variant, "tensions": [_tension(tension) for tension in tensions.values()]}


def _tension(tension: Tension) -> dict[str, Any]:
    poles = [{"id": pole.id, "name": pole.short or pole.name} for pole in tension.poles]
    return {"id": tension.id, "name": tension.name, "poles": poles}


def cast_data(chosen: Mapping[str, CastChoice]) -> list[dict[str, Any]]:
    """Each choice with its ``id``, ``kind``, neutral ``name`` and what ``Choice`` has."""
    return [
        {
            "id": name,
            "kind": choice.member.kind,
            "name": choice.member.name,
            "text": choice.text,
            "key": choice.key,
            "why": choice.why,
            "origin": choice.origin,
            "others": list(choice.others),
            "point": choice.point and list(choice.point),
            "sketched": choice.sketched,
        }
        for name, choice in chosen.items()
    ]


def _add_times(bound: dict[str, Any]) -> None:
    begins = 0
    for phase in bound["phases"]:
        phase |= {"begins": begins, "ends": begins + phase["minutes"]}
        begins = phase["ends"]
    for inject in bound["injects"]:
        inject["minute"] = None if inject["at"] is None else minutes(inject["at"])
