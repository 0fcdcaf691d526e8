"""A question as a sealed form shows it: nothing about it tells its key, and what was answered can be read back.

Ids of options follow their place in the bank, where authors write the key first or steps in order, and the order on a
page is drawn from these ids. So a sealed question has new ids, and an order that depends on its words alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from fieldbook.assessment import shapes
from fieldbook.assessment.bound_option import BoundOption

OptionT = TypeVar("OptionT", bound=BoundOption)

_BLANK = {"feedback": "", "key": False, "score": 0.0, "match": "", "place": 0}


def sealed_item(item: shapes.BoundItem) -> shapes.BoundItem:
    """``item`` with new ids and in a new order, feedback, source and keys blank. No written answer is expected."""
    parts: dict[str, Any]
    match item:
        case shapes.WrittenItem():
            parts = {"options": (), "otherwise": ""}
        case shapes.GapsItem():
            parts = {"gaps": tuple(gap.model_copy(update={"options": _bare(item, gap.options)}) for gap in item.gaps)}
        case shapes.ChoiceItem() | shapes.ChoicesItem() | shapes.PairsItem() | shapes.OrderItem():
            parts = {"options": _bare(item, item.options)}
    return item.model_copy(update={**parts, "source": ()})


def opened_response(item: shapes.BoundItem, response: Any) -> Any:
    """A response to the sealed form of ``item``, with the bank's own ids. What no page can have sent stays as it is."""
    match item:
        case shapes.WrittenItem():
            return response
        case shapes.GapsItem():
            ids = {gap.id: _names(item, gap.options) for gap in item.gaps}
            return _each(response, lambda gap, value: (gap, ids.get(gap, {}).get(value, value)))
        case shapes.PairsItem():
            lefts = _names(item, item.options)
            return _each(response, lambda option, value: (lefts.get(option, option), value))
        case shapes.ChoiceItem() | shapes.ChoicesItem() | shapes.OrderItem():
            names = _names(item, item.options)
            if isinstance(response, list):
                return [names.get(name, name) if isinstance(name, str) else name for name in response]
            return names.get(response, response) if isinstance(response, str) else response


def _each(response: Any, change: Callable[[str, str], tuple[str, str]]) -> Any:
    return dict(change(*pair) for pair in response.items()) if isinstance(response, dict) else response


def _bare(item: shapes.BoundItem, options: Sequence[OptionT]) -> tuple[OptionT, ...]:
    return tuple(_blank(option, f"o{place}") for place, option in enumerate(_shown(item, options), 1))


def _blank(option: OptionT, name: str) -> OptionT:
    fields = {field: value for field, value in _BLANK.items() if field in type(option).model_fields}
    return option.model_copy(update=fields | {"id": name})


def _names(item: shapes.BoundItem, options: Sequence[BoundOption]) -> dict[str, str]:
    """The bank's id of each option by its id on the page."""
    return {f"o{place}": option.id for place, option in enumerate(_shown(item, options), 1)}


def _shown(item: shapes.BoundItem, options: Sequence[shapes.S]) -> list[shapes.S]:
    """In the order of the type, where that leaves it open drawn from the words."""
    return item.in_order(options, lambda one: hashlib.sha256(f"{item.id}\0{one.text}".encode()).digest())
