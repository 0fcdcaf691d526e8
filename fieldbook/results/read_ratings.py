"""Reads Angoff ratings: the report's own sheet (``angoff.csv``), filled in by judges and saved as CSV."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.results.read_csv import header, rows
from fieldbook.results.result_entries import JudgeRating
from fieldbook.results.result_faults import partly

_JUDGE = re.compile(r"judge ?(\w[\w -]{0,30})")
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def is_ratings(data: bytes) -> bool:
    """Whether the head names forms, items and judges."""
    names = header(data)
    return {"form", "item"} <= set(names) and any(_JUDGE.fullmatch(name) for name in names)


def read_ratings(name: str, data: bytes) -> Iterator[JudgeRating | Problem]:
    """Every rating; percentages are taken as such, empty cells are passed over."""
    for row in rows(name, data):
        if isinstance(row, Problem):
            yield row
            continue
        line, cells = row
        form, item = cells["form"][:60], cells["item"][:60]
        for column, text in cells.items():
            judge = _JUDGE.fullmatch(column)
            if judge is None or not text:
                continue
            rating = _share(text)
            if rating is None or not _ID.fullmatch(form) or not _ID.fullmatch(item):
                yield partly(name, column[:40], _("is no share from 0 to 1"), line)
            else:
                yield JudgeRating(form, item, judge[1], rating)


def _share(text: str) -> float | None:
    number = text.removesuffix("%").strip().replace(",", ".")
    try:
        value = float(number) / (100 if text.endswith("%") else 1)
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 <= value <= 1 else None
