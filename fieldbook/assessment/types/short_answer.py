"""Short answer: a few words are written."""

from __future__ import annotations

from typing import Literal

from fieldbook.assessment.bound_option import ExpectedAnswer
from fieldbook.assessment.scoring import gives_words
from fieldbook.assessment.shapes import TextItem
from fieldbook.assessment.types.authored_options import ExpectedAnswers
from fieldbook.core.i18n import _


class ShortAnswerItem(ExpectedAnswers, TextItem):
    """Scores 1 for a right answer, without regard to case, accents and punctuation, else 0."""

    type: Literal["short-answer"] = "short-answer"

    @staticmethod
    def hint() -> str:
        return _("Write a word or a few words.")

    @classmethod
    def paper_hint(cls) -> str:
        return _("Write a word or a few words on the answer sheet.")

    def gives(self, text: str, answer: ExpectedAnswer) -> bool:
        return gives_words(text, answer.texts)
