"""What the real course must hold: items, lessons, figures, tensions, links."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest

from building import PROJECT, SHARED, Built
from fieldbook.assessment.binding import Binder
from fieldbook.assessment.shapes import LeftOutError
from fieldbook.course.sources import Course, Place, load_course

TYPES = {
    "single-choice", "true-false", "multiple-response", "matching", "ordering", "numeric", "short-answer", "gap-text",
    "situational-judgement",
}  # fmt: skip
MODULES = ["m1", "m2", "m3", "m4", "m5"]


@pytest.fixture(scope="module")
def course() -> Course:
    """The real course with Ondara."""
    return load_course(PROJECT)


def _bank(course: Course, module: str) -> list[Place]:
    return [place for place in course.places if place.bank.value.module == module]


@pytest.mark.parametrize("module", MODULES)
def test_bank_of_a_module(course: Course, module: str) -> None:
    places = _bank(course, module)
    assert len(places) >= 15
    assert {place.item.type for place in places} == TYPES
    levels = Counter(place.item.level in ("remember", "understand") for place in places)
    assert levels[False] >= 0.4 * len(places), "at least 40 % apply or above"


@pytest.mark.parametrize("module", MODULES)
def test_two_items_of_a_module_are_computed_from_the_data(course: Course, module: str) -> None:
    binder = Binder(course.context)
    bound = []
    for place in _bank(course, module):
        if place.item.query:
            try:
                bound.append(binder.bind(place).id)
            except LeftOutError:
                continue
    assert len(bound) >= 2


def test_every_objective_has_items(course: Course) -> None:
    assert {item.objective for item in course.items.values()} == set(course.objectives)


def _text(course: Course, module: str) -> str:
    cells = course.notebooks[module].cells
    return "\n\n".join(cell.source for cell in cells if cell.kind == "markdown")


@pytest.mark.parametrize("module", MODULES)
def test_parts_of_a_module(course: Course, module: str) -> None:
    text = _text(course, module)
    code = "\n".join(cell.source for cell in course.notebooks[module].cells if cell.kind == "code")
    assert len(re.findall(r"^## ", text, re.MULTILINE)) >= 3, "lessons"
    assert len(set(re.findall(r"fb\.figures\.(\w+)", code))) >= 3, "figures"
    for part in ("opening", "situation", "decision", "tension", "leadership", "case", "keypoints", "facilitator"):
        assert f"{{{part}}}" in text, part
    instruction = re.sub(r"^(`{3,}).*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    assert len(instruction.split()) >= 1500
    assert len(set(re.findall(r"\{cite\}`([^`]+)`", text))) >= 5


def test_no_fact_marked_as_doubtful_is_a_source_alone(course: Course) -> None:
    facts = SHARED / "facts" / "poc.md"
    if not facts.exists():
        pytest.skip(f"the fact base is not here: {facts}")
    marks: dict[str, set[str]] = {}
    for line in facts.read_text("utf-8").splitlines():
        mark = re.search(r"\((V|K|\?)\)\s*$", line)
        for key in re.findall(r"\[([a-z0-9_]+)\]", line) if mark else []:
            marks.setdefault(key, set()).add(mark[1])
    doubtful = {key for key, found in marks.items() if found == {"?"}}
    wrong = [item.id for item in course.items.values() if set(item.source) <= doubtful]
    assert not wrong


@pytest.mark.slow
def test_no_link_is_dead(project_dist: Built) -> None:
    ids: dict[Path, set[str]] = {}
    links: list[tuple[Path, str]] = []
    for path in project_dist.html.rglob("*.html"):
        tree = lxml.html.parse(str(path))
        ids[path] = {*tree.xpath("//@id"), ""}
        links += [(path, href) for href in tree.xpath("//a/@href")]
    dead = []
    for path, href in links:
        parts = urlsplit(href)
        if parts.scheme:
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if target not in ids or unquote(parts.fragment) not in ids[target]:
            dead.append(f"{path.name}: {href}")
    assert not dead


@pytest.mark.slow
def test_no_facilitator_note_reaches_a_learner(course: Course, project_dist: Built) -> None:
    notes = [
        " ".join(note.split())[:60]
        for notebook in course.notebooks.values()
        for cell in notebook.cells
        for note in re.findall(
            r"^`{3,}\{facilitator\}[^\n]*\n(?::[^\n]*\n)*(.*?)^`{3,}$", cell.source, re.DOTALL | re.MULTILINE
        )
    ]
    assert len(notes) >= 15
    starts = [re.split(r"[*`{\[]", note.lstrip("*"))[0][:40] for note in notes]
    texts = {name: content.decode("utf-8", "ignore") for name, content in project_dist.files()}
    found = [
        (name, start)
        for name, text in texts.items()
        for start in starts
        if len(start) > 25 and start in " ".join(text.split())
    ]
    assert not found
