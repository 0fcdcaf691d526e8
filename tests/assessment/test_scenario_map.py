"""The trainer's map: every box stands free, every way is drawn and told, words of the context stay words."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from building import PROJECT, TINY
from fieldbook.assessment.practice_binding import bind_practice
from fieldbook.assessment.practice_html import practice_texts
from fieldbook.assessment.scenario_map import scenario_map
from fieldbook.core.yamlfile import read_yaml
from fieldbook.course.sources import load_course
from fieldbook.drawing.layers import layered
from fieldbook.model.scenario import Scenario, Situation

FILES = sorted((PROJECT / "assessments" / "scenarios").glob("*.yml"))
LONG = {"a": ["b", "c", "d"], "b": ["c", "e"], "c": ["d"], "d": ["e", "f"], "e": [], "f": []}


def targets(path: Path) -> dict[str, list[str]]:
    scenario = read_yaml(path, Scenario, path.parent).value
    return {
        node.id: [way.to for turn in node.choices for way in turn.to] if isinstance(node, Situation) else []
        for node in scenario.nodes
    }


@pytest.mark.parametrize("graph", [LONG, *map(targets, FILES)], ids=["long", *(path.stem for path in FILES)])
def test_boxes_stand_free_beneath_what_leads_to_them(graph: Mapping[str, Sequence[str]]) -> None:
    layers = layered(graph)
    for name, leads in graph.items():
        column, row = layers.places[name]
        assert 0.5 <= column <= layers.columns - 0.5
        assert all(layers.places[target][1] > row for target in leads)
        assert leads or row == layers.rows - 1
        beside = [place for other, place in layers.places.items() if other != name]
        assert all(abs(column - other) >= 1 for other, line in beside if line == row)
        passing = itertools.chain.from_iterable(layers.bends.values())
        assert all(abs(column - bend) > 0.6 for bend, line in passing if line == row), name


def test_a_long_way_bends_in_every_row_that_it_passes() -> None:
    layers = layered(LONG)
    assert [row for _column, row in layers.bends["a", "d"]] == [1, 2]
    assert layers.bends["d", "f"] == []


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    course = load_course(TINY)
    bound = bind_practice(course.scenarios["t1-s-well"], course.context, course.tensions)
    bound["state"][0]["name"] = "Trust &amp; patience"  # as a value of the context stands in a text
    bound["nodes"][2]["title"] = "</svg><img src=x onerror=alert(1)>"
    texts = practice_texts({"kind": "scenario", "scenario": bound})
    slots = {name: f'<span id="twice">{name}</span>' for name in texts}
    return BeautifulSoup(scenario_map(bound, slots), "html.parser")


def test_the_drawing_names_every_node_and_outcome(page: BeautifulSoup) -> None:
    heads = [text.get_text() for text in page.select("svg .fb-map-number")]
    assert heads == [
        "1",
        "2",
        "3 \N{CHECK MARK} safer",
        "4 \N{CIRCLE WITH LEFT HALF BLACK} mixed",
        "5 \N{MULTIPLICATION SIGN} harmed",
    ]
    assert len(page.select("svg .fb-map-way")) == 5
    assert len(page.select("svg .fb-map-way[stroke-dasharray]")) == 1
    assert "5 nodes" in str(page.select("svg[role=img]")[0]["aria-label"])


def test_the_table_tells_choices_effects_poles_and_ways(page: BeautifulSoup) -> None:
    [share] = [row for row in page.select("tbody tr") if "choice.noon.share" in row.get_text()]
    assert [cell.get_text() for cell in share.select("td")] == [
        "a. choice.noon.share",
        "Trust & patience +10Leans to: Local support, Pragmatism",
        "If Trust & patience is 60 or more and Exposure is below 40, go to 3. Go to 4.",
    ]
    assert page.select("tbody tr")[-1].get_text() == "5. StonesEnding: people were harmed"


def test_words_of_the_context_stay_words_and_ids_stand_once(page: BeautifulSoup) -> None:
    assert not page.select("img")
    assert not page.select("#twice")
