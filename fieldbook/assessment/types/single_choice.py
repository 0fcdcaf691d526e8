"""Single choice: one option is right."""

from __future__ import annotations

from typing import Literal

from fieldbook.assessment.bound_option import KeyedOption
from fieldbook.assessment.shapes import ChoiceItem
from fieldbook.assessment.types.authored_options import KeyedOptions
from fieldbook.core.i18n import _


class SingleChoiceItem(KeyedOptions, ChoiceItem):
    """Scores 1 for the key, 0 for every other option."""

    type: Literal["single-choice"] = "single-choice"
    options: tuple[KeyedOption, ...]

    @staticmethod
    def hint() -> str:
        return _("Choose one answer.")
