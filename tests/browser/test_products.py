"""A learner fills a product in the built page, clears, prints and downloads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser_store import FULL
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from building import Built
from tests_browser import one, open_page, violations

pytestmark = pytest.mark.browser

LONG = "Which road at which hour with whom " * 80
PRINTED = (
    "window.print = function () { window.top.printed = [this.document.body.innerText, this.document.compatMode]; };"
)
WIDTHS = "columns => columns.map((column) => column.style.width)"


def fill_up(product: Locator, text: str = LONG) -> None:
    for field in product.locator("textarea").all():
        field.fill(text[: int(field.get_attribute("maxlength") or 0)])


def download(product: Locator, folder: Path) -> Page:
    """The document as it stands, downloaded and opened."""
    with product.page.expect_download() as found:
        product.get_by_role("button", name="Download").click()
    found.value.save_as(folder / "sheet.html")
    return open_page(product.page.context, folder / "sheet.html")


def pages(sheet: Page, folder: Path) -> int:
    """On how many pages it prints."""
    sheet.pdf(path=folder / "sheet.pdf", prefer_css_page_size=True)
    return len(PdfReader(folder / "sheet.pdf").pages)


def type_size(sheet: Page) -> float:
    return float(sheet.locator("body").evaluate("body => parseFloat(body.style.fontSize)"))


def clear(product: Locator, answer: str) -> None:
    product.get_by_role("button", name="Clear", exact=True).click()
    product.get_by_role("button", name=answer).click()


def test_it_downloads_as_one_page_of_text(context: BrowserContext, learner: Built, tmp_path: Path) -> None:
    product = open_page(context, one(learner)).locator("fieldbook-product")
    product.get_by_label("Where").fill("<img src=x onerror=alert(1)>")
    product.get_by_label("Farmers, Until").fill("noon")
    sheet = download(product, tmp_path)
    expect(sheet.locator("h1")).to_have_text("A plan for the well")
    expect(sheet.locator("body")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(sheet.locator("footer")).to_contain_text("Tinyland and MIT are invented.")
    assert sheet.locator("img, script").count() == 0
    expect(sheet.locator("table").last.locator("tbody tr").last).to_have_text("Farmers" + "noon")
    widths = sheet.locator("col").evaluate_all(WIDTHS)
    assert widths
    assert all(widths)
    assert widths == product.locator("col").evaluate_all(WIDTHS)[: len(widths)]
    assert (pages(sheet, tmp_path), type_size(sheet)) == (1, 11)
    assert violations(sheet) == []


@pytest.mark.parametrize("text", [LONG, "a\n" * 1000, "W" * 2000], ids=["words", "breaks", "wide"])
def test_it_keeps_to_its_page_when_full(context: BrowserContext, learner: Built, tmp_path: Path, text: str) -> None:
    product = open_page(context, one(learner)).locator("fieldbook-product")
    fill_up(product, text)
    sheet = download(product, tmp_path)
    assert pages(sheet, tmp_path) == 1
    assert type_size(sheet) >= 7


def test_nothing_written_gives_a_form_to_write_on(context: BrowserContext, learner: Built, tmp_path: Path) -> None:
    product = open_page(context, one(learner)).locator("fieldbook-product")
    product.get_by_label("Where").fill("")
    sheet = download(product, tmp_path)
    assert sheet.locator("table").first.locator("tbody tr").count() == 3
    for room in (sheet.locator("p").nth(1), sheet.locator("td:empty").last):
        assert (room.bounding_box() or {"height": 0})["height"] > 30
    product.get_by_label("Row 2, Who").fill("Sergeant")
    expect(download(product, tmp_path).locator("table").first.locator("tbody tr")).to_have_text(["Sergeant"])


def test_only_the_document_is_printed(context: BrowserContext, learner: Built) -> None:
    context.add_init_script(PRINTED)
    page = open_page(context, one(learner))
    product = page.locator("fieldbook-product")
    product.get_by_label("Where").fill("At the ford")
    product.get_by_role("button", name="Print").click()
    text, mode = page.evaluate("window.printed")
    assert text.startswith("A plan for the well\n")
    assert "At the ford" in text
    assert "Name the place." not in text
    assert mode == "CSS1Compat", "old rules for heights would measure the type wrongly"
    page.frames[-1].evaluate("() => void setTimeout(() => dispatchEvent(new Event('afterprint')))")
    expect(page.locator("iframe")).to_have_count(0)


def test_it_is_cleared_after_a_question(context: BrowserContext, learner: Built) -> None:
    page = open_page(context, one(learner))
    product = page.locator("fieldbook-product")
    where = product.get_by_label("Where")
    where.fill("Here")
    clear(product, "Keep")
    expect(where).to_have_value("Here")
    expect(product.get_by_role("button", name="Clear", exact=True)).to_be_focused()
    clear(product, "Clear them")
    expect(where).to_have_value("In Tinyland.")
    expect(where).to_be_focused()
    page.reload()
    expect(where).to_have_value("In Tinyland.")


def test_by_keyboard(context: BrowserContext, learner: Built) -> None:
    page = open_page(context, one(learner))
    product = page.locator("fieldbook-product")
    product.get_by_label("Where").focus()
    for words in ("At the ford", "Corporal", "Listens\nand asks"):
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    expect(product.get_by_role("status")).to_have_text("Saved in this browser.")
    page.reload()
    expect(product.get_by_label("Row 1, Does what")).to_have_value("Listens\nand asks")
    product.get_by_label("Farmers, Until").focus()
    page.keyboard.press("Tab")
    expect(product.get_by_role("button", name="Print")).to_be_focused()


def test_a_field_grows_with_its_text(context: BrowserContext, learner: Built) -> None:
    field = open_page(context, one(learner)).get_by_label("Row 1, Does what")
    field.fill("Listens to both sides and writes down what each has said. " * 3)
    assert field.evaluate("field => field.scrollHeight - field.clientHeight") <= 0


def test_a_browser_that_keeps_nothing_says_so(context: BrowserContext, learner: Built, tmp_path: Path) -> None:
    context.add_init_script("for (const name of ['localStorage', 'indexedDB']) Object.defineProperty(window, name, { get() { throw new Error('no'); } });")
    product = open_page(context, one(learner)).locator("fieldbook-product")
    product.get_by_label("Where").fill("Here")
    expect(product.get_by_role("status")).to_contain_text("Not saved for good")
    expect(download(product, tmp_path).locator("body")).to_contain_text("Here")


def test_a_store_that_is_full_is_not_called_saved(context: BrowserContext, learner: Built) -> None:
    context.add_init_script(FULL)
    page = open_page(context, one(learner))
    product = page.locator("fieldbook-product")
    product.get_by_label("Where").focus()
    page.wait_for_timeout(300)  # that somebody reads here is saved by then
    page.evaluate("window.full = true")
    page.keyboard.type("Here")
    expect(product.get_by_role("status")).to_contain_text("Not saved for good")


def test_without_script_the_form_and_the_example_print(chromium: Browser, learner: Built, tmp_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = open_page(context, one(learner))
    pages(page, tmp_path)
    context.close()
    text = "".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "sheet.pdf").pages)
    for words in ("A plan for the well", "In Tinyland.", "Herders", "which is invented", "At the well.", "Corporal"):
        assert words in text, words


def test_cells_are_wide_enough_to_write_in_at_320_pixels(chromium: Browser, learner: Built) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 700})
    page = open_page(context, one(learner))
    for field in page.locator("fieldbook-product td textarea").all():
        assert (field.bounding_box() or {"width": 0})["width"] > 200
    context.close()


@pytest.mark.acceptance
@pytest.mark.slow
def test_the_course_s_products_keep_to_their_pages(context: BrowserContext, unpacked: Path, tmp_path: Path) -> None:
    """Every shipped product, filled to the last character, prints on the pages that it promises, in readable type."""
    for path in sorted((unpacked / "modules").rglob("*.html")):
        page = open_page(context, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        for product in page.locator("fieldbook-product").all():
            fill_up(product)
            sheet = download(product, tmp_path)
            name = product.get_attribute("data-id")
            assert pages(sheet, tmp_path) <= int(product.get_attribute("data-pages") or 1), name
            assert type_size(sheet) >= 8, name
