"""What a mission has not provided in its pack: notes with file, line, field and what depends on it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from operator import attrgetter

import pandas as pd

from fieldbook.context.asking.empty_pack import PLACEHOLDERS
from fieldbook.context.asking.pack_fields import group, groups
from fieldbook.context.importing.pack_writer import unnamed_mission
from fieldbook.context.importing.source_rules import UNKNOWN_RELEASE
from fieldbook.context.pack import ContextPack
from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.core.yamlfile import nearest_line
from fieldbook.model.context import UNKNOWN_AREA

_ACTORS = 12
"""An event file can name a hundred actors; a mission begins with those that it names most."""

_LISTS = ("mandate.tasks", "languages", "actors", "threats", "bodies", "protection_actors")
_TABLES = {"alerts.csv": 3, "displacement.csv": 2}
"""Tables that may be absent, with the first module that needs them."""


@dataclasses.dataclass(frozen=True)
class PackGap:
    """One thing that is missing."""

    field: str
    """Of ``context.yml``; empty where a whole table is missing."""
    remedy: str
    module: int | None
    """The first module that needs it; None where all do."""
    file: str = "context.yml"


def missing_fields(pack: ContextPack) -> list[Problem]:
    """One warning for each gap, in order of the file."""
    return sorted(_problem(pack, gap) for gap in gaps(pack))


def gaps(pack: ContextPack) -> list[PackGap]:
    """What is missing, in the order in which it is asked."""
    return [*_placeholders(pack), *_fields(pack), *_lists(pack), *_ratings(pack), *_tables(pack)]


def most_named(incidents: pd.DataFrame, unknown: set[str]) -> list[str]:
    """The names that stand most often as the first side, first those named most; ``unknown`` never."""
    sides = incidents["side_a"].dropna()
    return list(sides[~sides.isin(unknown)].value_counts().index[:_ACTORS])


def is_unnamed(text: str, country: str) -> bool:
    """Whether a text of ``mission`` is what an empty pack or an import writes in its place."""
    return text in PLACEHOLDERS or text in {unnamed_mission(country), "the mission"}


def _problem(pack: ContextPack, gap: PackGap) -> Problem:
    path = pack.name.removesuffix("context.yml") + gap.file
    line = nearest_line(pack.lines, gap.field) if gap.field else 0
    message = _("is not yet provided by the mission")
    return Problem(path, line, gap.field, message, gap.remedy, "FB-GAP-01", warning=True)


def _placeholders(pack: ContextPack) -> Iterator[PackGap]:
    meta = pack.meta
    texts = {"title": meta.title}
    texts |= {f"mission.{field}": getattr(meta.mission, field) for field in ("name", "short", "country")}
    texts |= {f"areas[{number}].name": area.name for number, area in enumerate(meta.areas)}
    for number, table in enumerate(meta.tables):
        texts |= {f"tables[{number}].{field}": getattr(table, field) for field in ("source", "licence", "citation")}
    for field, text in texts.items():
        if text in PLACEHOLDERS:
            yield PackGap(field, _("Replace {text}.").format(text=text), None)
        elif UNKNOWN_RELEASE in text:
            yield PackGap(
                field,
                _("Replace {unknown_release}: the page of the download names it.").format(
                    unknown_release=UNKNOWN_RELEASE
                ),
                None,
            )


def _fields(pack: ContextPack) -> Iterator[PackGap]:
    mission = pack.meta.mission
    if mission.name == unnamed_mission(mission.country):
        yield PackGap("mission.name", _("Its name in full, and its short name."), None)
    for field in ("mission", "mandate"):
        part, values = group(field), getattr(pack.meta, field)
        for ask in part.asks:
            value = getattr(values, ask.name)
            if value is None:
                yield PackGap(f"{field}.{ask.name}", part.need, part.module)
            elif str(value) == ask.example and not pack.meta.fictional:
                yield PackGap(f"{field}.{ask.name}", _("Replace the example, which is Ondara's."), part.module)


def _lists(pack: ContextPack) -> Iterator[PackGap]:
    for part in groups():
        if part.field in _LISTS and not attrgetter(part.field)(pack.meta):
            yield PackGap(part.field, part.need, part.module)


def _ratings(pack: ContextPack) -> Iterator[PackGap]:
    for number, area in enumerate(pack.meta.areas):
        if area.vulnerability is None and area.id != UNKNOWN_AREA:
            remedy = _("How exposed people in {area} are, 1 to 5.").format(area=area.name)
            yield PackGap(f"areas[{number}].vulnerability", remedy, group("areas").module)
    often = most_named(pack.incidents, {actor.name for actor in pack.meta.actors if actor.kind == "unknown"})
    for number, actor in enumerate(pack.meta.actors):
        if actor.name in often and None in (actor.interests, actor.influence, actor.stance):
            remedy = _("Interests, influence and stance of {actor}.").format(actor=actor.name)
            yield PackGap(f"actors[{number}]", remedy, group("actors").module)


def _tables(pack: ContextPack) -> Iterator[PackGap]:
    for (file, module), table in zip(_TABLES.items(), (pack.alerts, pack.displacement), strict=True):
        if table.empty and file not in pack.limits:  # kept back is not missing
            yield PackGap("", "Columns: docs/tables.md.", module, file)
