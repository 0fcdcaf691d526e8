"""Horizontal bars, one for each row, with the name above and the value at the end: readable at 320 px, no axis needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from fieldbook.figures.style import ROW, SIZE, WIDTH, bars, canvas, text_width, texts
from fieldbook.render.palette import ACCENT, CONTEXT, MUTED

_THICK = 16


def row_chart(names: Sequence[str], values: Sequence[float], shown: Sequence[str], accent: Sequence[bool]) -> dict[str, Any]:
    """Bars from a common zero; ``shown`` are the values in words, ``accent`` marks the rows that the finding is about."""
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
