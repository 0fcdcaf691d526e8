"""Columns over time: grey for context, accent for what the finding is about."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from fieldbook.core.message import words
from fieldbook.drawing.chart_style import SIZE, Layer, Option, Spec, spec, text_width
from fieldbook.drawing.palette import ACCENT, CONTEXT, INK, LINE, PAPER
from fieldbook.model.chart import WIDTH, ColumnChart

_HEIGHT = 210
_LABELS = 13
"""More columns than this have values on the highest and the last one only."""
_BAND: dict[str, Any] = {"width": {"band": 0.72}}


def column_spec(chart: ColumnChart) -> Spec:
    """Columns, some of them whole in the accent; or, with a legend, each with its part at the foot in the accent.

    Then like is compared with like, and the rest is an outline, so that it reads as context in grey print too.
    """
    data = pd.DataFrame(
        [(words(column.label), column.value, column.accent, words(column.shown)) for column in chart.columns],
        columns=["label", "whole", "accent", "text"],
    )
    base = alt.Chart(data).encode(x=_x(data))
    context = {"color": CONTEXT} if chart.legend is None else {"color": LINE, "stroke": CONTEXT, "strokeWidth": 1}
    layers = [
        base.mark_bar(**context, **_BAND).encode(y=_y("whole")),
        base.mark_bar(color=ACCENT, **_BAND).encode(y=_y("accent")),
        _values(data, "whole" if chart.legend is None else "accent"),
    ]
    if chart.legend is None:
        return _spec(layers)
    legend = f"■ {words(chart.legend)}"
    title = alt.Title(legend, anchor="start", fontSize=SIZE, fontWeight="normal", color=ACCENT, offset=8)
    return _spec(layers, title=title)


def _spec(layers: list[Layer], **properties: Option) -> Spec:
    return spec(alt.layer(*layers).properties(width=WIDTH - 8, height=_HEIGHT, **properties))


def _x(data: pd.DataFrame) -> alt.X:
    fitting = max(int((WIDTH - 8) // (max(map(text_width, data["label"]), default=1) + 2)), 1)
    step = -(-len(data) // fitting)
    shown = list(data["label"].iloc[::-1].iloc[::step])[::-1]
    return alt.X("label:N", sort=None, title=None, axis=alt.Axis(values=shown, labelAngle=0, grid=False))


def _y(column: str) -> alt.Y:
    return alt.Y(f"{column}:Q", title=None, axis=None, scale=alt.Scale(zero=True, nice=False, padding=0))


def _values(data: pd.DataFrame, column: str) -> Layer:
    many = len(data) > _LABELS
    chosen = data[(data.index == data.index[-1]) | (data[column] == data[column].max())] if many else data
    base = alt.Chart(chosen).encode(x=_x(data), y=_y(column), text=alt.Text("text:N"))
    text: dict[str, Option] = {"baseline": "bottom", "dy": -3, "fontSize": SIZE}
    rim = base.mark_text(stroke=PAPER, strokeWidth=4, strokeJoin="round", color=PAPER, **text)
    return alt.layer(*([rim] if many else []), base.mark_text(color=INK, **text))
