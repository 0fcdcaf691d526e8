"""Names beside circles, placed so that they cover neither each other nor another circle where that can be helped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from fieldbook.figures.style import SIZE, WIDTH, text_width
from fieldbook.figures.words import number

_LONGEST = 26
_GAP = 3.0
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def place_labels(named: pd.DataFrame, marked: pd.DataFrame, height: float) -> pd.DataFrame:
    """``x``, ``y`` and ``text`` (name and count) for the circles ``named``, first come first served.

    ``marked`` are all circles (``x``, ``y``, ``r``). A name that has no free place is left out after the first.
    """
    disks = [(row.x - row.r, row.y - row.r, row.x + row.r, row.y + row.r) for row in marked.itertuples() if row.r > 3]
    taken: list[Box] = []
    rows: list[dict[str, Any]] = []
    for row in named.to_dict("records"):
        text = f"{_short(row['name'])} {number(row['reports'])}"
        options = [box for box in _around(row, text_width(text)) if _inside(box, height)]
        own = (row["x"] - row["r"], row["y"] - row["r"], row["x"] + row["r"], row["y"] + row["r"])
        free = [box for box in options if not any(_meet(box, other) for other in taken)]
        if not free:
            continue
        others = [disk for disk in disks if disk != own]
        box = min(free, key=lambda box: sum(_meet(box, disk) for disk in others))
        taken.append(box)
        rows.append({"text": text, "x": box[0], "y": (box[1] + box[3]) / 2})
    return pd.DataFrame(rows, columns=["text", "x", "y"])


def _around(row: dict[str, Any], width: float) -> Iterator[Box]:
    """Beneath, above, right, left of the circle; then beneath and above, moved inside the picture."""
    x, y, r, half = row["x"], row["y"], row["r"] + _GAP, SIZE / 2 + 1
    left = min(max(x - width / 2, 0.0), max(WIDTH - width, 0.0))
    for start, middle in ((left, y + r + half), (left, y - r - half), (x + r, y), (x - r - width, y), (left, y + r + 3 * half), (left, y - r - 3 * half)):
        yield start, middle - half, start + width, middle + half


def _inside(box: Box, height: float) -> bool:
    return box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= height + 8


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
