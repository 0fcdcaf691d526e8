"""Rows and columns, with a point where they belong together."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from fieldbook.core.message import words
from fieldbook.drawing.chart_style import SIZE, Spec, canvas, circles, rules, texts
from fieldbook.drawing.palette import ACCENT, LINE
from fieldbook.model.chart import WIDTH, GridChart

_HEAD = 104.0
_LEFT = 138.0
_ROW = 40.0
_WRAP = 18
"""Letters of a row's name that fit in a line; two lines are drawn."""


def grid_spec(chart: GridChart) -> Spec:
    """Heads of the columns stand upright; a name that is too long for two lines is cut."""
    step = (WIDTH - _LEFT) / len(chart.heads)
    ys = [_HEAD + _ROW * (place + 0.5) for place in range(len(chart.rows))]
    xs = [_LEFT + step * (place + 0.5) for place in range(len(chart.heads))]
    bottom = _HEAD + _ROW * len(chart.rows)
    across = pd.DataFrame(
        {"x": 0.0, "x2": float(WIDTH), "y": [y + _ROW / 2 for y in ys], "y2": [y + _ROW / 2 for y in ys]}
    )
    points = pd.DataFrame(
        [
            {"x": x, "y": y, "r": 7.0}
            for y, row in zip(ys, chart.rows, strict=True)
            for x, marked in zip(xs, row.marks, strict=True)
            if marked
        ]
    )
    heads = pd.DataFrame({"text": [*map(words, chart.heads)], "x": xs, "y": _HEAD - 8})
    labels = pd.DataFrame(
        [label for y, row in zip(ys, chart.rows, strict=True) for label in _two_lines(words(row.name), y)]
    )
    down = pd.DataFrame({"x": xs, "x2": xs, "y": _HEAD, "y2": bottom})
    layers = [
        rules(across, color=LINE),
        rules(down, color=LINE),
        circles(points, color=ACCENT),
        texts(heads, angle=270, align="left", fontSize=SIZE, limit=_HEAD - 10),
        texts(labels, limit=_LEFT - 8),
    ]
    return canvas(layers, bottom + 2)


def _two_lines(text: str, middle: float) -> list[dict[str, Any]]:
    lines = textwrap.wrap(text, _WRAP, max_lines=2, placeholder="…")
    return [
        {"text": line, "x": 0.0, "y": middle + (place - (len(lines) - 1) / 2) * (SIZE + 2)}
        for place, line in enumerate(lines)
    ]
