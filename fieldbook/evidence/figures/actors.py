"""Who drives threats and who reduces them, as the mission judges it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.core.message import Message, Phrase, message, plural, series
from fieldbook.evidence.evidence import Figure, evidence, missing, table_of
from fieldbook.evidence.figures.figure_words import actor_name, by_words, prose
from fieldbook.evidence.figures.frame_rows import records
from fieldbook.model.chart import PoleChart, Stand

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack
    from fieldbook.model.context import Actor

_FILE = "context.yml"
_DRAWN = 20

KINDS = {
    "host-state": message("host State"),
    "opposition": message("opposition movement"),
    "armed-group": message("armed group"),
    "self-defence": message("self-defence group"),
    "communal": message("communal militia"),
    "criminal": message("criminal group"),
    "community": message("community"),
    "civil-society": message("civil society"),
    "foreign": message("foreign"),
    "unknown": message("unknown"),
}
"""The kinds of actors."""
_STANCES = {
    -2: message("drives threats"),
    -1: message("rather drives threats"),
    0: message("mixed"),
    1: message("rather reduces threats"),
    2: message("reduces threats"),
}


def actor_map(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Actors on a line from driving to reducing threats; the circle's area is their influence."""
    rated = [actor for actor in pack.meta.actors if actor.stance is not None]
    if not rated:
        what = message("Which actors drive threats and which reduce them")
        field = "actors[].stance, actors[].influence"
        return missing("actor_map", pack, what=what, file=_FILE, field=field, question=question)
    frame = pd.DataFrame([_row(actor) for actor in rated])
    frame = frame.sort_values(
        ["stance", "influence", "actor"],
        ascending=[True, False, True],
        na_position="last",
        ignore_index=True,
        key=by_words,
    )
    labels = {
        "actor": message("Actor"),
        "kind": message("Kind"),
        "words": message("Stance"),
        "influence": message("Influence, 1 to 5"),
    }
    shows = message(
        "Each actor on a line from drives threats, left, to reduces threats, right; larger: more influence. {values}.",
        values=series(_valued(row) for row in records(frame)),
    )
    return evidence(
        "actor_map",
        pack,
        title=_title(frame),
        shows=[shows],
        chart=_chart(frame.head(_DRAWN)),
        about=_FILE,
        question=question,
        table=table_of(frame, labels, numbers={"influence"}),
        cannot_show=_limits(pack, rated),
    )


def _row(actor: Actor) -> dict[str, Any]:
    stance = actor.stance or 0
    influence = float("nan") if actor.influence is None else actor.influence
    return {
        "actor": actor_name(actor),
        "kind": KINDS[actor.kind],
        "stance": stance,
        "words": _STANCES[stance],
        "influence": influence,
    }


def _title(frame: pd.DataFrame) -> Message:
    drive, mixed, reduce = (
        int(mask.sum()) for mask in (frame["stance"] < 0, frame["stance"] == 0, frame["stance"] > 0)
    )
    return plural(
        "Of {n} actor, the mission sees {drive} driving threats, {reduce} reducing them and {mixed} doing both",
        "Of {n} actors, the mission sees {drive} driving threats, {reduce} reducing them and {mixed} doing both",
        len(frame),
        drive=drive,
        reduce=reduce,
        mixed=mixed,
    )


def _valued(row: Any) -> Message:
    if pd.isna(row.influence):
        return message("{actor}: {stance}, influence not rated", actor=row.actor, stance=row.words)
    return message("{actor}: {stance}, influence {n} of 5", actor=row.actor, stance=row.words, n=row.influence)


def _limits(pack: ContextPack, rated: list[Actor]) -> Iterator[Phrase]:
    yield message("Actors are not of one mind: units, leaders and members differ, and a stance can change within days.")
    left = len(pack.meta.actors) - len(rated)
    if left:
        yield plural("{n} actor is not rated.", "{n} actors are not rated.", left)


def _chart(frame: pd.DataFrame) -> PoleChart:
    return PoleChart(
        poles=(message("← drives threats"), message("mixed"), message("reduces threats →")),
        stands=tuple(
            Stand(
                name=row.actor,
                place=row.stance,
                weight=(1 if pd.isna(row.influence) else row.influence) / 5,
                accent=row.stance < 0,
            )
            for row in records(frame)
        ),
    )


def actor_table(pack: ContextPack, *, question: str | None = None) -> Figure:
    """What each actor wants, and what pushes it for and against protection."""
    described = [actor for actor in pack.meta.actors if actor.interests or actor.drivers_for or actor.drivers_against]
    if not described:
        what = message("What actors want and what could move them")
        field = "actors[].interests, drivers_for, drivers_against"
        return missing("actor_table", pack, what=what, file=_FILE, field=field, question=question)
    title = plural(
        "For {moved} of {n} actor described, the mission names something that could move it towards protection",
        "For {moved} of {n} actors described, the mission names something that could move them towards protection",
        len(described),
        moved=sum(actor.drivers_for is not None for actor in described),
    )
    labels = {
        "actor": message("Actor"),
        "kind": message("Kind"),
        "interests": message("Interests"),
        "for": message("Drivers for protection"),
        "against": message("Drivers against protection"),
    }
    return evidence(
        "actor_table",
        pack,
        title=title,
        shows=[message("Table of actors.")],
        about=_FILE,
        question=question,
        table=table_of(pd.DataFrame([_described(actor) for actor in described]), labels),
        cannot_show=[message("What an actor says to others, and what it will do next.")],
    )


def _described(actor: Actor) -> dict[str, Phrase | None]:
    return {
        "actor": actor_name(actor),
        "kind": KINDS[actor.kind],
        "interests": prose(actor.interests),
        "for": prose(actor.drivers_for),
        "against": prose(actor.drivers_against),
    }
