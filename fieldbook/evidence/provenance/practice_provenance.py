"""Exercises by role, scenarios and documents: who plays whom in this edition and why, and sentences with values."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import chain
from typing import Any

from fieldbook.core.i18n import _
from fieldbook.course.sources import Course
from fieldbook.evidence.provenance.sentences import Sentence, in_fields, in_text
from fieldbook.evidence.provenance.source_line import FigureSource, sources_of
from fieldbook.exercise.cast import CastChoice, choose_cast


@dataclasses.dataclass(frozen=True, kw_only=True)
class CastRole:
    """A member of an exercise's cast: who it is in this edition, and by which rule."""

    id: str
    role: str
    text: str
    why: str
    origin: str
    others: tuple[str, ...]
    sources: tuple[FigureSource, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Played:
    """An exercise, scenario or document with its cast and the sentences that hold a value."""

    id: str
    title: str
    kind: str
    module: str
    roles: tuple[CastRole, ...]
    sentences: tuple[Sentence, ...]


def played(course: Course) -> Iterator[Played]:
    """Everything practised that holds something of the pack: exercises first."""
    for name, exercise in sorted(course.exercises.items()):
        chosen = choose_cast(exercise.value, course.context)
        roles = tuple(_role(course, member, choice) for member, choice in chosen.items())
        data = exercise.value.model_dump(mode="json", by_alias=True, exclude={"cast"})
        title, sentences = exercise.value.title, _sentences(data)
        yield Played(id=name, title=title, kind="exercise", module="", roles=roles, sentences=sentences)
    scenarios = (("scenario", name, loaded.value) for name, loaded in sorted(course.scenarios.items()))
    products = (("product", name, loaded.value) for name, loaded in sorted(course.products.items()))
    for kind, name, part in chain[Any](scenarios, products):
        if found := _sentences(part.model_dump(mode="json", by_alias=True)):
            yield Played(id=name, title=part.title, kind=kind, module=part.module, roles=(), sentences=found)


def _sentences(data: Any) -> tuple[Sentence, ...]:
    return tuple(dict.fromkeys(sentence for text in in_fields(data) for sentence in in_text(text)))


def _role(course: Course, member: str, choice: CastChoice) -> CastRole:
    files = {"data": ("incidents.csv",), "pack": ("context.yml",)}.get(choice.origin, ())
    return CastRole(
        id=member,
        role=choice.member.name,
        text=choice.text,
        why=choice.why,
        origin=origin_text(choice.origin),
        others=choice.others,
        sources=sources_of(files, course.context),
    )


def origin_text(origin: str) -> str:
    """How a member of a cast was chosen, in a few words."""
    return {
        "data": _("counted in the reports"),
        "pack": _("named in the description"),
        "set": _("set by hand"),
        "neutral": _("left open"),
    }[origin]
