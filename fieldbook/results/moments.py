"""Dates of tables that people and spreadsheets have written: one order of day and month for a whole file.

``05/03/2026`` is in March or in May. A date read for itself would be guessed, and a guess turns the test before into
the test after. So all dates of a file tell the order together, and where they do not, nobody guesses.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

Order = Literal["day", "month"]
"""What comes first in a date of numbers that ends with its year."""

_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)(?!\d)")
_MONTHS = 12
_LONGEST = 100
"""Characters of a date; the weekday's and the zone's name are short of that."""


class OrderError(ValueError):
    """``date`` may have the day or the month first; where ``other`` is given, the two have different orders."""

    def __init__(self, date: str, other: str = "") -> None:
        super().__init__(date)
        self.date = date
        self.other = other


def order_of(dates: Iterable[str]) -> Order:
    """What comes first in all of ``dates``: the day, or the month. A number above 12 is a day; with full stops between
    the numbers the day is first wherever dates are written so. ISO dates (year first) need no order and tell none.

    Raises
    ------
    OrderError
        Nothing tells, or the dates contradict each other.
    """
    told: dict[Order, str] = {}
    unclear = ""
    for date in dates:
        found = _YEAR_LAST.search(date)
        if found is None:
            continue
        first, second = int(found[1]), int(found[3])
        if first <= _MONTHS < second:
            told.setdefault("month", date)
        elif second <= _MONTHS < first:
            told.setdefault("day", date)
        elif first != second and found[2] != ".":
            unclear = unclear or date
    if len(told) > 1:
        raise OrderError(told["day"], told["month"])
    if unclear and not told:
        raise OrderError(unclear)
    return next(iter(told), "day")


@lru_cache(maxsize=10_000)
def moment(text: str, order: Order) -> str | None:
    """``text`` as ``2026-03-31T09:00:00.000Z``, what names no zone taken as UTC; None where it is no whole date."""
    if len(text) > _LONGEST:
        return None
    try:
        iso = _with_iso_date(text, order)
        found, other = (_parsed(iso, default) for default in (dt.datetime(2000, 1, 1), dt.datetime(2001, 2, 2)))  # noqa: DTZ001
    except (ValueError, ArithmeticError):
        return None
    if found != other:  # a part of the date was missing, and taken from the default
        return None
    if found.tzinfo is not None:
        found = found.astimezone(dt.UTC).replace(tzinfo=None)
    return found.isoformat(timespec="milliseconds") + "Z"


def _parsed(iso: str, default: dt.datetime) -> dt.datetime:
    from dateutil import parser  # noqa: PLC0415 slow, and only here

    found: dt.datetime = parser.parse(iso, default=default, tzinfos=lambda _name, offset: offset)
    return found


def _with_iso_date(text: str, order: Order) -> str:
    """``text`` with its date of numbers as ISO. Raises ``ValueError`` where there is no such day."""
    if found := _YEAR_FIRST.search(text):
        year, month, day = found[1], found[3], found[4]
    elif found := _YEAR_LAST.search(text):
        day, month = (found[1], found[3]) if order == "day" else (found[3], found[1])
        year = found[4] if len(found[4]) > 2 else f"20{found[4]}"
    else:
        return text
    return text.replace(found[0], dt.date(int(year), int(month), int(day)).isoformat(), 1)
