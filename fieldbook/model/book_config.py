"""Jupyter Book's ``_config.yml``: the part of it that a course uses."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from fieldbook.model.base import Prose


class Parse(BaseModel):
    """How Markdown is read."""

    model_config = ConfigDict(frozen=True)
    myst_enable_extensions: list[str] = []


class SphinxPart(BaseModel):
    """Settings of Sphinx."""

    model_config = ConfigDict(frozen=True)
    config: dict[str, Any] = {}


class BookConfig(BaseModel):
    """Only what is used here; Jupyter Book checks the rest."""

    model_config = ConfigDict(frozen=True)
    title: Prose
    author: Prose
    copyright: Prose | None = None
    bibtex_bibfiles: list[str] = []
    parse: Parse = Parse()
    sphinx: SphinxPart = SphinxPart()
