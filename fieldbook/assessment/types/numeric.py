"""Numeric: a number is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from fieldbook.assessment.bound_option import ExpectedAnswer
from fieldbook.assessment.scoring import gives_number
from fieldbook.assessment.shapes import Fault, NumberItem
from fieldbook.assessment.types.authored_options import ExpectedAnswers
from fieldbook.core.i18n import _
from fieldbook.model.item import Written


class NumericItem(ExpectedAnswers, NumberItem):
    """Scores 1 for a number that is right, within the tolerance, else 0."""

    type: Literal["numeric"] = "numeric"

    @staticmethod
    def faults(item: Written) -> Iterator[Fault]:
        yield from ExpectedAnswers.faults(item)
        for number, option in enumerate(item.options):
            if "{{" not in option.text and not _is_number(option.text):
                what = _("{option!r} is not a number").format(option=option.text)
                yield f"options[{number}].text", what, _("Write digits with a decimal point.")

    @staticmethod
    def hint() -> str:
        return _("Write a number.")

    @classmethod
    def paper_hint(cls) -> str:
        return _("Write a number on the answer sheet.")

    def gives(self, text: str, answer: ExpectedAnswer) -> bool:
        return gives_number(text, answer.texts, self.unit, answer.tolerance)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
