"""A grid of likelihood by impact; numbers in the grid lead to the list beneath."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from fieldbook.core.message import words
from fieldbook.drawing.chart_style import SIZE, Spec, bars, canvas, texts
from fieldbook.drawing.palette import LINE, MUTED, PAPER, SOFT
from fieldbook.model.chart import WIDTH, Rated, RatingChart

_HIGH = 15
"""Likelihood times impact from which a cell is tinted: at least 3 by 5."""
_LEFT = 60
_CELL_WIDTH = (WIDTH - _LEFT) / 5
_CELL = 50
_WRAP = 50


def rating_spec(chart: RatingChart) -> Spec:
    """The grid with its scales, and the list of what its numbers stand for."""
    height = 5 * _CELL
    cells = pd.DataFrame([_cell(likelihood, impact) for likelihood in range(1, 6) for impact in range(1, 6)])
    scale = [{"text": str(n), "x": _LEFT + (n - 0.5) * _CELL_WIDTH, "y": height + 12.0} for n in range(1, 6)]
    scale += [{"text": str(n), "x": _LEFT - 10.0, "y": height - (n - 0.5) * _CELL} for n in range(1, 6)]
    axes = pd.DataFrame(
        {"text": [words(chart.across), words(chart.up)], "x": [WIDTH * 1.0, 0.0], "y": [height + 30.0, 8.0]}
    )
    keys, bottom = _key(chart.rated, height + 62.0)
    layers = [
        bars(cells[~cells["high"]], color=PAPER, stroke=LINE),
        bars(cells[cells["high"]], color=SOFT, stroke=LINE),
        texts(pd.DataFrame(_numbers(chart.rated)), align="center", fontWeight="bold"),
        texts(pd.DataFrame(scale), align="center", color=MUTED),
        texts(axes.head(1), align="right", color=MUTED),
        texts(axes.tail(1), color=MUTED, limit=_LEFT - 4),
        texts(keys[keys["x"] == 0], fontWeight="bold"),
        texts(keys[keys["x"] > 0], limit=WIDTH - 28),
    ]
    return canvas(layers, bottom)


def _cell(likelihood: int, impact: int) -> dict[str, Any]:
    x, y = _LEFT + (impact - 1) * _CELL_WIDTH, (5 - likelihood) * _CELL
    return {"x": x, "x2": x + _CELL_WIDTH, "y": y, "y2": y + _CELL, "high": likelihood * impact >= _HIGH}


def _numbers(rated: tuple[Rated, ...]) -> list[dict[str, Any]]:
    """The numbers of each cell, in lines that fit into it."""
    cells: dict[tuple[int, int], list[str]] = {}
    for one in rated:
        cells.setdefault((one.likelihood, one.impact), []).append(str(one.number))
    return [
        {"text": line, **_middle(likelihood, impact, place, len(lines))}
        for (likelihood, impact), numbers in sorted(cells.items())
        for lines in [textwrap.wrap(" ".join(numbers), 8)]
        for place, line in enumerate(lines)
    ]


def _middle(likelihood: int, impact: int, place: int, lines: int) -> dict[str, float]:
    y = (5.5 - likelihood) * _CELL + (place - (lines - 1) / 2) * (SIZE + 3)
    return {"x": _LEFT + (impact - 0.5) * _CELL_WIDTH, "y": y}


def _key(rated: tuple[Rated, ...], top: float) -> tuple[pd.DataFrame, float]:
    """Number and wrapped title of each beneath the grid, and where the list ends."""
    rows: list[dict[str, Any]] = []
    y = top
    for one in rated:
        rows.append({"text": str(one.number), "x": 0.0, "y": y})
        for line in textwrap.wrap(words(one.title), _WRAP):
            rows.append({"text": line, "x": 28.0, "y": y})
            y += 18
        y += 5
    return pd.DataFrame(rows), y - 10
