"""A learner plays a scenario and fills a product in the built page; both are there again after the browser was closed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, expect
from pypdf import PdfReader

from building import ARGS, Built, browser_path
from tests_browser import Watch, open_page

pytestmark = pytest.mark.browser


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, accept_downloads=True)
    context.set_default_timeout(5000)
    watch = Watch(context)
    yield context
    context.close()
    assert watch.faults == []


def one(built: Built) -> Path:
    return built.html / "modules" / "one.html"


def choose(scenario: Locator, words: str) -> None:
    scenario.get_by_role("radio", name=words).check()
    scenario.get_by_role("button", name="Decide").click()


def test_a_scenario_is_played_to_its_end_and_again(context: BrowserContext, learner: Built) -> None:
    page = open_page(context, one(learner))
    scenario = page.locator("fieldbook-scenario")
    expect(scenario.get_by_text("Two groups stand at the well.")).to_be_visible()
    expect(scenario.get_by_text("Nobody has water yet.")).to_have_count(0)
    expect(scenario.locator(".fb-scenario-role")).to_contain_text("A corporal of MIT & four soldiers")
    scenario.get_by_role("button", name="Decide").click()
    expect(scenario.get_by_role("status")).to_have_text("Choose an answer first.")
    choose(scenario, "Listen to both.")
    expect(scenario.locator("[data-latest]")).to_be_focused()
    expect(scenario.locator("[data-gauge=trust]")).to_contain_text("70 of 100 (+20)")
    expect(scenario.locator("[data-gauge=exposure]")).to_contain_text("30 of 100 (\N{MINUS SIGN}10)")
    choose(scenario, "Propose hours for each.")
    expect(scenario.locator(".fb-outcome")).to_have_text(re.compile("people are safer"))
    expect(scenario.locator(".fb-balance li")).to_have_text(
        [
            "Unarmed strategies Listen to both.",
            "Local support Propose hours for each.",
            "Pragmatism Propose hours for each.",
        ]
    )
    expect(scenario.get_by_text("Endings that you have reached: 1 of 3.")).to_be_visible()
    scenario.get_by_role("button", name="Start again").click()
    choose(scenario, "Stand between them.")
    choose(scenario, "Propose hours for each.")
    expect(scenario.get_by_text("Endings that you have reached: 2 of 3.")).to_be_visible()
    expect(scenario.locator(".fb-title").last).to_have_text("Tomorrow")


def test_a_scenario_by_keyboard(context: BrowserContext, learner: Built) -> None:
    page = open_page(context, one(learner))
    scenario = page.locator("fieldbook-scenario")
    scenario.get_by_role("radio").first.focus()
    for _situation in range(2):
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    expect(scenario.locator(".fb-outcome")).to_be_visible()


def test_a_scenario_and_a_product_survive_the_browser(playwright: Playwright, tmp_path: Path, learner: Built) -> None:
    def start() -> BrowserContext:
        return playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=browser_path(), args=ARGS, viewport={"width": 360, "height": 740}
        )

    context = start()
    page = open_page(context, one(learner))
    choose(page.locator("fieldbook-scenario"), "Stand between them.")
    product = page.locator("fieldbook-product")
    expect(product.get_by_label("Where")).to_have_value("In Tinyland.")
    product.get_by_label("Where").fill("At the <well> & the ford")
    product.get_by_label("Row 2, Does what").fill("=HYPERLINK(1)")
    page.close()  # in the middle of writing: no pause, no blur
    context.close()
    context = start()
    page = open_page(context, one(learner))
    expect(page.get_by_text("Nobody has water yet.")).to_be_visible()
    expect(page.locator("[data-gauge=trust]")).to_contain_text("20 of 100")
    expect(page.locator("fieldbook-product").get_by_label("Where")).to_have_value("At the <well> & the ford")
    expect(page.get_by_label("Row 2, Does what")).to_have_value("=HYPERLINK(1)")
    context.close()


def fill_up(product: Locator) -> None:
    for field in product.locator("textarea").all():
        most = int(field.get_attribute("maxlength") or 0)
        field.fill(("Which road at which hour with whom " * 80)[:most])


def pages(context: BrowserContext, product: Locator, folder: Path) -> int:
    """Download the document as it stands, open it, print it, count its pages."""
    with product.page.expect_download() as download:
        product.get_by_role("button", name="Download").click()
    download.value.save_as(folder / "sheet.html")
    sheet = open_page(context, folder / "sheet.html")
    sheet.pdf(path=folder / "sheet.pdf", prefer_css_page_size=True)
    return len(PdfReader(folder / "sheet.pdf").pages)


def test_a_product_downloads_as_one_page_of_text(context: BrowserContext, learner: Built, tmp_path: Path) -> None:
    product = open_page(context, one(learner)).locator("fieldbook-product")
    product.get_by_label("Where").fill("<img src=x onerror=alert(1)>")
    product.get_by_label("Farmers, Until").fill("noon")
    assert pages(context, product, tmp_path) == 1
    sheet = context.pages[-1]
    expect(sheet.locator("h1")).to_have_text("A plan for the well")
    expect(sheet.locator("body")).to_contain_text("<img src=x onerror=alert(1)>")
    assert sheet.locator("img, script").count() == 0
    expect(sheet.locator("table").last.locator("tbody tr").last).to_have_text("Farmers" + "noon")
    fill_up(product)
    assert pages(context, product, tmp_path) == 1


def test_a_product_is_cleared_after_a_question(context: BrowserContext, learner: Built) -> None:
    page = open_page(context, one(learner))
    product = page.locator("fieldbook-product")
    product.get_by_label("Where").fill("Here")
    product.get_by_role("button", name="Clear", exact=True).click()
    product.get_by_role("button", name="Keep").click()
    expect(product.get_by_label("Where")).to_have_value("Here")
    product.get_by_role("button", name="Clear", exact=True).click()
    product.get_by_role("button", name="Clear them").click()
    expect(product.get_by_label("Where")).to_have_value("In Tinyland.")


def test_without_script_both_can_be_read(chromium: Browser, learner: Built) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = open_page(context, one(learner))
    for words in (
        "Nobody has water yet.",
        "If Trust is 60 or more and Exposure is below 40, go to 3.",
        "They talk.",
        "Name the place.",
    ):
        expect(page.locator("main").get_by_text(words).first).to_be_visible()
    expect(page.locator("fieldbook-product").get_by_label("Where")).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible_at_320_pixels(chromium: Browser, learner: Built, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 700}, color_scheme=scheme)  # type: ignore[arg-type]
    page = open_page(context, one(learner))
    choose(page.locator("fieldbook-scenario"), "Listen to both.")
    choose(page.locator("fieldbook-scenario"), "Leave.")
    page.locator(".fb-example summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []
    context.close()


def violations(page: Page) -> list[str]:
    found = Axe().run(
        page, options={"preload": False, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    )
    return [f"{entry['id']}: {entry['nodes'][0]['html'][:120]}" for entry in found.response["violations"]]


@pytest.mark.slow
def test_the_course_s_products_keep_to_their_pages(context: BrowserContext, unpacked: Path, tmp_path: Path) -> None:
    """Every shipped product, filled to the last character, prints on the pages that it promises."""
    for path in sorted((unpacked / "modules").glob("*.html")):
        page = open_page(context, path)
        for product in page.locator("fieldbook-product").all():
            fill_up(product)
            name = product.get_attribute("data-id")
            assert pages(context, product, tmp_path) <= int(product.get_attribute("data-pages") or 1), name


def test_the_map_of_a_scenario_is_for_trainers(learner: Built, trainer: Built) -> None:
    with zipfile.ZipFile(learner.packages["offline"]) as archive:
        for name in archive.namelist():
            assert b"fb-scenario-map" not in archive.read(name) or name.endswith(".css")
    page = trainer.page("modules/one.html")
    assert "fb-scenario-map" in page
    assert "Map of the scenario: 5 nodes." in page
