"""A field that is asked, and fields that belong together."""

from __future__ import annotations

import dataclasses
from typing import Literal

from fieldbook.model.base import Source


@dataclasses.dataclass(frozen=True, kw_only=True)
class Ask:
    """One field."""

    name: str
    label: str
    help: str
    example: str
    """As somebody would type it; parts of a list are parted by semicolons."""
    wanted: bool = True
    """Whether something in the course is missing without it."""
    long: bool = False
    """Sentences rather than a line."""
    refers: Literal["areas", "actors"] | None = None
    """The value is the id of such an entry; people write its name."""
    placeholder: str = ""
    """What stands in an empty pack, because a pack without it is not valid."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class FieldGroup:
    """Fields that belong together; with ``many``, those of each entry of a list."""

    field: str
    """Path in ``context.yml``; empty for the top of the file."""
    title: str
    help: str
    whom: str
    """Whom to ask, or what to open."""
    need: str
    """What depends on it, as the list of gaps says it."""
    module: int | None
    """The first module that needs it; None where all do."""
    model: type[Source]
    asks: tuple[Ask, ...]
    many: bool = False
    prefix: str = ""
    """Of the ids of new entries, which are made from the first field; empty where ids are not made here."""
    example_id: str = ""
