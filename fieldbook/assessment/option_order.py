"""The order in which the options of a question stand: on a page, on paper and in every package."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping, Sequence
from typing import Any

from fieldbook.assessment.scoring import number, outcome

Part = Mapping[str, Any]


def arranged(item: Part, options: Sequence[Part], name: str = "") -> list[Part]:
    """Options of the bound ``item`` in order: numbers rise, true comes before false, all else is drawn from ids.

    ``name`` is the gap's id in a gap text. The order is the same in each build, and never an ordering item's solution.
    """
    if item["type"] == "true-false":
        return list(options)
    values = [number(html.unescape(option["text"])) for option in options]
    if item["type"] != "ordering" and all(value is not None for value in values):
        return [option for _value, option in sorted(zip(values, options, strict=True), key=lambda pair: pair[0] or 0)]

    def drawn(option: Part) -> bytes:
        return hashlib.sha256("\0".join((item["id"], name, option["id"])).encode()).digest()

    shown = sorted(options, key=drawn)
    solved = item["type"] == "ordering" and outcome(item, [option["id"] for option in shown]).score == 1
    return shown[::-1] if solved else shown
