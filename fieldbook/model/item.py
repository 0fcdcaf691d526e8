"""One question of the bank. What each type means, and how an answer is scored: ``docs/items.md``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ModelWrapValidatorHandler, PrivateAttr, model_validator

from fieldbook.model.base import Id, Prose, Source, Text
from fieldbook.model.course import Level

TODO = "TODO"
"""Mark of what an imported question lacks. An item with a mark stays out of the course until that is written."""

_STAND_INS: dict[str, Any] = {"objective": "todo", "level": "remember", "difficulty": 0.5, "source": ["todo"]}
"""What marked fields hold, so that the rest of the item can be read; nobody is shown it."""


class Option(Source):
    """An option of a choice, or an expected answer where one is written (``text`` is the answer then)."""

    text: Prose
    key: bool = False
    feedback: Prose
    accept: tuple[Prose, ...] = ()
    tolerance: float = Field(default=0.0, ge=0)


class Pair(Source):
    """A left side of a matching item; ``key`` is the right side that belongs to it."""

    text: Prose
    key: Prose
    feedback: Prose


class Step(Source):
    """A step of an ordering item; ``key`` is its place, counted from 1."""

    text: Prose
    key: int = Field(ge=1)
    feedback: Prose


class Rated(Source):
    """A response of a situational judgement item; ``score`` is its effectiveness from 0 (harmful) to 1 (best)."""

    text: Prose
    score: float = Field(ge=0, le=1)
    feedback: Prose


class Gap(Source):
    """A drop-down in a gap text; stands in the stem as ``[[id]]``."""

    id: Id
    options: tuple[Option, ...] = Field(min_length=2)


class Query(Source):
    """A question to the context's tables (DuckDB SQL).

    The first row gives the key, the rows after it up to ``take`` give distractors. ``unique`` is the column in which
    the first row must differ from the second (else the data give no clear key); ``rows`` is the least number of rows.
    """

    sql: Text
    take: int = Field(default=1, ge=1, le=8)
    rows: int = Field(default=1, ge=1)
    unique: Text | None = None


class _Item(Source):
    id: Id
    objective: Id
    level: Level
    stem: Prose
    difficulty: float = Field(gt=0, lt=1)
    """Expected share of correct answers."""
    source: tuple[Text, ...] = Field(min_length=1)
    """Keys of the bibliography, or ``context`` where the mission's data decide the key."""
    query: Query | None = None
    _todo: tuple[str, ...] = PrivateAttr(())

    @property
    def todo(self) -> tuple[str, ...]:
        """Fields of the item that hold the mark ``TODO``, in order."""
        return self._todo

    @model_validator(mode="wrap")
    @classmethod
    def _marks(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        marked = tuple(_marked(data))
        if not marked:
            return handler(data)
        item = handler({**data, **{field: value for field, value in _STAND_INS.items() if field in marked}})
        item._todo = marked  # noqa: SLF001 of the item that is being made
        return item


def _marked(data: Any, field: str = "") -> Iterator[str]:
    """Where ``data`` holds the mark. A list that is the mark alone is marked itself."""
    if data in (TODO, [TODO]):
        yield field
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _marked(value, f"{field}.{key}" if field else str(key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _marked(value, f"{field}[{number}]")


class Choice(_Item):
    """Single choice, multiple response and true/false."""

    type: Literal["single-choice", "multiple-response", "true-false"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=10)


class Judgement(_Item):
    """Situational judgement: one of several possible actions, each rated by effectiveness."""

    type: Literal["situational-judgement"]
    options: tuple[Rated, ...] = Field(min_length=3, max_length=8)


class Matching(_Item):
    """Left sides to be joined with right sides; ``extra`` are right sides that belong to none."""

    type: Literal["matching"]
    options: tuple[Pair, ...] = Field(min_length=2, max_length=10)
    extra: tuple[Prose, ...] = ()


class Ordering(_Item):
    """Steps to be put in order."""

    type: Literal["ordering"]
    options: tuple[Step, ...] = Field(min_length=3, max_length=10)


class Written(_Item):
    """Numeric and short answer. Options are expected answers, right and wrong; ``otherwise`` is for all else."""

    type: Literal["numeric", "short-answer"]
    options: tuple[Option, ...] = Field(min_length=1, max_length=10)
    otherwise: Prose
    unit: Prose | None = None


class GapText(_Item):
    """Text with drop-downs."""

    type: Literal["gap-text"]
    gaps: tuple[Gap, ...] = Field(min_length=1, max_length=10)


Item = Annotated[Choice | Judgement | Matching | Ordering | Written | GapText, Field(discriminator="type")]


class BankFile(Source):
    """``assessments/items/*.yml``."""

    module: Id | Literal["TODO"]
    items: tuple[Item, ...] = Field(min_length=1)
