"""The curriculum keeps its own promises: what each lesson has, what the bank and its forms hold, how hard it is to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

import pytest
from bs4 import BeautifulSoup

from building import PROJECT, Built
from fieldbook.assessment.form_draw import Draw
from fieldbook.checks.readability import grade
from fieldbook.course.notebook import Cell
from fieldbook.course.notebook_calls import calls
from fieldbook.course.sources import Course, load_course

LABELS = [
    "Purpose", "Minutes", "Room and materials", "Method", "Ask", "Common misunderstandings", "Exercise",
    "Half the time", "Without electricity",
]  # fmt: skip
TYPES = {
    "single-choice", "true-false", "multiple-response", "matching", "ordering", "numeric", "short-answer", "gap-text",
    "situational-judgement",
}  # fmt: skip


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(PROJECT)


def lessons(course: Course) -> Iterator[tuple[str, list[Cell]]]:
    """Name and cells of each lesson; a long one has its dilemma or its document on pages of their own."""
    found: dict[str, list[Cell]] = {}
    for page, (_module, lesson) in course.lesson_pages.items():
        found.setdefault(next(iter(lesson.was), lesson.id), []).extend(course.notebooks[page].cells)
    assert len(found) == 29
    yield from found.items()


def text(cells: list[Cell]) -> str:
    return "\n".join(cell.source for cell in cells)


PARTS = ("{situation}", "{decision}", "{leadership}", "{keypoints}", "{facilitator}", "fb.figures.", "{cite}")


def test_every_lesson_has_all_its_parts(course: Course) -> None:
    missing = []
    for title, cells in lessons(course):
        missing += [(title, part) for part in PARTS if part not in text(cells)]
        checks = " ".join(re.findall(r"fb\.check\((.*?)\)", text(cells), re.DOTALL))
        asked = len(re.findall(r'"m\d-i-[a-z0-9-]+"', checks))
        missing += [] if 4 <= asked <= 6 else [(title, f"{asked} questions")]
    assert missing == []


def test_every_lesson_has_one_facilitator_s_guide_in_one_form(course: Course) -> None:
    wrong = {}
    for title, cells in lessons(course):
        blocks = re.findall(r"```\{facilitator\}\n(.*?)\n```", text(cells), re.DOTALL)
        labels = [label for label in re.findall(r"\*\*([A-Z][^*.]+)\.\*\*", "\n".join(blocks)) if label in LABELS]
        if len(blocks) != 1 or labels != LABELS:
            wrong[title] = (len(blocks), labels)
    assert wrong == {}


def test_every_module_has_its_case_figures_scenario_document_and_monday(course: Course) -> None:
    for module in course.modules:
        notebooks = course.notebooks_of(module.id)
        whole = "\n".join(text(list(notebook.cells)) for notebook in notebooks)
        assert "```{case}" in whole, module.id
        assert len(re.findall(r"fb\.figures\.\w+\(", whole)) >= 5, module.id
        shown = {kind: [one for notebook in notebooks for one in calls(notebook, kind)] for kind in ("scenario", "product")}
        assert len(shown["scenario"]) == 1, module.id
        assert len(shown["product"]) == (2 if module.id == "m3" else 1), "a leader's profile stands in module 3 too"
        assert "Monday morning" in whole, module.id
        assert re.search(r"mentor", whole), module.id


def test_the_bank(course: Course) -> None:
    assert len(course.items) >= 300
    for module in course.modules:
        items = [place.item for place in course.places if place.bank.value.module == module.id]
        assert {item.type for item in items} == TYPES, module.id
    for objective in course.objectives:
        assert sum(item.objective == objective for item in course.items.values()) >= 8, objective
        practised = [*course.scenarios.values(), *course.products.values()]
        assert any(objective in part.value.objectives for part in practised), objective


def test_tests_before_and_after_are_parallel_and_no_question_comes_twice(course: Course) -> None:
    forms = Draw(course).forms
    drawn = {name: {item.place.item.id for item in form.items} for name, form in forms.items()}
    checks = {f"{module.id}-check": len(module.objectives) for module in course.modules}
    counts = {"pre-test": 25, "post-test": 25, "final": 40} | checks
    assert {name: len(items) for name, items in drawn.items()} == counts
    asked = {name for notebook in course.notebooks.values() for _cell, _line, name in calls(notebook, "check")}
    groups = [*drawn.values(), asked]
    assert sum(map(len, groups)) == len(set.union(*groups))
    assert forms["pre-test"].difficulty == pytest.approx(forms["post-test"].difficulty, abs=0.03)


@pytest.mark.slow
def test_lessons_can_be_read(project_dist: Built) -> None:
    """Measured on the built pages, as a reader sees them; by another way than the trainer's tables."""
    grades = {}
    for path in sorted((project_dist.html / "modules").glob("*/[0-9]-*.html")):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        [section] = page.select("article > section")
        for part in section.select("figure, table, fieldbook-activity, fieldbook-scenario, fieldbook-product"):
            part.decompose()
        words = " ".join(paragraph.get_text(" ", strip=True) for paragraph in section("p"))
        grades[f"{path.parent.name}/{path.stem}"] = grade(words)
    assert len(grades) >= 25
    assert median(grades.values()) <= 11
    assert {title: grade for title, grade in grades.items() if grade > 12} == {}
