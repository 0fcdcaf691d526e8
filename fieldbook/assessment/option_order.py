"""The order in which the options of a question stand: on a page, on paper and in every package."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from fieldbook.assessment.shapes import BoundItem, S


def arranged(item: BoundItem, options: Sequence[S], name: str = "", salt: str = "") -> list[S]:
    """``options`` of ``item`` in the order of its type, where that leaves it open drawn from ids.

    ``name`` is the gap's id in a gap text. The same ``salt`` gives the same order in each build.
    """
    start = f"{salt}\0{item.id}" if salt else item.id
    return item.in_order(options, lambda one: hashlib.sha256("\0".join((start, name, one.id)).encode()).digest())
