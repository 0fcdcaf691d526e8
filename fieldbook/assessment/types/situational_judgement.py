"""Situational judgement: which of several possible actions is best."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from fieldbook.assessment.bound_option import RatedOption
from fieldbook.assessment.item_texts import ItemTexts
from fieldbook.assessment.shapes import ChoiceItem, Fault
from fieldbook.assessment.types.authored_options import lettered
from fieldbook.core.i18n import _
from fieldbook.model.item import Judgement


class SituationalJudgementItem(ChoiceItem):
    """Scores the effectiveness of the action that is chosen."""

    type: Literal["situational-judgement"] = "situational-judgement"
    rated = True
    options: tuple[RatedOption, ...]

    @staticmethod
    def faults(item: Judgement) -> Iterator[Fault]:
        if max(option.score for option in item.options) < 1:
            what = _("no option has score 1, so nobody can answer it in full")
            yield "options", what, _("Give the best option score 1.")

    @staticmethod
    def bound_parts(item: Judgement, texts: ItemTexts) -> dict[str, Any]:
        found = zip(lettered(item.options, texts), item.options, strict=True)
        return {"options": [data | {"score": option.score} for data, option in found]}

    @staticmethod
    def hint() -> str:
        return _("Choose the most effective action.")
