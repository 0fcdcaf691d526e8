"""How much a product's fields hold, and what the filled page takes: so that it prints on the pages that it promises.

Works on plain data (``docs/products.md``). The player chooses the type size; here the least one that reads well counts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

LINE = 100
"""Characters that a field holds for each of its lines."""

PAGE_LINES = 64
"""Lines of eight points on A4 between margins of 18 mm."""

_CELL_LINES = 3
_LEAST_CELL = 24
_PRINTED_LINE = 110  # characters of eight points on 174 mm
_CELL_MARGIN = 2  # characters that the space at both sides of a cell takes
_HEADING = 2.5  # a section's title with its space
_AROUND = 6  # the page's title, the line to fill by hand, the footer
_ROW_TITLE = 0.18  # share of the line that the titles of fixed rows take


def room(section: Mapping[str, Any], column: Mapping[str, Any] | None = None) -> int:
    """Most characters of a field of a section, or of a cell in ``column``."""
    if column is None:
        return int(section["lines"]) * LINE
    return max(_LEAST_CELL, int(LINE * share(section, column)) * _CELL_LINES)


def share(section: Mapping[str, Any], column: Mapping[str, Any]) -> float:
    """Share of the line (0 to 1) that a column takes."""
    part: float = column["width"] / sum(other["width"] for other in section["columns"])
    return part if isinstance(section["rows"], int) else part * (1 - _ROW_TITLE)


def lines(product: Mapping[str, Any]) -> float:
    """Lines of eight points that the product takes with every field full of plain text."""
    return _AROUND + sum(_HEADING + _section_lines(section) for section in product["sections"])


def _section_lines(section: Mapping[str, Any]) -> float:
    if section["kind"] == "text":
        return math.ceil(room(section) / _PRINTED_LINE)
    cell = max(
        math.ceil(room(section, column) / max(1, _PRINTED_LINE * share(section, column) - _CELL_MARGIN))
        for column in section["columns"]
    )
    rows = section["rows"] if isinstance(section["rows"], int) else len(section["rows"])
    return 2.5 + rows * (cell + 0.4)
