"""A form on paper, printed and rendered."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import sheet_filler

from fieldbook.assessment.form_draw import Draw, DrawnForm
from fieldbook.assessment.paper.press import Printed, printed
from fieldbook.assessment.paper.sheet_plan import Plan
from fieldbook.course.sources import Course, load_course


@dataclasses.dataclass(frozen=True)
class Paper:
    """A form on paper. ``pages`` are empty answer sheets as pictures."""

    course: Course
    drawn: DrawnForm
    printed: Printed
    pages: dict[str, list[sheet_filler.Image]]

    @property
    def plan(self) -> Plan:
        """Where everything stands."""
        return self.printed.plan

    @property
    def plans(self) -> dict[str, Plan]:
        """As the scanner wants it."""
        return {self.plan.id: self.plan}


def on_paper(root: Path, form: str) -> Paper:
    """Print ``form`` of the course in ``root``."""
    course = load_course(root)
    drawn = Draw(course).forms[form]
    papers = printed(course, drawn, 2)
    sheets = {name[-5]: data for name, data in papers.learner.items() if "-answers-" in name}
    return Paper(course, drawn, papers, {letter: sheet_filler.render(data) for letter, data in sheets.items()})
