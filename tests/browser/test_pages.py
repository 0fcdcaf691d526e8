"""Every page of the real course and of the tiny one: loads offline, fits, is accessible, weighs little."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext

from building import Built
from tests_browser import Watch, open_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _pages(root: Path) -> list[Path]:
    """Those that people open: ``_static/store.html`` shows nothing."""
    return [page for page in sorted(root.rglob("*.html")) if page.parent.name != "_static"]


def _kinds(root: Path) -> list[Path]:
    """The pages at the top and the first one of each folder: a folder holds pages that one template makes."""
    pages = _pages(root)
    first = {page.parent: page for page in reversed(pages)}
    return [page for page in pages if page.parent == root or page == first[page.parent]]


@pytest.fixture(scope="module", params=["light", "dark"])
def narrow(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[BrowserContext]:
    """A phone of 320 px."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, color_scheme=request.param)
    yield context
    context.close()


def _faults(context: BrowserContext, path: Path, watch: Watch) -> list[str]:
    watch.faults.clear()
    page = open_page(context, path)
    found = []
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > 320:
        found.append(f"scrolls sideways: {width} px")
    for violation in Axe().run(page, options={"resultTypes": ["violations"], "preload": False}).response["violations"]:
        targets = ", ".join(str(node["target"]) for node in violation["nodes"][:3])
        found.append(f"axe {violation['id']}: {violation['help']} at {targets}")
    page.close()
    return found + watch.faults


def _check(context: BrowserContext, root: Path, pages: list[Path]) -> None:
    watch = Watch(context)
    wrong = {path.relative_to(root).as_posix(): faults for path in pages if (faults := _faults(context, path, watch))}
    assert not wrong


def test_a_page_of_each_kind(narrow: BrowserContext, trainer: Built) -> None:
    pages = _kinds(trainer.html)
    folders = {part for page in pages for part in page.relative_to(trainer.html.parent).parts}
    assert folders >= {"html", "modules", "answers", "book", "exercises", "from-data"}
    _check(narrow, trainer.html, pages)


@pytest.mark.acceptance
def test_every_page_of_the_course(narrow: BrowserContext, unpacked: Path) -> None:
    assert len(_pages(unpacked)) >= 12
    _check(narrow, unpacked, _pages(unpacked))


@pytest.mark.acceptance
def test_every_page_of_the_trainers_edition(narrow: BrowserContext, trainer: Built) -> None:
    _check(narrow, trainer.html, _pages(trainer.html))


@pytest.mark.acceptance
def test_pages_are_light(chromium: Browser, unpacked: Path, project_dist: Built) -> None:
    assert project_dist.packages["offline"].stat().st_size <= 850_000
    context = chromium.new_context()
    watch = Watch(context)
    heavy = {}
    lessons = list((unpacked / "modules").rglob("*.html"))
    for path in sorted([*lessons, *(unpacked / "book" / "tests").glob("*.html")]):
        watch.requests.clear()
        open_page(context, path).close()
        files = [Path(unquote(urlparse(url).path)) for url in watch.requests if url.startswith("file:")]
        size = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)
        own = len(gzip.compress(path.read_bytes(), 9))
        most = 78_000 if path.parent.name == "tests" else 71_680  # a test brings its own script
        if size > most or own > 25_600 or len(files) > 10:
            heavy[path.name] = (size, own, len(files))
    context.close()
    assert not heavy
