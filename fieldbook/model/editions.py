"""The list of editions that a headquarters builds in one run: ``editions.yml`` (docs/editions.md)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from fieldbook.core.i18n import _
from fieldbook.model.base import Name, Source
from fieldbook.model.edition import Audience

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
"""A BCP 47 tag, such as ``fr`` or ``zh-Hant``."""


class Exclude(Source):
    """Leaves out the editions that fit every list given; with ``formats``, only these formats of them."""

    contexts: tuple[Name, ...] = ()
    languages: tuple[Language, ...] = ()
    audiences: tuple[Audience, ...] = ()
    formats: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Exclude:
        if not self.model_fields_set:
            raise ValueError(_("an exclude without a list would leave out everything"))
        return self

    def fits(self, context: str, language: str, audience: Audience) -> bool:
        """Whether the edition is meant."""
        return (
            (not self.contexts or context in self.contexts)
            and (not self.languages or language in self.languages)
            and (not self.audiences or audience in self.audiences)
        )


class EditionsFile(Source):
    """Every context in every language for every audience in every format, less what is excluded."""

    contexts: tuple[Name, ...] = Field(min_length=1, max_length=1000)
    """Names below ``contexts/``, or folders relative to the course."""
    languages: tuple[Language, ...] = Field(default=("en",), min_length=1, max_length=100)
    audiences: tuple[Audience, ...] = Field(default=("learner",), min_length=1)
    formats: tuple[Name, ...] = Field(default=("html", "offline"), min_length=1)
    """As ``--format`` takes them; ``all`` means all."""
    exclude: tuple[Exclude, ...] = ()
