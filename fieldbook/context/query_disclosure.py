"""Why a query may not be asked of a pack: its licence or the mission holds back what the answer would tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import duckdb

from fieldbook.context.disclosure import closed_columns, emptied_columns
from fieldbook.context.pack import ContextPack
from fieldbook.context.queries import connect, rows
from fieldbook.context.query_quotes import Closed, read_query
from fieldbook.core.i18n import _

_COUNTS = re.compile(r"\bincidents\b", re.IGNORECASE)


class Held:
    """What of ``pack`` is held back from queries. Costs nothing where nothing is."""

    def __init__(self, pack: ContextPack) -> None:
        self._pack = pack
        self._files = {file.removesuffix(".csv"): file for file in pack.limits}
        self._closed = {
            name: Closed(closed_columns(pack.rows_of(file)), emptied_columns(pack.rows_of(file)))
            for name, file in self._files.items()
            if file.endswith(".csv") and hasattr(pack, name)
        }

    @cached_property
    def _pooled(self) -> duckdb.DuckDBPyConnection:
        return connect(self._pack, small_totals=False)

    def reason(self, sql: str, taken: Sequence[Mapping[str, Any]]) -> str | None:
        """Why the rows ``taken`` of the answer to ``sql`` may not be shown; None where they may."""
        least = max(limit.least for limit in self._pack.limits.values())
        reading = read_query(self._pooled, sql, self._closed, least)
        used = sorted(reading.tables & set(self._files))
        if "areas" in reading.tables and "incidents" in self._files and _COUNTS.search(sql) and "incidents" not in used:
            used.append("incidents")
        if not used:
            return None
        files = " and ".join(self._files[name] for name in used)
        if any(self._pack.limits[self._files[name]].shows == "nothing" for name in used):
            return _("nothing made from {files} may leave the mission").format(files=files)
        if reading.tells or reading.unknown:
            asks = _("tells single rows") if reading.tells else _("needs places, texts or days of single rows")
            return _("only totals of {files} may leave the mission, and the query {asks}").format(
                files=files, asks=asks
            )
        few = list(rows(self._pooled, reading.pooled)[: len(taken)]) != list(taken)
        return (
            _("totals of fewer than {least} rows of {files} may not leave the mission").format(least=least, files=files)
            if few
            else None
        )
