"""A sealed question tells nothing of its key, and answers to it are read back as they were meant."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from fieldbook.assessment.sealed_item import opened_response, sealed_item

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "scoring.json").read_text("utf-8"))
ITEMS: dict[str, dict[str, Any]] = {item["id"]: item for item in VECTORS["items"]}
TELLING = {"key", "score", "match", "place", "accept", "tolerance", "feedback", "otherwise", "source"}


def _fields(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {name for part in value.values() for name in _fields(part)}
    return {name for part in value for name in _fields(part)} if isinstance(value, list) else set()


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
def test_nothing_tells_the_key(item: dict[str, Any]) -> None:
    sealed = sealed_item(item)
    assert not _fields(sealed) & TELLING
    if item["type"] in {"numeric", "short-answer"}:
        assert sealed["options"] == []


CHOSEN = [
    item
    for item in ITEMS.values()
    if item["type"] in {"single-choice", "multiple-response", "situational-judgement", "matching"}
]
"""True comes before false; steps avoid their solution; written answers show no options."""


@pytest.mark.parametrize("item", CHOSEN, ids=lambda item: item["id"])
def test_ids_and_order_do_not_depend_on_the_bank_s(item: dict[str, Any]) -> None:
    """The key first or last in the bank: the page is the same."""
    turned = copy.deepcopy(item)
    names = [option["id"] for option in turned["options"]]
    turned["options"].reverse()
    for name, option in zip(names, turned["options"], strict=True):
        option["id"] = name
    assert sealed_item(turned)["options"] == sealed_item(item)["options"]


def test_steps_never_stand_in_the_order_that_is_asked_for() -> None:
    for item in ITEMS.values():
        if item["type"] == "ordering":
            solution = [option["text"] for option in sorted(item["options"], key=lambda option: option["place"])]
            assert [option["text"] for option in sealed_item(item)["options"]] != solution


def _on_the_page(item: dict[str, Any], response: Any) -> Any:
    """``response`` as somebody gives it who chooses the same words on the sealed page."""

    def names(options: list[dict[str, Any]], shown: list[dict[str, Any]]) -> dict[str, str]:
        by_text = {option["text"]: option["id"] for option in shown}
        return {option["id"]: by_text[option["text"]] for option in options}

    sealed = sealed_item(item)
    if "gaps" in item:
        ids = {g["id"]: names(g["options"], s["options"]) for g, s in zip(item["gaps"], sealed["gaps"], strict=True)}
        return {gap: ids[gap][value] for gap, value in response.items()}
    ids = names(item["options"], sealed["options"])
    if isinstance(response, dict):
        return {ids[name]: value for name, value in response.items()}
    return [ids[name] for name in response] if isinstance(response, list) else ids[response]


def _chosen(item: dict[str, Any]) -> Any:
    names = [option["id"] for option in item.get("options", ())]
    if "gaps" in item:
        return {gap["id"]: gap["options"][-1]["id"] for gap in item["gaps"]}
    if item["type"] == "matching":
        return dict.fromkeys(names, item["rights"][0]["id"])
    return names[::-1] if item["type"] in {"ordering", "multiple-response"} else names[-1]


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
def test_what_was_chosen_is_read_back(item: dict[str, Any]) -> None:
    if item["type"] in {"numeric", "short-answer"}:
        assert opened_response(item, "37,5") == "37,5"
        return
    assert opened_response(item, _on_the_page(item, _chosen(item))) == _chosen(item)


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
@pytest.mark.parametrize("response", ["", [], {}, "o99", ["o1", 7], {"x": "o1"}, None])
def test_what_no_page_sends_does_no_harm(item: dict[str, Any], response: Any) -> None:
    opened_response(item, response)
