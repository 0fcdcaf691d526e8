"""The parts of a question as an xAPI interaction lists them (xAPI 1.0.3, Data, 2.4.4.1), each with its text: ADL's
record store refuses a part without ``description``. Ids are those that ``player/adapters/patterns.js`` writes answers
with."""

from __future__ import annotations

from typing import Any

from fieldbook.assessment.binding import BoundItem
from fieldbook.core.i18n import _
from fieldbook.packages.exported_bank import as_text

LONGEST = 250
"""Characters of a description, as SCORM promises for such texts: a statement stays small whatever an author writes."""

Part = dict[str, Any]


def interaction_parts(item: BoundItem, lang: str) -> dict[str, list[Part]]:
    """``choices``, or ``source`` and ``target``, of ``item`` with texts in ``lang``; empty where nothing is chosen."""

    def part(name: str, text: str) -> Part:
        return {"id": name, "description": {lang: _short(text) or name}}

    def parts(options: list[dict[str, Any]]) -> list[Part]:
        return [part(option["id"], as_text(option["text"])) for option in options]

    match item["type"]:
        case "single-choice" | "multiple-response" | "situational-judgement" | "ordering":
            return {"choices": parts(item["options"])}
        case "matching":
            return {"source": parts(item["options"]), "target": parts(item["rights"])}
        case "gap-text":
            gaps = item["gaps"]
            places = [_("Gap {n} of {m}").format(n=n, m=len(gaps)) for n in range(1, len(gaps) + 1)]
            words = [(f"{gap['id']}-{word['id']}", as_text(word["text"])) for gap in gaps for word in gap["options"]]
            return {
                "source": [part(gap["id"], place) for gap, place in zip(gaps, places, strict=True)],
                "target": [part(*word) for word in words],
            }
        case _:
            return {}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
