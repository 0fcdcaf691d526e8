"""Makes the pictures of docs/formats.md: our packages in systems that others wrote. Needs `make test`'s set-up; first

.venv/bin/fieldbook build --format kolibri --format scorm12 --out dist
.venv/bin/python tools/peer_pictures.py
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT / "tests"), str(PROJECT / "tests" / "export")]

from kolibri_server import PASSWORD, USER, kolibri_with  # noqa: E402
from lms_server import learning_system  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from building import ARGS, browser_path  # noqa: E402
from fieldbook.course.sources import load_course  # noqa: E402
from fieldbook.packages.exported_bank import bound_bank  # noqa: E402
from fieldbook.packages.qti_item import item_xml  # noqa: E402
from fieldbook.packages.qti_writer import QTI3, xml_bytes  # noqa: E402

PICTURES = PROJECT / "docs" / "pictures"
COMPONENTS = PROJECT / "tests/peers/node_modules/@citolab/qti-components/cdn/index.global.js"


def unpacked(name: str, folder: Path) -> Path:
    """The package of the format ``name`` in ``dist``."""
    [package] = (PROJECT / "dist").glob(f"*-{name}.zip")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder / name)
    return folder / name


def answered(frame: Any) -> None:
    """Answer the first question of the page and bring it into view."""
    card = frame.locator("fieldbook-activity[data-type=single-choice]").first
    card.locator("label:has(input)").nth(1).click()
    card.get_by_role("button", name="Check").click()
    card.evaluate("element => element.scrollIntoView({block: 'start'})")


def kolibri(page: Page, folder: Path) -> None:
    """A channel in Kolibri, and a lesson in it."""
    (folder / "home").mkdir()
    with kolibri_with(unpacked("kolibri", folder), folder / "home") as running:
        page.goto(running.address)
        page.get_by_label("Username").fill(USER)
        page.get_by_role("button", name="Next").click()
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/device/**")
        page.goto(f"{running.address}/en/learn/#/topics/t/{running.channel}")
        page.get_by_text("A mission-wide protection strategy").first.wait_for()
        page.wait_for_timeout(2500)
        page.screenshot(path=PICTURES / "kolibri-channel.png")
        page.get_by_text("The mandate and its frameworks").first.click()
        page.frame_locator("iframe.iframe").frame_locator("iframe").frame_locator("iframe").locator("h1").wait_for()
        answered(next(frame for frame in page.frames if "/book/modules/" in frame.url))
        page.wait_for_timeout(500)
        page.screenshot(path=PICTURES / "kolibri-lesson.png")


def scorm(page: Page, folder: Path) -> None:
    """A lesson in the learning system of the tests, which is scorm-again and a frame."""
    with learning_system({"scorm12": unpacked("scorm12", folder)}) as system:
        query = "standard=12&attempt=12-picture&page=/scorm12/launch.html&how=frame"
        page.goto(f"{system.address}/lms/lms.html?{query}")
        book = page.frame_locator("#content").frame_locator("iframe")
        book.get_by_role("link", name="The mandate and its frameworks").first.click()
        book.locator("fieldbook-activity").first.wait_for()
        answered(next(frame for frame in page.frames if "/modules/1-" in frame.url))
        page.wait_for_timeout(500)
        page.screenshot(path=PICTURES / "scorm12.png")


def qti(page: Page) -> None:
    """Three questions in qti-components."""
    items = bound_bank(load_course(PROJECT)).items
    kinds = ("single-choice", "gap-text", "matching")
    shown = [next(item for item in items if item.type == kind) for kind in kinds]
    holders = "".join("<qti-item><item-container></item-container></qti-item>" for _item in shown)
    page.set_content(f"<!doctype html><style>body{{font:15px sans-serif;margin:24px}}</style>{holders}")
    page.add_script_tag(path=COMPONENTS)
    for number, item in enumerate(shown):
        script = "([n, xml]) => { document.querySelectorAll('item-container')[n].itemXML = xml; }"
        page.evaluate(script, [number, xml_bytes(item_xml(item, QTI3, "en")).decode()])
    page.wait_for_timeout(1000)
    page.screenshot(path=PICTURES / "qti3.png")


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGS)
        for make in (kolibri, scorm):
            page = browser.new_page(viewport={"width": 960, "height": 640})
            make(page, Path(name))
            page.close()
        qti(browser.new_page(viewport={"width": 960, "height": 760}))
        browser.close()


if __name__ == "__main__":
    main()
