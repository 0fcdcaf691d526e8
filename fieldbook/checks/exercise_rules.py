"""Rules over table top exercises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from fieldbook.checks.reachable_injects import reachable
from fieldbook.core.problems import CourseError, Problem
from fieldbook.course.bibliography import read_keys
from fieldbook.course.sources import Course
from fieldbook.exercise.cast import choose_cast, held_reason
from fieldbook.exercise.exercise_binding import bind_exercise
from fieldbook.model.exercise import Exercise, Expected, Inject, Logged, Phase, Without, minutes

_DOC = "See docs/exercises.md."
_WINDOW, _MOST = 10, 4
"""At most so many injects for one team within so many minutes: people have to talk."""
_GAP = 30
"""Minutes of play without an inject after which a room goes quiet."""
_LEAST_TENSION, _LEAST_POLE = 1 / 7, 1 / 4


def texts(course: Course) -> Iterator[Problem]:
    """Text asks for values that exist; what the context cannot support is named, as a warning."""
    for part in course.exercises.values():
        try:
            bind_exercise(part, course.context)
        except CourseError as error:
            yield from error.problems
            continue
        for number, choice in enumerate(choose_cast(part.value, course.context).values()):
            kinds = ("area", "body", "unit", *(["actor"] if course.context.meta.fictional else []))
            if choice.origin == "neutral" and choice.member.kind in kinds and choice.why != held_reason():
                message = f"the context has no {choice.member.kind} for {choice.member.id!r} ({choice.why})"
                remedy = f'The text says "{choice.text}". Write yours under set: {course.context.meta.id}.'
                yield part.problem(f"cast[{number}]", message, remedy, "FB-TTX-09", warning=True)


def names(course: Course) -> Iterator[Problem]:
    """Everything that an exercise names exists, and every id stands once."""
    try:
        sources = read_keys(course.root)
    except CourseError:
        sources = frozenset()  # reported by the rule for items
    for part in course.exercises.values():
        for field, message in _name_faults(part.value, set(course.objectives), sources):
            yield part.problem(field, message, _DOC, "FB-TTX-01")


def reached(course: Course) -> Iterator[Problem]:
    """Every inject can be released."""
    for part in course.exercises.values():
        possible = reachable(part.value)
        for number, inject in enumerate(part.value.injects):
            if inject.id not in possible:
                message = f"{inject.id!r} can never be released"
                remedy = "Let a decision lead to it, widen its condition, or take it out."
                yield part.problem(f"injects[{number}].when", message, remedy, "FB-TTX-02")


def parts(course: Course) -> Iterator[Problem]:
    """No team without an inject, no role without something to do."""
    for part in course.exercises.values():
        told = {team for inject in part.value.injects for team in inject.to}
        acting = {expected.role for inject in part.value.injects for expected in inject.expects}
        for number, team in enumerate(part.value.teams):
            if team.id not in told:
                yield part.problem(f"teams[{number}]", f"no inject goes to {team.id!r}", "Give it one.", "FB-TTX-03")
        for number, role in enumerate(part.value.roles):
            if role.id not in acting:
                message = f"nothing is expected of {role.id!r}"
                yield part.problem(f"roles[{number}]", message, "Expect an action, or drop the role.", "FB-TTX-03")


def times(course: Course) -> Iterator[Problem]:
    """Times run forwards, lie in play phases, and leave neither a crowd nor a hole."""
    for part in course.exercises.values():
        for field, message, remedy, code in _time_faults(part.value):
            yield part.problem(field, message, remedy, code)


def observed(course: Course) -> Iterator[Problem]:
    """Every objective is expected somewhere and has its line in the rubric."""
    for part in course.exercises.values():
        acted = {expected.objective for inject in part.value.injects for expected in inject.expects}
        rated = {line.objective for line in part.value.rubric}
        for number, objective in enumerate(part.value.objectives):
            for known, what in ((acted, "no expected action"), (rated, "no line of the rubric")):
                if objective not in known:
                    message = f"{what} observes {objective!r}"
                    yield part.problem(f"objectives[{number}]", message, "Add one.", "FB-TTX-06")


def balanced(course: Course) -> Iterator[Problem]:
    """All three tensions are met, and neither pole of one is the exercise's answer."""
    for part in course.exercises.values():
        leans = Counter(
            (tension, pole)
            for inject in part.value.injects
            for decision in inject.decisions
            for tension, pole in decision.leans.items()
        )
        for tension in ("principles-pragmatism", "national-local", "armed-unarmed"):
            counts = {pole: leans[tension, pole] for pole in tension.split("-")}  # type: ignore[index]
            own = sum(counts.values())
            if own < _LEAST_TENSION * sum(leans.values()) or not own:
                message = f"{own} of {sum(leans.values())} leaning decisions are about {tension}"
                yield part.problem("injects", message, "Write decisions that lean in it.", "FB-TTX-07")
            for pole, count in counts.items():
                if own and count < _LEAST_POLE * own:
                    message = f"{count} of {own} decisions about {tension} lean to {pole}"
                    yield part.problem("injects", message, "Let good people lean both ways.", "FB-TTX-07")


def _name_faults(exercise: Exercise, objectives: set[str], sources: frozenset[str]) -> Iterator[tuple[str, str]]:
    yield from _twice(exercise)
    yield from _unknown("objectives", exercise.objectives, objectives, "objective of the course")
    yield from _unknown("source", exercise.source, sources, "source in the bibliography")
    own = set(exercise.objectives)
    for number, role in enumerate(exercise.roles):
        yield from _unknown(f"roles[{number}].team", [role.team], {team.id for team in exercise.teams}, "team")
    for number, line in enumerate(exercise.rubric):
        yield from _unknown(f"rubric[{number}].objective", [line.objective], own, "objective of this exercise")
    for number, question in enumerate(exercise.hot_wash):
        asked = [question.objective] if question.objective else []
        yield from _unknown(f"hot_wash[{number}].objective", asked, own, "objective of this exercise")
    if not any(phase.kind == "hot-wash" for phase in exercise.phases):
        yield "phases", "there is no phase of kind hot-wash"
    yield from _cast_faults(exercise)
    for number, inject in enumerate(exercise.injects):
        for field, message in _inject_faults(exercise, inject, sources):
            yield f"injects[{number}].{field}", message


def _twice(exercise: Exercise) -> Iterator[tuple[str, str]]:
    injects = exercise.injects
    groups: dict[str, Sequence[str]] = {
        "cast": [member.id for member in exercise.cast],
        "teams": [team.id for team in exercise.teams],
        "roles": [role.id for role in exercise.roles],
        "phases": [phase.id for phase in exercise.phases],
        "state": [gauge.id for gauge in exercise.state],
        "rubric": [line.id for line in exercise.rubric],
        "injects": [inject.id for inject in injects],
        "injects: expects": [expected.id for inject in injects for expected in inject.expects],
        "injects: decisions": [decision.id for inject in injects for decision in inject.decisions],
    }
    for field, ids in groups.items():
        for name, count in Counter(ids).items():
            if count > 1:
                yield field.split(":")[0], f"the id {name!r} stands {count} times ({field})"


def _unknown(field: str, asked: Iterable[str], known: Iterable[str], what: str) -> Iterator[tuple[str, str]]:
    for name in asked:
        if name not in known:
            yield field, f"there is no {what} {name!r}"


def _cast_faults(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """A member may build on members before it; an area is an area."""
    areas: set[str] = set()
    before: set[str] = set()
    for number, member in enumerate(exercise.cast):
        pick = member.pick
        if pick is not None:
            field = f"cast[{number}].pick"
            yield from _unknown(field, filter(None, [pick.area, pick.other_than]), areas, "area of the cast above")
            yield from _unknown(field, pick.between or (), before, "member of the cast above")
        before.add(member.id)
        if member.kind == "area":
            areas.add(member.id)


def _inject_faults(exercise: Exercise, inject: Inject, sources: frozenset[str]) -> Iterator[tuple[str, str]]:
    gauges = {gauge.id for gauge in exercise.state}
    teams, roles = {team.id for team in exercise.teams}, {role.id for role in exercise.roles}
    decisions = {decision.id for other in exercise.injects for decision in other.decisions}
    yield from _unknown("to", inject.to, teams, "team")
    yield from _unknown("effects", inject.effects, gauges, "gauge")
    yield from _unknown("marks", [mark.place for mark in inject.marks], {m.id for m in exercise.cast}, "cast member")
    for condition in inject.when:
        if isinstance(condition, Logged):
            yield from _unknown("when", [condition.decision], decisions, "decision")
        elif isinstance(condition, Without):
            yield from _unknown("when", [condition.without], decisions, "decision")
        else:
            yield from _unknown("when", [condition.gauge], gauges, "gauge")
    for number, expected in enumerate(inject.expects):
        for field, message in _expected_faults(exercise, inject, expected, roles, sources):
            yield f"expects[{number}].{field}", message
    for number, decision in enumerate(inject.decisions):
        yield from _unknown(f"decisions[{number}].team", [decision.team], teams, "team")
        yield from _unknown(f"decisions[{number}].effects", decision.effects, gauges, "gauge")
        for tension, pole in decision.leans.items():
            yield from _unknown(f"decisions[{number}].leans", [pole], tension.split("-"), f"pole of {tension}")


def _expected_faults(
    exercise: Exercise, inject: Inject, expected: Expected, roles: set[str], sources: frozenset[str]
) -> Iterator[tuple[str, str]]:
    yield from _unknown("role", [expected.role], roles, "role")
    yield from _unknown("objective", [expected.objective], exercise.objectives, "objective of this exercise")
    if expected.source:
        yield from _unknown("source", [expected.source], sources, "source in the bibliography")
    team = next((role.team for role in exercise.roles if role.id == expected.role), None)
    if team is not None and team not in inject.to:
        yield "role", f"{expected.role!r} sits in {team!r}, which does not get this inject"


def _time_faults(exercise: Exercise) -> Iterator[tuple[str, str, str, str]]:
    timed = [(number, inject, minutes(inject.at)) for number, inject in enumerate(exercise.injects) if inject.at]
    spans = _spans(exercise)
    last = 0
    for number, _inject, minute in timed:
        field = f"injects[{number}].at"
        if minute < last:
            yield field, "lies before the inject above it", "Put timed injects in order of time.", "FB-TTX-04"
        last = max(last, minute)
        if not any(begin <= minute < end for begin, end, _phase in spans):
            yield field, "lies in no play phase", "Move it, or change the phases.", "FB-TTX-04"
    yield from _crowds(exercise, timed)
    for begin, end, phase in spans:
        stops = [begin, *(minute for _n, _inject, minute in timed if begin <= minute < end), end]
        gap = max(after - before for before, after in pairwise(stops))
        if gap > _GAP:
            message = f"{gap} minutes of {phase.id!r} have no timed inject"
            yield "phases", message, f"At most {_GAP}: add one, or shorten the phase.", "FB-TTX-05"


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
                message = f"{crowd} injects reach {team.id!r} within {_WINDOW} minutes"
                yield f"injects[{number}].at", message, f"At most {_MOST}: move some.", "FB-TTX-05"
                break


EXERCISE_RULES: tuple[Callable[[Course], Iterable[Problem]], ...] = (
    texts,
    names,
    reached,
    parts,
    times,
    observed,
    balanced,
)
"""Also asked of an exercise whose MSEL was edited in a spreadsheet."""
