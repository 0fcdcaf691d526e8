"""Text for the cells of a CSV file."""

from __future__ import annotations

from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it, which it shows as text."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
