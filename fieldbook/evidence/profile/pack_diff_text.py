"""A difference between two packs in words, and its rows as CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from fieldbook.context.asking.pack_fields import groups
from fieldbook.core.formats import number
from fieldbook.core.i18n import _
from fieldbook.core.spreadsheet import harmless
from fieldbook.evidence.profile.pack_diff import Change, Difference, Entries, ItemChanges, TableChange

_NAMED = 12
"""Entries and questions that are named; the rest are counted."""


def difference_lines(found: Difference) -> Iterator[str]:
    """What changed, the most important for reprinting first."""
    parts = list(_parts(found))
    if not parts:
        yield _("No difference.")
    for heading, lines in parts:
        yield heading
        yield from (f"  {line}" for line in lines)


def rows_csv(found: Difference) -> str:
    """Every row that came, went or changed. No text in it is taken for a formula by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["file", "row", "change", "column", "before", "after"])
    for table in found.tables:
        for key, change in [*((key, "added") for key in table.added), *((key, "removed") for key in table.removed)]:
            writer.writerow([table.file, harmless(key), change, "", "", ""])
        for cell in table.cells:
            column = cell.path.removeprefix(f"{table.file}.")
            writer.writerow([table.file, *map(harmless, (cell.key, "changed", column, cell.before, cell.after))])
    return f"\ufeff{out.getvalue()}"


def _parts(found: Difference) -> Iterator[tuple[str, list[str]]]:
    if found.items is not None:
        yield from _item_parts(found.items)
    if found.values:
        yield _("Values in text that are others now"), [_change(f"{{{{ {c.path} }}}}", c) for c in found.values]
    for entries in found.entries:
        yield _title(entries.path), list(_entry_lines(entries))
    if found.fields:
        yield _("Fields of context.yml"), [_change(_field(change), change) for change in found.fields]
    for table in found.tables:
        yield table.file, list(_table_lines(table))


def _item_parts(items: ItemChanges) -> Iterator[tuple[str, list[str]]]:
    if items.keys:
        heading = _("Questions whose right answer changes: print tests and answer pages again")
        yield heading, [_change(change.key, change) for change in items.keys]
    if items.left_out:
        lines = [_("{item}: {why}").format(item=change.key, why=change.after) for change in items.left_out]
        yield _("Questions that the new data leave out"), lines
    if items.back:
        yield _("Questions that the new data allow"), [_some(items.back)]
    if items.texts:
        yield _("Questions in which only words, figures or wrong answers change"), [_some(items.texts)]


def _entry_lines(entries: Entries) -> Iterator[str]:
    if entries.added:
        yield _("added: {names}").format(names=_some(entries.added))
    if entries.removed:
        yield _("removed: {names}").format(names=_some(entries.removed))
    for before, after in entries.renamed:
        yield _("renamed: {before} → {after}").format(before=before, after=after)


def _table_lines(table: TableChange) -> Iterator[str]:
    before, after = (number(count) for count in table.rows)
    yield _("rows: {before} → {after}").format(before=before, after=after)
    counts = {
        _("added"): len(table.added),
        _("removed"): len(table.removed),
        _("changed"): table.changed_rows,
    }
    yield ", ".join(f"{word} {number(count)}" for word, count in counts.items())
    columns = Counter(cell.path.removeprefix(f"{table.file}.") for cell in table.cells)
    if columns:
        text = ", ".join(f"{column} ({number(count)})" for column, count in sorted(columns.items()))
        yield _("columns that changed: {columns}").format(columns=text)
    for total in table.totals:
        yield _change(_("total of {column}").format(column=total.path.removeprefix(f"{table.file}.")), total)


def _change(what: str, change: Change) -> str:
    nothing = _("nothing")
    return f"{what}: {change.before or nothing} → {change.after or nothing}"


def _title(path: str) -> str:
    known = next((group.title for group in groups() if group.field == path), "")
    return known or _("Tables")


def _field(change: Change) -> str:
    """``The mission: Headquarters``, ``Actors, Riders: Influence``; the path where nobody is asked about the field."""
    for group in groups():
        if group.field and change.path.startswith(f"{group.field}."):
            name = change.path.removeprefix(f"{group.field}.")
            label = next((ask.label for ask in group.asks if ask.name == name), name)
            owner = f"{group.title}, {change.key}" if change.key else group.title
            return f"{owner}: {label}"
    return f"{change.path}, {change.key}" if change.key else change.path


def _some(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    text = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return text if more <= 0 else _("{names} and {n} more").format(names=text, n=number(more))
