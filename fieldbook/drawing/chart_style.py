"""The look of all charts: one theme, one palette, and marks placed in pixels where direct labels replace axes."""

from __future__ import annotations

import unicodedata
from typing import Any

import altair as alt
import pandas as pd

from fieldbook.drawing.palette import ACCENT, CONTEXT, INK, LINE, MUTED, PAPER
from fieldbook.model.chart import WIDTH

Spec = dict[str, Any]
"""Vega-Lite."""
Layer = Any
"""An Altair chart or a layer of one; Altair's own types know too many forms to be of help."""
Option = Any
"""A value of a mark's property."""
SIZE = 14
ROW = 46
"""Height of a row with its name above the mark."""
_FONT = "Liberation Sans"
"""The font that vl-convert carries and measures with; pages use their own system font."""
_LETTER, _NARROW, _CAPITAL, _WIDEST = 0.6, 0.38, 0.7, 0.93
"""Widths of letters as shares of the font size, on the safe side: the page's own font draws them."""


@alt.theme.register("fieldbook", enable=True)
def _theme() -> Any:
    axis = {
        "domainColor": LINE,
        "gridColor": LINE,
        "tickColor": LINE,
        "labelColor": INK,
        "titleColor": MUTED,
        "labelFontSize": SIZE,
        "titleFontSize": SIZE,
        "titleFontWeight": "normal",
        "labelPadding": 4,
        "ticks": False,
    }
    return {
        "config": {
            "background": None,
            "font": _FONT,
            "padding": 2,
            "view": {"stroke": None},
            "axis": axis,
            "axisX": {"grid": False},
            "axisY": {"domain": False, "tickCount": 4},
            "bar": {"color": CONTEXT},
            "line": {"color": ACCENT, "strokeWidth": 2.5},
            "text": {"color": INK, "fontSize": SIZE},
            "rule": {"color": CONTEXT},
            "mark": {"color": CONTEXT, "aria": False},
            "legend": {"disable": True},
            "aria": False,
        }
    }


def spec(chart: Layer) -> Spec:
    """The chart as a Vega-Lite specification that names no address."""
    # Altair's check against its schema takes longer than all else; drawing finds a wrong chart too
    found: Spec = chart.to_dict(validate=False)
    found.pop("$schema", None)
    return found


def canvas(layers: list[Layer], height: float, width: float = WIDTH) -> Spec:
    """Specification of marks that are placed in pixels from the upper left corner."""
    return spec(alt.layer(*layers).properties(width=round(width), height=round(height)))


def texts(frame: pd.DataFrame, **mark: Option) -> Layer:
    """Texts of column ``text`` at ``x``, ``y`` (middle of the line). ``limit`` shortens what is wider, in pixels."""
    options: dict[str, Option] = {"align": "left", "baseline": "middle"} | mark
    return alt.Chart(frame).mark_text(**options).encode(x=_px("x"), y=_px("y"), text=alt.Text("text:N"))


def halo_texts(frame: pd.DataFrame, **mark: Option) -> list[Layer]:
    """Texts that stay readable over lines: on a rim of paper."""
    return [texts(frame, stroke=PAPER, strokeWidth=4, strokeJoin="round", color=PAPER, **mark), texts(frame, **mark)]


def bars(frame: pd.DataFrame, **mark: Option) -> Layer:
    """Rectangles from ``x``, ``y`` to ``x2``, ``y2``."""
    return alt.Chart(frame).mark_rect(**mark).encode(x=_px("x"), y=_px("y"), x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"))


def rules(frame: pd.DataFrame, **mark: Option) -> Layer:
    """Lines from ``x``, ``y`` to ``x2``, ``y2``."""
    options: dict[str, Option] = {"color": LINE} | mark
    return alt.Chart(frame).mark_rule(**options).encode(x=_px("x"), y=_px("y"), x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"))


def circles(frame: pd.DataFrame, **mark: Option) -> Layer:
    """Circles at ``x``, ``y`` with radius ``r`` in pixels."""
    sized = frame.assign(size=(2 * frame["r"]) ** 2)
    options: dict[str, Option] = {"opacity": 1} | mark
    size = alt.Size("size:Q", scale=None)
    return alt.Chart(sized).mark_circle(**options).encode(x=_px("x"), y=_px("y"), size=size)


def path(frame: pd.DataFrame, group: str, **mark: Option) -> Layer:
    """One line through ``x``, ``y`` for each value of ``group``; a missing ``y`` breaks the line."""
    return (
        alt.Chart(frame)
        .mark_line(**mark)
        .encode(x=_px("x"), y=_px("y"), detail=alt.Detail(f"{group}:N"), order=alt.Order("x:Q"))
    )


def text_width(text: str, size: float = SIZE) -> float:
    """A safe guess of the width in pixels; the page's font is not known here."""
    return sum(_letter_width(char) for char in text) * size


def _letter_width(char: str) -> float:
    if unicodedata.combining(char):
        return 0
    if char in "mwMW@%—…" or unicodedata.east_asian_width(char) in "WF":
        return _WIDEST
    if char in "ijlftrI.,:;'()|/- ":
        return _NARROW
    return _CAPITAL if char.isupper() else _LETTER


def _px(column: str) -> Option:
    encode = alt.X if column == "x" else alt.Y
    return encode(f"{column}:Q", scale=None, axis=None)
