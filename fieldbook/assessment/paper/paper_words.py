"""The words on paper."""

from __future__ import annotations

from fieldbook.assessment.shapes import Shape
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


def ways_to_answer() -> dict[Shape, tuple[str, str]]:
    """Name of each way to answer, and how it goes on the sheet."""
    return {
        Shape.CHOICE: (_("One answer"), _("Fill in one circle in the row of the question.")),
        Shape.CHOICES: (_("Several answers"), _("Squares: fill in all that apply.")),
        Shape.PAIRS: (_("Numbered lines"), _("Each line has its own row on the sheet: 5.1, 5.2 and so on.")),
        Shape.GAPS: (_("Gaps in a text"), _("Each gap has its own row on the sheet: 5.1, 5.2 and so on.")),
        Shape.ORDER: (_("Steps in order"), _("Row 5.1 is for the step that comes first, row 5.2 for the second.")),
        Shape.NUMBER: (
            _("A number"),
            _("Write one digit in each box, then fill in that digit below it. Leave boxes at the end empty."),
        ),
        Shape.TEXT: (_("A few words"), _("Write them in the box. A person reads them.")),
    }
