"""Key and scoring guide, for the trainer alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fieldbook.assessment.form_draw import DrawnForm
from fieldbook.assessment.paper.booklet import Figures, question_data
from fieldbook.assessment.paper.markup import tree
from fieldbook.assessment.paper.sheet_plan import Plan
from fieldbook.assessment.paper.version_questions import Part, Question, letters
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course


def guide_data(
    course: Course, drawn: DrawnForm, plan: Plan, shuffled: Mapping[str, Sequence[Question]], figures: Figures
) -> dict[str, Any]:
    """The key of each version, and what each answer is worth."""
    first = next(iter(shuffled.values()))
    numbers = {letter: {q.item["id"]: q.number for q in questions} for letter, questions in shuffled.items()}
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
                "numbers": " · ".join(f"{letter} {numbers[letter][q.item['id']]}" for letter in shuffled),
                "item": q.item["id"],
                "objective": course.objectives[q.item["objective"]].text,
                "stem": question_data(q, figures)["stem"],
                "answers": _answers(q),
            }
            for q in sorted(first, key=lambda q: q.number)
        ],
    }


def key(question: Question) -> str:
    """The right answer as it is marked on the sheet."""
    item = question.item
    of = {value: letter for letter, value in letters(question.options)}
    match item["type"]:
        case "matching":
            rights = {value: letter for letter, value in letters(question.rights)}
            return _rows(rights[option["match"]] for option in question.options)
        case "ordering":
            return _rows(of[option["id"]] for option in sorted(question.options, key=lambda option: option["place"]))
        case "gap-text":
            return _rows(
                next(letter for option, (letter, _v) in zip(options, letters(options), strict=True) if option["key"])
                for _gap, options in question.gaps
            )
        case "numeric" | "short-answer":
            return " / ".join(option["text"] for option in item["options"] if option["key"])
        case "situational-judgement":
            best = max(option["score"] for option in question.options)
            return " ".join(of[option["id"]] for option in question.options if option["score"] == best)
        case _:
            return " ".join(of[option["id"]] for option in question.options if option["key"])


def _rows(found: Any) -> str:
    return "  ".join(f"{place}{letter}" for place, letter in enumerate(found, 1))


def _answers(question: Question) -> list[dict[str, Any]]:
    """What each answer is worth, and why."""
    item = question.item
    if item["type"] in {"numeric", "short-answer"}:
        return [_written(item, option) for option in item["options"]]
    if item["type"] == "situational-judgement":
        return [_line(f"{option['score']:g}", option) for option in question.options]
    if item["type"] == "ordering":
        return [_line(f"{option['place']}.", option) for option in sorted(question.options, key=lambda o: o["place"])]
    if item["type"] == "matching":
        rights = {right["id"]: right for right in question.rights}
        lines = [(_line("", option), rights[option["match"]]) for option in question.options]
        return [line | {"text": [*line["text"], *tree(right["text"])]} for line, right in lines]
    options = [option for _gap, found in question.gaps for option in found] or list(question.options)
    return [_line("1" if option["key"] else "0", option) for option in options]


def _line(worth: str, option: Part) -> dict[str, Any]:
    return {"worth": worth, "text": tree(option["text"]), "why": tree(option.get("feedback", ""))}


def _written(item: Part, option: Part) -> dict[str, Any]:
    text = " / ".join([option["text"], *option.get("accept", ())])
    if option.get("tolerance"):
        text = _("{text} (up to {tolerance} more or less)").format(text=text, tolerance=f"{option['tolerance']:g}")
    unit = f" {item['unit']}" if item.get("unit") else ""
    plain = [{"t": "text", "s": text + unit}]
    return {"worth": "1" if option["key"] else "0", "text": plain, "why": tree(option.get("feedback", ""))}


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
