"""Every figure works with every pack: it shows a finding, or it says what the mission has not provided."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from lxml import etree, html

from fieldbook.context.pack import ContextPack
from fieldbook.context.values import values
from fieldbook.core.message import in_words, words
from fieldbook.drawing.draw import draw, picture
from fieldbook.evidence import figures
from fieldbook.evidence.evidence import Evidence, Missing
from fieldbook.evidence.evidence_html import evidence_html, missing_html
from fieldbook.evidence.figures.figure_rules import RULES
from fieldbook.model.payload import PAYLOAD, MissingPayload

_FORBIDDEN = {"script", "foreignObject", "image", "use", "style", "a"}


@pytest.mark.parametrize("name", figures.__all__)
def test_says_something_true_to_form(edge: ContextPack, name: str) -> None:
    figure = getattr(figures, name)(edge, question="Why?")
    assert figure.rule in RULES
    packed = json.dumps(figure.model_dump(mode="json"), allow_nan=False)
    shown = in_words(PAYLOAD.validate_json(packed))
    assert shown.model_dump() == in_words(figure).model_dump(), "nothing is lost on the way to the page"
    if isinstance(shown, MissingPayload):
        assert shown.what
        assert shown.file.startswith("contexts/test/")
        return
    assert shown.title in shown.alt
    assert "nan" not in re.split(r"\W+", f"{shown.title} {shown.alt}".casefold())
    assert not shown.title.endswith(".")
    assert not re.search(r"[a-z]_[a-z]", shown.title), "a variable's name in a title"
    assert all(len(row) == len(shown.table.columns) for row in shown.table.rows)
    assert shown.source
    assert shown.cannot_show


@pytest.mark.parametrize("name", figures.__all__)
def test_hostile_text_stays_text(edge: ContextPack, name: str) -> None:
    shown = getattr(figures, name)(edge, question=None)
    if isinstance(shown, Missing):
        markup = missing_html(shown)
    else:
        svg = draw(picture(shown.chart, shown.alt)) if shown.chart else None
        if svg:
            tree = etree.fromstring(svg)
            assert {etree.QName(element).localname for element in tree.iter()} & _FORBIDDEN == set()
            assert not [a for element in tree.iter() for a in element.attrib if "href" in a or a.startswith("on")]
        markup = evidence_html(shown, svg, {})
    tree = html.fromstring(markup)
    assert not tree.xpath("//script")
    assert "<script" not in markup
    assert "\u202e" not in markup


@pytest.mark.parametrize("name", sorted(set(figures.__all__) - {"two_sources", "source_pairs"}))
def test_the_fictional_mission_has_data_for_every_figure(ondara: ContextPack, name: str) -> None:
    assert isinstance(getattr(figures, name)(ondara), Evidence)


@pytest.mark.parametrize("name", figures.__all__)
def test_same_pack_same_figure(ondara: ContextPack, name: str) -> None:
    first, second = (getattr(figures, name)(ondara).model_dump_json() for _ in range(2))
    assert first == second


def test_what_nobody_recorded_is_not_counted_as_none(make_pack: Any) -> None:
    """A data set cut down to years and deaths had "0 attacks on civilians" under 40,352 civilians killed."""
    cut = {"side_a": None, "side_b": None, "kind": None, "date_precision": 5}
    pack = make_pack([cut | {"date": f"{year}-01-01"} for year in (2022, 2023, 2025, 2025)])
    for name in ("who_harms_whom", "top_actors"):
        shown = getattr(figures, name)(pack)
        assert (type(shown), shown.field) == (Missing, "side_a, side_b")
    for name in ("seasonality", "recent_hotspots"):
        shown = getattr(figures, name)(pack)
        assert (type(shown), shown.field) == (Missing, "date, date_precision")
    for name in ("incident_trend", "where_map"):
        assert "Attacks on civilians" not in [column.name for column in in_words(getattr(figures, name)(pack)).table.columns]
    assert (values(pack)["data"]["first_date"], values(pack)["data"]["last_date"]) == ("2022", "2025")


def test_a_community_is_not_its_armed_people(make_pack: Any) -> None:
    actors = [{"id": "x", "name": "Group A", "kind": "communal"}]
    for name in ("who_harms_whom", "top_actors"):
        assert "community" in words(getattr(figures, name)(make_pack([{}], actors=actors)).cannot_show)
        assert "community" not in words(getattr(figures, name)(make_pack([{}])).cannot_show)
    some = make_pack([{}, {"side_b": None}])
    assert "1 report does not say who was attacked." in words(figures.who_harms_whom(some).cannot_show)
