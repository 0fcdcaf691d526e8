"""The profile as text: with rich on a terminal, in plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from fieldbook.core.formats import number
from fieldbook.core.i18n import _
from fieldbook.evidence.profile.profile_facts import Bar, Profile

_WIDE = 28
"""Blocks of the longest bar."""

Rows = Sequence[tuple[str, ...]]


def print_profile(found: Profile, console: Console) -> None:
    """Print on ``console``: tables and colour where somebody looks, plain lines where a program reads."""
    if not console.is_terminal:
        for line in plain_lines(found):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        return
    console.print(Text(found.title, style="bold"))
    console.print(Text(_note(found)))
    for heading, rows in _parts(found):
        console.print()
        console.print(Text(heading, style="bold"))
        console.print(_grid(rows))


def plain_lines(found: Profile) -> Iterator[str]:
    """The same as lines without any markup."""
    yield found.title
    yield _note(found)
    for heading, rows in _parts(found):
        yield ""
        yield heading
        yield from (f"  {': '.join(row[:2])}{''.join(f'; {cell}' for cell in row[2:])}" for row in rows)


def _note(found: Profile) -> str:
    date = _("As of {date}.").format(date=found.as_of)
    invented = _("The country, the mission and every row are invented.") if found.fictional else ""
    kept = _("For the mission only: {tables}.").format(tables=", ".join(found.kept)) if found.kept else ""
    return " ".join(part for part in (date, invented, kept) if part)


def _parts(found: Profile) -> Iterator[tuple[str, Rows]]:
    yield _("The mission"), found.mission
    yield _("Counts, as reported"), ((_("Period"), found.period), *found.totals)
    yield _("Tables"), tuple(_table_rows(found))
    for heading, bars in (
        (_("Incidents over time"), found.times),
        (_("Areas with most incidents"), found.areas),
        (_("Named most in attacks on civilians"), found.actors),
    ):
        if bars:
            yield heading, tuple(_bar_rows(bars))
    if found.gaps:
        yield _("Not yet provided by the mission"), tuple((gap.module, ", ".join(gap.what)) for gap in found.gaps)


def _table_rows(found: Profile) -> Iterator[tuple[str, ...]]:
    for table in found.tables:
        rows = () if table.rows is None else (_("{n} rows").format(n=number(table.rows)),)
        yield table.file, table.title, table.source, table.licence, table.leaves, *rows


def _bar_rows(bars: Iterable[Bar]) -> Iterator[tuple[str, str]]:
    most = max((count for _label, count in bars), default=0) or 1
    for label, count in bars:
        blocks = max(round(_WIDE * count / most), min(count, 1))
        yield label, f"{'█' * blocks} {number(count)}".strip()


def _grid(rows: Rows) -> Table:
    grid = Table.grid(padding=(0, 2))
    for _column in range(max(len(row) for row in rows)):
        grid.add_column(overflow="fold")
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    return grid
