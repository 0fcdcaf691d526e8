"""Matching: right sides are chosen for left sides."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Literal

from fieldbook.assessment.item_texts import ItemTexts
from fieldbook.assessment.scoring import Outcome, pairs, share
from fieldbook.assessment.shapes import Fault, PairsItem
from fieldbook.assessment.types.authored_options import lettered
from fieldbook.core.i18n import _
from fieldbook.model.item import Matching


class MatchingItem(PairsItem):
    """Scores the share of left sides that have the right side that belongs to them."""

    type: Literal["matching"] = "matching"

    @staticmethod
    def faults(item: Matching) -> Iterator[Fault]:
        if len({pair.text for pair in item.options}) < len(item.options):
            yield "options", _("two left sides are the same"), _("Make them differ.")
        if {pair.key for pair in item.options} & set(item.extra):
            yield "extra", _("an extra right side is also a key"), _("Remove it from extra.")

    @staticmethod
    def bound_parts(item: Matching, texts: ItemTexts) -> dict[str, Any]:
        """Right sides get ids in an order drawn from the item's id, so that the order gives nothing away."""
        keys = [texts.filled(f"options[{number}].key", pair.key) for number, pair in enumerate(item.options)]
        extra = [texts.filled(f"extra[{number}]", text) for number, text in enumerate(item.extra)]
        drawn = sorted({*keys, *extra}, key=lambda text: hashlib.sha256(f"{item.id}\0{text}".encode()).digest())
        ids = {text: f"r{number}" for number, text in enumerate(drawn, 1)}
        options = [data | {"match": ids[key]} for data, key in zip(lettered(item.options, texts), keys, strict=True)]
        return {"options": options, "rights": [{"id": ids[text], "text": text} for text in drawn]}

    @staticmethod
    def hint() -> str:
        return _("Choose what belongs to each line.")

    @classmethod
    def paper_hint(cls) -> str:
        return _("For each numbered line, choose the letter that belongs to it.")

    def outcome(self, response: object) -> Outcome:
        return share({side.id: {side.match} for side in self.options}, pairs(response))
