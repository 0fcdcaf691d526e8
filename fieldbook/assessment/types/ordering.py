"""Ordering: steps are put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

from fieldbook.assessment.item_texts import ItemTexts
from fieldbook.assessment.scoring import Outcome, share, strings
from fieldbook.assessment.shapes import Fault, OrderItem, S
from fieldbook.assessment.types.authored_options import lettered
from fieldbook.core.i18n import _
from fieldbook.model.item import Ordering


class OrderingItem(OrderItem):
    """Scores the share of steps that stand in their right place."""

    type: Literal["ordering"] = "ordering"

    @staticmethod
    def faults(item: Ordering) -> Iterator[Fault]:
        if sorted(step.key for step in item.options) != list(range(1, len(item.options) + 1)):
            yield "options", _("the keys are not the places 1, 2, 3 and so on"), _("Give each step its own place.")

    @staticmethod
    def bound_parts(item: Ordering, texts: ItemTexts) -> dict[str, Any]:
        found = zip(lettered(item.options, texts), item.options, strict=True)
        return {"options": [data | {"place": step.key} for data, step in found]}

    @staticmethod
    def hint() -> str:
        return _("Put the steps in order, the first one on top.")

    @classmethod
    def paper_hint(cls) -> str:
        return _("Put the steps in order: which letter comes first, which second, and so on?")

    def outcome(self, response: object) -> Outcome:
        """Each step counts once, at its first place; ids that are not steps take up a place."""
        given = strings(response)
        return share({step.id: {step.place} for step in self.options}, {name: given.index(name) + 1 for name in given})

    def in_order(self, options: Sequence[S], draw: Callable[[S], bytes]) -> list[S]:
        """As drawn, and never the solution."""
        shown = sorted(options, key=draw)
        return shown[::-1] if [step.id for step in shown] == [step.id for step in self.solution] else shown
