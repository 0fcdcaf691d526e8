"""What all source models share: frozen, unknown keys forbidden, short stable ids."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
"""Short, lower-case, hyphenated; never reused."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
"""Non-empty text, bounded so that a hostile file cannot fill memory."""


class Source(BaseModel):
    """A part of a source file."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
