"""Jupyter Book's ``_config.yml`` as Sphinx settings: the part of it that a course uses.

Jupyter Book's own reader takes seconds to import, and adds extensions that load scripts from outside.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from fieldbook.load.yamlfile import read_yaml

WORK = ".fieldbook"
"""Folder in a course for caches and half-made things; Sphinx must never take its notebooks for pages."""

_PEER_ONLY = {"jupyter_book"}
"""Extensions that work only when Jupyter Book runs Sphinx."""


class _Parse(BaseModel):
    model_config = ConfigDict(frozen=True)
    myst_enable_extensions: list[str] = []


class _Sphinx(BaseModel):
    model_config = ConfigDict(frozen=True)
    config: dict[str, Any] = {}


class _BookConfig(BaseModel):
    """Only what is used here; Jupyter Book checks the rest."""

    model_config = ConfigDict(frozen=True)
    title: str
    author: str
    copyright: str = ""
    bibtex_bibfiles: list[str] = []
    parse: _Parse = _Parse()
    sphinx: _Sphinx = _Sphinx()


def sphinx_settings(root: Path) -> dict[str, Any]:
    """Sphinx settings of the course folder ``root``. Raises ``CourseError``."""
    book = read_yaml(root / "_config.yml", _BookConfig, root).value
    config = book.sphinx.config
    extensions = [name for name in config.get("extensions", []) if name not in _PEER_ONLY]
    return {
        "project": book.title,
        "html_title": book.title,
        "author": book.author,
        "copyright": book.copyright,
        # given here, because Sphinx adds to one default dictionary in each build of a process
        "source_suffix": {".ipynb": "myst-nb", ".md": "myst-nb"},
        "external_toc_path": "_toc.yml",
        "external_toc_exclude_missing": True,
        "exclude_patterns": [".*", "**/.*", "dist", "_build"],
        "bibtex_bibfiles": book.bibtex_bibfiles,
        "myst_enable_extensions": book.parse.myst_enable_extensions,
        **config,
        "extensions": extensions,
    }
