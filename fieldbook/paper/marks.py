"""How sure a mark is. A bubble is called marked or empty with a confidence, and a doubtful one is never guessed.

A bubble's ink is the mean darkness inside its circle, less what the printed letter alone gives on this very page: 0 on
white paper, 0.2 to 0.3 for a tick or cross, over 0.7 where it is filled in. A row with a clear mark may hold well
erased bubbles besides; a row that is to count as left open must be clean, or else a dot or a tick that missed would be
lost. Ink beside the bubbles (a large cross, a word) makes a row doubtful whatever its bubbles say. The confidence of a
row is that of its least certain part.
"""

from __future__ import annotations

import dataclasses
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from fieldbook.paper import layout
from fieldbook.paper.extra import library
from fieldbook.paper.plan import Box, Group, Page
from fieldbook.paper.register import SCALE, Flat

SURE = 0.95
"""A reading is taken from this confidence on; below it a person is asked."""


@dataclasses.dataclass(frozen=True)
class Turn:
    """Where the chance that something is meant passes one half, and how fast it rises there."""

    half: float
    steep: float

    def chance(self, value: float) -> float:
        """0 far below, 1 far above."""
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, (value - self.half) / self.steep))))


MARKED, MARKED_BESIDE = Turn(0.13, 0.018), Turn(1.6, 0.25)
"""In a row with a mark: ink of a bubble, and square millimetres of ink beside the bubbles."""

LIGHT, LIGHT_BESIDE = 0.5, Turn(2.8, 0.3)
"""Where no bubble is filled in, ticks and crosses go beyond their bubble; a cross over a filled one takes it back."""

OPEN, OPEN_BESIDE = Turn(0.05, 0.008), Turn(0.45, 0.06)
"""The same in a row without one."""

WRITTEN = 0.0025
"""Share of a box that is ink where something is written in it."""

_INSIDE = 0.80
_BESIDE = 1.32
_SEARCH = 0.9
"""Millimetres by which a row may lie off its place on a bent sheet."""

Reason = Literal["clear", "empty", "two", "faint", "beside", "written"]


@dataclasses.dataclass(frozen=True)
class Reading:
    """What the marks of a group say: ids of options in the order in which they stand, or nothing."""

    group: Group
    values: tuple[str, ...]
    confidence: float
    reason: Reason

    @property
    def sure(self) -> bool:
        """Whether it can be taken as it is."""
        return self.confidence >= SURE


def readings(page: Page, flat: Flat) -> list[Reading]:
    """A reading of each group on ``page``."""
    found = [_measured(group, flat) for group in page.groups if group.kind != "text"]
    blank = _blank_levels([(group, inks) for group, inks, _stray in found])
    read = [_reading(group, [ink - blank[b.label] for ink, b in zip(inks, group.bubbles, strict=True)], stray)
            for group, inks, stray in found]  # fmt: skip
    return read + [_text(group, flat) for group in page.groups if group.kind == "text"]


def crop(flat: Flat, groups: Sequence[Group], margin: float = 4.0) -> Any:
    """The part of the page with ``groups`` and what is around them, for a person to look at."""
    boxes = [_extent(group) for group in groups]
    left = min(box.x for box in boxes) - margin - 7
    top = min(box.y for box in boxes) - margin
    right = max(box.x + box.width for box in boxes) + margin
    bottom = max(box.y + box.height for box in boxes) + margin
    return flat.grey[_px(top) : _px(bottom), _px(left) : _px(right)]


def _measured(group: Group, flat: Flat) -> tuple[Group, list[float], float]:
    """Ink in each bubble, and beside them, where the row lies on this page."""
    dx, dy = _shift(group, flat)
    inks = [_mean(flat.ink, bubble.x + dx, bubble.y + dy) for bubble in group.bubbles]
    return group, inks, _beside(group, flat.ink, dx, dy)


def _shift(group: Group, flat: Flat) -> tuple[float, float]:
    """How far the printed rings lie off their place, where they can be seen well."""
    cv2, np = library("cv2"), library("numpy")
    box, search = _extent(group), _px(_SEARCH)
    top, left = _px(box.y) - search, _px(box.x) - search
    height, width = _px(box.height) + 2 * search, _px(box.width) + 2 * search
    area = np.minimum(flat.ink[max(top, 0) : top + height, max(left, 0) : left + width], 0.6).astype(np.float32)
    template = np.zeros((_px(box.height), _px(box.width)), np.float32)
    for bubble in group.bubbles:
        centre = (_px(bubble.x - box.x), _px(bubble.y - box.y))
        radius = _px(layout.RADIUS)
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


def _mean(ink: Any, x: float, y: float) -> float:
    """Mean ink in the inner circle of a bubble."""
    window, distance = _window(ink, x, y, layout.RADIUS)
    return float(window[distance <= layout.RADIUS * _INSIDE].mean())


def _window(ink: Any, x: float, y: float, reach: float) -> tuple[Any, Any]:
    np = library("numpy")
    top, left = _px(y - reach), _px(x - reach)
    window = ink[top : _px(y + reach) + 1, left : _px(x + reach) + 1]
    rows = (np.arange(window.shape[0]) + top + 0.5) / SCALE - y
    columns = (np.arange(window.shape[1]) + left + 0.5) / SCALE - x
    return window, np.hypot(rows[:, None], columns[None, :])


def _beside(group: Group, ink: Any, dx: float, dy: float) -> float:
    """Square millimetres of ink beside and between the bubbles."""
    np = library("numpy")
    box = _extent(group)
    reach = (layout.ROW - 2 * layout.RADIUS) / 2
    vertical = 0.0 if group.kind == "digit" else reach
    sideways = 0.0 if group.kind == "digit" else 1.0
    top, left = _px(box.y + dy - vertical), _px(box.x + dx - sideways)
    area = ink[top : _px(box.y + dy + box.height + vertical), left : _px(box.x + dx + box.width + sideways)]
    rows = (np.arange(area.shape[0]) + top + 0.5) / SCALE - dy
    columns = (np.arange(area.shape[1]) + left + 0.5) / SCALE - dx
    free = np.ones(area.shape, bool)
    for bubble in group.bubbles:
        down, across = np.abs(rows[:, None] - bubble.y), np.abs(columns[None, :] - bubble.x)
        distance = np.maximum(down, across) if group.kind == "many" else np.hypot(down, across)
        free &= distance > layout.RADIUS * _BESIDE
    return float((area[free] > 0.3).sum()) / SCALE**2


def _blank_levels(measured: Sequence[tuple[Group, Sequence[float]]]) -> Mapping[str, float]:
    """What an empty bubble with each label gives on this page: most bubbles of a page are empty."""
    np = library("numpy")
    by_label: dict[str, list[float]] = defaultdict(list)
    for group, inks in measured:
        for bubble, ink in zip(group.bubbles, inks, strict=True):
            by_label[bubble.label].append(ink)
    overall = float(np.quantile([ink for inks in by_label.values() for ink in inks], 0.3))
    return {
        label: min(float(np.quantile(inks, 0.3)), overall + 0.05) if len(inks) >= 4 else overall
        for label, inks in by_label.items()
    }


def _reading(group: Group, inks: Sequence[float], beside: float) -> Reading:
    chances = [MARKED.chance(ink) for ink in inks]
    values = tuple(b.value for b, p in zip(group.bubbles, chances, strict=True) if p >= 0.5)
    if not values:
        chances = [OPEN.chance(ink) for ink in inks]
        certain, clean = 1.0 - max(chances), 1.0 - OPEN_BESIDE.chance(beside)
    else:
        around = MARKED_BESIDE if max(inks) > LIGHT else LIGHT_BESIDE
        certain, clean = min(max(p, 1.0 - p) for p in chances), 1.0 - around.chance(beside)
    if group.kind != "many" and len(values) > 1:
        return Reading(group, values, 0.0, "two")
    confidence = round(min(certain, clean), 4)
    if confidence >= SURE:
        return Reading(group, values, confidence, "clear" if values else "empty")
    return Reading(group, values, confidence, "faint" if certain <= clean else "beside")


def _text(group: Group, flat: Flat) -> Reading:
    """A box is empty or not; what is written in it only a person reads."""
    box = group.box or Box(x=0, y=0, width=1, height=1)
    inside = flat.ink[_px(box.y + 1) : _px(box.y + box.height - 1), _px(box.x + 1) : _px(box.x + box.width - 1)]
    share = float((inside > 0.3).mean())
    if share < WRITTEN:
        return Reading(group, (), 1.0, "empty")
    return Reading(group, (), 0.0, "written")


def _extent(group: Group) -> Box:
    if group.box:
        return group.box
    xs, ys = [b.x for b in group.bubbles], [b.y for b in group.bubbles]
    side = layout.RADIUS + 0.6
    left, top = max(0.0, min(xs) - side), max(0.0, min(ys) - side)
    return Box(x=left, y=top, width=max(xs) + side - left, height=max(ys) + side - top)


def _px(value: float) -> int:
    return max(0, round(value * SCALE))
