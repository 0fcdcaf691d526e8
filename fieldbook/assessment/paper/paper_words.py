"""The words on paper."""

from __future__ import annotations

from fieldbook.core.i18n import _


def sheet_words() -> dict[str, str]:
    """What stands on an answer sheet."""
    return {
        "sheet": _("Answer sheet"),
        "letter": _("Version"),
        "code": _("Your code, not your name"),
        "code_how": _(
            "Write one digit of your code in each box, then fill in that digit below it. Do this on every page."
        ),
        "marking": _("How to mark"),
        "fill": _("Fill in the whole circle, with a dark pen or a soft pencil."),
        "change": _("Changed your mind? Put a large cross over the wrong one and fill in the right one."),
        "untidy": _("Not like this: small ticks and dots may be overlooked."),
        "squares": _("Circles: one answer in each row. Squares: mark all that apply."),
        "clean": _("Keep the four corners and the square codes free. Do not fold the sheet."),
        "foot": _("For the machine:"),
    }


def hints() -> dict[str, str]:
    """What to do, by type of question."""
    return {
        "single-choice": _("Choose one answer."),
        "true-false": _("True or false?"),
        "multiple-response": _("Choose all that apply."),
        "situational-judgement": _("Choose the most effective action."),
        "matching": _("For each numbered line, choose the letter that belongs to it."),
        "ordering": _("Put the steps in order: which letter comes first, which second, and so on?"),
        "numeric": _("Write a number on the answer sheet."),
        "short-answer": _("Write a word or a few words on the answer sheet."),
        "gap-text": _("For each gap, choose the letter of the words that fit."),
    }


def kinds() -> dict[str, tuple[str, str]]:
    """Name of each way to answer, and how it goes on the sheet; by type of question."""
    one = (_("One answer"), _("Fill in one circle in the row of the question."))
    return {
        "single-choice": one,
        "true-false": one,
        "situational-judgement": one,
        "multiple-response": (_("Several answers"), _("Squares: fill in all that apply.")),
        "matching": (_("Numbered lines"), _("Each line has its own row on the sheet: 5.1, 5.2 and so on.")),
        "gap-text": (_("Gaps in a text"), _("Each gap has its own row on the sheet: 5.1, 5.2 and so on.")),
        "ordering": (_("Steps in order"), _("Row 5.1 is for the step that comes first, row 5.2 for the second.")),
        "numeric": (
            _("A number"),
            _("Write one digit in each box, then fill in that digit below it. Leave boxes at the end empty."),
        ),
        "short-answer": (_("A few words"), _("Write them in the box. A person reads them.")),
    }
