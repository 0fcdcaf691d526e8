"""Finds the sheet in a picture by its registration marks and lays it flat: the same millimetres as when printed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from fieldbook.assessment.paper import sheet_layout
from fieldbook.assessment.paper.symbols import dictionary
from fieldbook.core.i18n import _

SCALE = 8
"""Points to a millimetre in a flat page."""

_LEAST_MARKS = 4
_LEAST_SCALE = 3.2
"""Points to a millimetre that a picture must have: an A4 page about 680 points wide."""

_QUICK = 1700
"""Long side at which marks are looked for first."""

_LEAST_CONTRAST = 0.18
_MOST_BEND = 1.5
"""Millimetres by which a mark may lie off its place on a flat sheet."""


@dataclasses.dataclass(frozen=True)
class Flat:
    """A sheet laid flat. ``ink`` is 0 for paper and 1 for the black of the printed marks, ``grey`` is for people."""

    grey: Any
    ink: Any


class UnreadableSheetError(Exception):
    """The picture shows no sheet that can be read; the text says why."""


def flat(grey: Any) -> Flat:
    """The sheet in ``grey``. Raises ``UnreadableError``."""
    seen = _marks(grey)
    if len(seen) < _LEAST_MARKS:
        raise UnreadableSheetError(
            _("shows {count} of the {all} marks of an answer sheet, {least} are needed").format(
                count=len(seen), all=len(sheet_layout.MARKERS), least=_LEAST_MARKS
            )
        )
    page = _laid(grey, seen)
    return Flat(page, _ink(page))


def _marks(grey: Any) -> dict[int, Any]:
    """The corners of each mark that is seen, by its number. Looks closer where too few are seen at first."""
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    parameters.adaptiveThreshWinSizeMax = 63
    parameters.adaptiveThreshWinSizeStep = 12
    parameters.minMarkerPerimeterRate = 0.02
    detector = cv2.aruco.ArucoDetector(dictionary(), parameters)
    best: dict[int, Any] = {}
    looks: tuple[tuple[float, Callable[[Any], Any]], ...] = (
        (min(1.0, _QUICK / max(grey.shape)), lambda picture: picture),
        (1.0, lambda picture: picture),
        (1.0, cv2.createCLAHE(3.0, (8, 8)).apply),
        (1.0, lambda picture: cv2.medianBlur(picture, 5)),
    )
    for scale, change in looks:
        picture = grey if scale == 1.0 else cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        corners, ids, _rejected = detector.detectMarkers(change(picture))
        found = [] if ids is None else [int(number) for number in ids.flatten()]
        for number, corner in zip(found, corners, strict=False):
            if number < len(sheet_layout.MARKERS) and found.count(number) == 1:
                best.setdefault(number, (corner.reshape(4, 2).astype(np.float64) + 0.5) / scale - 0.5)
        if len(best) == len(sheet_layout.MARKERS):
            break
    return best


def _laid(grey: Any, seen: dict[int, Any]) -> Any:
    side = sheet_layout.MARKER
    places, points = [], []
    for number, corners in sorted(seen.items()):
        x, y = sheet_layout.MARKERS[number]
        places += [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
        points += corners.tolist()
    source, target = np.array(places, np.float64), np.array(points, np.float64)
    matrix, _inliers = cv2.findHomography(source, target, 0)
    if matrix is None:
        raise UnreadableSheetError(_("shows marks that do not lie on one sheet"))
    projected = cv2.perspectiveTransform(source.reshape(-1, 1, 2), matrix).reshape(-1, 2)
    scale = _scale(matrix)
    if scale < _LEAST_SCALE:
        what = _("shows the sheet too small: {found} points for a millimetre, {least} are needed")
        raise UnreadableSheetError(what.format(found=f"{scale:.1f}", least=f"{_LEAST_SCALE:.1f}"))
    off = target - projected
    if float(np.abs(off).max()) / scale > _MOST_BEND:
        raise UnreadableSheetError(_("shows a sheet that is folded or bent"))
    bend = _bend(source, off) if len(seen) == len(sheet_layout.MARKERS) else np.zeros((6, 2))
    return _remapped(grey, matrix, bend)


def _scale(matrix: Any) -> float:
    """Points to a millimetre where the sheet is smallest."""
    found = []
    for x, y in ((20, 20), (190, 20), (20, 277), (190, 277)):
        spots = np.array([[[x, y]], [[x + 1, y]], [[x, y + 1]]], np.float64)
        (a,), (b,), (c,) = cv2.perspectiveTransform(spots, matrix)
        found += [float(np.hypot(*(b - a))), float(np.hypot(*(c - a)))]
    return min(found)


def _terms(x: Any, y: Any) -> Any:
    u, v = x / sheet_layout.WIDTH - 0.5, y / sheet_layout.HEIGHT - 0.5
    return np.stack([np.ones_like(u), u, v, u * u, u * v, v * v], axis=-1)


def _bend(source: Any, off: Any) -> Any:
    """What a sheet that is slightly curved differs by from a flat one: a quadratic surface through the marks."""
    found, *_rest = np.linalg.lstsq(_terms(source[:, 0], source[:, 1]), off, rcond=1e-3)
    return found


def _remapped(grey: Any, matrix: Any, bend: Any) -> Any:
    """The flat page. Where its points lie is worked out for every millimetre, and between them in a straight line."""
    x, y = np.meshgrid(np.arange(sheet_layout.WIDTH) + 0.5, np.arange(sheet_layout.HEIGHT) + 0.5)
    spots = np.stack([x, y, np.ones_like(x)], axis=-1) @ matrix.T
    where = (spots[..., :2] / spots[..., 2:] + _terms(x, y) @ bend).astype(np.float32)
    size = (int(sheet_layout.WIDTH * SCALE), int(sheet_layout.HEIGHT * SCALE))
    where = cv2.resize(where, size, interpolation=cv2.INTER_LINEAR)
    return cv2.remap(grey, where, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _ink(page: Any) -> Any:
    """Darkness against the paper around, so that a shadow is no ink, as a share of the printed marks' black."""
    small = cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    small = cv2.medianBlur(small, 3)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((27, 27), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 2)
    paper = cv2.resize(paper, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    dark = 1.0 - page.astype(np.float32) / np.maximum(paper, 1)
    black = _black(dark)
    if black < _LEAST_CONTRAST:
        raise UnreadableSheetError(_("is too pale or too dark: ink and paper can hardly be told apart"))
    return np.clip(dark / black, 0.0, 1.5)


def _black(dark: Any) -> float:
    """Darkness of the black frame of the marks: the median of each, the middle of all."""
    found = []
    step = sheet_layout.MARKER / 7
    for x, y in sheet_layout.MARKERS:
        top, left = int((y + step * 0.2) * SCALE), int((x + step) * SCALE)
        found.append(float(np.median(dark[top : top + int(step * 0.6 * SCALE), left : left + int(5 * step * SCALE)])))
    return float(np.median(found))
