"""Lines over time from a common zero, their names at the end."""

from __future__ import annotations

import pandas as pd

from fieldbook.core.message import words
from fieldbook.drawing.chart_style import Spec, canvas, path, rules, text_width, texts
from fieldbook.drawing.palette import ACCENT, CONTEXT, LINE, MUTED
from fieldbook.model.chart import WIDTH, LineChart

_HEIGHT, _TOP = 220.0, 16.0
_LABEL = 17
"""Pixels that a name at the end of a line takes."""


def line_spec(chart: LineChart) -> Spec:
    """Names that would stand on each other are moved down."""
    names = [f"{words(line.name)} {words(line.last)}" for line in chart.lines]
    wide = WIDTH - 8 - max(map(text_width, names))
    most = max(1.0, *(value for line in chart.lines for value in line.values))
    drawn = pd.DataFrame(
        [
            (number, line.accent, day / chart.days[-1] * wide, _TOP + (1 - value / most) * (_HEIGHT - _TOP))
            for number, line in enumerate(chart.lines)
            for day, value in zip(chart.days, line.values, strict=True)
        ],
        columns=["line", "accent", "x", "y"],
    )
    ends = drawn.groupby("line")["y"].last().sort_values(kind="stable")
    spread: list[float] = []
    for y in ends:
        spread.append(max(y, spread[-1] + _LABEL) if spread else y)
    labels = pd.DataFrame({"text": [names[number] for number in ends.index], "x": wide + 6, "y": spread})
    zero = pd.DataFrame({"x": [0.0], "x2": [wide], "y": [_HEIGHT], "y2": [_HEIGHT]})
    axis = pd.DataFrame({"text": [words(chart.first), words(chart.last)], "x": [0.0, wide], "y": _HEIGHT + 14})
    layers = [
        rules(zero, color=LINE),
        path(drawn[~drawn["accent"]], "line", color=CONTEXT),
        path(drawn[drawn["accent"]], "line", color=ACCENT),
        texts(labels),
        texts(axis.head(1), color=MUTED),
        texts(axis.tail(1), color=MUTED, align="right"),
    ]
    return canvas(layers, max(_HEIGHT + 26, max(spread) + 10))
