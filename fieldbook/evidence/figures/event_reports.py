"""What the figures about incidents share: dated reports, and the note where none are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from fieldbook.core.message import Phrase, message, plural
from fieldbook.evidence.evidence import Missing, missing
from fieldbook.evidence.figures.figure_words import name

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

FILE = "incidents.csv"
CIVILIANS = "Civilians"
"""How tables name the side of those who are attacked: a code, not a word."""
MONTH_KNOWN = 4
"""``date_precision`` up to this value places a report in a month; beyond it only the year is sure."""


def reports(pack: ContextPack) -> pd.DataFrame:
    """Incidents up to the pack's as-of date, with ``day`` (datetime), ``year``, ``month``, ``placed`` (month known)."""
    frame = pack.incidents.assign(day=pd.to_datetime(pack.incidents["date"]))
    frame = frame[frame["day"] <= pd.Timestamp(pack.meta.as_of)].sort_values(["day", "event_id"], ignore_index=True)
    precision = pd.to_numeric(frame["date_precision"]).fillna(1)
    return frame.assign(year=frame["day"].dt.year, month=frame["day"].dt.month, placed=precision <= MONTH_KNOWN)


def on_civilians(frame: pd.DataFrame) -> pd.DataFrame:
    """Reports in which civilians were the side attacked."""
    return frame[frame["side_b"] == CIVILIANS]


def sides_known(frame: pd.DataFrame) -> bool:
    """Whether any report names a side; where none does, "0 attacks on civilians" would be a claim that nobody made."""
    return bool(frame[["side_a", "side_b"]].notna().any(axis=None))


def side(value: str | None) -> Phrase:
    """A side of an incident, as it is read."""
    return message("Civilians") if value == CIVILIANS else name(value)


def no_sides(figure: str, pack: ContextPack, question: str | None) -> Missing:
    """The note in place of a figure about who attacked whom."""
    what = message("The sides of incidents")
    return missing(figure, pack, what=what, file=FILE, field="side_a, side_b", question=question)


def no_months(figure: str, pack: ContextPack, question: str | None) -> Missing:
    """The note in place of a figure by month or day, where only the years of incidents are known."""
    what = message("The month or day of incidents")
    return missing(figure, pack, what=what, file=FILE, field="date, date_precision", question=question)


def no_reports(figure: str, pack: ContextPack, question: str | None) -> Missing:
    """The note in place of a figure about incidents."""
    what = message("Reports of incidents")
    return missing(figure, pack, what=what, file=FILE, field="event_id, date, area, …", question=question)


def undated_note(frame: pd.DataFrame) -> list[Phrase]:
    """How many reports a figure by month or period had to leave out, if any."""
    count = int((~frame["placed"]).sum())
    left_out = plural(
        "{n} report has no known month and is left out.", "{n} reports have no known month and are left out.", count
    )
    return [left_out] if count else []
