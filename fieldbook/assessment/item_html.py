"""HTML of one question. The page works without script: the player (``fieldbook/player``) brings it to life."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from fieldbook.assessment.bound_option import ShownText
from fieldbook.assessment.option_order import arranged
from fieldbook.assessment.shapes import BoundItem, GapsItem, PairsItem, Shape, WrittenItem
from fieldbook.core.i18n import _
from fieldbook.core.templates import templates
from fieldbook.player.joined import player_css, player_script
from fieldbook.player.strings import player_strings

Slots = Mapping[str, str]
"""HTML of each piece of text, by the names that ``slot_texts`` gives, and ``source`` with the line on sources."""

_Order = Callable[..., Sequence[Any]]
"""Options of an item, perhaps of a gap, as they stand on the page."""

_TEMPLATES = {
    Shape.CHOICE: "choice",
    Shape.CHOICES: "choice",
    Shape.PAIRS: "pairs",
    Shape.ORDER: "order",
    Shape.NUMBER: "written",
    Shape.TEXT: "written",
    Shape.GAPS: "gaps",
}


def slot_texts(item: BoundItem, *, feedback: bool = True) -> dict[str, str]:
    """Markdown of each piece of ``item`` that is shown, by the name under which ``activity_html`` wants its HTML."""
    texts = {"stem": item.stem}
    for ref, option in item.refs():
        # What a learner should write is compared as it stands, and shown as plain text.
        texts |= {} if isinstance(item, WrittenItem) else {f"option.{ref}": option.text}
        texts |= {f"feedback.{ref}": option.feedback} if feedback else {}
    if isinstance(item, PairsItem):
        texts |= {f"right.{right.id}": right.text for right in item.rights}
    if isinstance(item, WrittenItem) and feedback:
        texts["feedback.otherwise"] = item.otherwise
    return texts


def activity_html(item: BoundItem, slots: Slots) -> str:
    """The question with everything that the player needs to check it.

    ``slots`` has trusted HTML for every name of ``slot_texts``; without ``source`` the item's source keys are printed.
    """
    return _question(item, slots, "fieldbook-activity", feedback=True)


def question_html(item: BoundItem, slots: Slots, *, feedback: bool, sealed: bool) -> str:
    """The question in a test. ``feedback`` is there, out of sight, for after the test; a ``sealed`` item has its
    options in order already."""
    return _question(item, slots, "fieldbook-question", feedback=feedback, sealed=sealed)


def _question(item: BoundItem, slots: Slots, tag: str, *, feedback: bool, sealed: bool = False) -> str:
    pieces = {name: Markup(text) for name, text in slots.items()}  # noqa: S704 made by the Markdown renderer
    template = templates("fieldbook.assessment").get_template(f"{_TEMPLATES[item.shape]}.html.j2")
    order: _Order = _as_given if sealed else arranged
    view = {
        "item": item,
        "html": pieces,
        "tag": tag,
        "with_feedback": feedback,
        "dom_id": f"item-{item.id}",
        "options": [] if isinstance(item, GapsItem) else order(item, item.options),
        "key": _key(item, sealed=sealed),
        "stem": _with_gaps(item, pieces, order) if isinstance(item, GapsItem) else pieces["stem"],
    }
    return template.render(view, _=_)


def _as_given(item: BoundItem, options: Sequence[ShownText], name: str = "") -> Sequence[ShownText]:
    del item, name
    return options


def jupyter_html(items: Iterable[BoundItem]) -> str:
    """A knowledge check as a cell's output: questions, style and player in one piece, nothing is kept."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")

    def rendered(text: str) -> str:
        block = str(markdown.render(text)).strip()
        inner = block.removeprefix("<p>").removesuffix("</p>")
        return inner if "<p>" not in inner and block.startswith("<p>") else block

    checks = [activity_html(item, {name: rendered(text) for name, text in slot_texts(item).items()}) for item in items]
    data: dict[str, Any] = {"record": None, "modules": [], "strings": player_strings()}
    script = f"window.FIELDBOOK = window.FIELDBOOK || {_script_json(data)};\n{player_script()}"
    return "\n".join([f"<style>{player_css()}</style>", *checks, f"<script>{script}</script>"])


def _with_gaps(item: GapsItem, pieces: Mapping[str, Markup], order: _Order) -> Markup:
    """The stem with a drop-down for each ``[[gap]]``."""
    gaps = {gap.id: (place, gap) for place, gap in enumerate(item.gaps, 1)}
    template = templates("fieldbook.assessment").get_template("gap.html.j2")

    def drop_down(found: re.Match[str]) -> str:
        if found[1] not in gaps:
            return found[0]
        place, gap = gaps[found[1]]
        shown = order(item, gap.options, gap.id)
        return template.render(_=_, gap=gap, place=place, count=len(gaps), options=shown, html=pieces, behind=found[2])

    return Markup(re.sub(r"\[\[([a-z0-9-]+)\]\]([.,;:!?)]*)", drop_down, pieces["stem"]))  # noqa: S704 both parts are HTML


def _key(item: BoundItem, *, sealed: bool) -> dict[str, Any]:
    """What scoring needs and nothing else; JSON for the player."""
    return item.model_dump(include={"id", "type", "variant", "objective", "level"}) | item.key(sealed=sealed)


def _script_json(data: object) -> str:
    """JSON that can stand in a script element: no ``<`` can end it."""
    return json.dumps(data, sort_keys=True).replace("<", "\\u003c")
