"""Single choice: one option is right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from fieldbook.assessment.bound_item import ChoiceItem, Fault
from fieldbook.assessment.bound_option import KeyedOption
from fieldbook.assessment.item_texts import ItemTexts
from fieldbook.assessment.types.authored_options import keyed_faults, keyed_options
from fieldbook.core.i18n import _
from fieldbook.model.item import Choice


class SingleChoiceItem(ChoiceItem):
    """Scores 1 for the key, 0 for every other option."""

    type: Literal["single-choice"] = "single-choice"
    options: tuple[KeyedOption, ...]

    @staticmethod
    def faults(item: Choice) -> Iterator[Fault]:
        """One key, and texts that differ."""
        return keyed_faults(item)

    @staticmethod
    def bound_parts(item: Choice, texts: ItemTexts) -> dict[str, Any]:
        """Options as they are written, or from the rows of the query."""
        return keyed_options(item, texts)

    @staticmethod
    def hint() -> str:
        """On pages and on paper."""
        return _("Choose one answer.")
