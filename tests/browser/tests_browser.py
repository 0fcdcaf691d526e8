"""Real Chromium on real files, with the network off."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from building import PATIENCE, Built


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


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone that reports at the end what must not happen."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    watch = Watch(context)
    yield context
    context.close()
    assert watch.faults == []


def one(built: Built) -> Path:
    """The lesson with most kinds of activity."""
    return built.html / "modules" / "one" / "read.html"


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


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA."""
    found = Axe().run(
        page, options={"preload": False, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    )
    return [f"{entry['id']}: {entry['nodes'][0]['html'][:120]}" for entry in found.response["violations"]]
