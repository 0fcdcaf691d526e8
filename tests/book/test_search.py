"""Search in a book that is opened from a folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Reader, Scratch


def excerpts(book: Scratch) -> dict[str, list[list[str]]]:
    script = book.page("_static/fieldbook-excerpts.js")
    return json.loads(script.removeprefix("window.FIELDBOOK_EXCERPTS=").removesuffix(";\n"))


def test_each_section_has_its_own_text(book: Scratch) -> None:
    sections = excerpts(book)["modules/1-mandate"]
    assert [section[:2] for section in sections] == [
        ["", "The mandate and its frameworks"],
        ["at-the-gate", "At the gate"],
        ["three-tiers", "Three tiers"],
        ["in-practice", "In practice"],
    ]
    assert "Talks with the elders" in sections[2][2]
    assert "Talks with the elders" not in sections[0][2]


def test_what_follows_from_a_decision_is_not_given_away(book: Scratch) -> None:
    assert "eleven hours" not in book.page("_static/fieldbook-excerpts.js")


def test_the_script_stays_small(scratch: Scratch) -> None:
    scratch.write("book/plain.md", "# Long\n\n" + "word " * 20_000)
    [[_anchor, _title, text]] = excerpts(scratch.build())["book/plain"]
    assert len(text) == 6_000


@pytest.mark.browser
def test_a_result_leads_to_the_lesson_and_is_announced(book: Scratch, reader: Reader) -> None:
    page = reader.open(book, "search.html?q=elders")
    page.wait_for_selector("#search-results li .context")
    link = page.locator("#search-results li a").first
    assert link.get_attribute("href").endswith("modules/1-mandate.html#three-tiers")
    assert page.inner_text("#search-results mark") == "elders"
    assert "In: Three tiers" in page.inner_text("#search-results li")
    page.wait_for_function("document.querySelector('#search-results [role=status]').textContent === 'Pages found: 1'")
    assert reader.faults == []
    assert [url for url in reader.requests if not url.startswith(("file:", "data:"))] == []


@pytest.mark.browser
def test_nothing_found_is_said(book: Scratch, reader: Reader) -> None:
    page = reader.open(book, "search.html?q=zebra")
    page.wait_for_function("document.querySelector('#search-results [role=status]').textContent !== ''")
    assert page.inner_text("[role=status]") == "No page has these words. Try fewer words, or another form of them."


@pytest.mark.browser
def test_a_hostile_query_is_only_text(book: Scratch, reader: Reader) -> None:
    page = reader.open(book, "search.html?q=elders%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%20(%5B")
    page.wait_for_function("document.querySelector('#search-results [role=status]').textContent !== ''")
    assert page.locator("#search-results img").count() == 0
    assert reader.faults == []
