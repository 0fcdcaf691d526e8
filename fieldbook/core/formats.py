"""Numbers, dates and lists as the language in use writes them (CLDR, through Babel)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import reduce

from babel.dates import format_date, format_skeleton, get_month_names
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from fieldbook.core.i18n import _, locale

_NEVER_NONE = 0.005
"""A share below this would be rounded to nothing."""


def number(value: float) -> str:
    """A count, or a mean with one decimal: ``1,234`` or ``3.5``."""
    return str(format_decimal(value, "#,##0.#", locale=locale()))


def percent(share: float) -> str:
    """A share from 0 to 1 in whole per cent; small ones are not rounded to none."""
    if 0 < share < _NEVER_NONE:
        return _("under {limit}").format(limit=format_percent(0.01, locale=locale()))
    return str(format_percent(share, locale=locale()))


def day(date: dt.date) -> str:
    """``30 September 2026``."""
    return str(format_date(date, "long", locale=locale()))


def day_month(date: dt.date) -> str:
    """``30 September``."""
    return str(format_skeleton("MMMMd", date, locale=locale()))


def month_year(date: dt.date) -> str:
    """``September 2026``."""
    return str(format_skeleton("yMMMM", date, locale=locale()))


def month(number_: int, *, short: bool = False) -> str:
    """Name of a calendar month, 1 to 12, as it stands by itself."""
    return str(get_month_names("abbreviated" if short else "wide", "stand-alone", locale())[number_])


def listing(parts: Iterable[str]) -> str:
    """``a, b and c``."""
    return str(format_list(list(parts), locale=locale()))


def either(parts: Iterable[str]) -> str:
    """``a, b or c``."""
    return str(format_list(list(parts), style="or", locale=locale()))


def series(parts: Iterable[str]) -> str:
    """``a; b; c``: parts that may hold commas themselves. Empty where there are none."""
    return _chain(parts, _("{series}; {part}"), "series", "part")


def paragraph(sentences: Iterable[str]) -> str:
    """Whole sentences one after the other."""
    return _chain(sentences, _("{paragraph} {sentence}"), "paragraph", "sentence")


def _chain(parts: Iterable[str], pattern: str, before: str, after: str) -> str:
    found = list(parts)
    return reduce(lambda done, part: pattern.format(**{before: done, after: part}), found) if found else ""
