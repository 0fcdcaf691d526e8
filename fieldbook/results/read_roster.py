"""Reads a trainer's list of participants: a pseudonym (or a mail address) and what a report may group by."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldbook.core.problems import Problem
from fieldbook.results.read_csv import header, rows, stand_in
from fieldbook.results.result_entries import GROUPS, Roster, group_value

_NAMES = {
    **dict.fromkeys(("duty_station", "duty station", "location"), "station"),
    **dict.fromkeys(("e-mail", "mail", "email address", "e-mail address"), "email"),
    "sex": "gender",
    "lang": "language",
}


def is_roster(data: bytes) -> bool:
    """Whether the head names a person and at least one group."""
    names = {_known(name) for name in header(data)}
    return bool(names & {"pseudonym", "email"}) and bool(names & set(GROUPS))


def read_roster(name: str, data: bytes) -> Iterator[Roster | Problem]:
    """One entry for each row that names somebody. Columns that are not known are not kept: they may hold names."""
    for row in rows(name, data):
        if isinstance(row, Problem):
            yield row
            continue
        cells = {_known(column): value for column, value in row[1].items()}
        who = cells.get("pseudonym") or (stand_in(cells["email"]) if cells.get("email") else "")
        if who:
            yield Roster(who[:100], {group: group_value(group, cells[group]) for group in GROUPS if cells.get(group)})


def _known(column: str) -> str:
    """A column as it is called here; a list made by hand may say more in brackets."""
    name = re.sub(r"\(.*\)", "", column).strip()
    return _NAMES.get(name, name)
