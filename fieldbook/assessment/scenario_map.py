"""The trainer's map of a branching scenario: a drawing of all ways, and the same as a table."""

from __future__ import annotations

import html
import itertools
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree
from markupsafe import Markup

from fieldbook.assessment.practice_html import effects, goto, names, outcome_words
from fieldbook.core.i18n import _
from fieldbook.core.templates import templates
from fieldbook.drawing.layers import Layers, layered

_WIDE, _HIGH, _ACROSS, _DOWN = 116, 50, 130, 106
"""Size of a box and distance of boxes, in units of the drawing."""
_LINE = 22
"""Characters of a line in a box."""
_ID = re.compile(r' id="[^"]*"')
"""Stands in the scenario's own text already."""
_SIGNS = {"held": "\N{CHECK MARK}", "mixed": "\N{CIRCLE WITH LEFT HALF BLACK}", "lost": "\N{MULTIPLICATION SIGN}"}

Point = tuple[float, float]


def scenario_map(scenario: Mapping[str, Any], slots: Mapping[str, str]) -> str:
    """HTML for the trainer's edition: drawing, and a table with every choice, its effects and where it leads.

    ``slots`` has trusted HTML for every name of ``practice_texts``.
    """
    numbers, gauges = names(scenario)
    template = templates("fieldbook.assessment", plain=html.unescape).get_template("scenario-map.html.j2")
    return template.render(
        _=_,
        scenario=scenario,
        html={name: Markup(_ID.sub("", text)) for name, text in slots.items()},  # noqa: S704 made by the Markdown renderer
        svg=etree.tostring(_drawing(scenario, numbers), encoding="unicode"),
        numbers=numbers,
        effects=lambda turn: effects(turn, gauges),
        goto=lambda turn: goto(turn, gauges, numbers),
        poles=lambda turn: ", ".join(scenario["poles"][tension][pole] for tension, pole in turn["leans"].items()),
        outcomes=outcome_words(),
    )


def _drawing(scenario: Mapping[str, Any], numbers: Mapping[str, int]) -> etree._Element:
    layers = layered(
        {
            node["id"]: [way["to"] for turn in node.get("choices", ()) for way in turn["to"]]
            for node in scenario["nodes"]
        }
    )
    width, height = layers.columns * _ACROSS, layers.rows * _DOWN
    name = _("Map of the scenario: {n} nodes. The table below says the same.").format(n=len(numbers))
    size = {"viewBox": f"0 0 {width:g} {height:g}", "width": f"{width:g}", "height": f"{height:g}"}
    svg = etree.Element("svg", {**size, "role": "img", "aria-label": name})
    for node in scenario["nodes"]:
        for number, turn in enumerate(node.get("choices", ())):
            for way in turn["to"]:
                points = _points(layers, node["id"], way["to"], _port(number, len(node["choices"])))
                _way(svg, points, dashed=bool(way["when"]))
    for node in scenario["nodes"]:
        _box(svg, _center(*layers.places[node["id"]]), node, numbers[node["id"]])
    return svg


def _port(number: int, of: int) -> float:
    """Where a choice leaves the box, from its middle."""
    return (number - (of - 1) / 2) * 26


def _points(layers: Layers, name: str, target: str, port: float) -> list[Point]:
    """Where a way runs straight down: beneath its box, past rows, above the next box."""
    (x, y), (x_end, y_end) = _center(*layers.places[name]), _center(*layers.places[target])
    points = [(x + port, y + _HIGH / 2)]
    for place in layers.bends[name, target]:
        x, y = _center(*place)
        points += [(x + port / 6, y - _HIGH / 2), (x + port / 6, y + _HIGH / 2)]
    return [*points, (x_end + port / 2, y_end - _HIGH / 2)]


def _way(svg: etree._Element, points: Sequence[Point], *, dashed: bool) -> None:
    path = "M{:g} {:g}".format(*points[0])
    for number, ((x1, y1), (x2, y2)) in enumerate(itertools.pairwise(points)):
        bend = (y2 - y1) / 2
        path += f"V{y2:g}" if number % 2 else f"C{x1:g} {y1 + bend:g} {x2:g} {y2 - bend:g} {x2:g} {y2:g}"
    line = etree.SubElement(svg, "path", {"d": path, "class": "fb-map-way"})
    if dashed:
        line.set("stroke-dasharray", "4 3")
    x, y = points[-1]
    etree.SubElement(svg, "path", {"d": f"M{x - 3:g} {y - 6:g}L{x:g} {y:g}L{x + 3:g} {y - 6:g}", "class": "fb-map-tip"})


def _box(svg: etree._Element, center: Point, node: Mapping[str, Any], number: int) -> None:
    x, y = center
    group = etree.SubElement(svg, "g", {"class": "fb-map-node"})
    corner = {"x": f"{x - _WIDE / 2:g}", "y": f"{y - _HIGH / 2:g}", "width": str(_WIDE), "height": str(_HIGH)}
    etree.SubElement(group, "rect", {**corner, "rx": "16" if "ending" in node else "3"})
    head = f"{number} {_SIGNS[node['ending']]} {_short(node['ending'])}" if "ending" in node else str(number)
    _text(group, x, y - 9, "fb-map-number", head)
    words = html.unescape(str(node.get("title") or node.get("when") or ""))
    lines = textwrap.wrap(words, _LINE, max_lines=2, placeholder="\N{HORIZONTAL ELLIPSIS}")
    for place, line in enumerate(lines):
        _text(group, x, y + 5 + 12 * place, "fb-map-words", line)
    for place in range(len(node.get("choices", ()))):
        _text(group, x + _port(place, len(node["choices"])), y + _HIGH / 2 + 13, "fb-map-letter", "abcd"[place])


def _text(parent: etree._Element, x: float, y: float, kind: str, text: str) -> None:
    etree.SubElement(parent, "text", {"x": f"{x:g}", "y": f"{y:g}", "class": kind}).text = text


def _short(outcome: str) -> str:
    return {"held": _("safer"), "mixed": _("mixed"), "lost": _("harmed")}[outcome]


def _center(column: float, row: int) -> Point:
    return column * _ACROSS, (row + 0.5) * _DOWN
