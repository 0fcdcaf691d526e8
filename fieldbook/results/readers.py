"""Every reader of result files. A new source is one module with two functions, and one line here."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from fieldbook.errors import Problem
from fieldbook.i18n import _
from fieldbook.results.entries import Roster, Sheet
from fieldbook.results.faults import not_ours, too_much
from fieldbook.results.intake import Plain
from fieldbook.results.read_moodle import is_moodle, read_moodle
from fieldbook.results.read_record import MOST, is_record, read_record
from fieldbook.results.read_roster import is_roster, read_roster
from fieldbook.results.read_xapi import is_xapi, read_xapi

if TYPE_CHECKING:
    from fieldbook.results.bank import Bank

Entry = Sheet | Roster | Problem


@dataclasses.dataclass(frozen=True)
class Reader:
    """One source: ``knows`` looks at the content alone, ``read`` gives what can be saved and says what cannot."""

    name: str
    knows: Callable[[bytes], bool]
    read: Callable[[str, bytes, Bank | None], Iterator[Entry]]
    most: int = 512 * 1024**2


READERS: tuple[Reader, ...] = (
    Reader("record", is_record, lambda name, data, _bank: read_record(name, data), MOST),
    Reader("xapi", is_xapi, lambda name, data, _bank: read_xapi(name, data)),
    Reader("moodle", is_moodle, read_moodle),
    Reader("participants", is_roster, lambda name, data, _bank: read_roster(name, data)),
)


def reader_of(data: bytes) -> Reader | None:
    """The first reader that knows ``data``."""
    return next((reader for reader in READERS if reader.knows(data)), None)


def entries(plain: Plain, bank: Bank | None) -> Iterator[Entry]:
    """What ``plain`` holds; a fault of one file never stops the others."""
    reader = reader_of(plain.data)
    if reader is None:
        yield not_ours(plain.name, _("is no file that is known here"))
    elif len(plain.data) > reader.most:
        yield too_much(plain.name, _("is larger than a {kind} may be").format(kind=reader.name))
    else:
        yield from reader.read(plain.name, plain.data, bank)
