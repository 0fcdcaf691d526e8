"""The glossary, ``book/glossary.yml``: terms of the field in three languages, with definitions in our own words."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from fieldbook.model.base import Id, Prose, Source

OptionalText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
"""May be empty: not known, or there is none."""


class Term(Source):
    """One term. Its French and Arabic equivalents are those of UN documents; empty where we are not sure."""

    id: Id
    abbr: OptionalText = ""
    en: Prose
    fr: OptionalText = ""
    ar: OptionalText = ""
    definition: Prose = Field(alias="def")
    source: OptionalText = ""
    """Key of the bibliography."""


class GlossaryFile(Source):
    """The whole file."""

    terms: tuple[Term, ...]
