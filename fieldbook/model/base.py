"""What all source models share: frozen, unknown keys forbidden, short stable ids."""

from __future__ import annotations

import dataclasses
import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from fieldbook.core.i18n import _

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
"""Short, lower-case, hyphenated; never reused."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
"""Non-empty text, bounded so that a hostile file cannot fill memory."""


_NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f]|\.\.[/\\]")


def _plain_name(value: str) -> str:
    found = _NOT_IN_A_NAME.search(value)
    if found:
        raise ValueError(_("contains a path (../)") if found[0].startswith("..") else _("contains a control character"))
    return value


NAME_LENGTH = 300
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_LENGTH), AfterValidator(_plain_name)
]
"""What a place, a party or a mission is called: one line, and nothing that a file system could follow."""


@dataclasses.dataclass(frozen=True)
class Translated:
    """Marks a text that people read, so that translators get it (``translation``)."""


Prose = Annotated[Text, Translated()]
"""Text that people read."""
ProseName = Annotated[Name, Translated()]
"""A name that people read."""


class Source(BaseModel):
    """A part of a source file."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Named(Source):
    """A source file that holds one thing; the file is named by its ``id``."""

    id: Id
