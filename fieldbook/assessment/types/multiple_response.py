"""Multiple response: one or more options are right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from fieldbook.assessment.bound_item import ChoicesItem, Fault
from fieldbook.assessment.item_texts import ItemTexts
from fieldbook.assessment.scoring import Outcome, strings
from fieldbook.assessment.types.authored_options import keyed_faults, keyed_options
from fieldbook.core.i18n import _
from fieldbook.model.item import Choice


class MultipleResponseItem(ChoicesItem):
    """Scores right options less wrong ones, divided by the number of keys, not below 0."""

    type: Literal["multiple-response"] = "multiple-response"

    @staticmethod
    def faults(item: Choice) -> Iterator[Fault]:
        """One key or more, but not every option, and texts that differ."""
        return keyed_faults(item, several=True)

    @staticmethod
    def bound_parts(item: Choice, texts: ItemTexts) -> dict[str, Any]:
        """Options as they are written, or from the rows of the query."""
        return keyed_options(item, texts)

    @staticmethod
    def hint() -> str:
        """On pages and on paper."""
        return _("Choose all that apply.")

    def outcome(self, response: object) -> Outcome:
        """What is chosen counts once."""
        chosen, keys = set(strings(response)), set(self.keys)
        right, wrong = len(chosen & keys), len(chosen & {option.id for option in self.options} - keys)
        return Outcome(max(0, right - wrong) / len(keys) if keys else 0.0, right, len(keys), wrong)
