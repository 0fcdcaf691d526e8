"""The app for Kolibri in Chromium: in a sandbox that denies everything, and in a real Kolibri."""

from __future__ import annotations

import contextlib
import functools
import http.server
import shutil
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from kolibri_server import KOLIBRI, PASSWORD, USER, Kolibri, kolibri_with
from playwright.sync_api import Browser, Frame, Locator, Page, expect

from building import PATIENCE, TINY, quiet
from fieldbook.editions.edition_build import Request
from fieldbook.editions.publish import build_edition

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.acceptance]


@pytest.fixture(scope="module")
def drive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the tiny course, unpacked onto a drive."""
    folder = tmp_path_factory.mktemp("kolibri")
    root = Path(shutil.copytree(TINY, folder / "tiny"))
    [package] = build_edition(Request(root, None, "learner", "en"), ["kolibri"], folder / "dist", quiet)
    with zipfile.ZipFile(package.path) as archive:
        archive.extractall(folder / "drive")
    return folder / "drive"


@pytest.fixture(scope="module")
def unpacked_app(drive: Path) -> Path:
    [packed] = (drive / "KOLIBRI_DATA/content/storage").rglob("*.zip")
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(drive.parent / "app")
    return drive.parent / "app"


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


def frame_of(page: Page, part: str) -> Frame:
    for _turn in range(80):
        for frame in page.frames:
            if part in frame.url:
                frame.wait_for_load_state()
                return frame
        page.wait_for_timeout(150)
    raise AssertionError(f"no frame with {part}: {[frame.url for frame in page.frames]}")


def card_of(book: Frame, item: str) -> Locator:
    return book.locator(f"fieldbook-activity[data-id={item}]")


def answer(book: Frame, item: str, option: str) -> Locator:
    card = card_of(book, item)
    card.locator(f"label:has(input[value={option}])").click()
    card.get_by_role("button", name="Check").click()
    return card


@pytest.mark.parametrize("permissions", ["allow-scripts", "allow-scripts allow-same-origin"])
def test_in_a_sandbox_without_forms_popups_and_downloads(
    chromium: Browser, unpacked_app: Path, permissions: str
) -> None:
    """With scripts alone the origin is null: no storage, no look at the parent."""
    page, faults, outside = chromium.new_page(viewport={"width": 1250, "height": 850}), [], []
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request", lambda asked: outside.append(asked.url) if not asked.url.startswith("http://127.0.0.1:") else None
    )
    (unpacked_app / "holder.html").write_text(
        f'<iframe sandbox="{permissions}" src="index.html" width=1200 height=800>'
    )
    with served(unpacked_app) as address:
        page.goto(f"{address}/holder.html")
        frame_of(page, "/book/index.html").get_by_role("link", name="The first module").first.click()
        frame_of(page, "/book/modules/one/index.html").get_by_role("link", name="Start").click()
        card = answer(frame_of(page, "/book/modules/one/gate.html"), "t1-i-single", "c")
        expect(card.get_by_text("It takes hours.")).to_be_visible()
        frame_of(page, "/book/modules/one/gate.html").locator("a[rel=next]").last.click()
        book = frame_of(page, "/book/modules/one/read.html")
        card_of(book, "t1-i-short").locator("input").fill("warning")
        card_of(book, "t1-i-short").locator("input").press("Enter")
        expect(card_of(book, "t1-i-short").get_by_text("Right.", exact=True).first).to_be_visible()
        if "same-origin" not in permissions:
            expect(book.locator(".fb-keeping")).to_be_visible()
        book.locator("#fb-q").fill("gate")
        book.locator(".fb-search button").first.click()
        results = frame_of(page, "/book/search.html?q=gate")
        expect(results.locator("#search-results li").first).to_be_visible()
    assert faults == []
    assert outside == []
    page.close()


@pytest.fixture(scope="module")
def kolibri(drive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kolibri]:
    if not KOLIBRI.exists():
        pytest.skip("Kolibri is not installed: run sh tools/setup-peers.sh")
    with kolibri_with(drive, tmp_path_factory.mktemp("kolibri-home")) as started:
        yield started


@pytest.fixture
def learner_page(chromium: Browser, kolibri: Kolibri) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1100, "height": 800})
    page = context.new_page()
    page.goto(kolibri.address)
    page.get_by_label("Username").fill(USER)
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/device/**")
    yield page
    context.close()


def test_a_real_kolibri_shows_the_channel_keeps_answers_and_knows_progress(
    learner_page: Page, kolibri: Kolibri
) -> None:
    page, faults, outside = learner_page, [], []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda asked: outside.append(asked.url) if asked.url.startswith("https:") else None)
    channel = f"{kolibri.address}/en/learn/#/topics/t/{kolibri.channel}"
    page.goto(channel)
    expect(page.get_by_text("The second module").first).to_be_visible()
    page.get_by_text("The first module").first.click()
    frame_of(page, "/book/modules/one/index.html").get_by_role("link", name="Start").click()
    gate = frame_of(page, "/book/modules/one/gate.html")
    card = answer(gate, "t1-i-single", "c")
    expect(card.get_by_text("It takes hours.")).to_be_visible()
    expect(gate.locator(".fb-keeping")).to_be_hidden()
    gate.locator("a[rel=next]").last.click()
    book = frame_of(page, "/book/modules/one/read.html")
    book.locator("fieldbook-product textarea").first.fill("A plan of ours.")
    book.locator("fieldbook-product textarea").first.blur()
    page.wait_for_timeout(2000)  # Kolibri's frame hands changes to its page a second later, and its page to the server
    page.goto(channel)
    expect(page.get_by_text("The second module").first).to_be_visible()
    deadline = time.monotonic() + 15
    while not any(kolibri.progress()) and time.monotonic() < deadline:
        page.wait_for_timeout(300)
    # One of nine questions and what was read of the lessons: the book's own sum, not Kolibri's clock
    assert 0.05 < kolibri.progress()[0] < 0.7
    page.reload()
    page.get_by_text("The first module").first.click()
    again = frame_of(page, "/book/modules/one/read.html")  # where the learner stopped
    expect(again.locator("fieldbook-product textarea").first).to_have_value("A plan of ours.")
    assert faults == []
    assert outside == []


def test_a_real_kolibri_calls_a_finished_module_complete(learner_page: Page, kolibri: Kolibri) -> None:
    page = learner_page
    channel = f"{kolibri.address}/en/learn/#/topics/t/{kolibri.channel}"
    page.goto(channel)
    page.get_by_text("The second module").first.click()
    frame_of(page, "/book/modules/two/index.html").get_by_role("link", name="Start").click()
    book = frame_of(page, "/book/modules/two/map.html")
    answer(book, "t2-i-most", "a")
    book.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    deadline = time.monotonic() + 20
    while 1.0 not in kolibri.progress() and time.monotonic() < deadline:
        page.wait_for_timeout(500)
    assert 1.0 in kolibri.progress()
