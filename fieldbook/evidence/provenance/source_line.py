"""Source, licence and day of a file of the pack, for the line beneath what is made from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from fieldbook.context.pack import ContextPack
from fieldbook.core.i18n import _

_DESCRIPTION = "context.yml"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Source:
    """Where rows come from."""

    file: str
    source: str
    licence: str


def sources_of(files: Sequence[str], pack: ContextPack) -> tuple[Source, ...]:
    """One source for each of ``files``: what people wrote into the description is the mission's own."""
    known = {table.file: table for table in pack.meta.tables}
    return tuple(
        Source(file=file, source=known[file].source, licence=known[file].licence)
        if file in known
        else (_own_words(pack) if file == _DESCRIPTION else Source(file=file, source=_("not provided"), licence=""))
        for file in files
    )


def _own_words(pack: ContextPack) -> Source:
    """The source of what is written in the pack's description."""
    text = _("invented for this course") if pack.meta.fictional else _("written by the mission")
    return Source(file=_DESCRIPTION, source=text, licence=_("the mission's own"))
