"""The types of questions, one module for each: all that is particular to it, from rules for its authors to its score.

Nobody outside asks for a type's name, but for the shape of its response (``assessment/shapes.py``). A new type is
a module here and a line in ``_ALL``; the fields that authors write stand in ``model/item.py``, what the player has to
know in ``player/types.js``.
"""

from __future__ import annotations

from fieldbook.assessment.shapes import BoundItem
from fieldbook.assessment.types.gap_text import GapTextItem
from fieldbook.assessment.types.matching import MatchingItem
from fieldbook.assessment.types.multiple_response import MultipleResponseItem
from fieldbook.assessment.types.numeric import NumericItem
from fieldbook.assessment.types.ordering import OrderingItem
from fieldbook.assessment.types.short_answer import ShortAnswerItem
from fieldbook.assessment.types.single_choice import SingleChoiceItem
from fieldbook.assessment.types.situational_judgement import SituationalJudgementItem
from fieldbook.assessment.types.true_false import TrueFalseItem
from fieldbook.model.item import Item

_ALL: tuple[type[BoundItem], ...] = (
    *(SingleChoiceItem, TrueFalseItem, MultipleResponseItem, MatchingItem, OrderingItem),
    *(NumericItem, ShortAnswerItem, GapTextItem, SituationalJudgementItem),
)

TYPES: dict[str, type[BoundItem]] = {kind.model_fields["type"].default: kind for kind in _ALL}
"""Each type by the name that authors write."""


def type_of(item: Item) -> type[BoundItem]:
    """The type of an authored item."""
    return TYPES[item.type]
