"""The parts of a question as an xAPI interaction lists them (xAPI 1.0.3, Data, 2.4.4.1), each with its text: ADL's
record store refuses a part without ``description``. Ids are those that ``player/adapters/patterns.js`` writes answers
with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fieldbook.assessment import shapes
from fieldbook.assessment.bound_option import ShownText
from fieldbook.core.i18n import _
from fieldbook.packages.exported_bank import as_text

LONGEST = 250
"""Characters of a description, as SCORM promises for such texts: a statement stays small whatever an author writes."""

Part = dict[str, Any]


def interaction_parts(item: shapes.BoundItem, lang: str) -> dict[str, list[Part]]:
    """``choices``, or ``source`` and ``target``, of ``item`` with texts in ``lang``; empty where nothing is chosen."""

    def part(name: str, text: str) -> Part:
        return {"id": name, "description": {lang: _short(text) or name}}

    def parts(options: Sequence[ShownText]) -> list[Part]:
        return [part(option.id, as_text(option.text)) for option in options]

    match item:
        case shapes.ChoiceItem(is_statement=True) | shapes.WrittenItem():
            return {}
        case shapes.ChoiceItem() | shapes.ChoicesItem() | shapes.OrderItem():
            return {"choices": parts(item.options)}
        case shapes.PairsItem():
            return {"source": parts(item.options), "target": parts(item.rights)}
        case shapes.GapsItem():
            places = [_("Gap {n} of {m}").format(n=n, m=len(item.gaps)) for n in range(1, len(item.gaps) + 1)]
            words = [(f"{gap.id}-{word.id}", as_text(word.text)) for gap in item.gaps for word in gap.options]
            return {
                "source": [part(gap.id, place) for gap, place in zip(item.gaps, places, strict=True)],
                "target": [part(*word) for word in words],
            }


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
