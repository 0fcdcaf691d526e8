"""Rows of a frame one by one."""

from __future__ import annotations

from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[Any]:
    """Named tuples; their fields are what the columns hold, which static types can't know."""
    return list(frame.itertuples(index=False))
