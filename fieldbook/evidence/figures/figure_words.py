"""Numbers, dates and lists as words of the language in use, for findings and text alternatives."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable

import pandas as pd
from babel.dates import format_date, get_month_names
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from fieldbook.core.i18n import _, locale

_MAX_NAME = 120
_RIGHT_TO_LEFT = {"R", "AL"}
_TIES_NAMED = 3
_SMALL = 20
"""A share of fewer than these would move by more than five per cent with each one."""
_INVISIBLE = {"Cc", "Cf", "Cs"}
_JOINERS = "\u200c\u200d"
"""Invisible, but Arabic and Indic scripts need them."""


def number(value: float) -> str:
    """A count, or a mean with one decimal: ``1,234`` or ``3.5``."""
    return str(format_decimal(value, "#,##0.#", locale=locale()))


def percent(share: float) -> str:
    """A share from 0 to 1 in whole per cent; small ones are not rounded to none."""
    if 0 < share < 0.005:
        return _("under {limit}").format(limit=format_percent(0.01, locale=locale()))
    return str(format_percent(share, locale=locale()))


def part(count: int, total: int) -> str:
    """``382 of 1,416, 27%``; of a small total the two numbers say more than a share."""
    text = _("{n} of {all}").format(n=number(count), all=number(total))
    if total < _SMALL:
        return text
    return _("{n_of_all}, {share}").format(n_of_all=text, share=percent(count / total))


def day(date: dt.date) -> str:
    """``30 September 2026``."""
    return str(format_date(date, "long", locale=locale()))


def day_month(date: dt.date) -> str:
    """``30 September``."""
    return str(format_date(date, "d MMMM", locale=locale()))


def month_year(date: dt.date) -> str:
    """``September 2026``."""
    return str(format_date(date, "LLLL y", locale=locale()))


def month(number_: int, *, short: bool = False) -> str:
    """Name of a calendar month, 1 to 12."""
    return str(get_month_names("abbreviated" if short else "wide", locale=locale())[number_])


def duration(minutes: float) -> str:
    """A length of time in the unit that people would use: minutes, hours, days."""
    if minutes < 90:
        return _("{n} min").format(n=number(round(minutes)))
    if minutes < 48 * 60:
        return _("{n} h").format(n=number(round(minutes / 60, 1)))
    return _("{n} days").format(n=number(round(minutes / 60 / 24, 1)))


def listing(names: Iterable[str]) -> str:
    """``a, b and c``."""
    return str(format_list(list(names), locale=locale()))


def name(value: str | float | None) -> str:
    """A name from the mission's data, safe in a sentence: one line, bounded, isolated where it runs right to left."""
    if value is None or pd.isna(value):
        return _("not named")
    text = clean(str(value))
    if len(text) > _MAX_NAME:
        text = text[: _MAX_NAME - 1] + "…"
    runs_left = any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text)
    return f"\u2068{text}\u2069" if runs_left else text


def clean(text: str) -> str:
    """``text`` on one line, without control characters and without marks that turn the direction of what follows."""
    kept = (char for char in text if char.isspace() or char in _JOINERS or unicodedata.category(char) not in _INVISIBLE)
    return " ".join("".join(kept).split())


def prose(text: str | None) -> str | None:
    """A text of the mission for a cell of a table, whole."""
    return None if text is None else clean(text)


def leaders(counts: pd.Series) -> list[str]:
    """Labels that share the highest value, in the order of ``counts``."""
    return [str(label) for label in counts.index[counts == counts.max()]]


def tied(names: list[str], many: str) -> str:
    """``names`` as a list, or ``many`` (already worded, such as "5 areas") where the list would be long."""
    return listing(names) if len(names) <= _TIES_NAMED else many
