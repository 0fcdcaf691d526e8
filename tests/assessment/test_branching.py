"""Walking through branching scenarios, and the JavaScript twin on the same paths: every path to every ending."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from building import PROJECT, TINY
from fieldbook.assessment import branching
from fieldbook.core.yamlfile import read_yaml
from fieldbook.model.scenario import Scenario
from fieldbook.player.joined import joined

FILES = sorted((PROJECT / "assessments" / "scenarios").glob("*.yml")) + sorted(
    (TINY / "assessments" / "scenarios").glob("*.yml")
)


def rules(path: Path) -> dict[str, Any]:
    return read_yaml(path, Scenario, path.parent).value.model_dump(mode="json", by_alias=True)


def paths(scenario: dict[str, Any]) -> Iterator[tuple[list[str], branching.State]]:
    """Every way from the start to an ending: its choices, and the state in which it ends."""
    endings = {node["id"] for node in scenario["nodes"] if "ending" in node}
    turns = {node["id"]: [turn["id"] for turn in node.get("choices", ())] for node in scenario["nodes"]}
    waiting: list[tuple[list[str], branching.State]] = [([], branching.begin(scenario))]
    while waiting:
        path, state = waiting.pop()
        if state.node in endings:
            yield path, state
        waiting += [([*path, turn], branching.choose(scenario, state, turn).after) for turn in turns[state.node]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_path_ends_and_every_ending_is_reached(path: Path) -> None:
    scenario = rules(path)
    reached = {state.node for _path, state in paths(scenario)}
    assert reached == {node["id"] for node in scenario["nodes"] if "ending" in node}


@pytest.mark.browser
def test_the_player_walks_the_same_paths(chromium: Browser) -> None:
    script = f"""([rules, paths]) => {{ {joined("branching.js")}
      return paths.map((path) => {{ const end = walkPath(rules, path).at(-1); return [end.node.id, end.gauges]; }}); }}"""
    page = chromium.new_page()
    for path in FILES:
        scenario = rules(path)
        walks = list(paths(scenario))
        names = [gauge["id"] for gauge in scenario["state"]]
        wanted = [[state.node, dict(zip(names, state.gauges, strict=True))] for _choices, state in walks]
        assert page.evaluate(script, [scenario, [choices for choices, _state in walks]]) == wanted, path.stem
    page.close()


def test_gauges_stay_between_0_and_100() -> None:
    scenario = json.loads(json.dumps(rules(TINY / "assessments/scenarios/t1-s-well.yml")))
    scenario["nodes"][0]["choices"][0]["effects"] = {"trust": 90, "exposure": -90}
    after = branching.choose(scenario, branching.begin(scenario), "listen").after
    assert after.gauges == (100, 0)


def test_a_choice_that_is_not_there() -> None:
    scenario = rules(TINY / "assessments/scenarios/t1-s-well.yml")
    with pytest.raises(KeyError, match="fly"):
        branching.choose(scenario, branching.begin(scenario), "fly")
