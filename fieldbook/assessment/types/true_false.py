"""True or false: whether a statement is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

from fieldbook.assessment.bound_item import ChoiceItem, Fault, S
from fieldbook.assessment.bound_option import KeyedOption
from fieldbook.assessment.item_texts import ItemTexts
from fieldbook.assessment.types.authored_options import keyed_faults, keyed_options
from fieldbook.core.i18n import _
from fieldbook.model.item import Choice


class TrueFalseItem(ChoiceItem):
    """Two options, true and false, one of them right. Scores 1 or 0."""

    type: Literal["true-false"] = "true-false"
    is_statement = True
    options: tuple[KeyedOption, ...]

    @staticmethod
    def faults(item: Choice) -> Iterator[Fault]:
        """One key of two options."""
        yield from keyed_faults(item)
        if not item.query and len(item.options) != 2:
            yield "options", "a true-false item has two options", "Use single-choice for more."

    @staticmethod
    def bound_parts(item: Choice, texts: ItemTexts) -> dict[str, Any]:
        """Options as they are written, or from the rows of the query."""
        return keyed_options(item, texts)

    @staticmethod
    def hint() -> str:
        """On pages and on paper."""
        return _("True or false?")

    def in_order(self, options: Sequence[S], draw: Callable[[S], bytes]) -> list[S]:
        """True before false, as it is written."""
        del draw
        return list(options)
