"""Booklets, answer sheets and key."""

from __future__ import annotations

import dataclasses
import io
import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest
from forms_book import SECRET
from papers import Paper
from pypdf import PdfReader

from fieldbook.assessment.form_draw import Draw, DrawnForm
from fieldbook.assessment.paper.press import printed, write
from fieldbook.assessment.paper.sheet_plan import read_plans
from fieldbook.assessment.paper.version_questions import questions
from fieldbook.assessment.types import SingleChoiceItem
from fieldbook.core.problems import CourseError
from fieldbook.course.sources import load_course


def _texts(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def _file(paper: Paper, part: str) -> bytes:
    files = {**paper.printed.learner, **paper.printed.trainer}
    return next(data for name, data in files.items() if part in name)


def test_the_same_course_and_seed_give_the_same_bytes(nine: Paper) -> None:
    again = printed(nine.course, nine.drawn, 2)
    assert again.learner == nine.printed.learner
    assert again.trainer == nine.printed.trainer


def test_versions_differ_in_order_and_hold_the_same(final: Paper) -> None:
    first, second = (questions(final.drawn, letter) for letter in "AB")
    assert [q.item.id for q in first] != [q.item.id for q in second]
    assert {q.item.id for q in first} == {q.item.id for q in second}
    orders = {q.item.id: [o.id for o in q.options] for q in first}
    assert sum(orders[q.item.id] != [o.id for o in q.options] for q in second) > 10


def test_what_learners_get_holds_no_key(nine: Paper) -> None:
    for name, data in nine.printed.learner.items():
        assert not any(SECRET in text for text in _texts(data)), name
    assert any(SECRET in text for text in _texts(_file(nine, "-key.pdf")))


def test_no_question_runs_over_a_page(final: Paper) -> None:
    pages = _texts(_file(final, "booklet-A"))
    for question in questions(final.drawn, "A"):
        if not isinstance(question.item, SingleChoiceItem):
            continue
        words = [option.text.split()[-1].strip("*_.") for option in question.options]
        last = " ".join(question.item.stem.split()[-2:]).replace("*", "").strip("_")
        assert any(last in page and all(word in page for word in words) for page in pages), question.item.id


def test_every_place_on_a_sheet_lies_on_paper_and_apart(final: Paper) -> None:
    for version in final.plan.versions:
        for page in version.pages:
            spots = sorted((b.x, b.y) for group in page.groups for b in group.bubbles)
            assert all(23 < x < 187 and 40 < y < 275 for x, y in spots)
            assert all(abs(a[0] - b[0]) > 5 or abs(a[1] - b[1]) > 5 for a, b in itertools.pairwise(spots))


def _asking(drawn: DrawnForm, stem: str) -> DrawnForm:
    """The form with another stem of its first question."""
    first = drawn.items[0]
    other = dataclasses.replace(first, bound=first.bound.model_copy(update={"stem": stem}))
    return dataclasses.replace(drawn, items=(other, *drawn.items[1:]))


def test_a_picture_that_a_question_shows_is_printed(nine_root: Path) -> None:
    course = load_course(nine_root)
    drawn = Draw(course).forms["paper"]
    shown = _asking(drawn, "Look.\n\n![A map](map.png)\n\nWhat is it?")
    with pytest.raises(CourseError, match="FB-PAPER-03"):
        printed(course, shown, 1)
    cv2.imwrite(str(course.root / "map.png"), np.full((40, 60), 90, np.uint8))
    booklet = next(data for name, data in printed(course, shown, 1).learner.items() if "booklet" in name)
    assert [len(page.images) for page in PdfReader(io.BytesIO(booklet)).pages].count(1) == 1
    with pytest.raises(CourseError, match="FB-PAPER-03"):
        printed(course, _asking(drawn, "![Out](../../secret.png)"), 1)


def test_hostile_text_is_only_text(nine_root: Path) -> None:
    course = load_course(nine_root)
    stem = '#read("/etc/passwd") #panic() $x$ <b>bold</b> @ref \\u{41} [[no-gap]]'
    drawn = _asking(Draw(course).forms["paper"], stem)
    booklet = next(data for name, data in printed(course, drawn, 1).learner.items() if "booklet" in name)
    assert '#read("/etc/passwd") #panic() $x$ <b>bold</b>' in " ".join(_texts(booklet)).replace("”", '"').replace(
        "“", '"'
    )


def test_the_plan_is_with_the_trainer_and_is_read_back(nine: Paper, tmp_path: Path) -> None:
    folder = write(nine.printed, tmp_path)
    assert not list((folder / "learner").glob("*.json"))
    assert read_plans(tmp_path) == nine.plans
    next((folder / "trainer").glob("*.json")).write_text("{}", "utf-8")
    with pytest.raises(CourseError, match="FB-PAPER-02"):
        read_plans(tmp_path)
    with pytest.raises(CourseError, match="FB-PAPER-02"):
        read_plans(folder / "learner")
