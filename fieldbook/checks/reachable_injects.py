"""Which injects of an exercise can be released at all: what decisions, gauges and time allow at best."""

from __future__ import annotations

from fieldbook.model.exercise import Condition, Exercise, Inject, Logged, Without


def reachable(exercise: Exercise) -> set[str]:
    """Ids of injects that some course of play releases.

    Gauges are taken at their widest: every effect of every reachable inject and decision may have come in any order, so
    an inject that is missing here is surely unreachable.
    """
    found: set[str] = set()
    while True:
        decisions = {d.id for inject in exercise.injects if inject.id in found for d in inject.decisions}
        spans = _spans(exercise, found)
        more = {
            inject.id for inject in exercise.injects if all(_may_hold(one, decisions, spans) for one in inject.when)
        }
        if more <= found:
            return found
        found |= more


def _may_hold(condition: Condition, decisions: set[str], spans: dict[str, tuple[int, int]]) -> bool:
    if isinstance(condition, Logged):
        return condition.decision in decisions
    if isinstance(condition, Without):
        return True
    low, high = spans.get(condition.gauge, (0, 100))
    return low < condition.below if condition.below is not None else high >= (condition.at_least or 0)


def _spans(exercise: Exercise, found: set[str]) -> dict[str, tuple[int, int]]:
    """Lowest and highest value that each gauge can have."""
    spans = {}
    for gauge in exercise.state:
        changes = [_change(inject, gauge.id) for inject in exercise.injects if inject.id in found]
        low, high = sum(change[0] for change in changes), sum(change[1] for change in changes)
        spans[gauge.id] = (max(0, gauge.start + low), min(100, gauge.start + high))
    return spans


def _change(inject: Inject, gauge: str) -> tuple[int, int]:
    parts = [inject.effects.get(gauge, 0), *(decision.effects.get(gauge, 0) for decision in inject.decisions)]
    return sum(min(0, part) for part in parts), sum(max(0, part) for part in parts)
