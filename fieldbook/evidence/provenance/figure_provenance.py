"""A figure of a page as the trainer checks it: its finding, its rule in words, the first rows of its table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fieldbook.context.pack import ContextPack
from fieldbook.core.i18n import _
from fieldbook.evidence.figures.figure_rules import rule_of
from fieldbook.evidence.provenance.deciding_rows import SHOWN, Rows
from fieldbook.evidence.provenance.source_line import sources_of


def told(payload: Mapping[str, Any], pack: ContextPack) -> dict[str, Any]:
    """An entry made of the payload of ``docs/architecture.md``.

    Its rows are sums that the figure prints as well, so that no licence can keep them off this page.
    """
    rule = rule_of(payload["id"])
    entry = {
        "id": payload["id"],
        "kind": payload["kind"],
        "rule": rule.words if rule else "",
        "sources": sources_of((rule.file,), pack) if rule else (),
    }
    if payload["kind"] == "missing":
        reason = payload["reason"] or _("The mission has not provided it: {file}, {field}").format(
            file=payload["file"], field=payload["field"]
        )
        return entry | {"text": payload["what"], "reason": reason}
    return entry | {
        "text": payload["title"],
        "alt": payload["alt"],
        "rows": _rows(payload["table"]),
        "limits": payload["cannot_show"],
    }


def _rows(table: Mapping[str, Any]) -> Rows:
    head = tuple(column["name"] for column in table["columns"])
    cells = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in table["rows"][:SHOWN])
    return Rows(head=head, rows=cells, more=len(table["rows"]) - len(cells))
