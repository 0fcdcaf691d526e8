"""What the figures about incidents share: dated reports, counts as words, and the note where none are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from fieldbook.core.i18n import _, ngettext
from fieldbook.evidence.evidence import Missing, missing
from fieldbook.evidence.figures.figure_words import name, number

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

FILE = "incidents.csv"
CIVILIANS = "Civilians"
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


def no_sides(figure: str, pack: ContextPack, question: str | None) -> Missing:
    """The note in place of a figure about who attacked whom."""
    return missing(figure, pack, what=_("The sides of incidents"), file=FILE, field="side_a, side_b", question=question)


def no_months(figure: str, pack: ContextPack, question: str | None) -> Missing:
    """The note in place of a figure by month or day, where only the years of incidents are known."""
    what = _("The month or day of incidents")
    return missing(figure, pack, what=what, file=FILE, field="date, date_precision", question=question)


def no_reports(figure: str, pack: ContextPack, question: str | None) -> Missing:
    """The note in place of a figure about incidents."""
    return missing(
        figure, pack, what=_("Reports of incidents"), file=FILE, field="event_id, date, area, …", question=question
    )


def incidents_text(count: int) -> str:
    """``1 incident``, ``12 incidents``."""
    return ngettext("{n} incident", "{n} incidents", count).format(n=number(count))


def reports_text(count: int) -> str:
    """``1 report``, ``12 reports``."""
    return ngettext("{n} report", "{n} reports", count).format(n=number(count))


def people_text(count: int) -> str:
    """``1 person``, ``12 people``."""
    return ngettext("{n} person", "{n} people", count).format(n=number(count))


def area_names(pack: ContextPack) -> dict[str, str]:
    """Area id -> name that may stand in a sentence."""
    return {area.id: name(area.name) for area in pack.meta.areas}


def undated_note(frame: pd.DataFrame) -> str:
    """How many reports a figure by month or period had to leave out, or nothing."""
    count = int((~frame["placed"]).sum())
    text = ngettext(
        "{n} report has no known month and is left out.", "{n} reports have no known month and are left out.", count
    )
    return text.format(n=number(count)) if count else ""
