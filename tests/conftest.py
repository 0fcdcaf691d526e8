"""What all tests share: the tiny course in a folder of its own, built once, and the real one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from building import PATIENCE, PROJECT, TINY, Built, build
from fieldbook.core.i18n import use_language

expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(tryfirst=True)  # the workers read the groups in a hook of the same name
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two workers share the tests by file; what asks for the real book stays with one, so that it is built once.

    Files with slow tests come first, so that no worker begins one when the other has nothing left.
    """
    groups = {item: _group(item) for item in items}
    slow = {groups[item] for item in items if item.get_closest_marker("slow")} | {"book"}
    for item, group in groups.items():
        item.add_marker(pytest.mark.xdist_group(group))
    places = {group: place for place, group in reversed([*enumerate(groups.values())])}
    items.sort(key=lambda item: (groups[item] not in slow, groups[item] != "book", places[groups[item]]))


def _group(item: pytest.Item) -> str:
    return "book" if "project_dist" in getattr(item, "fixturenames", ()) else item.nodeid.partition("::")[0]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A fresh copy of the tiny course, to break or to build."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture(autouse=True)
def _english() -> None:
    """A test that built pages in another language leaves it to the next of its process."""
    use_language("en")


@pytest.fixture(scope="session")
def learner(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The learner's edition of the tiny course."""
    folder = tmp_path_factory.mktemp("learner")
    shutil.copytree(TINY, folder / "tiny")
    return build(folder / "tiny", folder / "dist")


@pytest.fixture(scope="session")
def trainer(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The trainer's edition of the tiny course."""
    folder = tmp_path_factory.mktemp("trainer")
    shutil.copytree(TINY, folder / "tiny")
    return build(folder / "tiny", folder / "dist", audience="trainer")


@pytest.fixture(scope="session")
def project_dist(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The real course, Ondara, learner's edition. Built in the project's own folder, so that its cache is used."""
    return build(PROJECT, tmp_path_factory.mktemp("project") / "dist")
