"""A sealed question tells nothing of its key, and answers to it are read back as they were meant."""

from __future__ import annotations

from typing import Any

import pytest
from vector_items import ITEMS, bound_item

from fieldbook.assessment.bound_option import BoundOption
from fieldbook.assessment.sealed_item import opened_response, sealed_item
from fieldbook.assessment.shapes import BoundItem, GapsItem, NumberItem, OrderItem, PairsItem, Shape, TextItem

TELLING = {"key", "score", "match", "place", "accept", "tolerance", "feedback", "otherwise", "source"}


def _fields(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {name for part in value.values() for name in _fields(part)}
    return {name for part in value for name in _fields(part)} if isinstance(value, list) else set()


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
def test_nothing_tells_the_key(item: BoundItem) -> None:
    sealed = sealed_item(item)
    assert not _fields(sealed.key(sealed=True)) & TELLING
    assert not sealed.source
    assert {option.feedback for _ref, option in sealed.refs()} <= {""}
    if isinstance(sealed, NumberItem | TextItem):
        assert (sealed.options, sealed.otherwise) == ((), "")


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
def test_with_other_keys_it_is_the_same(item: BoundItem) -> None:
    """The keys of all options turned round; steps are asked for in an order of their own."""
    data = item.model_dump(mode="json")
    for options in [gap["options"] for gap in data.get("gaps", ())] or [data["options"]]:
        for field in {"key", "score", "match"} & set(options[0]):
            for option, value in zip(options, [option[field] for option in options][::-1], strict=True):
                option[field] = value
    assert sealed_item(bound_item(data)) == sealed_item(item)


CHOSEN = [
    item
    for item in ITEMS.values()
    if item.shape in {Shape.CHOICE, Shape.CHOICES, Shape.PAIRS} and not getattr(item, "is_statement", False)
]
"""True comes before false; steps avoid their solution; written answers show no options."""


@pytest.mark.parametrize("item", CHOSEN, ids=lambda item: item.id)
def test_ids_and_order_do_not_depend_on_the_bank_s(item: BoundItem) -> None:
    """The key first or last in the bank: the page is the same."""
    data = item.model_dump(mode="json")
    names = [option["id"] for option in data["options"]]
    data["options"].reverse()
    for name, option in zip(names, data["options"], strict=True):
        option["id"] = name
    assert sealed_item(bound_item(data)) == sealed_item(item)


def test_steps_never_stand_in_the_order_that_is_asked_for() -> None:
    """The draw depends on the item's id, and one of a few dozen draws of three steps is the solution."""
    [item, *_] = [item for item in ITEMS.values() if isinstance(item, OrderItem)]
    for number in range(60):
        shown = [step.text for _ref, step in sealed_item(item.model_copy(update={"id": f"i{number}"})).refs()]
        assert shown != [step.text for step in item.solution]


def test_numbers_rise() -> None:
    item = next(item for item in CHOSEN if item.shape is Shape.CHOICE)
    options = [
        option.model_copy(update={"text": text}) for option, text in zip(item.options, ["9", "10", "2"], strict=False)
    ]
    shown = [option.text for _ref, option in sealed_item(item.model_copy(update={"options": tuple(options)})).refs()]
    assert shown == ["2", "9", "10"]


def _on_the_page(item: BoundItem, response: Any) -> Any:
    """``response`` as somebody gives it who chooses the same words on the sealed page."""

    def names(options: tuple[BoundOption, ...], shown: tuple[BoundOption, ...]) -> dict[str, str]:
        by_text = {option.text: option.id for option in shown}
        return {option.id: by_text[option.text] for option in options}

    sealed: Any = sealed_item(item)
    if isinstance(item, GapsItem):
        ids = {g.id: names(g.options, s.options) for g, s in zip(item.gaps, sealed.gaps, strict=True)}
        return {gap: ids[gap][value] for gap, value in response.items()}
    ids = names(item.options, sealed.options)
    if isinstance(response, dict):
        return {ids[name]: value for name, value in response.items()}
    return [ids[name] for name in response] if isinstance(response, list) else ids[response]


def _chosen(item: BoundItem) -> Any:
    if isinstance(item, GapsItem):
        return {gap.id: gap.options[-1].id for gap in item.gaps}
    names = [option.id for option in item.options]
    if isinstance(item, PairsItem):
        return dict.fromkeys(names, item.rights[0].id)
    return names[::-1] if item.shape in {Shape.ORDER, Shape.CHOICES} else names[-1]


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
def test_what_was_chosen_is_read_back(item: BoundItem) -> None:
    if isinstance(item, NumberItem | TextItem):
        assert opened_response(item, "37,5") == "37,5"
        return
    assert opened_response(item, _on_the_page(item, _chosen(item))) == _chosen(item)


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
@pytest.mark.parametrize("response", ["", [], {}, "o99", ["o1", 7], {"x": "o1"}, None])
def test_what_no_page_sends_does_no_harm(item: BoundItem, response: Any) -> None:
    opened_response(item, response)
