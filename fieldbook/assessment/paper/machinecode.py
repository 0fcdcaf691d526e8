"""Reads the machine code of a flat sheet."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import cv2

from fieldbook.assessment.paper import sheet_layout
from fieldbook.assessment.paper.registration import SCALE

_CODE = re.compile(
    r"FBK1:(?P<course>[a-z0-9-]{1,80}):(?P<form>[a-z0-9-]{1,80}):(?P<seed>\d{1,6}):(?P<letter>[A-Z])"
    r":(?P<page>\d{1,2})/(?P<count>\d{1,2}):(?P<context>[a-z0-9-]{1,80}):(?P<plan>[0-9a-f]{12})"
)
_MARGIN = 2.5


@dataclasses.dataclass(frozen=True)
class SheetCode:
    """What a sheet says of itself."""

    course: str
    form: str
    seed: int
    letter: str
    page: int
    count: int
    context: str
    plan: str


def sheet_code(grey: Any) -> SheetCode | None:
    """The code on the flat page ``grey``; None where it cannot be read."""
    for crop in _crops(grey):
        for detector in (cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco()):
            try:
                text, _points, _straight = detector.detectAndDecode(crop)
            except cv2.error:
                continue
            found = _CODE.fullmatch(text)
            if found:
                return _parsed(found)
    return None


def _crops(grey: Any) -> Iterator[Any]:
    box = sheet_layout.CODE
    top, left = int((box.y - _MARGIN) * SCALE), int((box.x - _MARGIN) * SCALE)
    size = int((box.width + 2 * _MARGIN) * SCALE)
    crop = grey[top : top + size, left : left + size]
    yield crop
    large = cv2.resize(crop, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    yield large
    _level, split = cv2.threshold(cv2.GaussianBlur(large, (0, 0), 2), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    yield split
    yield cv2.adaptiveThreshold(large, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, 101, 4)
    yield cv2.addWeighted(large, 2.2, cv2.GaussianBlur(large, (0, 0), 6), -1.2, 0)


def _parsed(found: re.Match[str]) -> SheetCode:
    numbers = {name: int(found[name]) for name in ("seed", "page", "count")}
    return SheetCode(
        found["course"], found["form"], numbers["seed"], found["letter"], numbers["page"], numbers["count"],
        found["context"], found["plan"],
    )  # fmt: skip
