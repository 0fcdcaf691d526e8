"""The sums of a store in plain Python, answer by answer with exact fractions: the referee of ``fieldbook.results.sums``."""

from __future__ import annotations

import datetime as dt
import importlib.resources
import itertools
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

import duckdb

UNIT = 1_000_000
Table = dict[tuple[Any, ...], list[int]]


@dataclass(frozen=True)
class Answer:
    response: str
    score: Fraction | None
    seconds: int | None

    @property
    def x(self) -> int:
        return floor((self.score or 0) * UNIT + Fraction(1, 2))


@dataclass(frozen=True)
class Sitting:
    form: str
    variant: str
    started: str
    submitted: str | None
    answers: dict[str, Answer]
    source: str = "record"
    usable: bool = True
    unscored: int = 0


@dataclass(frozen=True)
class Person:
    gender: str | None
    component: str | None
    language: str | None
    station: str | None
    sittings: list[Sitting]
    wrong_clock: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """``forms``: id, series, cut in the order of the book. ``drawn``: items of a test. ``types``: of items in the bank."""

    forms: list[tuple[str, str, float | None]]
    drawn: dict[tuple[str, str], list[str]]
    types: dict[str, str]
    people: list[Person] = field(default_factory=list)


BEFORE = '{"code": "before-the-course", "begun": "2019-01-01T00:00:00.000Z"}'


def objective(item: str) -> str:
    """What an item of the bank is about: one of two objectives."""
    return f"o-{int(item[2:]) % 2}"


def fill(connection: duckdb.DuckDBPyConnection, course: Course) -> None:
    """Put everything into the tables of a results store."""
    connection.execute(importlib.resources.files("fieldbook.results").joinpath("schema.sql").read_text("utf-8"))
    rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    rows["meta"] = [(1, "poc", "Course")]
    rows["forms"] = [(form, series, form, cut, "") for form, series, cut in course.forms]
    rows["drawn"] = [(*test, n, item) for test, items in course.drawn.items() for n, item in enumerate(items, 1)]
    rows["items"] = [(item, kind, objective(item), *[None] * 9) for item, kind in course.types.items()]
    codes: dict[str, int] = {}
    attempts = itertools.count(1)
    for learner, person in enumerate(course.people, 1):
        rows["learners"].append((learner, None, None, person.component, person.gender, person.station, person.language))
        rows["conflicts"] += [("clock", learner, form, BEFORE) for form in person.wrong_clock]
        for sitting in person.sittings:
            attempt = next(attempts)
            rows["sheets"].append((attempt, 1, learner, sitting.source, "ondara", "en", "b", True, None, learner % 4))
            head = (attempt, learner, attempt, sitting.form, sitting.variant, sitting.started, sitting.submitted)
            rows["attempts"].append((*head, None, 0.0, 0, sitting.unscored, sitting.started, attempt, sitting.usable))
            for item, answer in sitting.answers.items():
                code = codes.setdefault(item, len(codes) + 1)
                score = None if answer.score is None else float(answer.score)
                rows["answers"].append((attempt, code, "v", answer.response, score, None, answer.seconds, "x"))
    rows["asked"] = [(code, item) for item, code in codes.items()]
    for table, found in rows.items():
        if found:
            row = f"({', '.join('?' * len(found[0]))})"
            connection.execute(
                f"INSERT INTO {table} VALUES {', '.join([row] * len(found))}", [*itertools.chain(*found)]
            )


@dataclass(frozen=True)
class Scored:
    """A sitting that counts, with its test's items by place."""

    learner: int
    person: Person
    sitting: Sitting
    station: str
    places: dict[str, int]

    @property
    def test(self) -> tuple[str, str]:
        return self.sitting.form, self.sitting.variant

    @property
    def group(self) -> tuple[str, str, str]:
        return self.person.gender or "", self.person.component or "", self.person.language or ""

    @property
    def t(self) -> int:
        return sum(answer.x for answer in self.sitting.answers.values())

    @property
    def r(self) -> int:
        return sum(answer.score == 1 for answer in self.sitting.answers.values())

    @property
    def h(self) -> int:
        return sum(answer.x for item, answer in self.sitting.answers.items() if self.places[item] % 2)

    @property
    def level(self) -> int:
        return floor(Fraction(self.t, UNIT) + Fraction(1, 2))

    @property
    def share(self) -> int:
        return floor(Fraction(self.t, len(self.places)) + Fraction(1, 2))

    def reaches(self, cut: float | None) -> bool:
        total = sum((answer.score or Fraction(0) for answer in self.sitting.answers.values()), Fraction(0))
        return cut is not None and total >= Fraction(str(cut)) * len(self.places)

    @property
    def seconds(self) -> int | None:
        """Between the clock's seconds; None on paper, and where the clock tells nonsense."""
        if self.sitting.source == "paper":
            return None
        begun, ended = (
            dt.datetime.fromisoformat(time[:19]) for time in (self.sitting.started, self.sitting.submitted or "")
        )
        spent = int((ended - begun).total_seconds())
        return spent if 0 <= spent <= 86_400 else None


def _first(sittings: list[Sitting]) -> Iterator[Sitting]:
    """The first sitting of each form, of those that were handed in and scored."""
    found: dict[str, Sitting] = {}
    for sitting in sorted(sittings, key=lambda one: one.started):
        if sitting.usable and sitting.submitted is not None and not sitting.unscored:
            found.setdefault(sitting.form, sitting)
    yield from found.values()


def counted(course: Course) -> list[Scored]:
    """The sittings that count."""
    sizes = Counter(person.station for person in course.people)
    sittings = [(n, person, sitting) for n, person in enumerate(course.people) for sitting in _first(person.sittings)]
    asked: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _n, _person, sitting in sittings:
        asked[sitting.form, sitting.variant] |= set(sitting.answers)
    places = {}
    for test, met in asked.items():
        drawn = {item: n for n, item in enumerate(course.drawn.get(test, ()), 1)}
        places[test] = {item: drawn.get(item, n) for n, item in enumerate(sorted(met | set(drawn)), 1)}
    return [
        Scored(
            n, person, sitting,
            "" if not person.station else person.station if sizes[person.station] >= 5 else "*",
            places[sitting.form, sitting.variant],
        )
        for n, person, sitting in sittings
    ]  # fmt: skip


def plain_sums(course: Course) -> dict[str, Table]:
    """Each table of ``Sums`` as key -> sums, in the order of its columns."""
    cuts = {form: cut for form, _series, cut in course.forms}
    tables: dict[str, Table] = {}

    def add(name: str, key: tuple[Any, ...], *values: int) -> None:
        row = tables.setdefault(name, {}).setdefault(key, [0] * len(values))
        row[:] = [old + new for old, new in zip(row, values, strict=True)]

    for one in (found := counted(course)):
        t, r, h, time = one.t, one.r, one.h, one.seconds
        add("tests", one.test, 1, t, t * t, r, r * r, h, h * h, t * h, time or 0, time is not None)
        add(
            "persons",
            (*one.test, *one.group, one.station, one.level),
            1,
            t,
            t * t,
            one.reaches(cuts.get(one.sitting.form)),
        )
        for item in one.places:  # a question of the test that nobody of a group answered stands there with zeros
            add("cells", (*one.test, item, *one.group, one.level), 0, 0, 0, 0, 0)
        for item, answer in one.sitting.answers.items():
            x = answer.x
            add("cells", (*one.test, item, *one.group, one.level), 1, x, x * x, x * t, answer.score == 1)
            add("stations", (*one.test, item, one.station), x)
            if len(answer.response) <= _longest(course.types.get(item)):
                add("choices", (*one.test, item, answer.response), 1, x, t)
            if answer.seconds is not None:
                add("times", (*one.test, item, min(answer.seconds, 3600)), 1)
    for first, last in _pairs(course, found):
        b, a = first.share, last.share
        about = (first.person.component or "", first.person.gender or "")
        add("pairs", (first.sitting.form, last.sitting.form, *about), 1, b, a, b * b, a * a, a * b)
    return tables


def _longest(kind: str | None) -> int:
    """Characters of a response that is counted as an option."""
    single = {None, "single-choice", "true-false", "situational-judgement"}
    return 4 if kind in single else 64 if kind == "multiple-response" else -1


def _pairs(course: Course, found: list[Scored]) -> Iterator[tuple[Scored, Scored]]:
    """First and last test of each learner in each series. The book's order tells where a clock does not."""
    order = [form for form, _series, _cut in course.forms]
    for (_learner, series), group in itertools.groupby(
        sorted(found, key=lambda one: (one.learner, _series(course, one))),
        key=lambda one: (one.learner, _series(course, one)),
    ):
        sat = list(group)
        if not series or len(sat) < 2:
            continue
        adrift = any(one.sitting.form in one.person.wrong_clock for one in sat)
        paper = {one.sitting.started[:10] for one in sat if one.sitting.source == "paper"}

        def moment(one: Scored, adrift: bool = adrift, paper: set[str] = paper) -> tuple[str, int, str]:  # noqa: FBT001
            place, day = order.index(one.sitting.form), one.sitting.started[:10]
            if adrift:
                return "", place, ""
            return (day, place, "") if day in paper else (day, 0, one.sitting.started)

        ordered = sorted(sat, key=moment)
        yield ordered[0], ordered[-1]


def _series(course: Course, one: Scored) -> str:
    return next((series for form, series, _cut in course.forms if form == one.sitting.form), "")


_SCORES = [Fraction(n, d) for n, d in ((0, 1), (1, 1), (1, 1), (1, 3), (2, 3), (1, 2), (2, 5), (1, 7))]


def random_course(seed: int, people: int = 70) -> Course:
    """People, sittings and answers with everything that is met in the field."""
    dice = random.Random(seed)  # noqa: S311
    items = {f"i-{n}": kind for n, kind in enumerate(
        ["single-choice", "true-false", "situational-judgement", "multiple-response", "numeric", "matching"] * 2
    )}  # fmt: skip
    course = Course(
        [("post", "gain", 0.6), ("pre", "gain", 0.3), ("final", "", 0.5), ("extra", "gain", None), ("spare", "", None)],
        {("pre", "v1"): ["i-3", "i-1", "i-0", "i-9"], ("post", "v1"): ["i-5", "i-2", "i-4"], ("final", "v9"): ["i-1"]},
        items,
    )
    for n in range(people):
        chosen = dice.sample(["pre", "post", "final", "extra", "gone"], dice.choice([0, 1, 2, 3, 4]))
        sittings = [_random_sitting(dice, course, form, 40 * n + k) for k, form in enumerate(chosen)]
        sittings += [
            _random_sitting(dice, course, form, 40 * n + k + 5) for k, form in enumerate(chosen) if dice.random() < 0.3
        ]
        course.people.append(
            Person(
                dice.choice(["woman", "man", "man", None, ""]),
                "civilian" if n < 3 else dice.choice(["military", "police", None, ""]),
                dice.choice(["en", "fr", None, ""]),
                f"St {n % 14}" if n % 5 else dice.choice(["Tano", "", None]),
                sittings,
                tuple(form for form in chosen if dice.random() < 0.06),
            )
        )
    return course


def _random_sitting(dice: random.Random, course: Course, form: str, minute: int) -> Sitting:
    variant = "rare" if minute < 120 else dice.choice(["v1", "v1", "v2", ""])  # of the first three people
    drawn = course.drawn.get((form, variant), [])
    items = [item for item in drawn if dice.random() < 0.9]
    if dice.random() < 0.3 or not drawn:
        items += [item for item in (*course.types, "i-gone") if item not in items and dice.random() < 0.3]
    begun = dt.datetime(2026, 11, 2, 6, tzinfo=dt.UTC) + dt.timedelta(
        minutes=minute % 700, milliseconds=dice.randrange(999)
    )
    spent = dice.choice([0, 61.5, 900, 3599.7, 86_400, 86_401.5, 200_000, -70])
    day = dice.choice([0, 0, 1, 2])
    begun += dt.timedelta(days=day)
    return Sitting(
        form, variant, _time(begun),
        _time(begun + dt.timedelta(seconds=spent)) if dice.random() < 0.9 else None,
        {item: _random_answer(dice) for item in items},
        dice.choice(["record", "record", "moodle", "paper"]),
        usable=dice.random() < 0.9,
        unscored=dice.choice([0] * 9 + [1]),
    )  # fmt: skip


def _random_answer(dice: random.Random) -> Answer:
    response = dice.choice(["a", "b", "ab", ["a", "b"], ["a"] * 15, "a long answer", "", {"a": "r1"}])
    score = dice.choice([*_SCORES, None])
    return Answer(json.dumps(response), score, dice.choice([None, 0, 20, 20, 3600, 5000]))


def _time(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
