"""Draws every chart of the notebooks' outputs, in the language in use, that is not in the cache yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from fieldbook.book.execute import Outputs
from fieldbook.model.payload import MIME, PAYLOAD, EvidencePayload


def draw_charts(outputs: Mapping[str, Outputs], cache: Path, jobs: int) -> int:
    """Fill ``cache`` with the SVGs of all charts; how many there are."""
    figures = list(_charts(outputs))
    if figures:
        from fieldbook.drawing.draw import draw_all, picture  # noqa: PLC0415 slow, and many builds draw nothing

        draw_all([picture(figure.chart, figure.alt) for figure in figures if figure.chart], cache, jobs)
    return len(figures)


def _charts(outputs: Mapping[str, Outputs]) -> Iterator[EvidencePayload]:
    for cells in outputs.values():
        for results in cells.values():
            for output in results:
                found = output.get("data", {}).get(MIME)
                payload = None if found is None else PAYLOAD.validate_python(found)
                if isinstance(payload, EvidencePayload) and payload.chart:
                    yield payload
