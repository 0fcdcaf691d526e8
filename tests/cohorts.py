"""Simulated learners with known abilities, as result files: what the tests of results, analysis and report read."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from typing import Any

from fieldbook.assessment.form_draw import Draw, DrawnForm
from fieldbook.assessment.shapes import (
    BoundItem,
    ChoiceItem,
    ChoicesItem,
    GapsItem,
    NumberItem,
    OrderItem,
    PairsItem,
    TextItem,
)
from fieldbook.course.sources import Course, load_course

PROJECT = Path(__file__).parent.parent


def moment(minutes: int, seconds: float = 0.0) -> str:
    """A time in November 2026, ``minutes`` after the course began."""
    day, rest = divmod(minutes, 600)
    return f"2026-11-{2 + day:02}T{8 + rest // 60:02}:{rest % 60:02}:{int(seconds):02}.{int(seconds * 1000) % 1000:03}Z"


def record(pseudonym: str | None, course: str = "poc", **parts: Any) -> dict[str, Any]:
    """A record with nothing in it but ``parts``."""
    empty: dict[str, Any] = {
        name: {} for name in ("read", "answers", "choices", "positions", "scenarios", "products", "attempts")
    }
    learner = {} if pseudonym is None else {"pseudonym": pseudonym}
    head = {
        "format": "fieldbook-record",
        "version": 3,
        "course": course,
        "context": "ondara",
        "lang": "en",
        "build": "b1",
    }
    return {**head, "learner": learner, "saved": moment(0), **empty, "place": None, **parts}


def attempt(
    form: str,
    answers: dict[str, tuple[str, Any, float | None]],
    begun: int = 0,
    *,
    handed_in: bool = True,
    variant: str = "v1",
) -> dict[str, Any]:
    """A sitting; ``answers`` are item -> (variant, response, score)."""
    given = {
        item: {"variant": v, "response": r, "score": s, "seconds": 20 + n, "at": moment(begun, 1 + n % 50)}
        for n, (item, (v, r, s)) in enumerate(answers.items())
    }
    scores = [s for _v, _r, s in answers.values() if s is not None]
    return {
        "form": form,
        "variant": variant,
        "started": moment(begun),
        "submitted": moment(begun + 30) if handed_in else None,
        "score": sum(scores) / max(1, len(answers)) if handed_in and len(scores) == len(answers) else None,
        "answers": given,
        "flags": [],
        "at": moment(begun + 30),
    }


def key_of(attempt_: dict[str, Any]) -> str:
    """The id under which the player keeps a sitting."""
    digits = "".join(char for char in attempt_["started"] if char.isdigit())
    return f"{attempt_['form']}-{digits[:8]}t{digits[8:]}"


def write(path: Path, value: dict[str, Any]) -> Path:
    """``value`` as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), "utf-8")
    return path


class Simulated:
    """Learners of the real course: a Rasch model on choice items, seeded."""

    def __init__(self, seed: int = 1, course: Course | None = None) -> None:
        self.course = course or load_course(PROJECT)
        self.forms: dict[str, DrawnForm] = Draw(self.course).forms
        self._chance = random.Random(seed)  # noqa: S311 a simulation

    def sitting(self, form: str, ability: float, begun: int) -> dict[str, Any]:
        """One sitting of ``form`` by somebody of ``ability`` (logits)."""
        answers: dict[str, tuple[str, Any, float | None]] = {}
        for drawn in self.forms[form].items:
            hard = -math.log(drawn.place.item.difficulty / (1 - drawn.place.item.difficulty))
            right = self._chance.random() < 1 / (1 + math.exp(hard - ability))
            response = self.response(drawn.bound, right=right)
            answers[drawn.bound.id] = (drawn.bound.variant, response, drawn.bound.outcome(response).score)
        return attempt(form, answers, begun, variant=self.forms[form].variant)

    def response(self, item: BoundItem, *, right: bool) -> Any:
        """An answer that is right or wrong."""
        match item:
            case ChoiceItem():
                return self._chance.choice([o.id for o in item.options if (o.id in item.keys) is right])
            case ChoicesItem():
                return [o.id for o in item.options if o.key is right][: None if right else 1]
            case PairsItem():
                rights = {side.id: side.match for side in item.options}
                return rights if right else dict(zip(rights, [*list(rights.values())[1:], "r1"], strict=True))
            case OrderItem():
                steps = [step.id for step in item.solution]
                return steps if right else [*steps[1:], steps[0]]
            case GapsItem():
                return {gap.id: next(o.id for o in gap.options if o.key is right) for gap in item.gaps}
            case NumberItem() | TextItem():
                return item.by_key[0].text if right else "987654321"
