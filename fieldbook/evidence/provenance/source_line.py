"""Source, licence and day of a file of the pack, for the line beneath what is made from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from fieldbook.context.pack import ContextPack
from fieldbook.core.i18n import _

_DESCRIPTION = "context.yml"


@dataclasses.dataclass(frozen=True, kw_only=True)
class FigureSource:
    """Where rows come from."""

    file: str
    source: str
    licence: str


def sources_of(files: Sequence[str], pack: ContextPack) -> tuple[FigureSource, ...]:
    """One source for each of ``files``: what people wrote into the description is the mission's own."""
    known = {table.file: table for table in pack.meta.tables}
    return tuple(
        FigureSource(file=file, source=known[file].source, licence=known[file].licence)
        if file in known
        else (
            _own_words(pack) if file == _DESCRIPTION else FigureSource(file=file, source=_("not provided"), licence="")
        )
        for file in files
    )


def _own_words(pack: ContextPack) -> FigureSource:
    """The source of what is written in the pack's description."""
    text = _("invented for this course") if pack.meta.fictional else _("written by the mission")
    return FigureSource(file=_DESCRIPTION, source=text, licence=_("the mission's own"))
