"""Rules over the times of table top exercises."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.course.sources import Course
from fieldbook.model.exercise import Exercise, Inject, Phase, minutes

_WINDOW, _MOST = 10, 4
"""At most so many injects for one team within so many minutes: people have to talk."""
_GAP = 30
"""Minutes of play without an inject after which a room goes quiet."""


def times(course: Course) -> Iterator[Problem]:
    """Times run forwards, lie in play phases, and leave neither a crowd nor a hole."""
    for part in course.exercises.values():
        for field, message, remedy, code in _time_faults(part.value):
            yield part.problem(field, message, remedy, code)


def _time_faults(exercise: Exercise) -> Iterator[tuple[str, str, str, str]]:
    timed = [(number, inject, minutes(inject.at)) for number, inject in enumerate(exercise.injects) if inject.at]
    spans = _spans(exercise)
    last = 0
    for number, _inject, minute in timed:
        field = f"injects[{number}].at"
        if minute < last:
            yield field, _("lies before the inject above it"), _("Put timed injects in order of time."), "FB-TTX-04"
        last = max(last, minute)
        if not any(begin <= minute < end for begin, end, _phase in spans):
            yield field, _("lies in no play phase"), _("Move it, or change the phases."), "FB-TTX-04"
    yield from _crowds(exercise, timed)
    for begin, end, phase in spans:
        stops = [begin, *(minute for _n, _inject, minute in timed if begin <= minute < end), end]
        gap = max(after - before for before, after in pairwise(stops))
        if gap > _GAP:
            message = _("{gap} minutes of {phase!r} have no timed inject").format(gap=gap, phase=phase.id)
            yield "phases", message, _("At most {gap}: add one, or shorten the phase.").format(gap=_GAP), "FB-TTX-05"


def _spans(exercise: Exercise) -> list[tuple[int, int, Phase]]:
    spans, begin = [], 0
    for phase in exercise.phases:
        if phase.kind == "play":
            spans.append((begin, begin + phase.minutes, phase))
        begin += phase.minutes
    return spans


def _crowds(exercise: Exercise, timed: list[tuple[int, Inject, int]]) -> Iterator[tuple[str, str, str, str]]:
    for team in exercise.teams:
        own = [(number, minute) for number, inject, minute in timed if team.id in inject.to and not inject.when]
        for place, (number, minute) in enumerate(own):
            crowd = sum(minute <= other < minute + _WINDOW for _number, other in own[place:])
            if crowd > _MOST:
                message = _("{crowd} injects reach {team!r} within {window} minutes").format(
                    crowd=crowd, team=team.id, window=_WINDOW
                )
                yield f"injects[{number}].at", message, _("At most {most}: move some.").format(most=_MOST), "FB-TTX-05"
                break
