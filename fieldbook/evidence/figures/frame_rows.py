"""Rows of a frame one by one, those that come first, and columns of phrases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from fieldbook.core.message import Phrase


def records(frame: pd.DataFrame) -> list[Any]:
    """Named tuples; their fields are what the columns hold, which static types can't know."""
    return list(frame.itertuples(index=False))


def leaders(frame: pd.DataFrame, label: str, count: str) -> list[Any]:
    """The labels of the rows that share the highest count, in the order of rows."""
    return list(frame.loc[frame[count] == frame[count].max(), label])


def phrases(frame: pd.DataFrame, column: Iterable[Phrase | None]) -> pd.Series:
    """A column of phrases for the rows of ``frame``."""
    return pd.Series(list(column), index=frame.index, dtype=object)
