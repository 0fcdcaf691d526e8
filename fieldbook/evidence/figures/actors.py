"""Who drives threats and who reduces them, as the mission judges it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.core.i18n import _, ngettext
from fieldbook.drawing.palette import ACCENT, CONTEXT, LINE, MUTED
from fieldbook.evidence.evidence import Figure, evidence, missing, table_of
from fieldbook.evidence.figures.chart_style import SIZE, WIDTH, canvas, circles, rules, texts
from fieldbook.evidence.figures.figure_words import name, number, prose
from fieldbook.evidence.figures.frame_rows import records

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack
    from fieldbook.model.context import Actor

_FILE = "context.yml"
_DRAWN = 20
_ROW = 46
_RADIUS = 13
"""Of a circle with influence 5."""
_LEFT, _RIGHT = 20.0, WIDTH - 20.0


def kind_text(kind: str) -> str:
    """The kind of an actor in words."""
    return {
        "host-state": _("host State"),
        "opposition": _("opposition movement"),
        "armed-group": _("armed group"),
        "self-defence": _("self-defence group"),
        "communal": _("communal militia"),
        "criminal": _("criminal group"),
        "community": _("community"),
        "civil-society": _("civil society"),
        "foreign": _("foreign"),
        "unknown": _("unknown"),
    }[kind]


def _stance_text(stance: int) -> str:
    words = {
        -2: _("drives threats"),
        -1: _("rather drives threats"),
        0: _("mixed"),
        1: _("rather reduces threats"),
        2: _("reduces threats"),
    }
    return words[stance]


def actor_map(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Actors on a line from driving to reducing threats; the circle's area is their influence."""
    rated = [actor for actor in pack.meta.actors if actor.stance is not None]
    if not rated:
        field = "actors[].stance, actors[].influence"
        return missing(
            "actor_map",
            pack,
            what=_("Which actors drive threats and which reduce them"),
            file=_FILE,
            field=field,
            question=question,
        )
    frame = pd.DataFrame([_row(actor) for actor in rated])
    frame = frame.sort_values(
        ["stance", "influence", "actor"], ascending=[True, False, True], na_position="last", ignore_index=True
    )
    drive, mixed, reduce = (
        int(mask.sum()) for mask in (frame["stance"] < 0, frame["stance"] == 0, frame["stance"] > 0)
    )
    title = _title(drive, mixed, reduce)
    values = "; ".join(f"{row.actor}: {row.words}, {_influence(row.influence)}" for row in records(frame))
    alt = _(
        "Each actor on a line from drives threats, left, to reduces threats, right; larger: more influence. {values}."
    ).format(values=values)
    labels = {"actor": _("Actor"), "kind": _("Kind"), "words": _("Stance"), "influence": _("Influence, 1 to 5")}
    return evidence(
        "actor_map",
        pack,
        title=title,
        alt=f"{alt} {title}.",
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
        "actor": name(actor.name),
        "kind": kind_text(actor.kind),
        "stance": stance,
        "words": _stance_text(stance),
        "influence": influence,
    }


def _title(drive: int, mixed: int, reduce: int) -> str:
    actors = ngettext("{n} actor", "{n} actors", drive + mixed + reduce).format(n=number(drive + mixed + reduce))
    return _(
        "Of {actors}, the mission sees {drive} driving threats, {reduce} reducing them and {mixed} doing both"
    ).format(actors=actors, drive=number(drive), reduce=number(reduce), mixed=number(mixed))


def _influence(value: float) -> str:
    return _("influence not rated") if math.isnan(value) else _("influence {n} of 5").format(n=number(value))


def _limits(pack: ContextPack, rated: list[Actor]) -> str:
    left = len(pack.meta.actors) - len(rated)
    text = _("Actors are not of one mind: units, leaders and members differ, and a stance can change within days.")
    more = ngettext("{n} actor is not rated.", "{n} actors are not rated.", left).format(n=number(left))
    return f"{text} {more}" if left else text


def _chart(frame: pd.DataFrame) -> dict[str, Any]:
    step = (_RIGHT - _LEFT) / 4
    top = 34.0
    middle = [top + _ROW * place + 31 for place in frame.index]
    x = _LEFT + (frame["stance"] + 2) * step
    tracks = pd.DataFrame({"x": _LEFT, "x2": _RIGHT, "y": middle, "y2": middle})
    centre = (_LEFT + _RIGHT) / 2
    marks = pd.DataFrame({"x": centre, "x2": centre, "y": [y - 5 for y in middle], "y2": [y + 5 for y in middle]})
    dots = pd.DataFrame({"x": x, "y": middle, "r": _RADIUS * (frame["influence"].fillna(1) / 5) ** 0.5})
    names = pd.DataFrame({"text": frame["actor"], "x": 0.0, "y": [y - 22 for y in middle]})
    poles = pd.DataFrame(
        {
            "text": [_("← drives threats"), _("mixed"), _("reduces threats →")],
            "x": [0.0, WIDTH / 2, WIDTH * 1.0],
            "y": 8.0,
        }
    )
    drives = frame["stance"] < 0
    layers = [
        rules(tracks, color=LINE),
        rules(marks, color=LINE),
        circles(dots[~drives], color=CONTEXT),
        circles(dots[drives], color=ACCENT),
        texts(names, limit=WIDTH, fontSize=SIZE),
        texts(poles.iloc[:1], color=MUTED),
        texts(poles.iloc[1:2], color=MUTED, align="center"),
        texts(poles.iloc[2:], color=MUTED, align="right"),
    ]
    return canvas(layers, top + _ROW * len(frame))


def actor_table(pack: ContextPack, *, question: str | None = None) -> Figure:
    """What each actor wants, and what pushes it for and against protection."""
    described = [actor for actor in pack.meta.actors if actor.interests or actor.drivers_for or actor.drivers_against]
    if not described:
        field = "actors[].interests, drivers_for, drivers_against"
        return missing(
            "actor_table",
            pack,
            what=_("What actors want and what could move them"),
            file=_FILE,
            field=field,
            question=question,
        )
    rows = pd.DataFrame([_described(actor) for actor in described])
    moved = sum(actor.drivers_for is not None for actor in described)
    title = ngettext(
        "For {moved} of {n} actor described, the mission names something that could move it towards protection",
        "For {moved} of {n} actors described, the mission names something that could move them towards protection",
        len(described),
    ).format(moved=number(moved), n=number(len(described)))
    labels = {
        "actor": _("Actor"),
        "kind": _("Kind"),
        "interests": _("Interests"),
        "for": _("Drivers for protection"),
        "against": _("Drivers against protection"),
    }
    return evidence(
        "actor_table",
        pack,
        title=title,
        alt=_("Table of actors. {title}.").format(title=title),
        about=_FILE,
        question=question,
        table=table_of(rows, labels),
        cannot_show=_("What an actor says to others, and what it will do next."),
    )


def _described(actor: Actor) -> dict[str, str | None]:
    return {
        "actor": name(actor.name),
        "kind": kind_text(actor.kind),
        "interests": prose(actor.interests),
        "for": prose(actor.drivers_for),
        "against": prose(actor.drivers_against),
    }
