"""What a mission has not provided in its pack: notes with file, line, field and what depends on it."""

from __future__ import annotations

from collections.abc import Iterator

from fieldbook.errors import Problem
from fieldbook.imports.pack import unnamed_mission
from fieldbook.load.context import ContextPack
from fieldbook.load.yamlfile import nearest_line


_ACTORS = 12
"""An event file can name a hundred actors; a mission begins with those that it names most."""


def missing_fields(pack: ContextPack) -> list[Problem]:
    """One warning for each gap, in order of the file."""
    return sorted(_gaps(pack))


def _gaps(pack: ContextPack) -> Iterator[Problem]:
    meta = pack.meta

    def gap(field: str, remedy: str) -> Problem:
        line = nearest_line(pack.lines, field)
        return Problem(pack.name, line, field, "is not yet provided by the mission", remedy, "FB-GAP-01", warning=True)

    if meta.mission.name == unnamed_mission(meta.mission.country):
        yield gap("mission.name", "Its name in full, and its short name.")
    for field in ("people", "headquarters", "established"):
        if getattr(meta.mission, field) is None:
            yield gap(f"mission.{field}", "Text that uses it says so until then.")
    for field in ("resolution", "adopted", "until", "summary"):
        if getattr(meta.mandate, field) is None:
            yield gap(f"mandate.{field}", "Module 1 reads the mandate.")
    lists = {
        "mandate.tasks": (meta.mandate.tasks, "Module 1 reads the mandate paragraph by paragraph."),
        "languages": (meta.languages, "Module 5 asks who speaks with whom."),
        "actors": (meta.actors, "Module 4 maps the actors."),
        "threats": (meta.threats, "Module 2 ranks the threats."),
        "bodies": (meta.bodies, "Module 3 shows who decides."),
        "protection_actors": (meta.protection_actors, "Module 1 shows who protects."),
    }
    for field, (entries, remedy) in lists.items():
        if not entries:
            yield gap(field, remedy)
    for number, area in enumerate(meta.areas):
        if area.vulnerability is None:
            yield gap(f"areas[{number}].vulnerability", f"How exposed people in {area.name} are, 1 to 5.")
    often = _most_named(pack)
    for number, actor in enumerate(meta.actors):
        known = (actor.interests, actor.influence, actor.stance)
        if actor.name in often and any(value is None for value in known):
            yield gap(f"actors[{number}]", f"Interests, influence and stance of {actor.name}.")
    for file, table in (("alerts.csv", pack.alerts), ("displacement.csv", pack.displacement)):
        if table.empty:
            folder = pack.name.removesuffix("context.yml")
            remedy = "Columns: docs/tables.md."
            yield Problem(f"{folder}{file}", 0, "", "is not yet provided by the mission", remedy, "FB-GAP-01", warning=True)


def _most_named(pack: ContextPack) -> set[str]:
    unknown = {actor.name for actor in pack.meta.actors if actor.kind == "unknown"}
    sides = pack.incidents["side_a"].dropna()
    return set(sides[~sides.isin(unknown)].value_counts().index[:_ACTORS])
