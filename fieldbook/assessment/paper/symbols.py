"""Registration marks and the machine code as SVG: one path each, so that no seam shows between their squares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import cv2
import segno


def dictionary() -> Any:
    """The family of registration marks; mark 0 is the top left one."""
    return cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_5X5_50)


def mark(number: int) -> bytes:
    """Registration mark ``number``."""
    size = dictionary().markerSize + 2
    bits = cv2.aruco.generateImageMarker(dictionary(), number, size)
    return _svg([[int(value) == 0 for value in row] for row in bits])


def machine_code(text: str) -> bytes:
    """``text`` as a QR code that can lose a quarter of its squares."""
    return _svg(segno.make(text, error="q", boost_error=False, micro=False).matrix)


def _svg(rows: Iterable[Sequence[Any]]) -> bytes:
    cells = [list(row) for row in rows]
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(cells) for x, dark in enumerate(row) if dark)
    size = len(cells)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
    return f'{head}<path d="{path}"/></svg>'.encode()
