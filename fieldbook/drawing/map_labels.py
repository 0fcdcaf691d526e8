"""Names beside circles, placed so that they cover neither each other nor another circle where that can be helped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from fieldbook.drawing.chart_style import SIZE, text_width
from fieldbook.model.chart import WIDTH

_LONGEST = 26
_GAP = 3.0
_COVERED = 0.4
"""Share of a name that may lie on circles of other areas; beyond it the name would be read as theirs."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def place_labels(named: pd.DataFrame, marked: pd.DataFrame, height: float) -> pd.DataFrame:
    """``x``, ``y`` and ``text`` (name and count) for the circles ``named``, first come first served.

    ``named`` has ``name`` and ``count`` in words, ``marked`` are all circles (``x``, ``y``, ``r``). After the first, a
    name that has no free place or would lie on another circle is left out; the table has all.
    """
    large: list[Any] = list(marked[marked["r"] > 3].itertuples())
    disks = [(row.x - row.r, row.y - row.r, row.x + row.r, row.y + row.r) for row in large]
    taken: list[Box] = []
    rows: list[dict[str, Any]] = []
    for row in named.to_dict("records"):
        text = f"{_short(row['name'])} {row['count']}"
        options = [box for box in _around(row, text_width(text)) if _inside(box, height)]
        own = (row["x"] - row["r"], row["y"] - row["r"], row["x"] + row["r"], row["y"] + row["r"])
        free = [box for box in options if not any(_meet(box, other) for other in taken)]
        if not free:
            continue
        others = [disk for disk in disks if disk != own]
        lying = {box: sum(_shared(box, disk) for disk in others) for box in free}
        box = min(free, key=lying.__getitem__)
        if taken and lying[box] > _COVERED * (box[2] - box[0]) * (box[3] - box[1]):
            continue
        taken.append(box)
        rows.append({"text": text, "x": box[0], "y": (box[1] + box[3]) / 2})
    return pd.DataFrame(rows, columns=["text", "x", "y"])


def _around(row: dict[Any, Any], width: float) -> Iterator[Box]:
    """Beneath and above the circle (middle, from its left, to its right; kept inside the picture), right, left."""
    x, y, r, half = row["x"], row["y"], row["r"] + _GAP, SIZE / 2 + 1
    for middle in (y + r + half, y - r - half):
        for start in (x - width / 2, x - r, x + r - width):
            left = min(max(start, 0.0), max(WIDTH - width, 0.0))
            yield left, middle - half, left + width, middle + half
    for start in (x + r, x - r - width):
        yield start, y - half, start + width, y + half


def _inside(box: Box, height: float) -> bool:
    return box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= height + 8


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _shared(one: Box, other: Box) -> float:
    """Area that both cover, in square pixels."""
    if not _meet(one, other):
        return 0.0
    return (min(one[2], other[2]) - max(one[0], other[0])) * (min(one[3], other[3]) - max(one[1], other[1]))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
