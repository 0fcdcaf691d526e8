"""A small book that has every part of the theme, built once without the engine, and pages to break."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

SITE = Path(__file__).parent / "site"


class Scratch:
    """A Sphinx project in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.root = Path(shutil.copytree(SITE, folder / "site", ignore=shutil.ignore_patterns("__pycache__")))
        self.out = folder / "out"
        self.warnings: list[str] = []

    def write(self, name: str, text: str) -> None:
        """Put a page in place of another one."""
        (self.root / name).write_text(text, "utf-8")

    def build(self, builder: str = "html", **settings: Any) -> Scratch:
        """Run Sphinx once."""
        log = io.StringIO()
        sys.path.insert(0, str(SITE))
        try:
            with patch_docutils(), docutils_namespace():
                folders = [str(self.root), str(self.root), str(self.out), str(self.out) + "-trees"]
                Sphinx(*folders, builder, confoverrides=settings, status=None, warning=log).build()
        finally:
            sys.path.remove(str(SITE))
        self.warnings = [line for line in log.getvalue().splitlines() if line.strip()]
        return self

    def page(self, name: str) -> str:
        """Text of a file that was written."""
        return (self.out / name).read_text("utf-8")


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """The learner's book."""
    return Scratch(tmp_path_factory.mktemp("book")).build()


@pytest.fixture(scope="session")
def trainers_book(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """The trainer's book, with real data."""
    folder = tmp_path_factory.mktemp("trainers")
    return Scratch(folder).build(fieldbook_audience="trainer", test_context="real")


@pytest.fixture(scope="session")
def right_to_left(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """The same text in a book that runs from right to left."""
    return Scratch(tmp_path_factory.mktemp("rtl")).build(language="ar")


@pytest.fixture(scope="session")
def books(book: Scratch, trainers_book: Scratch, right_to_left: Scratch) -> list[Scratch]:
    """All three."""
    return [book, trainers_book, right_to_left]


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    """A project to break."""
    return Scratch(tmp_path)


class Reader:
    """Somebody who reads a page, and what the page did while it was read."""

    def __init__(self, browser: Browser, **settings: Any) -> None:
        self._context = browser.new_context(offline=True, **settings)
        self.page: Page = self._context.new_page()
        self.faults: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, book: Scratch, name: str) -> Page:
        """Open a page from its file."""
        self.page.goto((book.out / name.partition("?")[0]).as_uri() + name[len(name.partition("?")[0]) :])
        return self.page

    def close(self) -> None:
        """Leave."""
        self._context.close()


@pytest.fixture
def open_reader(chromium: Browser) -> Iterator[Callable[..., Reader]]:
    """Makes readers with settings of their own."""
    readers: list[Reader] = []

    def make(**settings: Any) -> Reader:
        readers.append(Reader(chromium, **settings))
        return readers[-1]

    yield make
    for reader in readers:
        reader.close()


@pytest.fixture
def reader(open_reader: Callable[..., Reader]) -> Reader:
    """A reader at a desk."""
    return open_reader(viewport={"width": 1280, "height": 900})


@pytest.fixture
def phone(open_reader: Callable[..., Reader]) -> Reader:
    """A reader with a phone."""
    return open_reader(viewport={"width": 360, "height": 740}, has_touch=True)
