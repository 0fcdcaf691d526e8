"""A question as a sealed form shows it: nothing about it tells its key, and what was answered can be read back.

Ids of options follow their place in the bank, where authors write the key first or steps in order, and the order on a
page is drawn from these ids. So a sealed question has new ids, and an order that depends on its words alone.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping, Sequence
from typing import Any

from fieldbook.assessment.binding import BoundItem
from fieldbook.assessment.scoring import number

_KEPT = ("id", "type", "objective", "level", "stem", "unit", "rights", "variant")
_WRITTEN = {"numeric", "short-answer"}


def sealed_item(item: BoundItem) -> BoundItem:
    """``item`` without key, feedback and source. What is expected in a written answer is gone altogether."""
    bare = {field: item[field] for field in _KEPT if field in item}
    if "gaps" in item:
        gaps = [{"id": gap["id"], "options": _bare(item, gap["options"])} for gap in item["gaps"]]
        return bare | {"gaps": gaps}
    return bare | {"options": [] if item["type"] in _WRITTEN else _bare(item, item["options"])}


def opened_response(item: BoundItem, response: Any) -> Any:
    """A response to the sealed form of ``item``, with the bank's own ids. What no page can have sent stays as it is."""
    if item["type"] in _WRITTEN:
        return response
    if "gaps" in item:
        ids = {gap["id"]: _names(item, gap["options"]) for gap in item["gaps"]}
        return _each(response, lambda gap, value: (gap, ids.get(gap, {}).get(value, value)))
    names = _names(item, item["options"])
    if item["type"] == "matching":
        return _each(response, lambda option, value: (names.get(option, option), value))
    if isinstance(response, list):
        return [names.get(name, name) if isinstance(name, str) else name for name in response]
    return names.get(response, response) if isinstance(response, str) else response


def _each(response: Any, change: Any) -> Any:
    return dict(change(*pair) for pair in response.items()) if isinstance(response, dict) else response


def _bare(item: BoundItem, options: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"o{place}", "text": option["text"]} for place, option in enumerate(_shown(item, options), 1)]


def _names(item: BoundItem, options: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The bank's id of each option by its id on the page."""
    return {f"o{place}": option["id"] for place, option in enumerate(_shown(item, options), 1)}


def _shown(item: BoundItem, options: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """True before false, numbers rising, all else drawn from the words; steps never in the order that is asked for."""
    if item["type"] == "true-false":
        return list(options)
    values = [number(html.unescape(option["text"])) for option in options]
    if item["type"] != "ordering" and all(value is not None for value in values):
        return [option for _value, option in sorted(zip(values, options, strict=True), key=lambda pair: pair[0] or 0)]
    drawn = sorted(options, key=lambda option: hashlib.sha256(f"{item['id']}\0{option['text']}".encode()).digest())
    if item["type"] == "ordering" and drawn == sorted(options, key=lambda option: option["place"]):
        return drawn[::-1]
    return drawn
