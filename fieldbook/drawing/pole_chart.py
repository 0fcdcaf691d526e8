"""Who stands where between two poles: a line for each, with a circle on it."""

from __future__ import annotations

import pandas as pd

from fieldbook.core.message import words
from fieldbook.drawing.chart_style import SIZE, Spec, canvas, circles, rules, texts
from fieldbook.drawing.palette import ACCENT, CONTEXT, LINE, MUTED
from fieldbook.model.chart import WIDTH, PoleChart

_ROW = 46
_RADIUS = 13
"""Of a circle of full weight."""
_LEFT, _RIGHT, _TOP = 20.0, WIDTH - 20.0, 34.0


def pole_spec(chart: PoleChart) -> Spec:
    """The name above each line, the poles above all."""
    frame = pd.DataFrame(
        [(words(one.name), one.place, one.weight, one.accent) for one in chart.stands],
        columns=["name", "place", "weight", "accent"],
    )
    middle = [_TOP + _ROW * place + 31 for place in frame.index]
    x = _LEFT + (frame["place"] + 2) * (_RIGHT - _LEFT) / 4
    tracks = pd.DataFrame({"x": _LEFT, "x2": _RIGHT, "y": middle, "y2": middle})
    centre = (_LEFT + _RIGHT) / 2
    marks = pd.DataFrame({"x": centre, "x2": centre, "y": [y - 5 for y in middle], "y2": [y + 5 for y in middle]})
    dots = pd.DataFrame({"x": x, "y": middle, "r": _RADIUS * frame["weight"] ** 0.5})
    names = pd.DataFrame({"text": frame["name"], "x": 0.0, "y": [y - 22 for y in middle]})
    poles = pd.DataFrame({"text": [*map(words, chart.poles)], "x": [0.0, WIDTH / 2, WIDTH * 1.0], "y": 8.0})
    layers = [
        rules(tracks, color=LINE),
        rules(marks, color=LINE),
        circles(dots[~frame["accent"]], color=CONTEXT),
        circles(dots[frame["accent"]], color=ACCENT),
        texts(names, limit=WIDTH, fontSize=SIZE),
        texts(poles.iloc[:1], color=MUTED),
        texts(poles.iloc[1:2], color=MUTED, align="center"),
        texts(poles.iloc[2:], color=MUTED, align="right"),
    ]
    return canvas(layers, _TOP + _ROW * len(frame))
