"""Real Chromium on real files, with the network off."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from building import ARGS, Built, browser_path


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """One Playwright for the tests of a module."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One browser for the tests of a module."""
    browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGS)
    yield browser
    browser.close()


class Watch:
    """What must not happen on a page: requests to the outside, errors, warnings."""

    def __init__(self, context: BrowserContext) -> None:
        self.requests: list[str] = []
        self.faults: list[str] = []
        context.route("**/*", self._route)
        context.on("console", lambda message: self._console(message.type, message.text))
        context.on("weberror", lambda error: self.faults.append(str(error.error)))

    def _route(self, route) -> None:  # noqa: ANN001
        url = route.request.url
        self.requests.append(url)
        if url.startswith(("file:", "data:", "blob:")):
            route.continue_()
        else:
            self.faults.append(f"request to the outside: {url}")
            route.abort()

    def _console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.faults.append(f"{kind}: {text}")


def open_page(context: BrowserContext, path: Path) -> Page:
    """Open a file and wait until its scripts have run."""
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="load")
    return page


@pytest.fixture(scope="session")
def unpacked(project_dist: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The offline bundle of the real course, unpacked as a learner would."""
    folder = tmp_path_factory.mktemp("stick")
    with zipfile.ZipFile(project_dist.packages["offline"]) as archive:
        archive.extractall(folder)
    [book] = folder.iterdir()
    return book
