"""Walks through a bound branching scenario. ``player/branching.js`` is the twin; a test holds them to the same paths.

Works on plain data (``docs/scenarios.md``), of which only ids, numbers and ways are read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Scenario = Mapping[str, Any]

MOST_STATES = 100_000
"""More than a scenario that anybody plays has; walking stops there."""


@dataclasses.dataclass(frozen=True)
class State:
    """A node and the gauges on arrival there, in the scenario's order."""

    node: str
    gauges: tuple[int, ...]


@dataclasses.dataclass(frozen=True)
class BranchingStep:
    """One choice taken: from which state, which of its ways, to which state."""

    before: State
    choice: str
    way: int
    after: State


def begin(scenario: Scenario) -> State:
    """The first state."""
    return State(scenario["start"], tuple(gauge["start"] for gauge in scenario["state"]))


def choose(scenario: Scenario, state: State, choice: str) -> BranchingStep:
    """What follows from ``choice`` in ``state``. Raises ``KeyError`` where there is no such choice."""
    turn = next((turn for turn in _choices(scenario, state.node) if turn["id"] == choice), None)
    if turn is None:
        raise KeyError(choice)
    names = [gauge["id"] for gauge in scenario["state"]]
    gauges = tuple(
        min(100, max(0, value + turn["effects"].get(name, 0))) for name, value in zip(names, state.gauges, strict=True)
    )
    known = dict(zip(names, gauges, strict=True))
    number = next(number for number, way in enumerate(turn["to"]) if _open(way["when"], known))
    return BranchingStep(state, choice, number, State(turn["to"][number]["to"], gauges))


def steps(scenario: Scenario) -> Iterator[BranchingStep]:
    """Every step that can be taken from the start, each state once. Stops at ``MOST_STATES``."""
    seen, waiting = {begin(scenario)}, [begin(scenario)]
    while waiting and len(seen) < MOST_STATES:
        state = waiting.pop()
        for turn in _choices(scenario, state.node):
            step = choose(scenario, state, turn["id"])
            yield step
            if step.after not in seen:
                seen.add(step.after)
                waiting.append(step.after)


def _choices(scenario: Scenario, name: str) -> Sequence[Mapping[str, Any]]:
    node = next(node for node in scenario["nodes"] if node["id"] == name)
    found: Sequence[Mapping[str, Any]] = node.get("choices", ())
    return found


def _open(conditions: Sequence[Mapping[str, Any]], gauges: Mapping[str, int]) -> bool:
    return all(
        gauges[condition["gauge"]] < condition["below"]
        if condition.get("below") is not None
        else gauges[condition["gauge"]] >= condition["from"]
        for condition in conditions
    )
