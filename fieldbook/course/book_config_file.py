"""Reads Jupyter Book's ``_config.yml``."""

from __future__ import annotations

from pathlib import Path

from fieldbook.core.yamlfile import Loaded, read_yaml
from fieldbook.model.book_config import BookConfig

FILE = "_config.yml"


def read_book_config(root: Path) -> Loaded[BookConfig]:
    """The settings of the course in ``root``. Raises ``CourseError``."""
    return read_yaml(root / FILE, BookConfig, root)
