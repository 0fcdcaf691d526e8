"""Scenarios and products joined with one context: every text filled in. The result is plain data."""

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
from fieldbook.model.course import Tension
from fieldbook.model.product import Product
from fieldbook.model.scenario import Scenario

_NO_TEXT = {"id", "module", "gauge", "to", "start", "good", "ending", "kind"}
"""Fields whose text is a name for programs."""


def bind_practice(
    loaded: Loaded[Scenario] | Loaded[Product], pack: ContextPack, tensions: Mapping[str, Tension]
) -> dict[str, Any]:
    """The scenario or product as plain data with its texts filled in.

    With a ``variant``, a hash of its content, and the names of the ``poles`` of each of the course's ``tensions``.

    Raises
    ------
    CourseError
        For every text with an unknown value or braces that hold none.
    """
    known = safe_values(pack)
    problems: list[Problem] = []

    def fill(part: Any, field: str, name: str) -> Any:
        if isinstance(part, dict):
            return {key: fill(value, f"{field}.{key}".lstrip("."), key) for key, value in part.items()}
        if isinstance(part, list):
            return [fill(value, f"{field}[{number}]", name) for number, value in enumerate(part)]
        if not isinstance(part, str) or name in _NO_TEXT:
            return part

        def fault(message: str, remedy: str, code: str) -> Problem:
            return loaded.problem(field, message, remedy, code)

        try:
            return filled(part, known, fault)
        except CourseError as error:
            problems.extend(error.problems)
            return part

    bound: dict[str, Any] = fill(loaded.value.model_dump(mode="json", by_alias=True), "", "")
    if problems:
        raise CourseError(problems)
    packed = json.dumps(bound, sort_keys=True, ensure_ascii=False)
    poles = {tension.id: {pole.id: pole.name for pole in tension.poles} for tension in tensions.values()}
    return bound | {"variant": hashlib.sha256(packed.encode()).hexdigest()[:12], "poles": poles}
