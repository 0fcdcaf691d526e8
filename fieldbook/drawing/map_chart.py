"""A map without tiles: outlines, a circle for each area, names beside them, a scale bar and north."""

from __future__ import annotations

import altair as alt
import pandas as pd

from fieldbook.core.message import words
from fieldbook.drawing.chart_style import Layer, Spec, canvas, circles, halo_texts, rules, texts
from fieldbook.drawing.map_labels import place_labels
from fieldbook.drawing.palette import ACCENT, CONTEXT, MUTED, PAPER
from fieldbook.model.chart import WIDTH, MapChart

_NAMED = 12
"""More areas than this are named only as far as the first of them; the table has all."""


def map_spec(chart: MapChart) -> Spec:
    """The map. A name that has no free place is left out, which depends on how long it is in the page's language."""
    marked = pd.DataFrame(
        [(*one.at, one.radius, words(one.name), words(one.count), one.accent) for one in chart.circles],
        columns=["x", "y", "r", "name", "count", "accent"],
    )
    names = place_labels(marked.head(_NAMED), marked, chart.height)
    layers: list[Layer] = [_outlines(chart)] if chart.outlines else []
    edge = {"stroke": PAPER, "strokeWidth": 1}
    layers += [circles(marked[~marked["accent"]], color=CONTEXT, **edge)]
    layers += [circles(marked[marked["accent"]], color=ACCENT, **edge)]
    layers += [*halo_texts(names), *_scale_bar(chart)]
    return canvas(layers, chart.height + 34)


def _outlines(chart: MapChart) -> Layer:
    rows = [
        {"ring": ring, "order": order, "x": x, "y": y}
        for ring, line in enumerate(chart.outlines)
        for order, (x, y) in enumerate(line)
    ]
    x, y = (axis(f"{name}:Q", scale=None, axis=None) for axis, name in ((alt.X, "x"), (alt.Y, "y")))
    return (
        alt.Chart(pd.DataFrame(rows))
        .mark_line(color=CONTEXT, strokeWidth=1)
        .encode(x=x, y=y, detail=alt.Detail("ring:N"), order=alt.Order("order:Q"))
    )


def _scale_bar(chart: MapChart) -> list[Layer]:
    y = chart.height + 24
    line = pd.DataFrame({"x": [0.0], "x2": [chart.scale], "y": [y], "y2": [y]})
    labels = pd.DataFrame(
        {"text": [words(chart.scale_name), words(chart.north)], "x": [chart.scale + 8, float(WIDTH)], "y": [y, y]}
    )
    return [
        rules(line, color=MUTED, strokeWidth=2),
        texts(labels.head(1), color=MUTED),
        texts(labels.tail(1), color=MUTED, align="right"),
    ]
