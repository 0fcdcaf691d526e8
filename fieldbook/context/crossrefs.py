"""Rules between the files of a context pack: what is referred to exists, and the data stay within their own frame."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from fieldbook.context.pack_shapes import swapped
from fieldbook.context.pack_table import MAX_SHOWN
from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.core.yamlfile import Loaded
from fieldbook.model.context import ContextFile
from fieldbook.model.table import Alert, Incident, PersonnelDeath, Row

Lines = Sequence[tuple[int, Row]]
_GROUPS = ("areas", "actors", "threats", "bodies", "protection_actors")


def cross_faults(
    file: Loaded[ContextFile], path: Path, tables: Mapping[str, Lines | None], shapes: Mapping[str, Any] | None
) -> Iterator[Problem]:
    """Every fault between the files of the pack in ``path``; what could not be read (None) is passed over."""
    folder = file.path.removesuffix("context.yml")
    yield from _ids(file)
    yield from _references(file)
    yield from _listed(file, path, tables)
    for name, lines in tables.items():
        yield from list(_row_faults(folder + name, lines or [], file.value))[:MAX_SHOWN]
    if shapes is not None:
        yield from _shape_faults(f"{folder}areas.geojson", shapes, tables["incidents.csv"] or [], file.value)


def _ids(file: Loaded[ContextFile]) -> Iterator[Problem]:
    groups = {group: getattr(file.value, group) for group in _GROUPS} | {"mandate.tasks": file.value.mandate.tasks}
    for group, entries in groups.items():
        seen: set[str] = set()
        for number, entry in enumerate(entries):
            if entry.id in seen:
                field = f"{group}[{number}].id"
                yield file.problem(
                    field, _("the id {entry!r} stands twice").format(entry=entry.id), _("Choose a new id."), "FB-CTX-02"
                )
            seen.add(entry.id)


def _references(file: Loaded[ContextFile]) -> Iterator[Problem]:
    meta = file.value
    areas, actors = {area.id for area in meta.areas}, {actor.id for actor in meta.actors}
    for number, threat in enumerate(meta.threats):
        if threat.actor not in actors:
            field = f"threats[{number}].actor"
            yield file.problem(
                field, _("there is no actor {actor!r}").format(actor=threat.actor), _("Add it to actors."), "FB-CTX-03"
            )
        if threat.area not in areas:
            field = f"threats[{number}].area"
            yield file.problem(
                field, _("there is no area {area!r}").format(area=threat.area), _("Add it to areas."), "FB-CTX-04"
            )
    for group in ("actors", "protection_actors"):
        for number, entry in enumerate(getattr(meta, group)):
            for place, area in enumerate(entry.areas):
                if area not in areas:
                    field = f"{group}[{number}].areas[{place}]"
                    yield file.problem(
                        field, _("there is no area {area!r}").format(area=area), _("Add it to areas."), "FB-CTX-04"
                    )


def _listed(file: Loaded[ContextFile], path: Path, tables: Mapping[str, Lines | None]) -> Iterator[Problem]:
    """Each table has its source and licence, and each source and licence its table."""
    listed = [info.file for info in file.value.tables]
    for number, name in enumerate(listed):
        field = f"tables[{number}].file"
        if not (path / name).is_file():
            yield file.problem(
                field,
                _("there is no file {name!r} in this folder").format(name=name),
                _("Correct the name."),
                "FB-CTX-07",
            )
        if name in listed[:number]:
            yield file.problem(
                field, _("{name!r} stands twice").format(name=name), _("Keep one of the two."), "FB-CTX-02"
            )
    for name, lines in tables.items():
        if lines and name not in listed:
            message = _("{name} has rows, but no entry here").format(name=name)
            yield file.problem("tables", message, _("Add its source and licence."), "FB-CTX-08")


def _row_faults(name: str, lines: Lines, meta: ContextFile) -> Iterator[Problem]:
    areas = {area.id for area in meta.areas}
    responders = {actor.id for actor in meta.actors} | {"joint", mission_id(meta)}
    seen: dict[str, int] = {}
    for line, row in lines:
        values = row.__dict__
        when = next(name for name in ("date", "month", "year") if name in values)
        if "area" in values and values["area"] not in areas:
            message = _("there is no area {area!r} in context.yml").format(area=values["area"])
            yield Problem(name, line, "area", message, _("Correct it, or add the area."), "FB-CTX-04")
        if values[when] > (meta.as_of.year if when == "year" else meta.as_of):
            message = _("{values} is after as_of ({as_of})").format(values=values[when], as_of=meta.as_of)
            yield Problem(name, line, when, message, _("Correct the date, or as_of in context.yml."), "FB-CTX-05")
        if isinstance(row, Alert) and row.responder is not None and row.responder not in responders:
            message = _("there is no actor {responder!r}").format(responder=row.responder)
            remedy = _("Use the id of an actor, {mission_id} for the mission, joint, or leave it empty.").format(
                mission_id=mission_id(meta)
            )
            yield Problem(name, line, "responder", message, remedy, "FB-CTX-03")
        key = _key(values, when)
        if key in seen and not isinstance(row, PersonnelDeath):  # two people may die on one day
            message = _("{key!r} already stands in line {seen}").format(key=key, seen=seen[key])
            yield Problem(name, line, next(iter(values)), message, _("Remove one of the two."), "FB-CTX-06")
        seen.setdefault(key, line)


def _key(values: Mapping[str, Any], when: str) -> str:
    """What no two rows of a table have alike."""
    named = values.get("event_id") or values.get("alert_id")
    return str(named or " ".join(str(values[name]) for name in (when, "area", "cause", "source") if name in values))


def mission_id(meta: ContextFile) -> str:
    """How tables write the mission: its short name in small letters, such as ``unsmon``."""
    return re.sub(r"[^a-z0-9]+", "-", meta.mission.short.casefold()).strip("-")


def _shape_faults(name: str, shapes: Mapping[str, Any], incidents: Lines, meta: ContextFile) -> Iterator[Problem]:
    known = {area.id for area in meta.areas} | {"outline"}
    found = [feature["properties"]["id"] for feature in shapes["features"]]
    for place, area in enumerate(found):
        field = f"features[{place}].properties.id"
        if area not in known:
            yield Problem(
                name,
                0,
                field,
                _("{area!r} is no area of context.yml").format(area=area),
                _("Correct the id."),
                "FB-GEO-04",
            )
        if area in found[:place]:
            yield Problem(
                name,
                0,
                field,
                _("{area!r} stands twice").format(area=area),
                _("Join the two, as a MultiPolygon."),
                "FB-GEO-07",
            )
    missing = sorted(known - set(found) - {"outline"})
    if missing:
        message = _("no shape for the areas {missing}").format(missing=", ".join(missing))
        yield Problem(name, 0, "features", message, _("Add a polygon, or a point for the label."), "FB-GEO-05")
    rows = [row for _, row in incidents if isinstance(row, Incident)]
    points = [(row.lon, row.lat) for row in rows if row.lat is not None and row.lon is not None]
    if swapped(shapes, points):
        message = _("the incidents lie outside all shapes, but inside when latitude and longitude are swapped")
        remedy = _("GeoJSON coordinates are longitude first, then latitude; check the columns lat and lon too.")
        yield Problem(name, 0, "features", message, remedy, "FB-GEO-06")
