"""Writes a small book by hand: a start page, a page with every kind of activity, one that is only read, the record."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from browser_store import record_at
from markdown_it import MarkdownIt
from playwright.sync_api import Page
from vector_items import EACH

from fieldbook.assessment.group_choices import groups_html
from fieldbook.assessment.item_html import activity_html, slot_texts
from fieldbook.assessment.shapes import BoundItem
from fieldbook.book.theme.theme_assets import style_sheet
from fieldbook.player.joined import player_css, player_script, store_page
from fieldbook.player.strings import player_strings

ITEMS = list(EACH.values())
"""One of each type."""


MODULES = [
    {
        "id": "m1",
        "title": "The gate",
        "page": "index.html",
        "end": "index.html",
        "lessons": [
            {
                "id": "m1-questions",
                "title": "Questions at the gate",
                "page": "page.html",
                "minutes": 20,
                "steps": 2,
                "was": ["m1-at-the-gate"],
                "activities": [item.id for item in ITEMS],
            },
            {
                "id": "m1-stand",
                "title": "Where you stand",
                "page": "stand.html",
                "minutes": 3,
                "activities": ["d-gate", "t-gate"],
            },
        ],
    },
    {
        "id": "m2",
        "title": "The road",
        "page": "deep/index.html",
        "end": "deep/index.html",
        "lessons": [
            {"id": "m2-road", "title": "The road", "page": "deep/reading.html", "minutes": 10, "activities": []}
        ],
    },
]

RECORD = {"course": "tiny", "context": "ondara", "lang": "en", "build": "build1"}


KEY = "record:3:tiny:ondara"
LOCAL = "fieldbook:3:tiny:ondara"
"""The record's key in the browser's database, and in the local storage, where earlier editions kept it."""


def stored(page: Page) -> dict[str, Any]:
    """The record in the browser's database."""
    return record_at(page, KEY)


@dataclasses.dataclass(frozen=True)
class Book:
    root: Path

    @property
    def page(self) -> Path:
        return self.root / "page.html"


def write_book(root: Path, items: list[BoundItem] | None = None, build: str = "build1") -> Book:
    """Write the book into ``root``; ``items`` for another variant of the questions."""
    static = root / "_static"
    static.mkdir(parents=True, exist_ok=True)
    data = {"record": RECORD | {"build": build}, "modules": MODULES, "strings": player_strings()}
    (static / "fieldbook-data.js").write_text(f"window.FIELDBOOK={json.dumps(data)};\n", "utf-8")
    (static / "player.js").write_text(player_script(), "utf-8")
    (static / "store.html").write_text(store_page(), "utf-8")
    (static / "player.css").write_text(player_css(), "utf-8")
    (static / "fieldbook.css").write_text(style_sheet(), "utf-8")
    questions = "\n".join(question(item) for item in items or ITEMS)
    _write(root / "page.html", "./", _page("page").replace("{questions}", questions))
    _write(root / "index.html", "./", _page("index").replace("{groups}", groups_html()))
    text = f"<p>{'The road opens in December. ' * 240}</p>"
    (root / "deep").mkdir(exist_ok=True)
    road = f'<h1>The road</h1><section id="road"><h2>When it opens</h2>{text}</section>'
    _write(root / "deep" / "reading.html", "../", road)
    return Book(root)


def question(item: BoundItem) -> str:
    """The question's HTML, with Markdown rendered as a page would."""
    markdown = MarkdownIt("commonmark")
    slots = {name: markdown.renderInline(text) for name, text in slot_texts(item).items()}
    return activity_html(item, slots | {"source": '<a href="#references">United Nations (2023)</a>'})


def _page(name: str) -> str:
    return (Path(__file__).parent / "pages" / f"{name}.html").read_text("utf-8")


def _write(path: Path, root: str, body: str) -> None:
    path.write_text(_page("frame").replace("{root}", root).replace("{body}", body), "utf-8")
