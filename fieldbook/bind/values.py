"""The values that text may use as ``{{ group.name }}``, computed from one context pack."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd
from babel.dates import format_date as babel_date
from babel.numbers import format_decimal

from fieldbook.i18n import _, locale
from fieldbook.load.context import ContextPack

_UNKNOWN_KINDS = {"unknown"}
_UNNAMED = re.compile(r"unknown|unidentified|not named|civilians", re.IGNORECASE)

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|$&:~^@\"'-])")


def values(pack: ContextPack) -> dict[str, dict[str, str]]:
    """Plain text of every value, by group and name; what the pack doesn't have is "not yet provided by the mission"."""
    meta = pack.meta
    return {
        "context": {"title": meta.title},
        "mission": {
            name: _text(getattr(meta.mission, name)) for name in ("name", "short", "country", "people", "headquarters")
        },
        "mandate": {name: _text(getattr(meta.mandate, name)) for name in ("resolution", "adopted", "until", "summary")},
        "data": _data(pack),
        "top": _top(pack),
    }


def format_date(value: dt.date) -> str:
    """A date in words in the language in use, such as 30 September 2026."""
    return str(babel_date(value, "long", locale=locale()))


def markdown_safe(text: str) -> str:
    """``text`` so that MyST Markdown prints it as it stands: no markup, no HTML, no role, no substitution.

    Characters with a meaning become character references, which no parser of Markdown or Jinja reads as markup.
    """
    one_line = " ".join(text.split())
    return _SPECIAL.sub(lambda found: f"&#{ord(found[1])};", one_line)


def _text(value: str | dt.date | None) -> str:
    if value is None:
        return _("not yet provided by the mission")
    return format_date(value) if isinstance(value, dt.date) else value


def _number(value: int) -> str:
    return str(format_decimal(value, locale=locale()))


def _data(pack: ContextPack) -> dict[str, str]:
    incidents = pack.incidents
    known = incidents["date"].dropna()
    first, last = (known.min().date(), known.max().date()) if len(known) else (None, None)
    years = None
    if first and last:
        years = str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    return {
        "as_of": format_date(pack.meta.as_of),
        "first_date": _text(first),
        "last_date": _text(last),
        "years": _text(years),
        "incidents": _number(len(incidents)),
        "civilians_killed": _number(int(incidents["civilians_killed"].sum())),
        "areas": _number(len(pack.meta.areas)),
        "source": pack.meta.tables[0].source,
    }


def _top(pack: ContextPack) -> dict[str, str]:
    """The first in a count; a tie is said in words, because choosing one would claim what the data don't show."""
    incidents = pack.incidents
    area = _first(incidents["area_name"], _("several areas"))
    actor = _first(_named_actors(pack), _("several actors"))
    counts = incidents["area_name"].value_counts()
    share = round(100 * int(counts.iloc[0]) / len(incidents)) if len(counts) else None
    placed = incidents[incidents["date_precision"] <= 4]["date"]
    months = placed.dt.month.map(lambda month: str(babel_date(dt.date(2000, month, 1), "LLLL", locale=locale())))
    return {
        "area": area,
        "area_incidents": _text(_number(int(counts.iloc[0])) if len(counts) else None),
        "area_share": _text(f"{share}" if share is not None else None),
        "actor": actor,
        "year": _first(incidents["date"].dropna().dt.year.astype(str), _("several years")),
        "month": _first(months, _("several months")),
    }


def _named_actors(pack: ContextPack) -> pd.Series[str]:
    """First sides of incidents that name somebody."""
    unknown = {actor.name for actor in pack.meta.actors if actor.kind in _UNKNOWN_KINDS}
    sides = pack.incidents["side_a"].dropna()
    return sides[~sides.isin(unknown) & ~sides.str.contains(_UNNAMED)]


def _first(column: pd.Series[str], several: str) -> str:
    counts = column.value_counts()
    if counts.empty:
        return _text(None)
    if len(counts) > 1 and counts.iloc[0] == counts.iloc[1]:
        return several
    return str(counts.index[0])
