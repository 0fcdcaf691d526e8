"""Phrases that several figures use: names, shares, dates, lengths of time. They get their words in the page."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from typing import Literal

import pandas as pd

from fieldbook.core.message import Date, Message, Percent, Phrase, ProperName, listing, message, plural, words
from fieldbook.model.context import Actor, Area

_MAX_NAME = 120
_RIGHT_TO_LEFT = {"R", "AL"}
_TIES_NAMED = 3
_SMALL = 20
"""A share of fewer than these would move by more than five per cent with each one."""
_INVISIBLE = {"Cc", "Cf", "Cs"}
_JOINERS = "\u200c\u200d"
"""Invisible, but Arabic and Indic scripts need them."""


def part(count: int, total: int) -> Message:
    """``382 of 1,416, 27%``; of a small total the two numbers say more than a share."""
    if total < _SMALL:
        return message("{n} of {all}", n=count, all=total)
    return message("{n} of {all}, {share}", n=count, all=total, share=Percent(share=count / total))


def day(date: dt.date) -> Date:
    """``30 September 2026``."""
    return _date(date, "day")


def day_month(date: dt.date) -> Date:
    """``30 September``."""
    return _date(date, "day-month")


def month_year(date: dt.date) -> Date:
    """``September 2026``."""
    return _date(date, "month-year")


def _date(date: dt.date, form: Literal["day", "day-month", "month-year"]) -> Date:
    return Date(date=dt.date(date.year, date.month, date.day), form=form)


def duration(minutes: float) -> Message:
    """A length of time in the unit that people would use: minutes, hours, days."""
    if minutes < 90:
        return message("{n} min", n=round(minutes))
    if minutes < 48 * 60:
        return message("{n} h", n=round(minutes / 60, 1))
    days = round(minutes / 60 / 24, 1)
    return plural("{n} day", "{n} days", round(days), n=days)


def name(value: str | float | None) -> Phrase:
    """A name from the mission's data, safe in a sentence: one line, bounded, isolated where it runs right to left."""
    if value is None or pd.isna(value):
        return message("not named")
    return ProperName(text=_safe(str(value)))


def area_name(area: Area) -> ProperName:
    """The name of an area."""
    return ProperName(text=_safe(area.name), of="area", id=area.id)


def actor_name(actor: Actor) -> ProperName:
    """The name of an actor."""
    return ProperName(text=_safe(actor.name), of="actor", id=actor.id)


def _safe(value: str) -> str:
    text = clean(value)
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


def valued(label: Phrase, value: float) -> Message:
    """``North: 12``, for a series."""
    return message("{name}: {n}", name=label, n=value)


def tied(names: Sequence[Phrase], many: Phrase) -> Phrase:
    """``names`` as a list, or ``many`` (such as "5 areas") where the list would be long."""
    return listing(names) if is_short(names) else many


def is_short(names: Sequence[Phrase]) -> bool:
    """Whether a sentence may name all of ``names``."""
    return len(names) <= _TIES_NAMED


def by_words(column: pd.Series) -> pd.Series:
    """A key to sort by: phrases as they are read, all else as it is."""
    return column.map(words) if column.dtype == object else column
