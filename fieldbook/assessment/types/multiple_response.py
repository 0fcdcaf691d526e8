"""Multiple response: one or more options are right."""

from __future__ import annotations

from typing import ClassVar, Literal

from fieldbook.assessment.scoring import Outcome, strings
from fieldbook.assessment.shapes import ChoicesItem
from fieldbook.assessment.types.authored_options import KeyedOptions
from fieldbook.core.i18n import _


class MultipleResponseItem(KeyedOptions, ChoicesItem):
    """Scores right options less wrong ones, divided by the number of keys, not below 0. An option counts once."""

    type: Literal["multiple-response"] = "multiple-response"
    several: ClassVar[bool] = True

    @staticmethod
    def hint() -> str:
        return _("Choose all that apply.")

    def outcome(self, response: object) -> Outcome:
        chosen, keys = set(strings(response)), set(self.keys)
        right, wrong = len(chosen & keys), len(chosen & {option.id for option in self.options} - keys)
        return Outcome(max(0, right - wrong) / len(keys) if keys else 0.0, right, len(keys), wrong)
