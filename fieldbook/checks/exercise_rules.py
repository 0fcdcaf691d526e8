"""Rules over table top exercises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from fieldbook.checks.exercise_time_rules import times
from fieldbook.checks.practice_rules import poles_of
from fieldbook.checks.reachable_injects import reachable
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.course.bibliography import read_keys
from fieldbook.course.sources import Course
from fieldbook.exercise.cast import choose_cast
from fieldbook.exercise.exercise_binding import bind_exercise
from fieldbook.model.exercise import Exercise, Expected, Inject, Logged, Without

_LEAST_TENSION, _LEAST_POLE = 1 / 7, 1 / 4


def texts(course: Course) -> Iterator[Problem]:
    """Text asks for values that exist; what the context cannot support is named, as a warning."""
    for part in course.exercises.values():
        try:
            bind_exercise(part, course.context, course.tensions)
        except CourseError as error:
            yield from error.problems
            continue
        for number, choice in enumerate(choose_cast(part.value, course.context).values()):
            kinds = ("area", "body", "unit", *(["actor"] if course.context.meta.fictional else []))
            if choice.origin == "neutral" and choice.member.kind in kinds and choice.missing != "held-back":
                message = _("the context has no {kind} for {member!r} ({why})").format(
                    kind=choice.member.kind, member=choice.member.id, why=choice.why
                )
                remedy = _('The text says "{choice}". Write yours under set: {meta}.').format(
                    choice=choice.text, meta=course.context.meta.id
                )
                yield part.problem(f"cast[{number}]", message, remedy, "FB-TTX-09", warning=True)


def names(course: Course) -> Iterator[Problem]:
    """Everything that an exercise names exists, and every id stands once."""
    try:
        sources = read_keys(course.root)
    except CourseError:
        sources = frozenset()  # reported by the rule for items
    for part in course.exercises.values():
        for field, message in _name_faults(part.value, course, sources):
            yield part.problem(field, message, _("See docs/exercises.md."), "FB-TTX-01")


def reached(course: Course) -> Iterator[Problem]:
    """Every inject can be released."""
    for part in course.exercises.values():
        possible = reachable(part.value)
        for number, inject in enumerate(part.value.injects):
            if inject.id not in possible:
                message = _("{inject!r} can never be released").format(inject=inject.id)
                remedy = _("Let a decision lead to it, widen its condition, or take it out.")
                yield part.problem(f"injects[{number}].when", message, remedy, "FB-TTX-02")


def parts(course: Course) -> Iterator[Problem]:
    """No team without an inject, no role without something to do."""
    for part in course.exercises.values():
        told = {team for inject in part.value.injects for team in inject.to}
        acting = {expected.role for inject in part.value.injects for expected in inject.expects}
        for number, team in enumerate(part.value.teams):
            if team.id not in told:
                yield part.problem(
                    f"teams[{number}]",
                    _("no inject goes to {team!r}").format(team=team.id),
                    _("Give it one."),
                    "FB-TTX-03",
                )
        for number, role in enumerate(part.value.roles):
            if role.id not in acting:
                message = _("nothing is expected of {role!r}").format(role=role.id)
                yield part.problem(f"roles[{number}]", message, _("Expect an action, or drop the role."), "FB-TTX-03")


def observed(course: Course) -> Iterator[Problem]:
    """Every objective is expected somewhere and has its line in the rubric."""
    for part in course.exercises.values():
        acted = {expected.objective for inject in part.value.injects for expected in inject.expects}
        rated = {line.objective for line in part.value.rubric}
        for number, objective in enumerate(part.value.objectives):
            for known, text in (
                (acted, _("no expected action observes {objective!r}")),
                (rated, _("no line of the rubric observes {objective!r}")),
            ):
                if objective not in known:
                    message = text.format(objective=objective)
                    yield part.problem(f"objectives[{number}]", message, _("Add one."), "FB-TTX-06")


def balanced(course: Course) -> Iterator[Problem]:
    """Every tension of the course is met, and neither pole of one is the exercise's answer."""
    for part in course.exercises.values():
        leans = Counter(
            (tension, pole)
            for inject in part.value.injects
            for decision in inject.decisions
            for tension, pole in decision.leans.items()
        )
        for tension, poles in poles_of(course).items():
            counts = {pole: leans[tension, pole] for pole in sorted(poles)}
            own = sum(counts.values())
            if own < _LEAST_TENSION * sum(leans.values()) or not own:
                message = _("{n} of {all} leaning decisions are about {tension}").format(
                    n=own, all=sum(leans.values()), tension=tension
                )
                yield part.problem("injects", message, _("Write decisions that lean in it."), "FB-TTX-07")
            for pole, count in counts.items():
                if own and count < _LEAST_POLE * own:
                    message = _("{count} of {own} decisions about {tension} lean to {pole}").format(
                        count=count, own=own, tension=tension, pole=pole
                    )
                    yield part.problem("injects", message, _("Let good people lean both ways."), "FB-TTX-07")


def _name_faults(exercise: Exercise, course: Course, sources: frozenset[str]) -> Iterator[tuple[str, str]]:
    yield from _twice(exercise)
    yield from _unknown(
        "objectives", exercise.objectives, course.objectives, _("there is no objective of the course {name!r}")
    )
    yield from _unknown("source", exercise.source, sources, _("there is no source in the bibliography {name!r}"))
    own = set(exercise.objectives)
    for number, role in enumerate(exercise.roles):
        yield from _unknown(
            f"roles[{number}].team", [role.team], {team.id for team in exercise.teams}, _("there is no team {name!r}")
        )
    for number, line in enumerate(exercise.rubric):
        yield from _unknown(
            f"rubric[{number}].objective", [line.objective], own, _("there is no objective of this exercise {name!r}")
        )
    for number, question in enumerate(exercise.hot_wash):
        asked = [question.objective] if question.objective else []
        yield from _unknown(
            f"hot_wash[{number}].objective", asked, own, _("there is no objective of this exercise {name!r}")
        )
    if not any(phase.kind == "hot-wash" for phase in exercise.phases):
        yield "phases", _("there is no phase of kind hot-wash")
    yield from _cast_faults(exercise)
    for number, inject in enumerate(exercise.injects):
        for field, message in _inject_faults(exercise, inject, sources, poles_of(course)):
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
                yield (
                    field.split(":")[0],
                    _("the id {name!r} stands {count} times ({field})").format(name=name, count=count, field=field),
                )


def _unknown(field: str, asked: Iterable[str], known: Iterable[str], text: str) -> Iterator[tuple[str, str]]:
    """``text`` is a whole message with the value ``name``."""
    for name in asked:
        if name not in known:
            yield field, text.format(name=name)


def _cast_faults(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """A member may build on members before it; an area is an area."""
    areas: set[str] = set()
    before: set[str] = set()
    for number, member in enumerate(exercise.cast):
        pick = member.pick
        if pick is not None:
            field = f"cast[{number}].pick"
            yield from _unknown(
                field,
                filter(None, [pick.area, pick.other_than]),
                areas,
                _("there is no area of the cast above {name!r}"),
            )
            yield from _unknown(field, pick.between or (), before, _("there is no member of the cast above {name!r}"))
        before.add(member.id)
        if member.kind == "area":
            areas.add(member.id)


def _inject_faults(
    exercise: Exercise, inject: Inject, sources: frozenset[str], poles: Mapping[str, set[str]]
) -> Iterator[tuple[str, str]]:
    gauges = {gauge.id for gauge in exercise.state}
    teams, roles = {team.id for team in exercise.teams}, {role.id for role in exercise.roles}
    decisions = {decision.id for other in exercise.injects for decision in other.decisions}
    yield from _unknown("to", inject.to, teams, _("there is no team {name!r}"))
    yield from _unknown("effects", inject.effects, gauges, _("there is no gauge {name!r}"))
    yield from _unknown(
        "marks",
        [mark.place for mark in inject.marks],
        {m.id for m in exercise.cast},
        _("there is no cast member {name!r}"),
    )
    for condition in inject.when:
        if isinstance(condition, Logged):
            yield from _unknown("when", [condition.decision], decisions, _("there is no decision {name!r}"))
        elif isinstance(condition, Without):
            yield from _unknown("when", [condition.without], decisions, _("there is no decision {name!r}"))
        else:
            yield from _unknown("when", [condition.gauge], gauges, _("there is no gauge {name!r}"))
    for number, expected in enumerate(inject.expects):
        for field, message in _expected_faults(exercise, inject, expected, roles, sources):
            yield f"expects[{number}].{field}", message
    for number, decision in enumerate(inject.decisions):
        yield from _unknown(f"decisions[{number}].team", [decision.team], teams, _("there is no team {name!r}"))
        yield from _unknown(f"decisions[{number}].effects", decision.effects, gauges, _("there is no gauge {name!r}"))
        field = f"decisions[{number}].leans"
        yield from _unknown(field, decision.leans, poles, _("there is no tension {name!r} in course.yml"))
        for tension, pole in decision.leans.items():
            if pole not in poles.get(tension, {pole}):
                yield field, _("{pole!r} is no pole of {tension!r}").format(pole=pole, tension=tension)


def _expected_faults(
    exercise: Exercise, inject: Inject, expected: Expected, roles: set[str], sources: frozenset[str]
) -> Iterator[tuple[str, str]]:
    yield from _unknown("role", [expected.role], roles, _("there is no role {name!r}"))
    yield from _unknown(
        "objective", [expected.objective], exercise.objectives, _("there is no objective of this exercise {name!r}")
    )
    if expected.source:
        yield from _unknown("source", [expected.source], sources, _("there is no source in the bibliography {name!r}"))
    team = next((role.team for role in exercise.roles if role.id == expected.role), None)
    if team is not None and team not in inject.to:
        yield (
            "role",
            _("{role!r} sits in {team!r}, which does not get this inject").format(role=expected.role, team=team),
        )


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
