"""What all tests share: a browser, the tiny course in a folder of its own, built once, and the real one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from building import ARGS, PATIENCE, PROJECT, TINY, Built, browser_path, built_once
from fieldbook.core.i18n import use_language

expect.set_options(timeout=PATIENCE)


_BUILT = {"learner", "trainer", "project_dist", "unpacked", "cohort"}
"""Fixtures that cost seconds, in whose place a pure test has its own small thing."""


@pytest.hookimpl(tryfirst=True)  # the workers read the groups in a hook of the same name
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Workers share the tests by file. Files with slow tests come first, so that no worker begins one at the end."""
    files = {item: item.nodeid.partition("::")[0] for item in items}
    for item, file in files.items():
        item.add_marker(pytest.mark.xdist_group(file))
        if _BUILT & {*getattr(item, "fixturenames", ())}:
            item.add_marker(pytest.mark.built)
    slow = {files[item] for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: files[item] not in slow)  # files stay together: they come in order


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A fresh copy of the tiny course, to break or to build."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture(autouse=True)
def _english() -> None:
    """A test that built pages in another language leaves it to the next of its process."""
    use_language("en")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Leaves an event loop behind: a test that runs one of its own does so in another thread."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests of a process; each test has contexts of its own and closes them."""
    browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def learner(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The learner's edition of the tiny course. Nobody changes it: all workers read the same folder."""
    return built_once(tmp_path_factory, "learner")


@pytest.fixture(scope="session")
def trainer(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The trainer's edition of the tiny course, as much everybody's."""
    return built_once(tmp_path_factory, "trainer", "trainer")


@pytest.fixture(scope="session")
def project_dist(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The real course, Ondara, learner's edition. Built in the project's own folder, so that its cache is used."""
    return built_once(tmp_path_factory, "project", course=PROJECT)
