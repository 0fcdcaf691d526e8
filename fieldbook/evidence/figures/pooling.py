"""Groups of too few events to show by themselves, added together (``docs/context-packs.md``, what may leave)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from fieldbook.context.disclosure import too_few
from fieldbook.core.message import Phrase


def pooled(
    frame: pd.DataFrame, label: str, other: Phrase, least: int, sums: Collection[str] = (), *, count: str = "reports"
) -> pd.DataFrame:
    """``frame`` with groups of fewer than ``least`` events as one last row ``other``; groups without events stay.

    ``label`` names the group, ``count`` counts its events, ``sums`` are added up beside it; of the other columns
    numbers are empty in that row, and what is true or false is false.
    """
    few = too_few(frame[count], least)
    if not few.any():
        return frame
    small = frame[few]
    row: dict[str, Any] = {name: [False] for name in frame.columns if frame[name].dtype == bool}
    row |= {name: [small[name].sum(min_count=1)] for name in {count, *sums}}
    last = pd.DataFrame({label: [other], **row})
    return pd.concat([frame[~few], last], ignore_index=True)[list(frame.columns)]


def apart(frame: pd.DataFrame, least: int) -> pd.DataFrame:
    """The groups that ``pooled`` shows by themselves."""
    return frame[~too_few(frame["reports"], least)]


def enough(frame: pd.DataFrame, column: str, count: str, least: int) -> pd.Series:
    """``column`` of ``frame`` without the sums over too few events."""
    return frame[column].mask(too_few(frame[count], least))
