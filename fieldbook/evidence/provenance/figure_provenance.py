"""A figure of a page as the trainer checks it: its finding, its rule in words, the first rows of its table."""

from __future__ import annotations

from typing import Any

from fieldbook.context.pack import ContextPack
from fieldbook.core.i18n import _
from fieldbook.core.message import in_words
from fieldbook.evidence.figures.figure_rules import RULES
from fieldbook.evidence.provenance.deciding_rows import SHOWN, Rows
from fieldbook.evidence.provenance.source_line import sources_of
from fieldbook.model.payload import FigurePayload, MissingPayload, Table


def told(payload: FigurePayload, pack: ContextPack) -> dict[str, Any]:
    """An entry made of a figure.

    Its rows are sums that the figure prints as well, so that no licence can keep them off this page.
    """
    rule = RULES[payload.rule]
    figure = in_words(payload)
    entry = {
        "id": figure.id,
        "kind": figure.kind,
        "rule": rule.words.words(),
        "sources": sources_of((rule.file,), pack),
    }
    if isinstance(figure, MissingPayload):
        reason = figure.reason or _("The mission has not provided it: {file}, {field}").format(
            file=figure.file, field=figure.field
        )
        return entry | {"text": figure.what, "reason": reason}
    return entry | {
        "text": figure.title,
        "alt": figure.alt,
        "rows": _rows(figure.table),
        "limits": figure.cannot_show,
    }


def _rows(table: Table) -> Rows:
    head = tuple(str(column.name) for column in table.columns)
    cells = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in table.rows[:SHOWN])
    return Rows(head=head, rows=cells, more=len(table.rows) - len(cells))
