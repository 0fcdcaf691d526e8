"""From what a chart shows to Vega-Lite: one module for each kind of chart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fieldbook.drawing.chart_style import Spec
from fieldbook.drawing.column_chart import column_spec
from fieldbook.drawing.grid_chart import grid_spec
from fieldbook.drawing.line_chart import line_spec
from fieldbook.drawing.map_chart import map_spec
from fieldbook.drawing.pole_chart import pole_spec
from fieldbook.drawing.rating_chart import rating_spec
from fieldbook.drawing.row_chart import bar_spec, interval_spec
from fieldbook.model.chart import Chart

_KINDS: dict[str, Callable[[Any], Spec]] = {
    "bars": bar_spec,
    "intervals": interval_spec,
    "columns": column_spec,
    "map": map_spec,
    "poles": pole_spec,
    "grid": grid_spec,
    "lines": line_spec,
    "ratings": rating_spec,
}


def chart_spec(chart: Chart) -> Spec:
    """Vega-Lite that names no address and carries its own data. Room is made for the words that ``chart`` has."""
    return _KINDS[chart.kind](chart)
