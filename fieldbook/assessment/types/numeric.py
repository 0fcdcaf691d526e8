"""Numeric: a number is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from fieldbook.assessment.bound_item import Fault, NumberItem
from fieldbook.assessment.bound_option import ExpectedAnswer
from fieldbook.assessment.item_texts import ItemTexts
from fieldbook.assessment.scoring import gives_number
from fieldbook.assessment.types.authored_options import expected_answers, expected_faults
from fieldbook.core.i18n import _
from fieldbook.model.item import Written


class NumericItem(NumberItem):
    """Scores 1 for a number that is right or near enough, else 0."""

    type: Literal["numeric"] = "numeric"

    @staticmethod
    def faults(item: Written) -> Iterator[Fault]:
        """A right answer, and numbers in digits."""
        yield from expected_faults(item)
        for number, option in enumerate(item.options):
            if "{{" not in option.text and not _is_number(option.text):
                what = f"{option.text!r} is not a number"
                yield f"options[{number}].text", what, "Write digits with a decimal point."

    @staticmethod
    def bound_parts(item: Written, texts: ItemTexts) -> dict[str, Any]:
        """Expected numbers."""
        return expected_answers(item, texts)

    @staticmethod
    def hint() -> str:
        """On pages."""
        return _("Write a number.")

    @classmethod
    def paper_hint(cls) -> str:
        """With the place for it."""
        return _("Write a number on the answer sheet.")

    def gives(self, text: str, answer: ExpectedAnswer) -> bool:
        """As a number, within the tolerance."""
        return gives_number(text, answer.texts, self.unit, answer.tolerance)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
