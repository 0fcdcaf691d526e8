"""Writes a small book by hand: a start page, a page with every kind of activity, one that is only read, the record."""

from __future__ import annotations

import dataclasses
import html
import json
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from fieldbook.build.player import player_css, player_script
from fieldbook.player.strings import player_strings
from fieldbook.render.activity import activity_html, slot_texts
from fieldbook.theme.assets import style_sheet

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "scoring.json").read_text("utf-8"))
ITEMS: list[dict[str, Any]] = VECTORS["items"][:9]
"""One of each type."""

DECISION = """
<fieldbook-decision class="fb-part fb-decision" role="group" aria-labelledby="d-gate-label" data-id="d-gate" data-type="decision">
<p class="fb-label" id="d-gate-label">Decision</p>
<div class="fb-prompt" id="d-gate-prompt"><p>It is ten at night. Sixty people stand at the gate. You have twenty soldiers.</p></div>
<form><fieldset aria-describedby="d-gate-prompt"><legend>What do you decide?</legend>
<p class="fb-choice"><label><input type="radio" name="d-gate" value="a"> <span>Open the gate now</span></label></p>
<div class="fb-consequence" data-for="a"><p>They are safe tonight. The company has no water for tomorrow.</p></div>
<p class="fb-choice"><label><input type="radio" name="d-gate" value="b"> <span>Keep it closed and post a patrol in front of it until the sector answers</span></label></p>
<div class="fb-consequence" data-for="b"><p>The patrol holds until two in the morning, when the first shots fall.</p></div>
</fieldset></form>
<div class="fb-after"><p>What happened: Lieutenant Beck opened the outer yard.</p></div>
</fieldbook-decision>"""

TENSION = """
<fieldbook-tension class="fb-part fb-tension fb-tension-principles-pragmatism" role="group" aria-labelledby="t-gate-label" data-id="t-gate" data-type="tension" data-tension="principles-pragmatism">
<p class="fb-label" id="t-gate-label">Tension <span class="fb-tension-name">Principles – Pragmatism</span></p>
<div class="fb-prompt" id="t-gate-prompt"><p>Where do you stand at the gate?</p></div>
<div class="fb-scale"><p class="fb-poles"><span class="fb-pole">Principles</span> <span class="fb-pole">Pragmatism</span></p>
<input type="range" min="-50" max="50" step="1" value="0" aria-labelledby="t-gate-label t-gate-prompt" aria-describedby="t-gate-hint"></div>
<p class="fb-hint" id="t-gate-hint">Neither end is the right answer. Move the marker to where you stand, then read on.</p>
</fieldbook-tension>"""

MODULES = [
    {
        "id": "m1",
        "title": "The gate",
        "page": "page.html",
        "minutes": 20,
        "lessons": [
            {
                "id": "m1-questions",
                "title": "Questions at the gate",
                "page": "page.html",
                "anchor": "questions",
                "activities": [item["id"] for item in ITEMS],
            },
            {
                "id": "m1-stand",
                "title": "Where you stand",
                "page": "page.html",
                "anchor": "stand",
                "activities": ["d-gate", "t-gate"],
            },
        ],
    },
    {
        "id": "m2",
        "title": "The road",
        "page": "deep/reading.html",
        "minutes": 10,
        "lessons": [
            {"id": "m2-road", "title": "The road", "page": "deep/reading.html", "anchor": "road", "activities": []}
        ],
    },
]

RECORD = {"course": "tiny", "context": "ondara", "lang": "en", "build": "build1"}


@dataclasses.dataclass(frozen=True)
class Book:
    root: Path

    @property
    def page(self) -> Path:
        return self.root / "page.html"


def write_book(root: Path, items: list[dict[str, Any]] | None = None, build: str = "build1", *, themed: bool = True) -> Book:
    """Write the book into ``root``; ``items`` for another variant of the questions."""
    static = root / "_static"
    static.mkdir(parents=True, exist_ok=True)
    data = {"record": RECORD | {"build": build}, "modules": MODULES, "strings": player_strings()}
    (static / "fieldbook-data.js").write_text(f"window.FIELDBOOK={json.dumps(data)};\n", "utf-8")
    (static / "player.js").write_text(player_script(), "utf-8")
    (static / "player.css").write_text(player_css(), "utf-8")
    (static / "fieldbook.css").write_text(style_sheet() if themed else "", "utf-8")
    questions = "\n".join(question(item) for item in items or ITEMS)
    _write(root / "page.html", "./", "The gate", (
        '<p data-fb-progress="module" data-fb-ref="m1"></p><div class="fb-resume" data-fb-resume data-fb-ref="m1"></div>'
        f'<section id="questions"><h2>Questions at the gate</h2>{questions}</section>'
        f'<section id="stand"><h2>Where you stand</h2>{DECISION}{TENSION}</section>'
    ))  # fmt: skip
    _write(root / "index.html", "./", "Start", (
        '<p class="fb-course-progress" data-fb-progress="course"></p><div data-fb-resume></div>'
        '<ul><li><a href="page.html">The gate <span class="fb-progress" data-fb-progress="module" data-fb-ref="m1"></span></a></li>'
        '<li><a href="page.html#questions">Questions <span class="fb-progress" data-fb-progress="lesson" data-fb-ref="m1-questions"></span></a></li>'
        '<li><a href="deep/reading.html#road">The road <span class="fb-progress" data-fb-progress="lesson" data-fb-ref="m2-road"></span></a></li></ul>'
        '<h2>Your record</h2><div class="fb-record" data-fb-record><noscript>No script.</noscript></div>'
    ))  # fmt: skip
    text = "<p>" + "The road opens in December. " * 60 + "</p>"
    (root / "deep").mkdir(exist_ok=True)
    _write(root / "deep" / "reading.html", "../", "The road", f'<section id="road"><h2>The road</h2>{text * 4}</section>')
    return Book(root)


def question(item: dict[str, Any]) -> str:
    """The question's HTML, with Markdown rendered as a page would."""
    markdown = MarkdownIt("commonmark")
    slots = {name: markdown.renderInline(text) for name, text in slot_texts(item).items()}
    return activity_html(item, slots | {"source": '<a href="#references">United Nations (2023)</a>'})


def _write(path: Path, root: str, title: str, body: str) -> None:
    static = f"{root}_static"
    path.write_text(f"""<!doctype html>
<html class="js fb" lang="en" data-content_root="{root}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(title)}</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="{static}/fieldbook.css"><link rel="stylesheet" href="{static}/player.css">
<script defer src="{static}/fieldbook-data.js"></script><script defer src="{static}/player.js"></script></head>
<body data-theme="auto"><main class="fb-main"><article class="fb-text"><h1>{html.escape(title)}</h1>
{body}
</article></main></body></html>
""", "utf-8")  # fmt: skip
