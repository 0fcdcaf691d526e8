"""What of a pack may leave the mission: the view that pages, questions and exercises are made from.

Whoever makes something of a pack gets this view and can't forget a licence: what may not leave is not in it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import pandas as pd

from fieldbook.context.pack import ContextPack, Limit
from fieldbook.model.context import ContextFile, TableInfo
from fieldbook.model.edition import Audience

GROUPED = frozenset({
    "area", "area_name", "kind", "side_a", "side_b", "channel", "responder", "outcome",
    "mission", "personnel", "gender", "cause",
})  # fmt: skip
"""Texts by which events are added up. All other text of a row (id, place, note, source) tells of one event."""
_OPEN = GROUPED | {"date_precision", "feedback_given"}
HIDDEN_ID = "no-id-{number:06}"
"""Stands for the id of an event that may not be told; the last check before a package knows it."""
_LEAST = 2


def disclosable(pack: ContextPack, audience: Audience) -> ContextPack:
    """``pack`` as an edition for ``audience`` may show it; the pack itself where nothing is held back."""
    limits = {info.file: limit for info in pack.meta.tables if (limit := limit_of(info, pack.meta, audience))}
    tables = {file: _shown(pack, file, limit) for file, limit in limits.items() if hasattr(pack, _name(file))}
    if not limits:
        return pack
    changed: dict[str, Any] = {_name(file): table for file, table in tables.items()}
    if "incidents.csv" in limits:
        changed["areas"] = _counted(pack, limits)
    if "areas.geojson" in limits and limits["areas.geojson"].shows == "nothing":
        changed["shapes"] = {"type": "FeatureCollection", "features": []}
    return dataclasses.replace(pack, limits=limits, **changed)


def limit_of(info: TableInfo, meta: ContextFile, audience: Audience) -> Limit | None:
    """What an edition for ``audience`` may show of a table; None for its rows."""
    if info.may_ship == "nothing" or (info.restricted and audience == "learner"):
        return Limit("nothing", _LEAST, info.restricted, blurred=True)
    if info.restricted:
        return Limit("totals", meta.protect.least, restricted=True, blurred=info.may_ship == "totals")
    return Limit("totals", _LEAST, restricted=False, blurred=True) if info.may_ship == "totals" else None


def closed_columns(table: pd.DataFrame) -> frozenset[str]:
    """Columns of a table of events whose single values may not be told where totals alone may be shown."""
    return frozenset(table.columns) - _OPEN


def emptied_columns(table: pd.DataFrame) -> frozenset[str]:
    """Columns that are then empty: texts and positions, but not the id, which is replaced."""
    texts = {
        name
        for name in table.columns[1:]
        if table[name].dtype == object or isinstance(table[name].dtype, pd.StringDtype)
    }
    return frozenset(texts | ({"lat", "lon"} & set(table.columns))) - _OPEN


def too_few(counts: pd.Series, least: int) -> pd.Series:
    """Which groups may not be shown by themselves: those of fewer than ``least`` events, but not of none.

    Where these together are still too few, the next smallest one goes with them: the total would give them away.
    """
    given = counts[counts > 0].sort_values(kind="stable")
    few = int((given < least).sum())
    short = int((given.cumsum() < least).sum())
    taken = given.index[: max(few, short + 1) if few else 0]
    return counts.index.to_series().isin(taken)


def _name(file: str) -> str:
    return file.removesuffix(".csv")


def _shown(pack: ContextPack, file: str, limit: Limit) -> pd.DataFrame:
    table = pack.rows_of(file)
    if limit.shows == "nothing":
        return table.iloc[:0]
    return _without_marks(table, pack, limit)


def _without_marks(table: pd.DataFrame, pack: ContextPack, limit: Limit) -> pd.DataFrame:
    """The rows with what adds up, and without what tells one event from the next; near to it where rows may ship."""
    columns: dict[str, pd.Series] = {}
    for place, name in enumerate(table.columns):
        column = table[name]
        if place == 0 and name.endswith("_id"):
            columns[name] = pd.Series([HIDDEN_ID.format(number=n) for n in range(len(table))], table.index, dtype="str")
        elif limit.blurred and name != "month" and pd.api.types.is_datetime64_any_dtype(column):
            columns[name] = _blurred(column, pack.meta.as_of.day)
        elif name in ("lat", "lon") and not limit.blurred:
            columns[name] = column.round(pack.meta.protect.decimals)
        elif name == "place" and not limit.blurred:
            columns[name] = column.where(column.map(column.value_counts()) >= limit.least)
        elif name in emptied_columns(table):
            columns[name] = _empty(column)
        else:
            columns[name] = column
    return pd.DataFrame(columns)


def _empty(column: pd.Series) -> pd.Series:
    return pd.Series([None] * len(column), column.index, dtype=column.dtype)


def _blurred(dates: pd.Series, last: int) -> pd.Series:
    """Dates moved to the first or the last day of their month, up to or past the day ``last``.

    So periods that end with the pack's as-of day keep their counts to the last report.
    """
    first = dates - pd.to_timedelta(dates.dt.day - 1, unit="D")
    end = dates + pd.offsets.MonthEnd(0)
    blurred: pd.Series = first.where(dates.dt.day <= last, end).astype(dates.dtype)
    return blurred


def _counted(pack: ContextPack, limits: Mapping[str, Limit]) -> pd.DataFrame:
    """The areas, without counts that are too small to show."""
    limit = limits["incidents.csv"]
    counts = pack.areas["incidents"]
    if limit.shows == "nothing":
        return pack.areas.assign(incidents=_empty(counts))
    return pack.areas.assign(incidents=counts.mask(too_few(counts, limit.least)))
