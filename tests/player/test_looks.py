"""The page with all activities for everybody: axe, the narrowest phone, right-to-left text, valid HTML, paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from player_book import Book
from playwright.sync_api import Browser, Page, expect
from test_activities import answer_all, check, choose, move, question, select

from fieldbook.player.joined import player_css

pytestmark = pytest.mark.browser


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    yield page
    page.close()


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def answer_badly(page: Page) -> None:
    """One of each kind of feedback."""
    choose(question(page, "i-single"), "b")
    choose(question(page, "i-multiple"), "a", "d")
    select(question(page, "i-matching"), a="r1", b="r1", c="r3")
    move(question(page, "i-ordering"), "c", "down")
    question(page, "i-numeric").get_by_role("textbox").fill("37,5")
    select(question(page, "i-gaps"), form="b", risk="b")
    choose(question(page, "i-judgement"), "b")
    for name in ("i-single", "i-multiple", "i-matching", "i-ordering", "i-numeric", "i-short", "i-gaps", "i-judgement"):
        check(question(page, name))
    matching = question(page, "i-matching")
    matching.get_by_role("button", name="Try again").click()
    check(matching)
    matching.get_by_role("button", name="Show the answer").click()
    choose(page.locator("fieldbook-decision"), "a")
    page.get_by_role("button", name="Decide").click()
    page.get_by_role("slider").fill("-30")


def test_axe_finds_nothing(browser: Browser, book: Book, scheme: Any) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(book.page.as_uri())
    assert violations(page) == []
    answer_badly(page)
    assert violations(page) == []
    page.goto((book.root / "index.html").as_uri())
    page.get_by_role("button", name="Erase my record").click()
    assert violations(page) == []
    page.close()


SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_nothing_scrolls_sideways_at_320_pixels(narrow: Page, book: Book) -> None:
    narrow.goto(book.page.as_uri())
    assert narrow.evaluate(SIDEWAYS) == 0
    answer_badly(narrow)
    assert narrow.evaluate(SIDEWAYS) == 0
    narrow.goto((book.root / "index.html").as_uri())
    assert narrow.evaluate(SIDEWAYS) == 0


def test_everything_to_touch_is_large_enough(narrow: Page, book: Book) -> None:
    narrow.goto(book.page.as_uri())
    answer_badly(narrow)
    small = narrow.evaluate("""() =>
      [...document.querySelectorAll("button, select, input, .fb-option label, .fb-choice label")]
      .filter((one) => one.offsetParent && !(one.matches("input") && one.closest("label")))
      .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
      .filter(([, box]) => box.height < 44 || box.width < 44).map(([html]) => html)""")
    assert small == []


def test_right_to_left(narrow: Page, book: Book) -> None:
    narrow.goto(book.page.as_uri())
    narrow.evaluate("document.documentElement.dir = 'rtl'")
    answer_badly(narrow)
    assert narrow.evaluate(SIDEWAYS) == 0
    radio = narrow.locator("#item-i-single input").first.bounding_box()
    text = narrow.locator("#item-i-single .fb-option-text").first.bounding_box()
    assert radio is not None
    assert text is not None
    assert radio["x"] > text["x"]


def test_on_paper_there_is_room_and_no_answer(browser: Browser, book: Book) -> None:
    page = browser.new_page()
    page.goto(book.page.as_uri())
    answer_all(page)
    page.emulate_media(media="print")
    expect(page.locator(".fb-feedback:visible, button:visible, .fb-result:visible")).to_have_count(0)
    expect(page.get_by_text("(a press statement / quiet talks with the general)").or_(
        page.get_by_text("(quiet talks with the general / a press statement)"))).to_be_visible()  # fmt: skip
    page.close()


def test_forced_colours_keep_the_native_controls(browser: Browser, book: Book) -> None:
    page = browser.new_page(forced_colors="active")
    page.goto(book.page.as_uri())
    radio = page.locator("#item-i-single input").first
    assert radio.evaluate("(one) => getComputedStyle(one).appearance") == "auto"
    page.close()


def test_styles_use_logical_sides_only() -> None:
    sided = r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)|[^-](?:width|height|left|right):"
    assert re.findall(sided, player_css()) == []
