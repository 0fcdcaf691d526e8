"""A branching scenario: situations, choices, what follows, gauges that open and close ways (``docs/scenarios.md``)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from fieldbook.core.i18n import _
from fieldbook.model.base import Id, Named, Prose, Source, Text

Outcome = Literal["held", "mixed", "lost"]
"""What became of the people in an ending."""


class Gauge(Source):
    """A quantity from 0 to 100 that choices change; ``good`` says which end is good."""

    id: Id
    name: Prose
    start: int = Field(ge=0, le=100)
    good: Literal["high", "low"]


class Condition(Source):
    """Holds while ``gauge`` is less than ``below``, or at least ``from``."""

    gauge: Id
    below: int | None = Field(default=None, ge=0, le=100)
    at_least: int | None = Field(default=None, ge=0, le=100, alias="from")

    @model_validator(mode="after")
    def _one_bound(self) -> Condition:
        if (self.below is None) == (self.at_least is None):
            raise ValueError(_("a condition has either below or from"))
        return self


class Way(Source):
    """Where a choice leads while all conditions hold."""

    when: tuple[Condition, ...] = ()
    to: Id


class Turn(Source):
    """A choice in a situation. ``effects`` are added to gauges; ``leans`` names the pole of a tension."""

    id: Id
    text: Prose
    effects: dict[Id, Annotated[int, Field(ge=-100, le=100)]] = Field(default_factory=dict)
    leans: dict[Id, Id] = Field(default_factory=dict)
    consequence: Prose
    to: tuple[Way, ...] = Field(min_length=1)

    @field_validator("to", mode="before", json_schema_input_type=Id | tuple[Way, ...])
    @classmethod
    def _one_way(cls, value: Any) -> Any:
        """A name alone is a way without conditions."""
        return [{"to": value}] if isinstance(value, str) else value


class Situation(Source):
    """Where the learner has to choose."""

    id: Id
    when: Prose | None = None
    text: Prose
    choices: tuple[Turn, ...] = Field(min_length=2, max_length=4)


class Ending(Source):
    """Where the scenario stops."""

    id: Id
    ending: Outcome
    title: Prose
    text: Prose
    debrief: Prose


def _kind(value: Any) -> str:
    return "ending" if isinstance(value, Ending) or (isinstance(value, dict) and "ending" in value) else "situation"


Node = Annotated[
    Annotated[Situation, Tag("situation")] | Annotated[Ending, Tag("ending")],
    Discriminator(_kind),
]


class Scenario(Named):
    """``assessments/scenarios/<id>.yml``."""

    module: Id
    title: Prose
    objectives: tuple[Id, ...] = Field(min_length=1)
    source: tuple[Text, ...] = Field(min_length=1)
    role: Prose
    intro: Prose
    minutes: int = Field(ge=1, le=120)
    state: tuple[Gauge, ...] = Field(min_length=2, max_length=5)
    start: Id
    nodes: tuple[Node, ...] = Field(min_length=3, max_length=40)
