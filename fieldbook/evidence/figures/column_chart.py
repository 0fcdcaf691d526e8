"""Columns over time: grey for context, accent for what the finding is about."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import altair as alt
import pandas as pd

from fieldbook.drawing.palette import ACCENT, CONTEXT, INK, LINE, PAPER
from fieldbook.evidence.figures.chart_style import SIZE, WIDTH, Layer, Option, spec, text_width
from fieldbook.evidence.figures.figure_words import number

_HEIGHT = 210
_LABELS = 13
"""More columns than this have values on the highest and the last one only."""
_BAND: dict[str, Any] = {"width": {"band": 0.72}}


def column_chart(frame: pd.DataFrame, label: str, value: str, accent: Collection[str]) -> dict[str, Any]:
    """Columns of ``value`` in the order of rows; those whose label is in ``accent`` are what the finding is about."""
    data = pd.DataFrame({"label": frame[label].astype(str), "whole": frame[value].astype(float)})
    data["accent"] = data["whole"].where(data["label"].isin(list(accent)), 0.0)
    base = alt.Chart(data).encode(x=_x(data))
    layers = [
        base.mark_bar(color=CONTEXT, **_BAND).encode(y=_y("whole")),
        base.mark_bar(color=ACCENT, **_BAND).encode(y=_y("accent")),
    ]
    return _spec([*layers, _values(data, "whole")])


def part_chart(frame: pd.DataFrame, label: str, value: str, part: str, part_name: str) -> dict[str, Any]:
    """Columns of ``value`` whose ``part`` stands at the foot in the accent with its number: like is compared with like.

    The rest is an outline, so that it reads as context in grey print too.
    """
    data = pd.DataFrame(
        {"label": frame[label].astype(str), "whole": frame[value].astype(float), "accent": frame[part].astype(float)}
    )
    base = alt.Chart(data).encode(x=_x(data))
    layers = [
        base.mark_bar(color=LINE, stroke=CONTEXT, strokeWidth=1, **_BAND).encode(y=_y("whole")),
        base.mark_bar(color=ACCENT, **_BAND).encode(y=_y("accent")),
        _values(data, "accent"),
    ]
    title = alt.Title(f"■ {part_name}", anchor="start", fontSize=SIZE, fontWeight="normal", color=ACCENT, offset=8)
    return _spec(layers, title=title)


def _spec(layers: list[Layer], **properties: Option) -> dict[str, Any]:
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
    marked = chosen.assign(text=[number(value) for value in chosen[column]])
    base = alt.Chart(marked).encode(x=_x(data), y=_y(column), text=alt.Text("text:N"))
    text: dict[str, Option] = {"baseline": "bottom", "dy": -3, "fontSize": SIZE}
    rim = base.mark_text(stroke=PAPER, strokeWidth=4, strokeJoin="round", color=PAPER, **text)
    return alt.layer(*([rim] if many else []), base.mark_text(color=INK, **text))
