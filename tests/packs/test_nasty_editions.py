"""Editions of a small course about two awkward packs, opened from the disk on a phone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from packs_random import NASTY, Shape, write
from playwright.sync_api import Browser

from building import TINY, build

PACKS = {
    "nasty": (Shape(names=NASTY[:10], areas=200, incidents=400, days=11_000), "trainer"),
    "bare": (Shape(areas=0, incidents=0, actors=0, judged=False, outline=False, names=NASTY[1:2]), "learner"),
}

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", PACKS)
def test_pages_show_the_names_and_nothing_acts(name: str, tmp_path: Path, chromium: Browser) -> None:
    shape, audience = PACKS[name]
    course = shutil.copytree(TINY, tmp_path / "course")
    book = build(course, tmp_path / "dist", audience, str(write(shape, tmp_path / "random"))).html
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type in ("error", "warning") else None)
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    shown = ""
    for path in sorted(book.rglob("*.html")):
        page.goto(path.as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, (path.name, wide)
        shown += page.inner_text("body")
    page.close()
    assert faults == []
    assert "hostile.name" not in shown or "{{ hostile.name }}" in shown, "braces print as they stand"
    assert " ".join(shape.names[0].split())[:60] in " ".join(shown.split())
