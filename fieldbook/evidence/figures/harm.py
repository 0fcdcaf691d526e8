"""Who is named as harming whom. Reports name; they do not prove."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from fieldbook.core.i18n import _, ngettext
from fieldbook.evidence.evidence import Figure, evidence, held, table_of
from fieldbook.evidence.figures.event_reports import (
    CIVILIANS,
    FILE,
    no_reports,
    no_sides,
    on_civilians,
    reports,
    sides_known,
)
from fieldbook.evidence.figures.figure_words import leaders, listing, name, number, part, percent, tied
from fieldbook.evidence.figures.frame_rows import records
from fieldbook.evidence.figures.pooling import apart, pooled
from fieldbook.evidence.figures.row_chart import row_chart

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
    title = _("Incidents on record in which civilians were the side attacked: {part}").format(
        part=part(attacks, len(frame))
    )
    pairs = pooled(pairs, "pair", _("Other pairs"), pack.least(FILE), ["killed"])
    drawn = pairs.head(_DRAWN)
    rest = len(frame) - int(drawn["reports"].sum())
    alt = _("Bars for the pairs with most reports, accented where civilians were attacked. {values}.").format(
        values=_values(drawn["pair"], drawn["reports"])
    )
    if rest:
        alt += " " + _("All other pairs: {rest}.").format(rest=number(rest))
    chart = row_chart(
        list(drawn["pair"]), list(drawn["reports"]), [number(v) for v in drawn["reports"]], list(drawn["arrow"])
    )
    labels = {"pair": _("Who and whom"), "reports": _("Incidents reported"), "killed": _("Civilians reported killed")}
    return evidence(
        "who_harms_whom",
        pack,
        title=title,
        alt=f"{alt} {title}.",
        chart=chart,
        about=FILE,
        question=question,
        table=table_of(pairs.head(_LISTED), labels, numbers={"reports", "killed"}),
        cannot_show=_limits(pack, frame),
    )


def _limits(pack: ContextPack, frame: pd.DataFrame) -> str:
    parts = [_("Who gave the order, and harm that nobody linked to a side. In a clash the order of names is no blame.")]
    silent = int(frame["side_b"].isna().sum())
    if silent:
        text = ngettext("{n} report does not say who was attacked.", "{n} reports do not say who was attacked.", silent)
        parts.append(text.format(n=number(silent)))
    return " ".join([*parts, *_peoples(pack)])


def _peoples(pack: ContextPack) -> list[str]:
    """Sources name sides of local fights after whole communities; a reader must not."""
    if all(actor.kind not in ("communal", "community") for actor in pack.meta.actors):
        return []
    return [
        _("Where a side bears the name of a community, it means armed people of whom sources said so, nobody else.")
    ]


def _pairs(frame: pd.DataFrame) -> pd.DataFrame:
    """One row for each pair, most reports first: pair (in words), arrow, reports, killed. Clashes have no direction."""
    arrow = frame["side_b"] == CIVILIANS
    sides = [_pair(a, b, arrow=bool(to)) for a, b, to in zip(frame["side_a"], frame["side_b"], arrow, strict=True)]
    grouped = frame.assign(pair=sides, arrow=arrow).groupby(["pair", "arrow"])
    found = grouped.agg(
        reports=("event_id", "size"), killed=("civilians_killed", lambda column: column.sum(min_count=1))
    )
    return found.reset_index().sort_values(["reports", "pair"], ascending=[False, True], ignore_index=True)


def _pair(side_a: str | None, side_b: str | None, *, arrow: bool) -> str:
    if arrow:
        return f"{name(side_a)} → {_('civilians')}"
    first, second = sorted([name(side_a), name(side_b)])
    return f"{first} \N{EN DASH} {second}"


def top_actors(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Actors by number of reported attacks on civilians; those that nobody could name are kept apart."""
    frame = reports(pack)
    attacks = on_civilians(frame)
    if frame.empty:
        return no_reports("top_actors", pack, question)
    if not sides_known(frame):
        return no_sides("top_actors", pack, question)
    actors = _actors(pack, attacks)
    named = actors[~actors["unknown"]]
    shown_apart = apart(actors, pack.least(FILE))
    if len(named) and shown_apart["unknown"].all():
        return held("top_actors", pack, what=_("Who is named as attacker"), file=FILE, question=question)
    title = _top_title(actors, len(attacks))
    actors = pooled(actors, "actor", _("Other actors"), pack.least(FILE), ["killed"])
    drawn = actors.head(_DRAWN)
    first = set(leaders(named.set_index("actor")["reports"])) if len(named) else set()
    shown = [f"{number(row.reports)} ({percent(row.reports / len(attacks))})" for row in records(drawn)]
    chart = (
        row_chart(list(drawn["actor"]), list(drawn["reports"]), shown, [actor in first for actor in drawn["actor"]])
        if len(drawn)
        else None
    )
    alt = _("Bars for the actors named most in reported attacks on civilians. {values}.").format(
        values=_values(drawn["actor"], drawn["reports"])
    )
    labels = {
        "actor": _("Named as attacker"),
        "reports": _("Attacks on civilians"),
        "killed": _("Civilians reported killed"),
    }
    return evidence(
        "top_actors",
        pack,
        title=title,
        alt=f"{alt} {title}." if len(drawn) else f"{title}.",
        chart=chart,
        about=FILE,
        question=question,
        table=table_of(actors.head(_LISTED), labels, numbers={"reports", "killed"}),
        cannot_show=" ".join([_("Guilt. Who is named depends on who reports and on who is known."), *_peoples(pack)]),
    )


def _actors(pack: ContextPack, attacks: pd.DataFrame) -> pd.DataFrame:
    nameless = {text for actor in pack.meta.actors if actor.kind == "unknown" for text in (actor.name, *actor.aliases)}
    side = attacks["side_a"]
    known = attacks.assign(actor=[name(value) for value in side], unknown=side.isna() | side.isin(nameless))
    grouped = known.groupby(["actor", "unknown"])
    found = grouped.agg(
        reports=("event_id", "size"), killed=("civilians_killed", lambda column: column.sum(min_count=1))
    )
    return found.reset_index().sort_values(["reports", "actor"], ascending=[False, True], ignore_index=True)


def _top_title(actors: pd.DataFrame, attacks: int) -> str:
    named = actors[~actors["unknown"]]
    if attacks == 0:
        return _("No attack on civilians is on record")
    if named.empty:
        return _("No report of an attack on civilians names an attacker")
    first = leaders(named.set_index("actor")["reports"])
    most = int(named["reports"].max())
    if attacks == 1:
        return _("Named in the only reported attack on civilians: {actors}").format(actors=listing(first))
    text = ngettext(
        "Named most often in reported attacks on civilians: {actors}, in {n} of {all}",
        "Named most often in reported attacks on civilians: {actors}, each in {n} of {all}",
        len(first),
    )
    many = ngettext("{n} actor", "{n} actors", len(first)).format(n=number(len(first)))
    text = text.format(actors=tied(first, many), n=number(most), all=number(attacks))
    nameless = int(actors.loc[actors["unknown"], "reports"].sum())
    return text + (_("; nobody is named in {part}").format(part=part(nameless, attacks)) if nameless else "")


def _values(names: pd.Series, counts: pd.Series) -> str:
    return "; ".join(f"{label}: {number(count)}" for label, count in zip(names, counts, strict=True))
