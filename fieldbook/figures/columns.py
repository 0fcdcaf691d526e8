"""Columns over time: grey for context, accent for the part or the column that the finding is about."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from fieldbook.figures.style import SIZE, WIDTH, spec
from fieldbook.figures.words import number
from fieldbook.render.palette import ACCENT, CONTEXT, INK, MUTED

_HEIGHT = 210
_LABELS = 13
"""More columns than this have values on the highest and the last one only, and fewer labels beneath."""


def column_chart(frame: pd.DataFrame, label: str, value: str, part: tuple[str, str] | None = None) -> dict[str, Any]:
    """Columns of ``value`` in the order of rows.

    Without ``part`` the last one is accented. ``part`` is (column, its name in words): that share of each column stands
    at its foot in the accent, so that like is compared with like.
    """
    data = pd.DataFrame({"label": frame[label].astype(str), "whole": frame[value].astype(float)})
    data["accent"] = data["whole"].where(data.index == data.index[-1], 0.0) if part is None else frame[part[0]].astype(float)
    data["text"] = [number(v) for v in data["accent" if part else "whole"]]
    x = alt.X("label:N", sort=None, title=None, axis=_axis(data["label"]))
    y = alt.Y("whole:Q", title=None, axis=None, scale=alt.Scale(zero=True, nice=False, padding=0))
    base = alt.Chart(data).encode(x=x)
    band = {"width": {"band": 0.72}}
    layers = [base.mark_bar(color=CONTEXT, **band).encode(y=y), base.mark_bar(color=ACCENT, **band).encode(y=alt.Y("accent:Q", axis=None))]
    layers += _values(data, x, inside=part is not None)
    title = alt.Title(_key(part), anchor="start", fontSize=SIZE, fontWeight="normal", color=ACCENT if part else MUTED, offset=8)
    return spec(alt.layer(*layers).properties(width=WIDTH - 8, height=_HEIGHT, **({"title": title} if part else {})))


def _axis(labels: pd.Series) -> alt.Axis:
    step = -(-len(labels) // _LABELS)
    shown = list(labels.iloc[::-1].iloc[::step])[::-1]
    return alt.Axis(values=shown, labelAngle=0, grid=False)


def _values(data: pd.DataFrame, x: alt.X, *, inside: bool) -> list[alt.Chart]:
    many = len(data) > _LABELS
    chosen = data[(data.index == data.index[-1]) | (data["whole"] == data["whole"].max())] if many else data
    column = "accent" if inside else "whole"
    mark = alt.Chart(chosen).mark_text(baseline="bottom", dy=-3, color=INK, fontSize=SIZE)
    return [mark.encode(x=x, y=alt.Y(f"{column}:Q", axis=None), text="text:N")]


def _key(part: tuple[str, str] | None) -> str:
    return f"■ {part[1]}" if part else ""
