"""The trainer's map of a branching scenario: a drawing of all ways, and the same as a table."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from lxml import etree
from markupsafe import Markup

from fieldbook.i18n import _
from fieldbook.render.practice import effects, environment, outcome_words

_WIDE, _HIGH, _ACROSS, _DOWN = 96, 40, 108, 92
"""Size of a box and distance of boxes, in units of the drawing."""
_SIGNS = {"held": "\N{CHECK MARK}", "mixed": "\N{CIRCLE WITH LEFT HALF BLACK}", "lost": "\N{MULTIPLICATION SIGN}"}


Place = tuple[float, float]


def scenario_map(scenario: Mapping[str, Any], slots: Mapping[str, str]) -> str:
    """HTML for the trainer's edition: drawing, and a table with every choice, its effects and where it leads.

    ``slots`` has trusted HTML for every name of ``practice_texts``.
    """
    numbers = {node["id"]: number for number, node in enumerate(scenario["nodes"], 1)}
    gauges = {gauge["id"]: gauge["name"] for gauge in scenario["state"]}
    template = environment().get_template("scenario-map.html.j2")
    return template.render(
        _=_,
        scenario=scenario,
        html={name: Markup(text) for name, text in slots.items()},  # noqa: S704 made by the Markdown renderer
        svg=etree.tostring(_drawing(scenario, numbers), encoding="unicode"),
        numbers=numbers,
        effects=lambda turn: effects(turn, gauges),
        gauges=gauges,
        outcomes=outcome_words(),
    )


def _drawing(scenario: Mapping[str, Any], numbers: Mapping[str, int]) -> etree._Element:
    places = _places(scenario)
    width = (max(x for x, _y in places.values()) + 1) * _ACROSS
    height = (max(y for _x, y in places.values()) + 1) * _DOWN
    name = _("Map of the scenario: {n} nodes. The table below says the same.").format(n=len(numbers))
    svg = etree.Element("svg", {"viewBox": f"0 0 {width:g} {height:g}", "role": "img", "aria-label": name})
    for node in scenario["nodes"]:
        for letter, turn in zip("abcd", node.get("choices", ()), strict=False):
            for way in turn["to"]:
                _edge(svg, places[node["id"]], places[way["to"]], letter, dashed=bool(way["when"]))
    for node in scenario["nodes"]:
        _box(svg, places[node["id"]], node, numbers[node["id"]])
    return svg


def _places(scenario: Mapping[str, Any]) -> dict[str, Place]:
    """Column and row of each node: the row is the longest way from the start, columns follow the parents' mean."""
    targets = {
        node["id"]: [way["to"] for turn in node.get("choices", ()) for way in turn["to"]] for node in scenario["nodes"]
    }
    rows = dict.fromkeys(targets, 0)
    for _round in targets:  # long enough, because there is no circle
        for name, leads in targets.items():
            for target in leads:
                rows[target] = max(rows[target], rows[name] + 1)
    columns: dict[str, float] = {}
    widest = max(list(rows.values()).count(row) for row in set(rows.values()))
    for row in sorted(set(rows.values())):
        names = [name for name in targets if rows[name] == row]

        def middle(name: str) -> float:
            above = [columns[parent] for parent, leads in targets.items() if name in leads and parent in columns]
            return sum(above) / len(above) if above else 0.0

        names.sort(key=lambda name: (middle(name), name))
        for number, name in enumerate(names):
            columns[name] = number + (widest - len(names)) / 2
    return {name: (columns[name], float(rows[name])) for name in targets}


def _edge(svg: etree._Element, start: Place, end: Place, letter: str, *, dashed: bool) -> None:
    shift = {"a": -24, "b": -8, "c": 8, "d": 24}[letter]
    x1, y1 = _center(start)[0] + shift, _center(start)[1] + _HIGH / 2
    x2, y2 = _center(end)[0] + shift / 2, _center(end)[1] - _HIGH / 2
    bend = (y2 - y1) / 2
    path = f"M{x1:g} {y1:g}C{x1:g} {y1 + bend:g} {x2:g} {y2 - bend:g} {x2:g} {y2:g}"
    line = etree.SubElement(svg, "path", {"d": path, "class": "fb-map-way"})
    if dashed:
        line.set("stroke-dasharray", "4 3")
    etree.SubElement(svg, "text", {"x": f"{x1:g}", "y": f"{y1 + 12:g}", "class": "fb-map-letter"}).text = letter


def _box(svg: etree._Element, place: Place, node: Mapping[str, Any], number: int) -> None:
    x, y = _center(place)
    group = etree.SubElement(svg, "g", {"class": f"fb-map-node fb-map-{node.get('ending', 'situation')}"})
    corner = {"x": f"{x - _WIDE / 2:g}", "y": f"{y - _HIGH / 2:g}", "width": str(_WIDE), "height": str(_HIGH)}
    etree.SubElement(group, "rect", {**corner, "rx": "16" if "ending" in node else "3"})
    head = f"{number} {_SIGNS[node['ending']]}" if "ending" in node else str(number)
    etree.SubElement(group, "text", {"x": f"{x:g}", "y": f"{y - 4:g}", "class": "fb-map-number"}).text = head
    words = html.unescape(str(node.get("title") or node.get("when") or node["id"]))
    short = words if len(words) <= 16 else f"{words[:15]}\N{HORIZONTAL ELLIPSIS}"
    etree.SubElement(group, "text", {"x": f"{x:g}", "y": f"{y + 12:g}", "class": "fb-map-words"}).text = short


def _center(place: Place) -> Place:
    return (place[0] + 0.5) * _ACROSS, (place[1] + 0.5) * _DOWN
