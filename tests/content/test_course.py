"""What the real course must hold: items, lessons, figures, tensions, links."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest

from building import PROJECT, SHARED, Built
from fieldbook.assessment.binding import Binder
from fieldbook.assessment.shapes import LeftOutError
from fieldbook.course.sources import Course, ItemPlace, load_course

TYPES = {
    "single-choice", "true-false", "multiple-response", "matching", "ordering", "numeric", "short-answer", "gap-text",
    "situational-judgement",
}  # fmt: skip
MODULES = ["m1", "m2", "m3", "m4", "m5"]


@pytest.fixture(scope="module")
def course() -> Course:
    """The real course with Ondara."""
    return load_course(PROJECT)


def _bank(course: Course, module: str) -> list[ItemPlace]:
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
    cells = [cell for notebook in course.notebooks_of(module) for cell in notebook.cells]
    return "\n\n".join(cell.source for cell in cells if cell.kind == "markdown")


@pytest.mark.parametrize("module", MODULES)
def test_parts_of_a_module(course: Course, module: str) -> None:
    text = _text(course, module)
    cells = [cell for notebook in course.notebooks_of(module) for cell in notebook.cells]
    code = "\n".join(cell.source for cell in cells if cell.kind == "code")
    assert len(set(re.findall(r"fb\.figures\.(\w+)", code))) >= 3, "figures"
    for part in ("opening", "closing", "situation", "decision", "tension", "leadership", "case", "keypoints", "facilitator"):
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


CORRECTED = {
    r"irrespective of (?:the )?(?:location|place)": "resolution 2223: irrespective of the source of such violence",
    r"4,500 cases|93 per cent of the victims|other seven per cent": "S/2025/389: over 4,600 cases, 92 per cent",
    r"15 per cent of people": "WHO 2022: 16 per cent live with a significant disability",
    r"By May 2018": "a count of 2018 is told with its date, as an old one",
    r"Beneath it there are areas of responsibility": "merged into the protection cluster in the plans for 2026",
    r"adviser [^.]{0,40}reports (?:directly )?to the head of mission": "the Handbook's rule: some missions have another line",
    r"only tiers I and III could work": "police and civilians work in tier II as well",
}
"""What the course once said and must not say again, and what is right (facts/README.md of 30 November 2026)."""


def _sources() -> dict[Path, str]:
    """Everything that authors wrote, as text; a notebook's cells without their marks."""
    found = [path for folder in ("assessments", "book", "contexts") for path in (PROJECT / folder).rglob("*")]
    texts = {path: path.read_text("utf-8") for path in found if path.suffix in {".yml", ".md"}}
    for path in sorted((PROJECT / "modules").rglob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        texts[path] = "\n\n".join("".join(cell["source"]) for cell in cells)
    return {path: re.sub(r"[ \n]+", " ", text) for path, text in texts.items()}


def test_no_corrected_error_comes_back() -> None:
    found = [
        f"{path.relative_to(PROJECT)}: {hit[0]!r}; {right}"
        for path, text in _sources().items()
        for wrong, right in CORRECTED.items()
        for hit in re.finditer(wrong, text)
    ]
    assert not found


def test_records_of_readings_say_what_was_corrected() -> None:
    records = [path for path in (PROJECT / "docs/fact-check").glob("*.md") if path.name != "corrections.md"]
    rows = [row for path in records for row in path.read_text("utf-8").splitlines()]
    wrong = [row for row in rows if any(re.search(pattern, row) for pattern in CORRECTED)]
    assert wrong
    assert not [row for row in wrong if "**corrected**" not in row]


@pytest.mark.parametrize("module", MODULES)
def test_a_share_or_a_large_count_stands_with_its_year(course: Course, module: str) -> None:
    """In the same sentence; in a case the title has it. The mission's own data carry theirs elsewhere."""
    text = re.sub(r"^```\{case\}[^\n]*\b20\d\d.*?^```$", "", _text(course, module), flags=re.DOTALL | re.MULTILINE)
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z*])", text)
    figures = [one for one in sentences if re.search(r"\bper cent\b|\b\d{1,3},\d{3}\b", one) and "{cite}" in one]
    assert not [one for one in figures if not re.search(r"\b(?:19|20)\d\d\b", re.sub(r"\{cite\}`[^`]+`", "", one))]


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
