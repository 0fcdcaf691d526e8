"""Who sits where, who protects where, and what the Council asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from fieldbook.core.message import Message, Phrase, listing, message, plural, series
from fieldbook.evidence.evidence import Figure, evidence, missing, table_of
from fieldbook.evidence.figures.figure_words import area_name, clean, day, is_short, name
from fieldbook.evidence.figures.frame_rows import records
from fieldbook.model.chart import GridChart, GridRow

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack
    from fieldbook.model.context import Body, Mandate

_FILE = "context.yml"
COMPONENTS = {
    "leadership": message("leadership"),
    "civilian": message("civilian"),
    "police": message("police"),
    "military": message("military"),
    "support": message("support"),
    "country-team": message("country team"),
    "host-state": message("host State"),
    "community": message("community"),
}
"""The components, in the order in which they are listed."""
_LEVELS = {
    "strategic": message("strategic"),
    "operational": message("operational"),
    "tactical": message("tactical"),
}


def coordination_matrix(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Coordination bodies by the components that sit in them."""
    if not pack.meta.bodies:
        what = message("Coordination bodies and their members")
        return missing("coordination_matrix", pack, what=what, file=_FILE, field="bodies", question=question)
    bodies = sorted(pack.meta.bodies, key=lambda body: list(_LEVELS).index(body.level))
    rows = pd.DataFrame([_body(body) for body in bodies])
    labels = {
        "body": message("Body"),
        "level": message("Level"),
        "chair": message("Chair"),
        "meets": message("Meets"),
        "decides": message("Decides"),
        "members": message("Members"),
    }
    seats = [message("{body}: {members}", body=row.body, members=row.members) for row in records(rows)]
    shows = message(
        "Grid of coordination bodies and components, with a point where a component sits in a body. {values}.",
        values=series(seats),
    )
    grid = [
        GridRow(name=name(body.short or body.name), marks=tuple(part in body.members for part in COMPONENTS))
        for body in bodies
    ]
    return evidence(
        "coordination_matrix",
        pack,
        title=_seats_title(bodies),
        shows=[shows],
        chart=GridChart(heads=tuple(COMPONENTS.values()), rows=tuple(grid)),
        about=_FILE,
        question=question,
        table=table_of(rows, labels),
        cannot_show=[message("Whether members come, speak and are heard.")],
    )


def _body(body: Body) -> dict[str, Phrase]:
    return {
        "body": name(body.name),
        "level": _LEVELS[body.level],
        "chair": name(body.chair),
        "meets": name(body.meets),
        "decides": clean(body.decides),
        "members": listing(words for part, words in COMPONENTS.items() if part in body.members),
    }


def _seats_title(bodies: Sequence[Body]) -> Message:
    seats = {part: sum(part in body.members for body in bodies) for part in COMPONENTS}
    fewest = min(seats.values())
    parts = listing(COMPONENTS[part] for part, count in seats.items() if count == fewest)
    if fewest == 0:
        return plural(
            "No seat for {components} in the only coordination body listed",
            "No seat for {components} in any of {n} coordination bodies",
            len(bodies),
            components=parts,
        )
    return plural(
        "Every component sits in the only coordination body listed",
        "Fewest seats: {components}, in {fewest} of {n} coordination bodies",
        len(bodies),
        components=parts,
        fewest=fewest,
    )


def protection_actors(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Everybody who protects: component, tiers, areas, what they do."""
    actors = pack.meta.protection_actors
    if not actors:
        what = message("Who protects, where and how")
        return missing("protection_actors", pack, what=what, file=_FILE, field="protection_actors", question=question)
    areas = {area.id: area_name(area) for area in pack.meta.areas}
    rows = pd.DataFrame(
        [
            {
                "actor": name(actor.name),
                "component": COMPONENTS[actor.component],
                "tiers": listing(actor.tiers) if actor.tiers else None,
                "areas": listing(areas.get(area, area) for area in actor.areas) if actor.areas else None,
                "does": clean(actor.does),
            }
            for actor in actors
        ]
    )
    labels = {
        "actor": message("Who"),
        "component": message("Component"),
        "tiers": message("Tiers"),
        "areas": message("Areas"),
        "does": message("What they do"),
    }
    covered = {area for actor in actors for area in actor.areas}
    empty = [label for area, label in areas.items() if area not in covered]
    return evidence(
        "protection_actors",
        pack,
        title=_covered_title(len(actors), empty, len(areas)),
        shows=[message("Table of those who protect.")],
        about=_FILE,
        question=question,
        table=table_of(rows, labels),
        cannot_show=[message("How people protect themselves, and who is present on a given day.")],
    )


def _covered_title(actors: int, empty: Sequence[Phrase], areas: int) -> Message:
    if not empty:
        return plural(
            "{n} protection actor is listed; each area has at least one",
            "{n} protection actors are listed; each area has at least one",
            actors,
        )
    if len(empty) == areas:
        return plural(
            "{n} protection actor is listed; no area is named for any of them",
            "{n} protection actors are listed; no area is named for any of them",
            actors,
        )
    if is_short(empty):
        return plural(
            "{n} protection actor is listed; none for {areas}",
            "{n} protection actors are listed; none for {areas}",
            actors,
            areas=listing(empty),
        )
    return plural(
        "{n} protection actor is listed; areas without any: {number}",
        "{n} protection actors are listed; areas without any: {number}",
        actors,
        number=len(empty),
    )


def mandate_table(pack: ContextPack, *, question: str | None = None) -> Figure:
    """The mandate, paragraph by paragraph: verb, task, part of the protection mandate or not, tier."""
    mandate = pack.meta.mandate
    if not mandate.tasks:
        what = message("The mandate, paragraph by paragraph")
        return missing("mandate_table", pack, what=what, file=_FILE, field="mandate.tasks", question=question)
    rows = pd.DataFrame(
        [
            {
                "paragraph": clean(task.paragraph),
                "verb": clean(task.verb),
                "text": clean(task.text),
                "poc": message("yes") if task.poc else message("no"),
                "tier": task.tier,
            }
            for task in mandate.tasks
        ]
    )
    labels = {
        "paragraph": message("Paragraph"),
        "verb": message("Verb"),
        "text": message("Task"),
        "poc": message("Protection mandate"),
        "tier": message("Tier"),
    }
    return evidence(
        "mandate_table",
        pack,
        title=_mandate_title(mandate),
        shows=[message("Table of the mandate's tasks.")],
        about=_FILE,
        question=question,
        table=table_of(rows, labels),
        cannot_show=list(_mandate_limits(mandate)),
    )


def _mandate_title(mandate: Mandate) -> Message:
    poc = sum(task.poc for task in mandate.tasks)
    if mandate.resolution:
        return plural(
            "Protection mandate in {resolution}: {poc} of {n} task listed",
            "Protection mandate in {resolution}: {poc} of {n} tasks listed",
            len(mandate.tasks),
            resolution=name(mandate.resolution),
            poc=poc,
        )
    return plural(
        "Protection mandate: {poc} of {n} task listed",
        "Protection mandate: {poc} of {n} tasks listed",
        len(mandate.tasks),
        poc=poc,
    )


def _mandate_limits(mandate: Mandate) -> Iterator[Phrase]:
    yield message("The exact words: read the resolution itself.")
    if mandate.until:
        yield message("The mandate runs until {day}.", day=day(mandate.until))
