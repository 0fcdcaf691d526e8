"""What tests of paper share: printed forms, rendered once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from forms_book import with_forms
from papers import Paper, on_paper

from building import PROJECT, TINY


@pytest.fixture(scope="session")
def nine_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny course with a form of all nine types."""
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("nine") / "tiny"))
    return with_forms(root, {"paper": {"minutes": 20, "cut": {"score": 0.6, "method": "Ours."}}})


@pytest.fixture(scope="session")
def nine(nine_root: Path) -> Paper:
    """A form of nine questions, one of each type: one page."""
    return on_paper(nine_root, "paper")


@pytest.fixture(scope="session")
def final() -> Paper:
    """The real final test: 40 questions, two pages."""
    return on_paper(PROJECT, "final")
