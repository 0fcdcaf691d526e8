"""What a mission has not provided in its pack: notes with file, line, field and what depends on it."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from fieldbook.errors import Problem
from fieldbook.imports.pack import unnamed_mission
from fieldbook.imports.skeleton import PLACEHOLDERS
from fieldbook.load.context import ContextPack
from fieldbook.load.yamlfile import nearest_line
from fieldbook.model.context import UNKNOWN_AREA

_ACTORS = 12
"""An event file can name a hundred actors; a mission begins with those that it names most."""

_LISTS = {
    "mandate.tasks": "Module 1 reads the mandate paragraph by paragraph.",
    "languages": "Module 5 asks who speaks with whom.",
    "actors": "Module 4 maps the actors.",
    "threats": "Module 2 ranks the threats.",
    "bodies": "Module 3 shows who decides.",
    "protection_actors": "Module 1 shows who protects.",
}


def missing_fields(pack: ContextPack) -> list[Problem]:
    """One warning for each gap, in order of the file."""
    fields = [*_placeholders(pack), *_fields(pack), *_lists(pack), *_ratings(pack)]
    return sorted([*(_gap(pack, field, remedy) for field, remedy in fields), *_tables(pack)])


def _gap(pack: ContextPack, field: str, remedy: str) -> Problem:
    line = nearest_line(pack.lines, field)
    return Problem(pack.name, line, field, "is not yet provided by the mission", remedy, "FB-GAP-01", warning=True)


def _placeholders(pack: ContextPack) -> Iterator[tuple[str, str]]:
    meta = pack.meta
    texts = {"title": meta.title}
    texts |= {f"mission.{field}": getattr(meta.mission, field) for field in ("name", "short", "country")}
    texts |= {f"areas[{number}].name": area.name for number, area in enumerate(meta.areas)}
    for number, table in enumerate(meta.tables):
        texts |= {f"tables[{number}].{field}": getattr(table, field) for field in ("source", "licence", "citation")}
    for field, text in texts.items():
        if text in PLACEHOLDERS:
            yield field, f"Replace {text}."


def _fields(pack: ContextPack) -> Iterator[tuple[str, str]]:
    mission, mandate = pack.meta.mission, pack.meta.mandate
    if mission.name == unnamed_mission(mission.country):
        yield "mission.name", "Its name in full, and its short name."
    for field in ("people", "headquarters", "established"):
        if getattr(mission, field) is None:
            yield f"mission.{field}", "Text that uses it says so until then."
    for field in ("resolution", "adopted", "until", "summary"):
        if getattr(mandate, field) is None:
            yield f"mandate.{field}", "Module 1 reads the mandate."


def _lists(pack: ContextPack) -> Iterator[tuple[str, str]]:
    for field, remedy in _LISTS.items():
        if not attrgetter(field)(pack.meta):
            yield field, remedy


def _ratings(pack: ContextPack) -> Iterator[tuple[str, str]]:
    for number, area in enumerate(pack.meta.areas):
        if area.vulnerability is None and area.id != UNKNOWN_AREA:
            yield f"areas[{number}].vulnerability", f"How exposed people in {area.name} are, 1 to 5."
    often = _most_named(pack)
    for number, actor in enumerate(pack.meta.actors):
        if actor.name in often and None in (actor.interests, actor.influence, actor.stance):
            yield f"actors[{number}]", f"Interests, influence and stance of {actor.name}."


def _tables(pack: ContextPack) -> Iterator[Problem]:
    folder = pack.name.removesuffix("context.yml")
    for file, table in (("alerts.csv", pack.alerts), ("displacement.csv", pack.displacement)):
        if table.empty:
            message = "is not yet provided by the mission"
            yield Problem(f"{folder}{file}", 0, "", message, "Columns: docs/tables.md.", "FB-GAP-01", warning=True)


def _most_named(pack: ContextPack) -> set[str]:
    unknown = {actor.name for actor in pack.meta.actors if actor.kind == "unknown"}
    sides = pack.incidents["side_a"].dropna()
    return set(sides[~sides.isin(unknown)].value_counts().index[:_ACTORS])
