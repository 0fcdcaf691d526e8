"""HTML of a branching scenario and of a module product. Both can be read, and filled on paper, without script."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from fieldbook.assessment import product_fit
from fieldbook.core.i18n import _
from fieldbook.core.templates import templates
from fieldbook.player.joined import player_css, player_script
from fieldbook.player.strings import player_strings

Payload = Mapping[str, Any]
"""``{"kind": "scenario", "scenario": …}`` or ``{"kind": "product", "product": …}``, bound to a context."""


def practice_texts(payload: Payload) -> dict[str, str]:
    """Markdown of each piece that is shown, by the name under which ``practice_html`` wants its HTML.

    In the order of reading; pieces of which ``practice_html`` knows nothing complete it where there is plain text only.
    """
    part = payload[payload["kind"]]
    texts = _scenario_texts(part) if payload["kind"] == "scenario" else _product_texts(part)
    return {"title": f"**{part['title']}**", **dict(texts)}


def practice_html(payload: Payload, slots: Mapping[str, str]) -> str:
    """The scenario or product. ``slots`` has trusted HTML for every name of ``practice_texts``."""
    pieces = {name: Markup(text) for name, text in slots.items()}  # noqa: S704 made by the Markdown renderer
    kind = payload["kind"]
    # values of the context stand in a text as character references
    template = templates("fieldbook.assessment", plain=html.unescape).get_template(f"{kind}.html.j2")
    if kind == "scenario":
        return template.render(_=_, scenario=payload[kind], html=pieces, **_scenario_view(payload[kind]))
    return template.render(_=_, product=payload[kind], html=pieces, room=product_fit.room, share=product_fit.share)


def practice_plain(payload: Payload) -> str:
    """The same as text, for a notebook that shows no HTML."""
    texts = [f"[{payload[payload['kind']]['id']}]", *practice_texts(payload).values()]
    return html.unescape("\n\n".join(text.strip() for text in texts))


def jupyter_practice(payload: Payload) -> str:
    """The same as a cell's output: text, style and player in one piece, nothing is kept."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    body = practice_html(payload, {name: str(markdown.render(text)) for name, text in practice_texts(payload).items()})
    data = json.dumps({"record": None, "modules": [], "strings": player_strings()}, sort_keys=True)
    start = "window.FIELDBOOK = window.FIELDBOOK || " + data.replace("<", "\\u003c")
    return f"<style>{player_css()}</style>{body}<script>{start};\n{player_script()}</script>"


def _scenario_texts(scenario: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    numbers, gauges = names(scenario)
    yield "role", _("You are: {role}").format(role=scenario["role"])
    yield "intro", scenario["intro"]
    value = _("{name}: {n} of 100")
    values = [value.format(name=gauge["name"], n=gauge["start"]) for gauge in scenario["state"]]
    yield "state", "; ".join(values)
    yield "how", how_to_play(numbers[scenario["start"]])
    for node in scenario["nodes"]:
        ending = f"{outcome_words()[node['ending']]}. {node['title']}" if "ending" in node else ""
        yield f"head.{node['id']}", f"**{numbers[node['id']]}.** {ending or node['when'] or ''}"
        yield f"text.{node['id']}", node["text"]
        if ending:
            yield f"debrief.{node['id']}", node["debrief"]
        for letter, turn in zip("abcd", node.get("choices", ()), strict=False):
            name = f"{node['id']}.{turn['id']}"
            yield f"letter.{name}", _("Choice {letter}").format(letter=letter)
            yield f"choice.{name}", turn["text"]
            yield f"consequence.{name}", turn["consequence"]
            yield f"go.{name}", ". ".join(filter(None, [effects(turn, gauges), " ".join(goto(turn, gauges, numbers))]))


def _scenario_view(scenario: Mapping[str, Any]) -> dict[str, Any]:
    numbers, gauges = names(scenario)
    rules = {
        "state": [{"id": gauge["id"], "start": gauge["start"]} for gauge in scenario["state"]],
        "start": scenario["start"],
        "poles": {name: list(poles.items()) for name, poles in scenario["poles"].items()},
        "nodes": [
            {"id": node["id"], "ending": node["ending"]}
            if "ending" in node
            else {
                "id": node["id"],
                "choices": [{key: turn[key] for key in ("id", "effects", "leans", "to")} for turn in node["choices"]],
            }
            for node in scenario["nodes"]
        ],
    }
    return {
        "numbers": numbers,
        "how": how_to_play(numbers[scenario["start"]]),
        "rules": Markup(json.dumps(rules, sort_keys=True).replace("<", "\\u003c")),  # noqa: S704 ids, numbers and names
        "effects": lambda turn: effects(turn, gauges),
        "goto": lambda turn: list(goto(turn, gauges, numbers)),
        "outcomes": outcome_words(),
    }


def names(scenario: Mapping[str, Any]) -> tuple[dict[str, int], dict[str, str]]:
    """Numbers of nodes, names of gauges."""
    return (
        {node["id"]: number for number, node in enumerate(scenario["nodes"], 1)},
        {gauge["id"]: gauge["name"] for gauge in scenario["state"]},
    )


def how_to_play(start: int) -> str:
    """What to do with the numbers, for whoever plays on paper."""
    words = _("Read number {n}, choose, read what follows, change the state, and go on at the number that is given.")
    return words.format(n=start)


def effects(turn: Mapping[str, Any], gauges: Mapping[str, str]) -> str:
    """What a choice changes, in words: ``Trust of the people +10``."""
    signed = {name: f"{change:+d}".replace("-", "\N{MINUS SIGN}") for name, change in turn["effects"].items()}
    return ", ".join(f"{gauges[name]} {change}" for name, change in signed.items())


def goto(turn: Mapping[str, Any], gauges: Mapping[str, str], numbers: Mapping[str, int]) -> Iterator[str]:
    """Where a choice leads, in words, for whoever plays on paper."""
    for way in turn["to"]:
        tests = [
            _("{gauge} is below {n}").format(gauge=gauges[condition["gauge"]], n=condition["below"])
            if condition["below"] is not None
            else _("{gauge} is {n} or more").format(gauge=gauges[condition["gauge"]], n=condition["from"])
            for condition in way["when"]
        ]
        if tests:
            joined = _(" and ").join(tests)
            yield _("If {conditions}, go to {number}.").format(conditions=joined, number=numbers[way["to"]])
        else:
            yield _("Go to {number}.").format(number=numbers[way["to"]])


def outcome_words() -> dict[str, str]:
    """What an ending means for the people, in words."""
    return {
        "held": _("Ending: people are safer"),
        "mixed": _("Ending: some are safer, some are not"),
        "lost": _("Ending: people were harmed"),
    }


def _product_texts(product: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "purpose", product["purpose"]
    for section in product["sections"]:
        yield f"help.{section['id']}", section["help"]
        if section["kind"] == "text":
            yield f"example.{section['id']}", section["example"]
        else:
            for row, line in enumerate(section["example"]):
                for column, cell in zip(section["columns"], line, strict=True):
                    yield f"example.{section['id']}.{row}.{column['id']}", cell
