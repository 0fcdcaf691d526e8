"""Bars and intervals, one for each row, name above, value at the end: readable at 320 px without an axis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from fieldbook.drawing.palette import ACCENT, CONTEXT, INK, LINE, MUTED
from fieldbook.evidence.figures.chart_style import ROW, SIZE, WIDTH, bars, canvas, circles, rules, text_width, texts

_THICK = 16
_LOW_ROW = 28


def row_chart(
    names: Sequence[str], values: Sequence[float], shown: Sequence[str], accent: Sequence[bool]
) -> dict[str, Any]:
    """Bars from a common zero; ``shown`` are the values in words, ``accent`` marks what the finding is about."""
    room = max((text_width(text) for text in shown), default=0) + 8
    scale = (WIDTH - room) / max(max(values, default=0), 1e-9)
    frame = pd.DataFrame({"name": list(names), "value": list(values), "shown": list(shown), "accent": list(accent)})
    frame["top"] = [ROW * place for place in range(len(frame))]
    boxes = frame.assign(x=0.0, x2=frame["value"] * scale, y=frame["top"] + 22.0, y2=frame["top"] + 22.0 + _THICK)
    labels = frame.assign(text=frame["name"], x=0.0, y=frame["top"] + 11.0)
    ends = frame.assign(text=frame["shown"], x=boxes["x2"] + 6, y=frame["top"] + 22.0 + _THICK / 2)
    layers = [
        bars(boxes[~frame["accent"]], color=CONTEXT),
        bars(boxes[frame["accent"]], color=ACCENT),
        texts(labels, fontSize=SIZE, limit=WIDTH),
        texts(ends, fontSize=SIZE, color=MUTED),
    ]
    return canvas(layers, ROW * len(frame))


def interval_chart(
    names: Sequence[str], spans: Sequence[tuple[float, float, float]], shown: Sequence[str], accent: Sequence[bool]
) -> dict[str, Any]:
    """Lines from low to high with a point between them, from a common zero; ``spans`` are (low, middle, high).

    ``names`` are short, such as years: they stand beside the lines, so that thirty years fit a phone.
    """
    frame = pd.DataFrame(list(spans), columns=["low", "middle", "high"]).assign(
        name=list(names), shown=list(shown), accent=list(accent)
    )
    left = max((text_width(text) for text in names), default=0) + 14
    room = max((text_width(text) for text in shown), default=0) + 16
    scale = (WIDTH - left - room) / max(frame["high"].max(), 1e-9)
    low, middle, high = (left + frame[column] * scale for column in ("low", "middle", "high"))
    y = pd.Series([_LOW_ROW * (place + 0.5) for place in range(len(frame))])
    dots = frame.assign(x=middle, y=y, r=6)
    layers = [
        rules(frame.assign(x=left, x2=low, y=y, y2=y), color=LINE),
        rules(frame.assign(x=low, x2=high, y=y, y2=y), color=CONTEXT, strokeWidth=6),
        circles(dots[~frame["accent"]], color=INK),
        circles(dots[frame["accent"]], color=ACCENT),
        texts(frame.assign(text=frame["name"], x=0.0, y=y)),
        texts(
            frame.assign(text=frame["shown"], x=pd.concat([middle, high], axis=1).max(axis=1) + 12, y=y), color=MUTED
        ),
    ]
    return canvas(layers, _LOW_ROW * len(frame))
