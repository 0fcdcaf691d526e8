"""What a chart shows, without its drawing: values, places and phrases. ``drawing`` makes the picture.

One class for each kind of chart. Where a chart marks something with the accent, it is what the finding is about.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from fieldbook.core.message import Phrase

WIDTH = 420
"""Pixels across every chart: at 320 px, the narrowest screen, its 14 px text is still more than 9 px high."""
Point = tuple[float, float]
"""Pixels from the left and from the top."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Bar(_Part):
    """One row: its name above, its bar, its value at the end."""

    name: Phrase
    value: float
    shown: Phrase
    accent: bool


class BarChart(_Part):
    """Bars from a common zero."""

    kind: Literal["bars"] = "bars"
    bars: Annotated[tuple[Bar, ...], Field(min_length=1)]


class Interval(_Part):
    """One row: a line from low to high with a point between. ``name`` is short, such as a year."""

    name: Phrase
    low: float
    middle: float
    high: float
    shown: Phrase
    accent: bool


class IntervalChart(_Part):
    """Lines from low to high with a point between them, from a common zero."""

    kind: Literal["intervals"] = "intervals"
    intervals: Annotated[tuple[Interval, ...], Field(min_length=1)]


class Column(_Part):
    """One column. ``accent`` is the part of ``value`` that stands at its foot in the accent."""

    label: Phrase
    value: float
    accent: float
    shown: Phrase


class ColumnChart(_Part):
    """Columns over time. With a ``legend`` for the accent each has its part marked; without, some stand out whole."""

    kind: Literal["columns"] = "columns"
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    legend: Phrase | None = None


class Circle(_Part):
    """An area on a map: the circle's area is its count."""

    at: Point
    radius: float
    name: Phrase
    count: Phrase
    accent: bool


class MapChart(_Part):
    """Outlines, circles with the most first, a scale bar and where north is."""

    kind: Literal["map"] = "map"
    height: float
    outlines: tuple[tuple[Point, ...], ...]
    circles: tuple[Circle, ...]
    scale: float
    """Length of the scale bar in pixels."""
    scale_name: Phrase
    north: Phrase


class Stand(_Part):
    """Somebody between two poles. ``place`` goes from -2 to 2; the circle's area is ``weight``, from 0 to 1."""

    name: Phrase
    place: int
    weight: float
    accent: bool


class PoleChart(_Part):
    """Who stands where between two poles: names of the left pole, the middle and the right pole, and one row each."""

    kind: Literal["poles"] = "poles"
    poles: tuple[Phrase, Phrase, Phrase]
    stands: tuple[Stand, ...]


class GridRow(_Part):
    """One row of a grid, with a mark in some of its columns."""

    name: Phrase
    marks: tuple[bool, ...]


class GridChart(_Part):
    """Points where a row and a column belong together."""

    kind: Literal["grid"] = "grid"
    heads: tuple[Phrase, ...]
    rows: tuple[GridRow, ...]


class Line(_Part):
    """One line. ``values`` belong to the chart's ``days``; ``last`` is the last of them in words."""

    name: Phrase
    values: tuple[float, ...]
    last: Phrase
    accent: bool


class LineChart(_Part):
    """Lines from a common zero, their names at the end. ``days`` count from the first value."""

    kind: Literal["lines"] = "lines"
    days: tuple[int, ...]
    first: Phrase
    last: Phrase
    lines: tuple[Line, ...]


class Rated(_Part):
    """Something rated from 1 to 5 by likelihood and by impact. ``number`` stands in the grid and in the list."""

    number: int
    title: Phrase
    likelihood: int
    impact: int


class RatingChart(_Part):
    """A grid of likelihood by impact, with a list of what its numbers stand for."""

    kind: Literal["ratings"] = "ratings"
    up: Phrase
    across: Phrase
    rated: tuple[Rated, ...]


Chart = Annotated[
    BarChart | IntervalChart | ColumnChart | MapChart | PoleChart | GridChart | LineChart | RatingChart,
    Field(discriminator="kind"),
]
