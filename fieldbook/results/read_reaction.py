"""Reads tallies of feedback forms: the report's own sheet (``reaction.csv``), filled in by who counts the papers."""

from __future__ import annotations

from collections.abc import Iterator

from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.results.read_csv import header, rows
from fieldbook.results.result_entries import Reaction
from fieldbook.results.result_faults import partly

_LEVELS = ("1", "2", "3", "4", "5")
_MOST = 100_000


def is_reaction(data: bytes) -> bool:
    """Whether the head names classes, statements and levels."""
    return {"class", "statement", *_LEVELS} <= set(header(data))


def read_reaction(name: str, data: bytes) -> Iterator[Reaction | Problem]:
    """Every count; empty cells are none."""
    for row in rows(name, data):
        if isinstance(row, Problem):
            yield row
            continue
        line, cells = row
        for level in _LEVELS:
            text = cells[level]
            if not text or not cells["statement"]:
                continue
            if not (text.isascii() and text.isdecimal()) or int(text) > _MOST:
                yield partly(name, level, _("is no number of people"), line)
            else:
                yield Reaction(cells["class"][:100], cells["statement"][:300], int(level), int(text))
