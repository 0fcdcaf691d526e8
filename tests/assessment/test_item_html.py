"""The HTML of questions: complete without script, the same in each build, closed to what is in the data."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from vector_items import EACH as ITEMS
from vector_items import bound_item

from fieldbook.assessment.item_html import activity_html, jupyter_html, slot_texts
from fieldbook.assessment.shapes import BoundItem


def changed(name: str, change: Callable[[dict[str, Any]], object]) -> BoundItem:
    """The item ``name`` with what ``change`` makes of its JSON."""
    data = ITEMS[name].model_dump(mode="json")
    change(data)
    return bound_item(data)


def rendered(item: BoundItem, **slots: str) -> Tag:
    html = activity_html(item, slot_texts(item) | slots)
    found = BeautifulSoup(html, "html.parser").find("fieldbook-activity")
    assert isinstance(found, Tag)
    return found


def key(activity: Tag) -> dict[str, Any]:
    script = activity.select_one("script.fb-answers")
    assert script is not None
    found: dict[str, Any] = json.loads(script.string or "")
    return found


@pytest.mark.parametrize("item", ITEMS.values(), ids=lambda item: item.type)
def test_every_type_is_a_form_with_a_labelled_group(item: BoundItem) -> None:
    activity = rendered(item)
    assert (activity["id"], activity["data-id"], activity["data-type"]) == (
        f"item-{item.id}",
        item.id,
        item.type,
    )
    fieldset = activity.select_one("form > fieldset")
    assert fieldset is not None
    for name in str(fieldset["aria-labelledby"]).split():
        assert activity.find(id=name)
    assert activity.select("legend")
    assert not activity.select("button")
    assert all(feedback.has_attr("hidden") for feedback in activity.select(".fb-feedback"))
    ids = [str(one["id"]) for one in activity.select("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("item", ITEMS.values(), ids=lambda item: item.type)
def test_every_piece_of_text_is_asked_for_and_used(item: BoundItem) -> None:
    text = rendered(item).get_text()
    for name, piece in slot_texts(item).items():
        for part in piece.replace("[[", "]]").split("]]")[::2]:
            assert part.strip() in text, name


def test_feedback_stands_with_its_option() -> None:
    activity = rendered(ITEMS["i-single"])
    for option in activity.select(".fb-option"):
        feedback = option.select_one(".fb-feedback")
        control = option.select_one("input")
        assert feedback is not None
        assert control is not None
        assert feedback["data-for"] == control["value"] == option["data-option"]


def test_key_has_what_scoring_needs_and_no_more() -> None:
    item = ITEMS["i-numeric"]
    assert key(rendered(item)) == {
        "id": "i-numeric",
        "type": "numeric",
        "variant": "0123456789ab",
        "objective": "m1-o-read",
        "level": "apply",
        "unit": "%",
        "options": [
            {"id": "a", "key": True, "accept": [], "tolerance": 0.5, "text": "62.5"},
            {"id": "b", "key": False, "accept": [], "tolerance": 0.5, "text": "37.5"},
        ],
    }
    assert "Hear what" not in json.dumps(key(rendered(ITEMS["i-single"])))


def shown(activity: Tag, selector: str, attribute: str) -> list[str]:
    return [str(one[attribute]) for one in activity.select(selector)]


def test_order_is_drawn_from_the_id_and_stays() -> None:
    orders = set()
    for number in range(20):
        item = ITEMS["i-multiple"].model_copy(update={"id": f"i-{number}"})
        first = shown(rendered(item), "input", "value")
        assert shown(rendered(item), "input", "value") == first
        assert sorted(first) == ["a", "b", "c", "d", "e"]
        orders.add(tuple(first))
    assert len(orders) > 5


def test_true_comes_before_false_and_numbers_rise() -> None:
    assert shown(rendered(ITEMS["i-truth"]), "input", "value") == ["a", "b"]

    def numbers(data: dict[str, Any]) -> None:
        for option, text in zip(data["options"], ["30", "4.5", "12"], strict=True):
            option["text"] = text

    assert shown(rendered(changed("i-single", numbers)), "input", "value") == ["b", "c", "a"]


def test_steps_never_start_in_the_right_order() -> None:
    def three_in_order(data: dict[str, Any]) -> None:
        del data["options"][3]
        for place, option in enumerate(data["options"], 1):
            option["place"] = place

    item = changed("i-ordering", three_in_order)
    for number in range(60):
        assert shown(rendered(item.model_copy(update={"id": f"i-{number}"})), "li", "data-option") != ["a", "b", "c"]


def test_drop_downs_stand_in_the_text() -> None:
    stem = rendered(ITEMS["i-gaps"]).select_one(".fb-gaps")
    assert stem is not None
    assert shown(stem, "select", "name") == ["form", "risk"]
    assert shown(stem, "select", "aria-label") == ["Gap 1 of 2", "Gap 2 of 2"]
    assert "[[" not in stem.get_text()


def test_drop_downs_have_plain_text() -> None:
    html = {"right.r1": "<em>Communal</em> &amp; revenge", "option.form.a": "a <strong>press</strong> statement"}
    matching = rendered(ITEMS["i-matching"], **{"right.r1": html["right.r1"]})
    assert "A. Communal & revenge" in [option.get_text() for option in matching.select("option")]
    gaps = rendered(ITEMS["i-gaps"], **{"option.form.a": html["option.form.a"]})
    assert "a press statement" in [option.get_text() for option in gaps.select("option")]


HOSTILE = "</script><img src=x onerror=alert(1)>\"'&"


def test_data_cannot_leave_its_place() -> None:
    def hostile(data: dict[str, Any]) -> None:
        data |= {"unit": HOSTILE, "source": [HOSTILE]}
        data["options"][0]["accept"] = [HOSTILE]

    activity = rendered(changed("i-numeric", hostile))
    assert not activity.select("img")
    assert key(activity)["options"][0]["accept"] == [HOSTILE]
    assert key(activity)["unit"] == HOSTILE
    unit = activity.select_one(".fb-unit")
    assert unit is not None
    assert unit.get_text() == HOSTILE


def test_in_a_notebook_markdown_is_rendered_and_html_is_not() -> None:
    item = ITEMS["i-single"].model_copy(update={"stem": f"What **first**? {HOSTILE}"})
    soup = BeautifulSoup(jupyter_html([item, ITEMS["i-gaps"]]), "html.parser")
    assert not soup.select("img")
    assert soup.select_one(".fb-stem strong")
    assert len(soup.select("fieldbook-activity")) == 2
    assert len(soup.select("style")) == 1
    script = soup.select("script:not([type])")
    assert len(script) == 1
    assert '"record": null' in str(script[0].string)
