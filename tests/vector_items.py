"""The bound items of the scoring vectors, of every type at least one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fieldbook.assessment.shapes import BoundItem
from fieldbook.assessment.types import TYPES


def bound_item(data: Mapping[str, Any]) -> BoundItem:
    """The bound item of these fields."""
    return TYPES[data["type"]].model_validate(data)


VECTORS = json.loads((Path(__file__).parent / "vectors" / "scoring.json").read_text("utf-8"))
ITEMS: dict[str, BoundItem] = {item["id"]: bound_item(item) for item in VECTORS["items"]}
EACH = dict(list(ITEMS.items())[:9])
"""One of each type."""
