"""Makes the pictures of README and tour from the real output: run `make book` first, then

    .venv/bin/python tools/screenshots.py
"""

from __future__ import annotations

import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
BOOK = PROJECT / "dist" / "html"
TOUR = PROJECT / "docs" / "tour"
README = PROJECT / "docs" / "pictures" / "lesson.png"
COLOURS = 64
"""Of the README's picture: a page of text looks the same, and weighs a third."""
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def shoot(browser: Browser, name: str, page: str, *, find: str = "", width: int = 960, height: int = 640, dark: bool = False) -> None:
    """A picture of the part ``find`` of ``page``, or of its first screen."""
    tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light")
    tab.goto((BOOK / page).as_uri())
    if name == "check":
        card = tab.locator(find).first
        card.locator("label").nth(1).click()
        card.locator("button").first.click()
    if find:
        tab.locator(find).first.evaluate("element => element.scrollIntoView({block: 'start'})")
        tab.mouse.wheel(0, -70)
        tab.wait_for_timeout(300)
    tab.screenshot(path=TOUR / f"{name}.png")
    tab.close()


def shoot_for_readme(browser: Browser) -> None:
    """The first screen of a lesson, as small a file as looks the same."""
    tab = browser.new_page(viewport={"width": 960, "height": 540})
    tab.goto((BOOK / "modules" / "1-mandate.html").as_uri())
    tab.locator(".fb-situation").first.evaluate("element => window.scrollTo(0, element.offsetTop - 70)")
    tab.wait_for_timeout(300)
    tab.screenshot(path=README)
    tab.close()
    with Image.open(README) as picture:
        small = picture.convert("RGB").quantize(COLOURS)
    small.save(README, optimize=True)


def main() -> None:
    TOUR.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        shoot_for_readme(browser)
        shoot(browser, "welcome", "index.html")
        shoot(browser, "situation", "modules/1-mandate/1-elements.html", find=".fb-situation")
        shoot(browser, "evidence", "modules/1-mandate/4-tiers.html", find="#fig-where-map, figure[id^=fig-where-map]", height=760)
        shoot(browser, "check", "modules/1-mandate/1-elements.html", find="fieldbook-activity[data-type=single-choice]", height=760)
        shoot(browser, "phone", "modules/4-engagement/1-actors.html", find=".fb-situation", width=360, dark=True)
        browser.close()


if __name__ == "__main__":
    main()
