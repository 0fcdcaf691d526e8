"""Measures ink on a flat sheet: in bubbles, on their printed rims, beside them, in boxes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from fieldbook.assessment.paper import sheet_layout
from fieldbook.assessment.paper.registration import SCALE, Flat
from fieldbook.assessment.paper.sheet_plan import Box, SheetGroup

_INSIDE = 0.80
_RIM = 0.3
"""Millimetres on both sides of a printed line in which it may lie."""

_BESIDE = 1.32
_DARK = 0.3
_SEARCH = 0.9
"""Millimetres by which a row may lie off its place on a bent sheet."""

_STRETCH = 4.0
"""Millimetres of a box's frame that are looked at together."""


@dataclasses.dataclass(frozen=True)
class Measured:
    """Ink of each bubble of a row, of its printed rim, and square millimetres of ink beside the bubbles."""

    group: SheetGroup
    inks: tuple[float, ...]
    rims: tuple[float, ...]
    beside: float


def measured(group: SheetGroup, flat: Flat) -> Measured:
    """The ink of ``group``, where it lies on this page."""
    dx, dy = _shift(group, flat)
    spots = [_spot(flat.ink, bubble.x + dx, bubble.y + dy, square=group.kind == "many") for bubble in group.bubbles]
    inks, rims = zip(*spots, strict=True)
    return Measured(group, inks, rims, _beside(group, flat.ink, dx, dy))


def written(box: Box, flat: Flat) -> float:
    """Share of the inside of ``box`` that is ink."""
    inside = flat.ink[px(box.y + 1) : px(box.y + box.height - 1), px(box.x + 1) : px(box.x + box.width - 1)]
    return float((inside > _DARK).mean())


def frame(box: Box, flat: Flat) -> float:
    """Ink of the palest stretch of the frame of ``box``."""
    right, bottom = box.x + box.width, box.y + box.height
    across = [
        _mean(flat.ink, x, y - _RIM, x + _STRETCH, y + _RIM, axis=0)
        for x in _steps(box.x, right)
        for y in (box.y, bottom)
    ]
    down = [
        _mean(flat.ink, x - _RIM, y, x + _RIM, y + _STRETCH, axis=1)
        for y in _steps(box.y, bottom)
        for x in (box.x, right)
    ]
    return min(across + down)


def extent(group: SheetGroup) -> Box:
    """The box around a group."""
    if group.box:
        return group.box
    xs, ys = [b.x for b in group.bubbles], [b.y for b in group.bubbles]
    side = sheet_layout.RADIUS + 0.6
    left, top = max(0.0, min(xs) - side), max(0.0, min(ys) - side)
    return Box(x=left, y=top, width=max(xs) + side - left, height=max(ys) + side - top)


def px(value: float) -> int:
    """Millimetres as points of a flat page."""
    return max(0, round(value * SCALE))


def _steps(start: float, end: float) -> Iterator[float]:
    count = int((end - start) / _STRETCH)
    yield from (start + number * _STRETCH for number in range(count))


def _mean(ink: Any, left: float, top: float, right: float, bottom: float, *, axis: int) -> float:
    """Ink of a line that crosses the stretch: the darkest point across it, on average along it."""
    return float(ink[px(top) : px(bottom) + 1, px(left) : px(right) + 1].max(axis=axis).mean())


def _spot(ink: Any, x: float, y: float, *, square: bool) -> tuple[float, float]:
    """Mean ink inside a bubble, and on its rim."""
    reach = sheet_layout.RADIUS + 2 * _RIM
    top, left = px(y - reach), px(x - reach)
    window = ink[top : px(y + reach) + 1, left : px(x + reach) + 1]
    down = np.abs((np.arange(window.shape[0]) + top + 0.5) / SCALE - y)[:, None]
    across = np.abs((np.arange(window.shape[1]) + left + 0.5) / SCALE - x)[None, :]
    round_ = np.hypot(down, across)
    outline = np.maximum(down, across) if square else round_
    inside = window[round_ <= sheet_layout.RADIUS * _INSIDE]
    return float(inside.mean()), float(window[np.abs(outline - sheet_layout.RADIUS) <= _RIM].mean())


def _shift(group: SheetGroup, flat: Flat) -> tuple[float, float]:
    """How far the printed rings lie off their place, where they can be seen well."""
    box, search = extent(group), px(_SEARCH)
    top, left = px(box.y) - search, px(box.x) - search
    height, width = px(box.height) + 2 * search, px(box.width) + 2 * search
    area = np.minimum(flat.ink[max(top, 0) : top + height, max(left, 0) : left + width], 0.6).astype(np.float32)
    template = np.zeros((px(box.height), px(box.width)), np.float32)
    for bubble in group.bubbles:
        centre = (px(bubble.x - box.x), px(bubble.y - box.y))
        radius = px(sheet_layout.RADIUS)
        if group.kind == "many":
            corner = (centre[0] - radius, centre[1] - radius)
            cv2.rectangle(template, corner, (centre[0] + radius, centre[1] + radius), 1.0, 2)
        else:
            cv2.circle(template, centre, radius, 1.0, 2)
    template = cv2.GaussianBlur(template, (0, 0), 1.5)
    score = cv2.matchTemplate(area, template, cv2.TM_CCOEFF_NORMED)
    _low, high, _where, (x, y) = cv2.minMaxLoc(score)
    if high < 0.25:
        return 0.0, 0.0
    return (x - search) / SCALE, (y - search) / SCALE


def _beside(group: SheetGroup, ink: Any, dx: float, dy: float) -> float:
    """Square millimetres of ink beside and between the bubbles."""
    box = extent(group)
    reach = (sheet_layout.ROW - 2 * sheet_layout.RADIUS) / 2
    vertical = 0.0 if group.kind == "digit" else reach
    sideways = 0.0 if group.kind == "digit" else 1.0
    top, left = px(box.y + dy - vertical), px(box.x + dx - sideways)
    area = ink[top : px(box.y + dy + box.height + vertical), left : px(box.x + dx + box.width + sideways)]
    rows = (np.arange(area.shape[0]) + top + 0.5) / SCALE - dy
    columns = (np.arange(area.shape[1]) + left + 0.5) / SCALE - dx
    free = np.ones(area.shape, bool)
    for bubble in group.bubbles:
        down, across = np.abs(rows[:, None] - bubble.y), np.abs(columns[None, :] - bubble.x)
        distance = np.maximum(down, across) if group.kind == "many" else np.hypot(down, across)
        free &= distance > sheet_layout.RADIUS * _BESIDE
    return float((area[free] > _DARK).sum()) / SCALE**2
