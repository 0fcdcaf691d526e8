"""Key and scoring guide, for the trainer alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fieldbook.assessment.bound_option import BoundOption, ExpectedAnswer
from fieldbook.assessment.form_draw import DrawnForm
from fieldbook.assessment.paper.booklet import Figures, question_data
from fieldbook.assessment.paper.markup import tree
from fieldbook.assessment.paper.sheet_plan import Plan
from fieldbook.assessment.paper.version_questions import PaperQuestion, letters
from fieldbook.assessment.shapes import ChoiceItem, ChoicesItem, GapsItem, OrderItem, PairsItem, WrittenItem
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course


def guide_data(
    course: Course, drawn: DrawnForm, plan: Plan, shuffled: Mapping[str, Sequence[PaperQuestion]], figures: Figures
) -> dict[str, Any]:
    """The key of each version, and what each answer is worth."""
    first = next(iter(shuffled.values()))
    numbers = {letter: {q.item.id: q.number for q in questions} for letter, questions in shuffled.items()}
    return {
        "title": _("Key and scoring guide: {title}").format(title=plan.title),
        "course": course.file.value.title,
        "form": plan.title,
        "words": _words(drawn, plan),
        "keys": [
            {"letter": letter, "rows": [[str(q.number), key(q)] for q in questions]}
            for letter, questions in shuffled.items()
        ],
        "guide": [
            {
                "numbers": " · ".join(f"{letter} {numbers[letter][q.item.id]}" for letter in shuffled),
                "item": q.item.id,
                "objective": course.objectives[q.item.objective].text,
                "stem": question_data(q, figures)["stem"],
                "answers": _answers(q),
            }
            for q in sorted(first, key=lambda q: q.number)
        ],
    }


def key(question: PaperQuestion) -> str:
    """The right answer as it is marked on the sheet."""
    item = question.item
    of = {value: letter for letter, value in letters(question.options)}
    match item:
        case PairsItem():
            rights = {value: letter for letter, value in letters(question.rights)}
            return _rows(rights[item.right_of(side.id).id] for side in question.options)
        case OrderItem():
            return _rows(of[step.id] for step in item.solution)
        case GapsItem():
            return _rows(
                next(letter for option, (letter, _v) in zip(options, letters(options), strict=True) if option.key)
                for _gap, options in question.gaps
            )
        case WrittenItem():
            return " / ".join(answer.text for answer in item.options if answer.key)
        case ChoiceItem() | ChoicesItem():
            return " ".join(of[option.id] for option in question.options if option.id in item.keys)


def _rows(found: Iterable[str]) -> str:
    return "  ".join(f"{place}{letter}" for place, letter in enumerate(found, 1))


def _answers(question: PaperQuestion) -> list[dict[str, Any]]:
    """What each answer is worth, and why."""
    item = question.item
    match item:
        case WrittenItem():
            return [_written(item, answer) for answer in item.options]
        case OrderItem():
            return [_line(f"{step.place}.", step) for step in item.solution]
        case PairsItem():
            lines = [(_line("", side), item.right_of(side.id)) for side in question.options]
            return [line | {"text": [*line["text"], *tree(right.text)]} for line, right in lines]
        case GapsItem():
            return [_line(f"{option.worth:g}", option) for _gap, found in question.gaps for option in found]
        case ChoiceItem() | ChoicesItem():
            return [_line(f"{option.worth:g}", option) for option in question.options]


def _line(worth: str, option: BoundOption) -> dict[str, Any]:
    return {"worth": worth, "text": tree(option.text), "why": tree(option.feedback)}


def _written(item: WrittenItem, answer: ExpectedAnswer) -> dict[str, Any]:
    text = " / ".join(answer.texts)
    if answer.tolerance:
        text = _("{text} (up to {tolerance} more or less)").format(text=text, tolerance=f"{answer.tolerance:g}")
    unit = f" {item.unit}" if item.unit else ""
    plain = [{"t": "text", "s": text + unit}]
    return {"worth": f"{answer.worth:g}", "text": plain, "why": tree(answer.feedback)}


def _words(drawn: DrawnForm, plan: Plan) -> dict[str, Any]:
    cut = drawn.form.cut
    parts = [_("Seed {seed}").format(seed=plan.seed), _("sheets {id}").format(id=plan.id)]
    if cut:
        parts.append(_("to pass: {share} %").format(share=f"{cut.score * 100:g}"))
    return {
        "head": _("Key and scoring guide"),
        "only": _("For the trainer alone. Keep it away from learners."),
        "facts": " · ".join(parts),
        "version": _("Version {letter}"),
        "guide": _("What each answer is worth"),
        "how": [
            _("Numbers before letters are the rows of the sheet: 1C 2A means row 1 is C, row 2 is A."),
            _(
                "One answer: 1 or 0. Several answers: right ones less wrong ones, divided by the number of right ones, "
                "not below 0. Lines, steps and gaps: the share that is right. Best action: the value beside it."
            ),
            _(
                "Words are compared without capitals, accents and punctuation. fieldbook paper scan shows what was "
                "written and asks you to type it; the course's key then scores it."
            ),
        ],
        "page": _("Page {n} of {count}"),
    }
