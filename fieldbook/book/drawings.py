"""Draws every chart of the notebooks' outputs that is not in the cache yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fieldbook.book.execute import Outputs
from fieldbook.model.payload import MIME


def draw_charts(outputs: Mapping[str, Outputs], cache: Path, jobs: int) -> int:
    """Fill ``cache`` with the SVGs of all charts; how many there are."""
    charts = list(_charts(outputs))
    if charts:
        from fieldbook.drawing.draw import draw_all  # noqa: PLC0415 slow, and many builds draw nothing

        draw_all(charts, cache, jobs)
    return len(charts)


def _charts(outputs: Mapping[str, Outputs]) -> Iterator[dict[str, Any]]:
    for cells in outputs.values():
        for results in cells.values():
            for output in results:
                payload = output.get("data", {}).get(MIME)
                if isinstance(payload, dict) and payload.get("chart"):
                    yield payload["chart"]
