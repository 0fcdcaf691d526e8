"""HTML of one question. The page works without script: the player (``fieldbook/player``) brings it to life."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from fieldbook.assessment.option_order import arranged
from fieldbook.core.i18n import _
from fieldbook.core.templates import templates
from fieldbook.player.joined import player_css, player_script
from fieldbook.player.strings import player_strings

Item = Mapping[str, Any]
"""A bound item (``docs/items.md``)."""

Slots = Mapping[str, str]
"""HTML of each piece of text, by the names that ``slot_texts`` gives, and ``source`` with the line on sources."""

_Order = Callable[..., list[Item]]
"""Options of an item, perhaps of a gap, as they stand on the page."""

_TEMPLATES = {
    "single-choice": "choice",
    "true-false": "choice",
    "situational-judgement": "choice",
    "multiple-response": "choice",
    "matching": "matching",
    "ordering": "ordering",
    "numeric": "written",
    "short-answer": "written",
    "gap-text": "gaps",
}


def slot_texts(item: Item, *, feedback: bool = True) -> dict[str, str]:
    """Markdown of each piece of ``item`` that is shown, by the name under which ``activity_html`` wants its HTML."""
    written = _TEMPLATES[item["type"]] == "written"
    texts = {"stem": item["stem"]}
    for ref, option in _options(item):
        # What a learner should write is compared as it stands, and shown as plain text.
        texts |= {} if written else {f"option.{ref}": option["text"]}
        texts |= {f"feedback.{ref}": option["feedback"]} if feedback else {}
    texts |= {f"right.{right['id']}": right["text"] for right in item.get("rights", ())}
    return texts | ({"feedback.otherwise": item["otherwise"]} if written and feedback else {})


def activity_html(item: Item, slots: Slots) -> str:
    """The question with everything that the player needs to check it.

    ``slots`` has trusted HTML for every name of ``slot_texts``; without ``source`` the item's source keys are printed.
    """
    return _question(item, slots, arranged, "fieldbook-activity", feedback=True)


def question_html(item: Item, slots: Slots, *, feedback: bool, sealed: bool) -> str:
    """The question in a test. ``feedback`` is there, out of sight, for after the test; a ``sealed`` item has its
    options in order already."""
    return _question(item, slots, _as_given if sealed else arranged, "fieldbook-question", feedback=feedback)


def _question(item: Item, slots: Slots, order: _Order, tag: str, *, feedback: bool) -> str:
    pieces = {name: Markup(text) for name, text in slots.items()}  # noqa: S704 made by the Markdown renderer
    template = templates("fieldbook.assessment").get_template(f"{_TEMPLATES[item['type']]}.html.j2")
    view = {
        "item": item,
        "html": pieces,
        "tag": tag,
        "with_feedback": feedback,
        "dom_id": f"item-{item['id']}",
        "options": order(item, item.get("options", ())),
        "key": _key(item),
        "hint": _hints()[item["type"]],
        "stem": _with_gaps(item, pieces, order) if item["type"] == "gap-text" else pieces["stem"],
    }
    return template.render(view, _=_)


def _as_given(item: Item, options: Sequence[Item], name: str = "") -> list[Item]:
    del item, name
    return list(options)


def jupyter_html(payload: Mapping[str, Any]) -> str:
    """A knowledge check as a cell's output: questions, style and player in one piece, nothing is kept."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")

    def rendered(text: str) -> str:
        block = str(markdown.render(text)).strip()
        inner = block.removeprefix("<p>").removesuffix("</p>")
        return inner if "<p>" not in inner and block.startswith("<p>") else block

    checks = [
        activity_html(item, {name: rendered(text) for name, text in slot_texts(item).items()})
        for item in payload["items"]
    ]
    data: dict[str, Any] = {"record": None, "modules": [], "strings": player_strings()}
    script = f"window.FIELDBOOK = window.FIELDBOOK || {_script_json(data)};\n{player_script()}"
    return "\n".join([f"<style>{player_css()}</style>", *checks, f"<script>{script}</script>"])


def _options(item: Item) -> list[tuple[str, Mapping[str, Any]]]:
    """Every option with its reference: its id, in a gap text behind the id of the gap."""
    if "gaps" in item:
        return [(f"{gap['id']}.{option['id']}", option) for gap in item["gaps"] for option in gap["options"]]
    return [(option["id"], option) for option in item["options"]]


def _hints() -> dict[str, str]:
    """What to do, in words; the legend of the answer's field set."""
    return {
        "single-choice": _("Choose one answer."),
        "true-false": _("True or false?"),
        "multiple-response": _("Choose all that apply."),
        "situational-judgement": _("Choose the most effective action."),
        "matching": _("Choose what belongs to each line."),
        "ordering": _("Put the steps in order, the first one on top."),
        "numeric": _("Write a number."),
        "short-answer": _("Write a word or a few words."),
        "gap-text": _("Choose the words that fit into the gaps."),
    }


def _with_gaps(item: Item, pieces: Mapping[str, Markup], order: _Order) -> Markup:
    """The stem with a drop-down for each ``[[gap]]``."""
    gaps = {gap["id"]: (place, gap) for place, gap in enumerate(item["gaps"], 1)}
    template = templates("fieldbook.assessment").get_template("gap.html.j2")

    def drop_down(found: re.Match[str]) -> str:
        if found[1] not in gaps:
            return found[0]
        place, gap = gaps[found[1]]
        shown = order(item, gap["options"], gap["id"])
        return template.render(_=_, gap=gap, place=place, count=len(gaps), options=shown, html=pieces, behind=found[2])

    return Markup(re.sub(r"\[\[([a-z0-9-]+)\]\]([.,;:!?)]*)", drop_down, pieces["stem"]))  # noqa: S704 both parts are HTML


_KEY_FIELDS = ("id", "key", "score", "match", "place", "accept", "tolerance")


def _key(item: Item) -> dict[str, Any]:
    """What scoring needs and nothing else; JSON for the player."""
    written = _TEMPLATES[item["type"]] == "written"
    fields = (*_KEY_FIELDS, "text") if written else _KEY_FIELDS

    def bare(options: Sequence[Item]) -> list[dict[str, Any]]:
        return [{field: option[field] for field in fields if field in option} for option in options]

    key = {field: item[field] for field in ("id", "type", "variant", "objective", "level", "unit") if field in item}
    if "gaps" in item:
        return key | {"gaps": [{"id": gap["id"], "options": bare(gap["options"])} for gap in item["gaps"]]}
    return key | {"options": bare(item["options"])}


def _script_json(data: object) -> str:
    """JSON that can stand in a script element: no ``<`` can end it."""
    return json.dumps(data, sort_keys=True).replace("<", "\\u003c")
