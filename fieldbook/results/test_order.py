"""In which order the book places its tests: what tells before from after where no clock does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

_PLACED = re.compile(r"\{test\}\s+([a-z][a-z0-9-]*)")


def forms_in_order(root: Path) -> list[str]:
    """Ids of the forms as the pages of the contents name them. A book that cannot be read has none: builds say why."""
    try:
        contents = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
        texts = [path.read_text("utf-8") for name in _files(contents) for path in _pages(root, name)]
    except (OSError, ValueError, yaml.YAMLError):
        return []
    return list(dict.fromkeys(form for text in texts for form in _PLACED.findall(text)))


def _pages(root: Path, name: str) -> list[Path]:
    paths = (root / f"{name}{ending}" for ending in ("", ".md", ".ipynb"))
    return [path for path in paths if path.is_file()]


def _files(contents: Any) -> Iterator[str]:
    """Every ``file`` of a table of contents, in order."""
    if isinstance(contents, dict):
        if isinstance(contents.get("file"), str):
            yield contents["file"]
        contents = list(contents.values())
    for part in contents if isinstance(contents, list) else ():
        yield from _files(part)
