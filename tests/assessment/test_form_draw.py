"""Forms drawn from the tiny course: the same seed, the same form; parallel forms; no item in two forms."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from fieldbook.assessment.form_draw import Draw, DrawnForm
from fieldbook.checks.all_rules import check_course
from fieldbook.core.problems import CourseError
from fieldbook.course.sources import load_course

BLUEPRINT = [{"objective": "t1-o-read", "count": 3}, {"objective": "t1-o-decide", "count": 2}]
PRE = {"title": "Before", "purpose": "Where we stand.", "series": "gain", "blueprint": BLUEPRINT, "minutes": 10}
POST = PRE | {"title": "After"}
FINAL = {"title": "Final", "purpose": "Who passes.", "blueprint": [{"objective": "t1-o-read", "count": 4}]}
LESSONS = {
    "title": "Review",
    "purpose": "Again.",
    "lessons": True,
    "blueprint": [{"objective": "t1-o-decide", "count": 1}],
}
ALL = {"pre": PRE, "post": POST, "final": FINAL, "review": LESSONS}


def _course(root: Path, forms: dict[str, dict[str, object]], spare: int = 12) -> Path:
    """The tiny course with forms, and ``spare`` more items of each objective of its first module."""
    folder = root / "assessments" / "forms"
    folder.mkdir(exist_ok=True)
    for name, form in forms.items():
        (folder / f"{name}.yml").write_text(yaml.safe_dump({"id": name, **form}), "utf-8")
    path = root / "assessments" / "items" / "t1.yml"
    bank = yaml.safe_load(path.read_text("utf-8"))
    first = bank["items"][0]
    for objective in ("t1-o-read", "t1-o-decide"):
        for n in range(spare):
            new = {"id": f"{objective.replace('-o-', '-i-')}-{n}", "objective": objective, "difficulty": 0.3 + 0.04 * n}
            bank["items"].append(first | new)
    path.write_text(yaml.safe_dump(bank, sort_keys=False), "utf-8")
    return root


def _ids(form: DrawnForm) -> list[str]:
    return [item.place.item.id for item in form.items]


def _found(root: Path) -> list[str]:
    return [str(problem) for problem in check_course(load_course(root)) if not problem.warning]


def test_the_same_seed_draws_the_same_and_another_seed_another(tiny: Path) -> None:
    course = load_course(_course(tiny, ALL))
    draws = [
        {name: (_ids(form), form.variant) for name, form in Draw(course, seed).forms.items()} for seed in (7, 7, 8)
    ]
    assert draws[0] == draws[1]
    assert draws[0]["final"] != draws[2]["final"]


def test_the_course_says_with_which_seed_its_forms_are_drawn(tiny: Path) -> None:
    root = _course(tiny, ALL)
    path = root / "course.yml"
    path.write_text(f"seed: 8\n{path.read_text('utf-8')}", "utf-8")
    course = load_course(root)
    assert Draw(course).forms["final"].variant == Draw(course, 8).forms["final"].variant
    assert Draw(course).forms["final"].variant != Draw(course, 7).forms["final"].variant


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"certificate": True}, "a certificate needs a cut score"),
        ({"more_minutes": [10]}, "more_minutes needs minutes"),
        ({"sealed": True, "lessons": True}, "a sealed form cannot draw the items of the lessons"),
        ({"sealed": True, "feedback": "answers"}, "a sealed form shows no result"),
        ({"sealed": True, "certificate": True, "cut": {"score": 0.5, "method": "Guess."}}, "a sealed form shows no"),
        ({"tries": 0}, "tries"),
    ],
)
def test_settings_that_contradict_each_other_are_named(tiny: Path, settings: dict[str, object], message: str) -> None:
    with pytest.raises(CourseError, match=message):
        load_course(_course(tiny, {"final": FINAL | settings}))


@pytest.mark.parametrize("seed", range(1, 6))
def test_a_form_holds_what_its_blueprint_asks(tiny: Path, seed: int) -> None:
    forms = Draw(load_course(_course(tiny, ALL)), seed).forms
    for name in ("pre", "post"):
        assert Counter(item.place.item.objective for item in forms[name].items) == {"t1-o-read": 3, "t1-o-decide": 2}


@pytest.mark.parametrize("seed", range(1, 6))
def test_no_item_stands_in_two_forms_or_in_a_lesson_and_a_form(tiny: Path, seed: int) -> None:
    forms = Draw(load_course(_course(tiny, ALL)), seed).forms
    drawn = [name for form in forms.values() for name in _ids(form)]
    assert max(Counter(drawn).values()) == 1
    assert not any(name.startswith(("t1-i-read-", "t1-i-decide-")) for name in _ids(forms["review"]))


@pytest.mark.parametrize("seed", range(1, 6))
def test_parallel_forms_are_equally_hard(tiny: Path, seed: int) -> None:
    """Items lie 0.04 apart: neighbours dealt in turn leave the means of five items within 0.04 of each other."""
    forms = Draw(load_course(_course(tiny, ALL)), seed).forms
    assert forms["pre"].difficulty == pytest.approx(forms["post"].difficulty, abs=0.04)


def test_what_draws_share_is_told(tiny: Path) -> None:
    course = load_course(_course(tiny, {"final": FINAL}, spare=4))
    one, two = Draw(course, 1).forms["final"], Draw(course, 2).forms["final"]
    assert set(one.shared(two)) == set(_ids(one)) & set(_ids(two)) != set()


FAULTS = {
    "unknown objective": (
        {"final": FINAL | {"blueprint": [{"objective": "t1-o-fly", "count": 1}]}},
        "there is no objective 't1-o-fly'. Use one of those in course.yml. [FB-FORM-01]",
    ),
    "two rows alike": (
        {"final": FINAL | {"blueprint": [BLUEPRINT[0], BLUEPRINT[0]]}},
        "blueprint[1]: a second row for 't1-o-read' and the same levels. Join the two rows. [FB-FORM-02]",
    ),
    "too few items": (
        {"final": FINAL | {"blueprint": [{"objective": "t1-o-read", "count": 20}]}},
        "needs 20 items of 't1-o-read' that are not in use, the bank has",
    ),
    "not parallel": (
        {"post": POST, "pre": PRE | {"minutes": 20}},
        "differs in blueprint or minutes from assessments/forms/post.yml, which is of the same series. "
        "Make them the same; parallel forms are. [FB-FORM-04]",
    ),
    "no time": (
        {"final": FINAL | {"minutes": 2}},
        "minutes: 2 minutes for 4 items is less than 45 seconds each. Give more time, or draw fewer items. [FB-FORM-05]",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_blueprint_is_named(tiny: Path, name: str) -> None:
    forms, message = FAULTS[name]
    assert any(message in found for found in _found(_course(tiny, forms)))


def test_a_form_under_another_name(tiny: Path) -> None:
    root = _course(tiny, {"final": FINAL})
    (root / "assessments/forms/final.yml").rename(root / "assessments/forms/end.yml")
    with pytest.raises(Exception, match=r"end.yml:\d+ id: the id 'final' is not the file's name. Write 'end'"):
        load_course(root)
