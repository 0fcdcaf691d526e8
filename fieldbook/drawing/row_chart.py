"""Bars and intervals, one for each row, name above, value at the end: readable at 320 px without an axis."""

from __future__ import annotations

import pandas as pd

from fieldbook.core.message import words
from fieldbook.drawing.chart_style import ROW, SIZE, Spec, bars, canvas, circles, rules, text_width, texts
from fieldbook.drawing.palette import ACCENT, CONTEXT, INK, LINE, MUTED
from fieldbook.model.chart import WIDTH, BarChart, IntervalChart

_THICK = 16
_LOW_ROW = 28


def bar_spec(chart: BarChart) -> Spec:
    """Bars from a common zero."""
    frame = pd.DataFrame(
        [(words(bar.name), bar.value, words(bar.shown), bar.accent) for bar in chart.bars],
        columns=["name", "value", "shown", "accent"],
    )
    room = max(map(text_width, frame["shown"])) + 8
    scale = (WIDTH - room) / max(frame["value"].max(), 1e-9)
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


def interval_spec(chart: IntervalChart) -> Spec:
    """Lines from low to high with a point between them, from a common zero.

    Names stand beside the lines, so that thirty years fit a phone.
    """
    frame = pd.DataFrame(
        [(words(one.name), one.low, one.middle, one.high, words(one.shown), one.accent) for one in chart.intervals],
        columns=["name", "low", "middle", "high", "shown", "accent"],
    )
    left = max(map(text_width, frame["name"])) + 14
    room = max(map(text_width, frame["shown"])) + 16
    scale = (WIDTH - left - room) / max(frame["high"].max(), 1e-9)
    low, middle, high = (left + frame[column] * scale for column in ("low", "middle", "high"))
    y = pd.Series([_LOW_ROW * (place + 0.5) for place in range(len(frame))])
    dots = frame.assign(x=middle, y=y, r=6)
    ends = pd.concat([middle, high], axis=1).max(axis=1) + 12
    layers = [
        rules(frame.assign(x=left, x2=low, y=y, y2=y), color=LINE),
        rules(frame.assign(x=low, x2=high, y=y, y2=y), color=CONTEXT, strokeWidth=6),
        circles(dots[~frame["accent"]], color=INK),
        circles(dots[frame["accent"]], color=ACCENT),
        texts(frame.assign(text=frame["name"], x=0.0, y=y)),
        texts(frame.assign(text=frame["shown"], x=ends, y=y), color=MUTED),
    ]
    return canvas(layers, _LOW_ROW * len(frame))
