"""Who is named as harming whom. Reports name; they do not prove."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.core.message import Message, Number, Percent, Phrase, listing, message, plural, series, words
from fieldbook.evidence.evidence import Figure, evidence, table_of, withheld
from fieldbook.evidence.figures.event_reports import (
    CIVILIANS,
    FILE,
    no_reports,
    no_sides,
    on_civilians,
    reports,
    side,
    sides_known,
)
from fieldbook.evidence.figures.figure_words import part, tied, valued
from fieldbook.evidence.figures.frame_rows import leaders, phrases, records
from fieldbook.evidence.figures.pooling import apart, pooled
from fieldbook.model.chart import Bar, BarChart

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

_DRAWN = 8
_LISTED = 30


def who_harms_whom(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Pairs of sides by number of reports: an arrow where civilians were attacked, a dash where two sides clashed."""
    frame = reports(pack)
    if frame.empty:
        return no_reports("who_harms_whom", pack, question)
    if not sides_known(frame):
        return no_sides("who_harms_whom", pack, question)
    pairs = _pairs(frame)
    attacks = int(pairs.loc[pairs["arrow"], "reports"].sum())
    title = message(
        "Incidents on record in which civilians were the side attacked: {part}", part=part(attacks, len(frame))
    )
    pairs = pooled(pairs, "pair", message("Other pairs"), pack.least(FILE), ["killed"])
    drawn = records(pairs.head(_DRAWN))
    bars = [Bar(name=row.pair, value=row.reports, shown=_count(row), accent=row.arrow) for row in drawn]
    labels = {
        "pair": message("Who and whom"),
        "reports": message("Incidents reported"),
        "killed": message("Civilians reported killed"),
    }
    return evidence(
        "who_harms_whom",
        pack,
        title=title,
        shows=_shown_pairs(drawn, len(frame)),
        chart=BarChart(bars=tuple(bars)),
        about=FILE,
        question=question,
        table=table_of(pairs.head(_LISTED), labels, numbers={"reports", "killed"}),
        cannot_show=_limits(pack, frame),
    )


def _shown_pairs(drawn: list[Any], incidents: int) -> Iterator[Phrase]:
    yield message(
        "Bars for the pairs with most reports, accented where civilians were attacked. {values}.",
        values=series(valued(row.pair, row.reports) for row in drawn),
    )
    rest = incidents - sum(row.reports for row in drawn)
    if rest:
        yield message("All other pairs: {rest}.", rest=rest)


def _count(row: Any) -> Number:
    return Number(value=int(row.reports))


def _limits(pack: ContextPack, frame: pd.DataFrame) -> Iterator[Phrase]:
    yield message(
        "Who gave the order, and harm that nobody linked to a side. In a clash the order of names is no blame."
    )
    silent = int(frame["side_b"].isna().sum())
    if silent:
        yield plural("{n} report does not say who was attacked.", "{n} reports do not say who was attacked.", silent)
    yield from _peoples(pack)


def _peoples(pack: ContextPack) -> Iterator[Phrase]:
    """Sources name sides of local fights after whole communities; a reader must not."""
    if any(actor.kind in ("communal", "community") for actor in pack.meta.actors):
        yield message(
            "Where a side bears the name of a community, it means armed people of whom sources said so, nobody else."
        )


def _pairs(frame: pd.DataFrame) -> pd.DataFrame:
    """One row for each pair, most reports first: pair, arrow, reports, killed. Clashes have no direction."""
    arrow = frame["side_b"] == CIVILIANS
    pairs = [_pair(a, b, arrow=bool(to)) for a, b, to in zip(frame["side_a"], frame["side_b"], arrow, strict=True)]
    keys = [words(pair) for pair in pairs]
    grouped = frame.assign(key=keys, arrow=arrow).groupby(["key", "arrow"])
    found = grouped.agg(
        reports=("event_id", "size"), killed=("civilians_killed", lambda column: column.sum(min_count=1))
    )
    by_key = dict(zip(keys, pairs, strict=True))
    found = found.reset_index().sort_values(["reports", "key"], ascending=[False, True], ignore_index=True)
    return found.assign(pair=phrases(found, map(by_key.__getitem__, found["key"]))).drop(columns="key")


def _pair(side_a: str | None, side_b: str | None, *, arrow: bool) -> Message:
    if arrow:
        return message("{attacker} → civilians", attacker=side(side_a))
    first, second = sorted([side(side_a), side(side_b)], key=words)
    return message("{first} \N{EN DASH} {second}", first=first, second=second)


def top_actors(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Actors by number of reported attacks on civilians; those that nobody could name are kept apart."""
    frame = reports(pack)
    attacks = on_civilians(frame)
    if frame.empty:
        return no_reports("top_actors", pack, question)
    if not sides_known(frame):
        return no_sides("top_actors", pack, question)
    actors = _actors(pack, attacks)
    shown_apart = apart(actors, pack.least(FILE))
    if not actors["unknown"].all() and shown_apart["unknown"].all():
        return withheld("top_actors", pack, what=message("Who is named as attacker"), file=FILE, question=question)
    title = _top_title(actors, len(attacks))
    first = leaders(actors[~actors["unknown"]], "actor", "reports")
    actors = pooled(actors, "actor", message("Other actors"), pack.least(FILE), ["killed"])
    drawn = records(actors.head(_DRAWN))
    labels = {
        "actor": message("Named as attacker"),
        "reports": message("Attacks on civilians"),
        "killed": message("Civilians reported killed"),
    }
    shows = message(
        "Bars for the actors named most in reported attacks on civilians. {values}.",
        values=series(valued(row.actor, row.reports) for row in drawn),
    )
    return evidence(
        "top_actors",
        pack,
        title=title,
        shows=[shows] if drawn else [],
        chart=_top_chart(drawn, first, len(attacks)) if drawn else None,
        about=FILE,
        question=question,
        table=table_of(actors.head(_LISTED), labels, numbers={"reports", "killed"}),
        cannot_show=[message("Guilt. Who is named depends on who reports and on who is known."), *_peoples(pack)],
    )


def _top_chart(drawn: list[Any], first: list[Phrase], attacks: int) -> BarChart:
    bars = [
        Bar(
            name=row.actor,
            value=row.reports,
            shown=message("{n} ({share})", n=row.reports, share=Percent(share=row.reports / attacks)),
            accent=row.actor in first,
        )
        for row in drawn
    ]
    return BarChart(bars=tuple(bars))


def _actors(pack: ContextPack, attacks: pd.DataFrame) -> pd.DataFrame:
    """One row for each name, most attacks first: actor, unknown (nobody could name it), reports, killed."""
    nameless = {text for actor in pack.meta.actors if actor.kind == "unknown" for text in (actor.name, *actor.aliases)}
    attackers = attacks["side_a"]
    names = {words(said): said for said in map(side, attackers)}
    keys = [words(side(value)) for value in attackers]
    known = attacks.assign(key=keys, unknown=attackers.isna() | attackers.isin(nameless))
    grouped = known.groupby(["key", "unknown"])
    found = grouped.agg(
        reports=("event_id", "size"), killed=("civilians_killed", lambda column: column.sum(min_count=1))
    ).reset_index()
    found = found.assign(actor=phrases(found, map(names.__getitem__, found["key"])))
    return found.sort_values(["reports", "key"], ascending=[False, True], ignore_index=True).drop(columns="key")


def _top_title(actors: pd.DataFrame, attacks: int) -> Message:
    named = actors[~actors["unknown"]]
    if attacks == 0:
        return message("No attack on civilians is on record")
    if named.empty:
        return message("No report of an attack on civilians names an attacker")
    first = leaders(named, "actor", "reports")
    if attacks == 1:
        return message("Named in the only reported attack on civilians: {actors}", actors=listing(first))
    names = tied(first, plural("{n} actor", "{n} actors", len(first)))
    values = {"actors": names, "most": int(named["reports"].max()), "all": attacks}
    nameless = int(actors.loc[actors["unknown"], "reports"].sum())
    if nameless:
        return plural(
            "Named most often in reported attacks on civilians: {actors}, in {most} of {all}; "
            "nobody is named in {part}",
            "Named most often in reported attacks on civilians: {actors}, each in {most} of {all}; "
            "nobody is named in {part}",
            len(first),
            **values,
            part=part(nameless, attacks),
        )
    return plural(
        "Named most often in reported attacks on civilians: {actors}, in {most} of {all}",
        "Named most often in reported attacks on civilians: {actors}, each in {most} of {all}",
        len(first),
        **values,
    )
