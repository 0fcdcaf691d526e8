"""True or false: whether a statement is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from fieldbook.assessment.bound_option import KeyedOption
from fieldbook.assessment.shapes import ChoiceItem, Fault, S
from fieldbook.assessment.types.authored_options import KeyedOptions
from fieldbook.core.i18n import _
from fieldbook.model.item import Choice


class TrueFalseItem(KeyedOptions, ChoiceItem):
    """Two options, true and false, one of them right. Scores 1 or 0."""

    type: Literal["true-false"] = "true-false"
    is_statement = True
    options: tuple[KeyedOption, ...]

    @classmethod
    def faults(cls, item: Choice) -> Iterator[Fault]:
        yield from super().faults(item)
        if not item.query and len(item.options) != 2:
            yield "options", _("a true-false item has two options"), _("Use single-choice for more.")

    @staticmethod
    def hint() -> str:
        return _("True or false?")

    def in_order(self, options: Sequence[S], draw: Callable[[S], bytes]) -> list[S]:
        """True before false, as it is written."""
        del draw
        return list(options)
