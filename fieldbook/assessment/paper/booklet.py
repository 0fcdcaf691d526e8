"""What a question booklet shows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from fieldbook.assessment.bound_option import ShownText
from fieldbook.assessment.form_draw import DrawnForm
from fieldbook.assessment.paper.markup import Node, tree
from fieldbook.assessment.paper.paper_words import ways_to_answer
from fieldbook.assessment.paper.version_questions import PaperQuestion, letters
from fieldbook.assessment.shapes import BoundItem, PairsItem, WrittenItem
from fieldbook.core.i18n import _, ngettext
from fieldbook.core.problems import CourseError, Problem
from fieldbook.course.sources import Course

_PICTURES = {".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp"}


@dataclasses.dataclass(frozen=True)
class Figures:
    """Pictures that questions show: the name in the papers by the address in the text, and the content by that name."""

    names: Mapping[str, str]
    files: Mapping[str, bytes]

    def put(self, nodes: Iterable[Node]) -> list[Node]:
        """``nodes`` with the file of each picture."""
        found = []
        for node in nodes:
            file = {"file": self.names[node["src"]]} if node["t"] == "image" else {}
            found.append({**node, **file} | ({"c": self.put(node["c"])} if "c" in node else {}))
        return found


def pictures(course: Course, items: Sequence[BoundItem]) -> Figures:
    """The pictures in ``items``. Raises ``CourseError`` where one cannot be printed (``FB-PAPER-03``)."""
    names: dict[str, str] = {}
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for item in items:
        for address in sorted(_addresses(node for text in _texts(item) for node in tree(text))):
            path = (course.root / address.lstrip("/")).resolve()
            suffix = PurePosixPath(address).suffix.lower()
            if suffix not in _PICTURES or not path.is_relative_to(course.root) or not path.is_file():
                what = _("the picture {address} of {item} cannot be printed").format(address=address, item=item.id)
                remedy = _("Use a PNG, JPEG or SVG file of the course folder, named from that folder.")
                problems.append(Problem("assessments/items", 0, "stem", what, remedy, "FB-PAPER-03"))
                continue
            names.setdefault(address, f"figure-{len(names) + 1}{suffix}")
            files[names[address]] = path.read_bytes()
    if problems:
        raise CourseError(problems)
    return Figures(names, files)


def _addresses(nodes: Iterable[Node]) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        found |= {node["src"]} if node["t"] == "image" else set()
        found |= _addresses(node.get("c", ()))
    return found


def _texts(item: BoundItem) -> list[str]:
    rights = [right.text for right in item.rights] if isinstance(item, PairsItem) else []
    return [item.stem, *(option.text for _ref, option in item.refs()), *rights]


def booklet_data(
    course: Course, drawn: DrawnForm, letter: str, questions: Sequence[PaperQuestion], figures: Figures
) -> dict[str, Any]:
    """The booklet of version ``letter``."""
    form = drawn.form
    return {
        "title": f"{form.title} {letter}",
        "course": course.file.value.title,
        "form": form.title,
        "letter": letter,
        "words": _words(course, drawn, letter, questions),
        "questions": [question_data(question, figures) for question in questions],
    }


def question_data(question: PaperQuestion, figures: Figures) -> dict[str, Any]:
    """A question as it is printed."""
    item = question.item
    gaps = {gap: str(place) for place, (gap, _options) in enumerate(question.gaps, 1)}
    names = [f"{question.number}.{place}" for place in range(1, len(question.options) + 1)]
    unit = item.unit if isinstance(item, WrittenItem) else ""
    return {
        "number": question.number,
        "shape": item.shape,
        "hint": _("{hint} Unit: {unit}").format(hint=item.paper_hint(), unit=unit) if unit else item.paper_hint(),
        "stem": figures.put(tree(item.stem, gaps)),
        "options": _lettered(question.options, figures, names if isinstance(item, PairsItem) else None),
        "rights": _lettered(question.rights, figures),
        "gaps": [
            {"name": f"{question.number}.{place}", "options": _lettered(options, figures)}
            for place, (_gap, options) in enumerate(question.gaps, 1)
        ],
    }


def _lettered(
    options: Sequence[ShownText], figures: Figures, names: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    shown = names or [letter for letter, _value in letters(options)]
    return [
        {"letter": name, "text": figures.put(tree(option.text))} for name, option in zip(shown, options, strict=True)
    ]


def _words(course: Course, drawn: DrawnForm, letter: str, questions: Sequence[PaperQuestion]) -> dict[str, Any]:
    form = drawn.form
    count = len(questions)
    facts = [ngettext("{n} question", "{n} questions", count).format(n=count)]
    if form.minutes:
        facts.append(ngettext("{n} minute", "{n} minutes", form.minutes).format(n=form.minutes))
    used = {question.item.shape for question in questions}
    ways = [way for shape, way in ways_to_answer().items() if shape in used]
    version = _("Version {letter}").format(letter=letter)
    return {
        "letter": _("Version"),
        "version": version,
        "facts": " · ".join(facts),
        "steps": [
            _(
                "Take the answer sheet with the letter {letter}. If it has another letter, ask for the right one."
            ).format(letter=letter),
            _("Write your code on every page of the answer sheet, and fill it in. Do not write your name."),
            _("Read each question here and mark your answer on the answer sheet, beside the number of the question."),
            _("You may leave a question open and come back to it. What is not marked counts as not answered."),
            _("At the end, hand in this booklet and the answer sheet."),
        ],
        "kinds": _("The questions are of these kinds"),
        "types": [{"name": name, "how": how} for name, how in ways],
        "write": _("Your answers go on the answer sheet."),
        "made": course.context.meta.title,
        "page": _("Page {n} of {count}"),
        "end": _("This was the last question."),
    }
