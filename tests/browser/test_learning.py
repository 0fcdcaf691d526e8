"""A learner at a team site: unpacks the bundle, reads, answers, closes the browser, comes back. No network at any moment."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from building import ARGS, browser_path
from tests_browser import Watch

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TYPES = [
    "single-choice", "true-false", "multiple-response", "matching", "ordering", "numeric", "short-answer", "gap-text",
    "situational-judgement",
]  # fmt: skip


def _browser(playwright: Playwright, folder: Path) -> BrowserContext:
    return playwright.chromium.launch_persistent_context(
        folder, executable_path=browser_path(), args=ARGS, viewport={"width": 360, "height": 740}, accept_downloads=True
    )


def _answer_with_mouse(card: Locator) -> None:
    for box in card.locator("select").all():
        box.select_option(index=1)
    if card.locator("input[type=radio], input[type=checkbox]").count():
        card.locator("label:has(input)").first.click()
    for field in card.locator("input[type=text]").all():
        field.fill("12")
    if card.get_attribute("data-type") == "ordering":
        card.locator(".fb-move:enabled").first.click()
    card.get_by_role("button", name="Check").click()


def _answer_with_keyboard(page: Page, card: Locator) -> None:
    """Tab through the card: choose with space or arrows, write into fields, press the button with Enter."""
    card.locator("input, select, button").first.focus()
    moved = False
    for _step in range(60):
        kind = page.evaluate(
            "[document.activeElement.tagName, document.activeElement.type, document.activeElement.textContent.trim()]"
        )
        if kind[0] == "BUTTON" and kind[2] == "Check":
            page.keyboard.press("Enter")
            return
        if page.evaluate("document.activeElement.matches('.fb-move:enabled')") and not moved:
            page.keyboard.press("Enter")
            moved = True
        elif kind[0] == "SELECT":
            page.keyboard.press("ArrowDown")
        elif kind[1] in ("radio", "checkbox"):
            page.keyboard.press("Space")
        elif kind[1] == "text":
            page.keyboard.type("12")
        page.keyboard.press("Tab")
    raise AssertionError("the button was not reached")


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_every_type_can_be_answered(playwright: Playwright, unpacked: Path, tmp_path: Path, way: str) -> None:
    context = _browser(playwright, tmp_path / "profile")
    watch, left = Watch(context), set(TYPES)
    page = context.new_page()
    for path in sorted((unpacked / "modules").rglob("*.html")):
        page.goto(path.as_uri())
        for kind in sorted(left):
            card = page.locator(f"fieldbook-activity[data-type={kind}]").first
            if not card.count():
                continue
            expect(card.get_by_role("button", name="Check", exact=True)).to_be_visible()
            if way == "mouse":
                _answer_with_mouse(card)
            else:
                _answer_with_keyboard(page, card)
            expect(card.locator(".fb-feedback:visible").first).to_be_visible()
            expect(card.locator(".fb-result")).to_be_visible()
            expect(card.get_by_text("Source:").first).to_be_visible()
            left.discard(kind)
    context.close()
    assert not left
    assert not watch.faults


def test_answers_survive_the_browser(playwright: Playwright, unpacked: Path, tmp_path: Path) -> None:
    context = _browser(playwright, tmp_path / "profile")
    watch, page = Watch(context), context.new_page()
    page.goto((unpacked / "index.html").as_uri())
    page.get_by_role("link", name=re.compile("I want to learn")).click()
    assert "1-mandate" in page.url, "one tap"
    page.get_by_role("link", name="Start", exact=True).click()
    card = page.locator("fieldbook-activity[data-type=single-choice]").first
    name = card.get_attribute("data-id")
    _answer_with_mouse(card)
    page.locator("fieldbook-decision").first.locator("label:has(input)").first.click()
    page.locator("fieldbook-decision").first.get_by_role("button", name="Decide").click()
    for saved in (card, page.locator("fieldbook-decision").first):
        expect(saved.locator(".fb-saved")).to_have_text("Saved.")
    context.close()

    context = _browser(playwright, tmp_path / "profile")
    watch, page = Watch(context), context.new_page()
    page.goto((unpacked / "index.html").as_uri())
    resume = page.get_by_role("link", name=re.compile("Go on where you stopped"))
    expect(resume).to_be_visible()
    resume.click()
    assert "1-mandate" in page.url
    card = page.locator(f"fieldbook-activity[data-id={name}]")
    expect(card.locator(".fb-feedback:visible").first).to_be_visible()
    expect(page.locator("fieldbook-decision").first.locator("input:checked")).to_have_count(1)
    page.goto((unpacked / "index.html").as_uri())
    with page.expect_download() as download:
        page.locator("[data-fb-record]").get_by_role("button", name="Save to file").click()
    record = tmp_path / "record.json"
    download.value.save_as(record)
    assert name in json.loads(record.read_text("utf-8"))["answers"]
    context.close()
    assert not watch.faults

    context = _browser(playwright, tmp_path / "another-device")
    watch, page = Watch(context), context.new_page()
    page.goto((unpacked / "index.html").as_uri())
    page.locator("[data-fb-record] input[type=file]").set_input_files(record)
    expect(page.locator("[data-fb-record] .fb-record-message")).to_contain_text("Loaded.")
    page.goto((unpacked / "modules" / "1-mandate" / "1-elements.html").as_uri())
    card = page.locator(f"fieldbook-activity[data-id={name}]")
    expect(card.locator(".fb-feedback:visible").first).to_be_visible()
    context.close()
    assert not watch.faults


def test_search_finds_a_lesson_without_a_server(playwright: Playwright, unpacked: Path, tmp_path: Path) -> None:
    context = _browser(playwright, tmp_path / "profile")
    watch, page = Watch(context), context.new_page()
    page.goto((unpacked / "search.html").as_uri() + "?q=checkpoint")
    results = page.locator("main li:has(a)")
    expect(results.first).to_be_visible()
    expect(results.filter(has_text=re.compile("checkpoint", re.IGNORECASE)).first).to_be_visible()  # in an excerpt
    results.first.locator("a").first.click()
    assert page.url.startswith(unpacked.as_uri())
    context.close()
    assert not watch.faults
