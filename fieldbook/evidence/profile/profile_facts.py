"""The profile of one pack: what it is, what it counts, what is missing. Its text is made safe to print here."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from fieldbook.context.asking.pack_fields import groups
from fieldbook.context.asking.pack_gaps import PackGap, gaps
from fieldbook.context.pack import ContextPack
from fieldbook.context.values import values
from fieldbook.core.formats import day, day_month, month_year, number
from fieldbook.core.i18n import _, ngettext
from fieldbook.core.message import in_words, words
from fieldbook.evidence.evidence import Evidence, Figure
from fieldbook.evidence.figures import incident_trend, source_pairs, top_actors, two_sources, where_map
from fieldbook.evidence.figures.figure_words import clean, name
from fieldbook.evidence.figures.people import new_displacement, personnel_deaths
from fieldbook.model.payload import Cell

MOST = 6
"""Areas and actors in a profile."""

Bar = tuple[str, int]


@dataclasses.dataclass(frozen=True)
class TableFact:
    """Where a table comes from and what may be done with it."""

    title: str
    file: str
    source: str
    licence: str
    leaves: str
    """What may leave the mission in a package, in words."""
    rows: int | None
    """None for a file that is no table."""


@dataclasses.dataclass(frozen=True)
class MissingFact:
    """What a module waits for."""

    module: str
    what: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Profile:
    """One pack on one page."""

    title: str
    fictional: bool
    mission: tuple[tuple[str, str], ...]
    as_of: str
    period: str
    totals: tuple[tuple[str, str], ...]
    tables: tuple[TableFact, ...]
    times: tuple[Bar, ...]
    areas: tuple[Bar, ...]
    actors: tuple[Bar, ...]
    gaps: tuple[MissingFact, ...]
    kept: tuple[str, ...]
    """Tables that may not leave the mission whole, where they are whole in this profile."""


def profile(pack: ContextPack) -> Profile:
    """What is known of ``pack``; of a pack as an edition may show it, what that edition may tell."""
    found = values(pack)
    mission = (
        (_("Mission"), found["mission"]["name"]),
        (_("Short name"), found["mission"]["short"]),
        (_("Headquarters"), found["mission"]["headquarters"]),
        (_("Local time"), found["mission"]["time_zone"]),
        (_("Mandate"), found["mandate"]["resolution"]),
        (_("In force until"), found["mandate"]["until"]),
        (_("Languages"), ", ".join(pack.meta.languages) or _("not yet provided by the mission")),
    )
    return Profile(
        title=clean(pack.meta.title),
        fictional=pack.meta.fictional,
        mission=tuple((label, words(name(text))) for label, text in mission),
        as_of=day(pack.meta.as_of),
        period=_period(pack),
        totals=tuple(_totals(pack)),
        tables=tuple(_tables(pack)),
        times=_times(pack),
        areas=_most(where_map(pack)),
        actors=_most(top_actors(pack)),
        gaps=tuple(_missing(pack)),
        kept=() if pack.limits else tuple(_kept(pack)),
    )


def figures(pack: ContextPack) -> list[Figure]:
    """The figures that draw the profile: map, time line, actors; and what only some packs have."""
    more = (personnel_deaths(pack), new_displacement(pack))
    return [where_map(pack), incident_trend(pack), top_actors(pack), *(f for f in more if isinstance(f, Evidence))]


def sources_beside(pack: ContextPack) -> list[Figure]:
    """For trainers: both sources of incidents side by side, and reports that may be of one event."""
    return [two_sources(pack), source_pairs(pack)] if len(pack.incidents_other) else []


def leaves_words(may_ship: str) -> str:
    """What a licence lets leave in a package."""
    return {
        "rows": _("rows may leave in a package"),
        "totals": _("totals may leave, no rows"),
        "nothing": _("nothing may leave"),
    }[may_ship]


def _period(pack: ContextPack) -> str:
    known = pack.incidents["date"].dropna()
    if known.empty:
        return _held(pack, "incidents.csv") or _("no reports")
    said = values(pack)["data"]
    return _("{first} to {last}").format(first=said["first_date"], last=said["last_date"])


def _tables(pack: ContextPack) -> Iterator[TableFact]:
    for info in pack.meta.tables:
        rows = getattr(pack, info.file.removesuffix(".csv"), None) if info.file.endswith(".csv") else None
        leaves = leaves_words(info.may_ship)
        if info.restricted:
            leaves = _("{leaves}; restricted").format(leaves=leaves)
        yield TableFact(
            clean(info.title),
            info.file,
            clean(info.source),
            clean(info.licence),
            leaves,
            len(rows) if isinstance(rows, pd.DataFrame) and not _held(pack, info.file) else None,
        )


def _kept(pack: ContextPack) -> Iterator[str]:
    for info in pack.meta.tables:
        if info.restricted or info.may_ship != "rows":
            yield clean(info.title)


def _totals(pack: ContextPack) -> Iterator[tuple[str, str]]:
    """Counts as they are reported; two sources of events are never added up."""
    yield _("Incidents reported"), _held(pack, "incidents.csv") or number(len(pack.incidents))
    if len(pack.incidents_other):
        yield _("Incidents in a second source, not added"), number(len(pack.incidents_other))
    yield from _people(_("Civilians reported killed"), pack.incidents["civilians_killed"])
    yield from _killed(pack.incidents)
    if len(pack.alerts):
        yield _("Early-warning alerts"), number(len(pack.alerts))
    yield from _displaced(pack)
    if len(pack.personnel_deaths) >= pack.least("personnel_deaths.csv"):
        yield _("Deaths in the service of the mission"), number(len(pack.personnel_deaths))
    moved = new_displacement(pack)
    if isinstance(moved, Evidence):
        year, count = _counts(moved)[-1]
        yield _("New displacements through conflict, {year}").format(year=year), number(count)


def _held(pack: ContextPack, file: str) -> str:
    """Why nothing of a table is told here; empty where something is."""
    limit = pack.limits.get(file)
    if limit is None or limit.shows != "nothing":
        return ""
    return _("not shown here: for trainers only") if limit.restricted else _("not shown here: its licence forbids it")


def _killed(incidents: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """The best estimate of all people killed; a source that gives no range counts with its best estimate."""
    known = incidents.dropna(subset=["killed_best"])
    if known.empty:
        return
    best, low, high = (
        number(known[column].fillna(known["killed_best"]).sum())
        for column in ("killed_best", "killed_low", "killed_high")
    )
    text = best if low == high else _("{best} ({low} to {high})").format(best=best, low=low, high=high)
    yield _("All people reported killed"), text


def _people(label: str, column: pd.Series[Any]) -> Iterator[tuple[str, str]]:
    known = column.dropna()
    if not len(known):
        return
    text = number(known.sum())
    without = len(column) - len(known)
    if without:
        note = ngettext("{n} report gives no number", "{n} reports give no number", without).format(n=number(without))
        text = f"{text} ({note})"
    yield label, text


def _displaced(pack: ContextPack) -> Iterator[tuple[str, str]]:
    if not len(pack.displacement):
        return
    last = pack.displacement[pack.displacement["month"] == pack.displacement["month"].max()]
    people = last[["women", "men", "girls", "boys"]].sum(min_count=1).dropna()
    if len(people):
        label = _("Displaced people on record, {month}").format(month=month_year(last["month"].iloc[0]))
        yield label, number(people.sum())


def _times(pack: ContextPack) -> tuple[Bar, ...]:
    """Years, or months where there is but one; a last one that has not ended says until when."""
    figure = incident_trend(pack)
    bars = _counts(figure)
    end = pack.meta.as_of + dt.timedelta(days=1)
    if not isinstance(figure, Evidence):
        return ()
    if end.day == 1 and (end.month == 1 or figure.table.columns[0].key == "month"):
        return bars
    label, count = bars[-1]
    return (*bars[:-1], (_("{label}, until {day}").format(label=label, day=day_month(pack.meta.as_of)), count))


def _most(figure: Figure) -> tuple[Bar, ...]:
    """The first counts of a figure's table, without rows of none."""
    return tuple(bar for bar in _counts(figure) if bar[1])[:MOST]


def _counts(figure: Figure) -> tuple[Bar, ...]:
    """First column and first count of a figure's table."""
    if not isinstance(figure, Evidence):
        return ()
    table = in_words(figure.table)
    place = next(n for n, column in enumerate(table.columns) if column.role == "number")
    return tuple((str(row[0]), _whole(row[place])) for row in table.rows)


def _whole(cell: Cell) -> int:
    return int(cell) if isinstance(cell, int | float) else 0


def _missing(pack: ContextPack) -> Iterator[MissingFact]:
    found = gaps(pack)
    for module in sorted({gap.module for gap in found}, key=lambda number: (number is not None, number or 0)):
        words = _gap_words([gap for gap in found if gap.module == module])
        yield MissingFact(_("All modules") if module is None else _("Module {n}").format(n=module), tuple(words))


def _gap_words(found: Sequence[PackGap]) -> Iterator[str]:
    """What is missing, in the words of the questions; entries of a list are counted."""
    labels: dict[str, int] = {}
    for gap in found:
        label = gap_label(gap)
        labels[label] = labels.get(label, 0) + 1
    for label, count in labels.items():
        yield label if count == 1 else f"{label} ({number(count)})"


def gap_label(gap: PackGap) -> str:
    """``Actors``, ``Mission: Headquarters``; a table by its file."""
    if not gap.field:
        return gap.file
    top, _bracket, rest = gap.field.partition("[")
    part = next((group for group in groups() if group.field == top), None)
    if part is not None:
        ask = next((ask.label for ask in part.asks if rest.endswith(f".{ask.name}")), "")
        return f"{part.title}: {ask}" if ask else part.title
    if top.startswith("tables"):
        return _("Tables: source, licence or citation")
    owner, _dot, field = gap.field.rpartition(".")
    part = next(group for group in groups() if group.field == owner)
    ask = next(ask.label for ask in part.asks if ask.name == field)
    return f"{part.title}: {ask}"
