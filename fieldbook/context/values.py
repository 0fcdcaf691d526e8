"""The values that text may use as ``{{ group.name }}``, computed from one context pack."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache

import pandas as pd
from babel.dates import format_date as babel_date
from babel.numbers import format_decimal

from fieldbook.context.pack import ContextPack
from fieldbook.core.i18n import _, language, locale
from fieldbook.model.context import UNKNOWN_AREA

_UNNAMED = re.compile(r"unknown|unidentified|not named|civilians", re.IGNORECASE)

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|$&:~^@%=.\"'-])")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Controls, also those that turn the direction of all text that follows."""


def values(pack: ContextPack) -> Mapping[str, Mapping[str, str]]:
    """Plain text of every value, by group and name; what the pack doesn't have is "not yet provided by the mission"."""
    return _values(pack, language())


@lru_cache(maxsize=2)
def _values(pack: ContextPack, _lang: str) -> Mapping[str, Mapping[str, str]]:
    meta = pack.meta
    found = {
        "context": {"title": meta.title},
        "mission": {
            name: _text(getattr(meta.mission, name))
            for name in ("name", "short", "country", "people", "headquarters", "time_zone")
        },
        "mandate": {name: _text(getattr(meta.mandate, name)) for name in ("resolution", "adopted", "until", "summary")},
        "data": _data(pack),
        "top": _top(pack),
    }
    return _without_held(pack, found)


def format_date(value: dt.date) -> str:
    """A date in words in the language in use, such as 30 September 2026."""
    return str(babel_date(value, "long", locale=locale()))


def markdown_safe(text: str) -> str:
    """``text`` so that MyST Markdown prints it as it stands: no markup, no HTML, no role, no substitution.

    Characters with a meaning become character references, which no parser of Markdown or Jinja reads as markup.
    A lone number stays as it is, because it may be the answer to an item.
    """
    one_line = " ".join(_HIDDEN.sub(" ", text).split())
    if _NUMBER.fullmatch(one_line):
        return one_line
    return _SPECIAL.sub(lambda found: f"&#{ord(found[1])};", one_line)


def safe_values(pack: ContextPack) -> dict[str, str]:
    """Every value by its full name (``mission.short``), safe to stand in Markdown."""
    return {
        f"{group}.{name}": markdown_safe(value)
        for group, names in values(pack).items()
        for name, value in names.items()
    }


_INCIDENTS = "incidents.csv"
_MONTH_KNOWN = 4
"""``date_precision`` beyond which only the year of an event is sure."""
_COUNTED = ("first_date", "last_date", "years", "incidents", "civilians_killed")


def held_values(pack: ContextPack) -> frozenset[str]:
    """Full names of the values that nobody may be told, because nothing made from the incidents may leave."""
    limit = pack.limits.get(_INCIDENTS)
    if limit is None or limit.shows != "nothing":
        return frozenset()
    return frozenset({*(f"data.{name}" for name in _COUNTED), *(f"top.{name}" for name in _top(pack))})


def _without_held(pack: ContextPack, found: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    for full in held_values(pack):
        group, name = full.split(".")
        found[group][name] = _("not shown outside the mission")
    return found


def _text(value: str | dt.date | None) -> str:
    if value is None:
        return _("not yet provided by the mission")
    return format_date(value) if isinstance(value, dt.date) else value


def format_number(value: float) -> str:
    """A number as the language in use writes it."""
    return str(format_decimal(value, locale=locale()))


def _data(pack: ContextPack) -> dict[str, str]:
    incidents = pack.incidents
    known, killed = incidents["date"].dropna(), incidents["civilians_killed"].dropna()
    first, last = (known.min().date(), known.max().date()) if len(known) else (None, None)
    years = None
    if first and last:
        years = str(first.year) if first.year == last.year else f"{first.year}\u2013{last.year}"
    return {
        "as_of": format_date(pack.meta.as_of),
        "first_date": _text(_when(first, pack)),
        "last_date": _text(_when(last, pack)),
        "years": _text(years),
        "incidents": format_number(len(incidents)),
        "civilians_killed": _text(format_number(int(killed.sum())) if len(killed) else None),
        "areas": format_number(sum(area.id != UNKNOWN_AREA for area in pack.meta.areas)),
        "source": pack.meta.tables[0].source,
    }


def _when(day: dt.date | None, pack: ContextPack) -> str | None:
    """A day in words; its year where no more is known, its month where the days of single events are not told."""
    if day is None:
        return None
    known = pack.incidents.loc[pack.incidents["date"] == pd.Timestamp(day), "date_precision"].fillna(1)
    if (known > _MONTH_KNOWN).all():
        return str(day.year)
    if _INCIDENTS not in pack.limits:
        return format_date(day)
    return str(babel_date(day, "LLLL y", locale=locale()))


def _top(pack: ContextPack) -> dict[str, str]:
    """The first in a count; a tie is said in words, because choosing one would claim what the data don't show."""
    incidents = pack.incidents
    counts = incidents["area_name"][incidents["area"] != UNKNOWN_AREA].value_counts()
    least = pack.least(_INCIDENTS)
    counts = counts[counts >= least]
    most = int(counts.iloc[0]) if len(counts) else None
    placed = incidents[incidents["date_precision"] <= _MONTH_KNOWN]["date"]
    attackers = _named_attackers(pack).value_counts()
    months = placed.dt.month.map(lambda month: str(babel_date(dt.date(2000, month, 1), "LLLL", locale=locale())))
    return {
        "area": _first(counts, _("several areas")),
        "area_incidents": _text(None if most is None else format_number(most)),
        "area_share": _text(None if most is None else str(round(100 * most / len(incidents)))),
        "actor": _first(attackers[attackers >= least], _("several actors")),
        "year": _first(incidents["date"].dropna().dt.year.astype(str).value_counts(), _("several years")),
        "month": _first(months.value_counts(), _("several months")),
    }


def _named_attackers(pack: ContextPack) -> pd.Series[str]:
    """Who attacked civilians, where somebody is named; in a clash the first side need not be the one who attacked."""
    unknown = {actor.name for actor in pack.meta.actors if actor.kind == "unknown"}
    attacks = pack.incidents[pack.incidents["side_b"] == "Civilians"]
    sides = attacks["side_a"].dropna()
    return sides[~sides.isin(unknown) & ~sides.str.contains(_UNNAMED)]


def _first(counts: pd.Series[int], several: str) -> str:
    if counts.empty:
        return _text(None)
    if len(counts) > 1 and counts.iloc[0] == counts.iloc[1]:
        return several
    return str(counts.index[0])
