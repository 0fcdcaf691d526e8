"""Short answer: a few words are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from fieldbook.assessment.bound_item import Fault, TextItem
from fieldbook.assessment.bound_option import ExpectedAnswer
from fieldbook.assessment.item_texts import ItemTexts
from fieldbook.assessment.scoring import gives_words
from fieldbook.assessment.types.authored_options import expected_answers, expected_faults
from fieldbook.core.i18n import _
from fieldbook.model.item import Written


class ShortAnswerItem(TextItem):
    """Scores 1 for a right answer, without regard to case, accents and punctuation, else 0."""

    type: Literal["short-answer"] = "short-answer"

    @staticmethod
    def faults(item: Written) -> Iterator[Fault]:
        """A right answer."""
        return expected_faults(item)

    @staticmethod
    def bound_parts(item: Written, texts: ItemTexts) -> dict[str, Any]:
        """Expected words."""
        return expected_answers(item, texts)

    @staticmethod
    def hint() -> str:
        """On pages."""
        return _("Write a word or a few words.")

    @classmethod
    def paper_hint(cls) -> str:
        """With the place for it."""
        return _("Write a word or a few words on the answer sheet.")

    def gives(self, text: str, answer: ExpectedAnswer) -> bool:
        """As words."""
        return gives_words(text, answer.texts)
