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
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from fieldbook.assessment.paper.ink import Measured, extent, frame, measured, px, written
from fieldbook.assessment.paper.registration import Flat
from fieldbook.assessment.paper.sheet_plan import SheetGroup, SheetPage

SURE = 0.95
"""A reading is taken from this confidence on; below it a person is asked."""


@dataclasses.dataclass(frozen=True)
class SheetTurn:
    """Where the chance that something is meant passes one half, and how fast it rises there."""

    half: float
    steep: float

    def chance(self, value: float) -> float:
        """0 far below, 1 far above."""
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, (value - self.half) / self.steep))))


MARKED, MARKED_BESIDE = SheetTurn(0.13, 0.018), SheetTurn(1.6, 0.25)
"""In a row with a mark: ink of a bubble, and square millimetres of ink beside the bubbles."""

LIGHT, LIGHT_BESIDE = 0.5, SheetTurn(2.8, 0.3)
"""Where no bubble is filled in, ticks and crosses go beyond their bubble; a cross over a filled one takes it back."""

OPEN, OPEN_BESIDE = SheetTurn(0.05, 0.008), SheetTurn(0.45, 0.06)
"""The same in a row without one."""

WRITTEN = 0.0025
"""Share of a box that is ink where something is written in it."""

VISIBLE = 0.65
"""Share of the usual ink of printed lines that must be seen around an empty place: glare hides line and mark alike."""

Reason = Literal["clear", "empty", "two", "faint", "beside", "written", "unseen"]


@dataclasses.dataclass(frozen=True)
class MarkReading:
    """What the marks of a group say: ids of options in the order in which they stand, or nothing."""

    group: SheetGroup
    values: tuple[str, ...]
    confidence: float
    reason: Reason

    @property
    def sure(self) -> bool:
        """Whether it can be taken as it is."""
        return self.confidence >= SURE


def readings(page: SheetPage, flat: Flat) -> list[MarkReading]:
    """A reading of each group on ``page``."""
    found = [measured(group, flat) for group in page.groups if group.kind != "text"]
    blank = _blank_levels(found)
    rim = statistics.median(rim for one in found for rim in one.rims)
    frames = [frame(group.box, flat) for group in page.groups if group.box]
    read = [_reading(one, blank, rim * VISIBLE) for one in found]
    return read + [_text(group, flat, max(frames) * VISIBLE) for group in page.groups if group.kind == "text"]


def crop(flat: Flat, groups: Sequence[SheetGroup], margin: float = 4.0) -> Any:
    """The part of the page with ``groups`` and what is around them, for a person to look at."""
    boxes = [extent(group) for group in groups]
    left = min(box.x for box in boxes) - margin - 7
    top = min(box.y for box in boxes) - margin
    right = max(box.x + box.width for box in boxes) + margin
    bottom = max(box.y + box.height for box in boxes) + margin
    return flat.grey[px(top) : px(bottom), px(left) : px(right)]


def _blank_levels(found: Sequence[Measured]) -> Mapping[str, float]:
    """What an empty bubble with each label gives on this page: most bubbles of a page are empty."""
    by_label: dict[str, list[float]] = defaultdict(list)
    for one in found:
        for bubble, ink in zip(one.group.bubbles, one.inks, strict=True):
            by_label[bubble.label].append(ink)
    overall = _low([ink for inks in by_label.values() for ink in inks])
    return {label: min(_low(inks), overall + 0.05) if len(inks) >= 4 else overall for label, inks in by_label.items()}


def _low(inks: list[float]) -> float:
    return sorted(inks)[int(len(inks) * 0.3)]


def _reading(one: Measured, blank: Mapping[str, float], least_rim: float) -> MarkReading:
    group = one.group
    inks = [ink - blank[bubble.label] for ink, bubble in zip(one.inks, group.bubbles, strict=True)]
    chances = [MARKED.chance(ink) for ink in inks]
    values = tuple(b.value for b, p in zip(group.bubbles, chances, strict=True) if p >= 0.5)
    if not values:
        chances = [OPEN.chance(ink) for ink in inks]
        certain, clean = 1.0 - max(chances), 1.0 - OPEN_BESIDE.chance(one.beside)
    else:
        around = MARKED_BESIDE if max(inks) > LIGHT else LIGHT_BESIDE
        certain, clean = min(max(p, 1.0 - p) for p in chances), 1.0 - around.chance(one.beside)
    if group.kind != "many" and len(values) > 1:
        return MarkReading(group, values, 0.0, "two")
    if any(rim < least_rim and p < 0.5 for rim, p in zip(one.rims, chances, strict=True)):
        return MarkReading(group, values, 0.0, "unseen")
    confidence = round(min(certain, clean), 4)
    if confidence >= SURE:
        return MarkReading(group, values, confidence, "clear" if values else "empty")
    return MarkReading(group, values, confidence, "faint" if certain <= clean else "beside")


def _text(group: SheetGroup, flat: Flat, least_frame: float) -> MarkReading:
    """A box is empty or not; what is written in it only a person reads."""
    box = group.box or extent(group)
    if written(box, flat) >= WRITTEN:
        return MarkReading(group, (), 0.0, "written")
    if frame(box, flat) < least_frame:
        return MarkReading(group, (), 0.0, "unseen")
    return MarkReading(group, (), 1.0, "empty")
