"""Everything that is printed for one form: booklets and answer sheets for learners; key and plan for the trainer."""

from __future__ import annotations

import dataclasses
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fieldbook.assessment.form_draw import DrawnForm
from fieldbook.assessment.paper import sheet_layout
from fieldbook.assessment.paper.booklet import booklet_data, pictures
from fieldbook.assessment.paper.paper_words import sheet_words
from fieldbook.assessment.paper.scoring_guide import guide_data
from fieldbook.assessment.paper.sheet_layout import Laid
from fieldbook.assessment.paper.sheet_plan import NAME, Asked, Plan, SheetGroup, SheetVersion
from fieldbook.assessment.paper.symbols import machine_code, mark
from fieldbook.assessment.paper.typeset import pdf
from fieldbook.assessment.paper.version_questions import PaperQuestion, questions
from fieldbook.assessment.shapes import PairsItem
from fieldbook.core.atomic import new_folder
from fieldbook.core.i18n import _, language
from fieldbook.course.sources import Course

MOST_VERSIONS = 8


@dataclasses.dataclass(frozen=True)
class Printed:
    """Files by name: those for learners, and those that only the trainer may have."""

    plan: Plan
    learner: Mapping[str, bytes]
    trainer: Mapping[str, bytes]


def printed(course: Course, drawn: DrawnForm, versions: int) -> Printed:
    """The papers of ``drawn`` in ``versions`` shuffled versions. The same course and seed, the same bytes.

    Raises
    ------
    CourseError
        A figure is missing (``FB-PAPER-03``).
    """
    shuffled = {letter: questions(drawn, letter) for letter in string.ascii_uppercase[:versions]}
    pages = {letter: sheet_layout.laid_out(found) for letter, found in shuffled.items()}
    plan = _plan(course, drawn, shuffled, pages)
    name = f"{plan.course}-{plan.context}-{plan.lang}-{plan.form}"
    figures = pictures(course, [entry.bound for entry in drawn.items])
    learner: dict[str, bytes] = {}
    for letter, asked in shuffled.items():
        booklet = booklet_data(course, drawn, letter, asked, figures)
        learner[f"{name}-booklet-{letter}.pdf"] = pdf("booklet", booklet, figures.files)
        learner[f"{name}-answers-{letter}.pdf"] = answer_sheet(course, plan, letter, pages[letter])
    guide = pdf("key", guide_data(course, drawn, plan, shuffled, figures), figures.files)
    trainer = {f"{name}-key.pdf": guide, f"{name}-{NAME}": (plan.model_dump_json(indent=1) + "\n").encode()}
    return Printed(plan, learner, trainer)


def write(papers: Printed, out: Path) -> Path:
    """The papers as a folder of their own below ``out``; it appears whole or not at all. Raises ``OutputError``.

    Other sheets get another folder: those that were handed out before can still be scanned.
    """
    plan = papers.plan
    folder = out / f"{plan.course}-{plan.context}-{plan.lang}-{plan.form}-{plan.id}"
    with new_folder(folder) as beside:
        for part, files in (("learner", papers.learner), ("trainer", papers.trainer)):
            (beside / part).mkdir()
            for name, content in files.items():
                (beside / part / name).write_bytes(content)
    return folder


def _plan(
    course: Course, drawn: DrawnForm, shuffled: Mapping[str, list[PaperQuestion]], pages: Mapping[str, list[Laid]]
) -> Plan:
    versions = tuple(
        SheetVersion(
            letter=letter,
            questions=tuple(_asked(question) for question in shuffled[letter]),
            pages=tuple(laid.page for laid in pages[letter]),
        )
        for letter in shuffled
    )
    return Plan(
        course=course.file.value.id,
        context=course.context.meta.id,
        lang=language(),
        form=drawn.form.id,
        title=drawn.form.title,
        variant=drawn.variant,
        seed=drawn.seed,
        versions=versions,
    )


def _asked(question: PaperQuestion) -> Asked:
    item = question.item
    parts = [gap for gap, _options in question.gaps]
    if isinstance(item, PairsItem):
        parts = [side.id for side in question.options]
    return Asked(item=item.id, variant=item.variant, type=item.type, parts=tuple(parts))


def answer_sheet(course: Course, plan: Plan, letter: str, pages: list[Laid]) -> bytes:
    """The answer sheet of one version."""
    files = {f"mark-{number}.svg": mark(number) for number in range(len(sheet_layout.MARKERS))}
    shown = []
    for number, laid in enumerate(pages, 1):
        code = plan.code(letter, number)
        files[f"code-{number}.svg"] = machine_code(code)
        shown.append(
            {
                "page": _("page {n} of {count}").format(n=number, count=len(pages)),
                "code": code,
                "squares": _squares(number, code),
                "write": _write_boxes(laid.page.groups),
                "labels": [label._asdict() for label in laid.labels],
                "groups": [_group(group) for group in laid.page.groups],
            }
        )
    data = {
        "title": f"{plan.title} {letter}",
        "course": course.file.value.title,
        "form": plan.title,
        "letter": letter,
        "radius": sheet_layout.RADIUS,
        "words": sheet_words(),
        "pages": shown,
    }
    return pdf("sheet", data, files)


def _squares(number: int, code: str) -> list[dict[str, Any]]:
    marks = [
        {"x": x, "y": y, "size": sheet_layout.MARKER, "file": f"mark-{place}.svg", "alt": _("Registration mark")}
        for place, (x, y) in enumerate(sheet_layout.MARKERS)
    ]
    box = sheet_layout.CODE
    return [*marks, {"x": box.x, "y": box.y, "size": box.width, "file": f"code-{number}.svg", "alt": code}]


def _group(group: SheetGroup) -> dict[str, Any]:
    return {"many": group.kind == "many", "bubbles": [b.model_dump(include={"x", "y", "label"}) for b in group.bubbles]}


def _write_boxes(groups: tuple[SheetGroup, ...]) -> list[dict[str, float]]:
    """Boxes to write in: above columns of digits, and for answers in words."""
    found = []
    for group in groups:
        if group.kind == "digit":
            first = group.bubbles[0]
            half = sheet_layout.PITCH / 2
            y = first.y - sheet_layout.ROW / 2 - 1.2 - sheet_layout.WRITE
            found.append({"x": first.x - half, "y": y, "width": sheet_layout.PITCH, "height": sheet_layout.WRITE})
        elif group.box:
            found.append(group.box.model_dump())
    return found
