"""Gap text: words are chosen for the gaps of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from fieldbook.assessment.item_texts import ItemTexts
from fieldbook.assessment.scoring import Outcome, pairs, share
from fieldbook.assessment.shapes import Fault, GapsItem
from fieldbook.assessment.types.authored_options import keyed
from fieldbook.core.i18n import _
from fieldbook.model.item import GapText

_GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")


class GapTextItem(GapsItem):
    """Scores the share of gaps with the right words."""

    type: Literal["gap-text"] = "gap-text"

    @staticmethod
    def faults(item: GapText) -> Iterator[Fault]:
        marks, ids = _GAP.findall(item.stem), [gap.id for gap in item.gaps]
        if sorted(marks) != sorted(ids):
            what = _("the gaps in the stem ({marks}) are not those listed ({ids})").format(
                marks=", ".join(marks) or _("none"), ids=", ".join(ids)
            )
            yield "stem", what, _("Write each gap once as [[id]].")
        for number, gap in enumerate(item.gaps):
            if sum(option.key for option in gap.options) != 1:
                yield f"gaps[{number}].options", _("a gap needs exactly one key"), _("Set key: true on one option.")

    @staticmethod
    def bound_parts(item: GapText, texts: ItemTexts) -> dict[str, Any]:
        gaps = enumerate(item.gaps)
        return {"gaps": [{"id": gap.id, "options": keyed(gap.options, texts, f"gaps[{n}].options")} for n, gap in gaps]}

    @staticmethod
    def hint() -> str:
        return _("Choose the words that fit into the gaps.")

    @classmethod
    def paper_hint(cls) -> str:
        return _("For each gap, choose the letter of the words that fit.")

    def outcome(self, response: object) -> Outcome:
        keys = {gap.id: {option.id for option in gap.options if option.key} for gap in self.gaps}
        return share(keys, pairs(response))
