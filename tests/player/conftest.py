"""A hand-made page with every kind of activity, and a browser to open it from disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from player_book import Book, write_book
from playwright.sync_api import Browser, BrowserContext, Page

from building import ARGS, PATIENCE, browser_path


@pytest.fixture(scope="session")
def launch_options() -> dict[str, Any]:
    return {"executable_path": browser_path(), "args": ARGS}


@pytest.fixture(scope="session")
def browser(chromium: Browser) -> Browser:
    return chromium


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """An empty page, to call functions in."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return write_book(tmp_path_factory.mktemp("book"))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 800, "height": 900}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def open_book(context: BrowserContext, book: Book) -> Iterator[Callable[..., Page]]:
    """Opens pages of the book; at the end none may have complained or asked for anything outside."""
    complaints: list[str] = []

    def complain(text: str) -> None:
        complaints.append(text)

    def opened(name: str = "page.html") -> Page:
        page = context.new_page()
        page.on("console", lambda message: complain(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complain(str(error)))
        page.on(
            "request", lambda request: None if request.url.startswith(("file:", "blob:")) else complain(request.url)
        )
        page.goto((book.root / name).as_uri())
        return page

    yield opened
    assert complaints == []


@pytest.fixture
def page(open_book: Callable[..., Page]) -> Page:
    """The page with all activities, opened by a new learner, when the player has begun."""
    page = open_book()
    page.evaluate("window.FIELDBOOK.ready")
    return page
