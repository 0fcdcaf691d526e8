"""A context pack: its description, its tables and its shapes, all checked together."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from fieldbook.errors import CourseError, Problem
from fieldbook.load.shapes import read_shapes, swapped
from fieldbook.load.table import frame, read_rows
from fieldbook.load.yamlfile import Loaded, read_yaml
from fieldbook.model.context import ContextFile
from fieldbook.model.table import Alert, Displacement, Incident, Row

T = TypeVar("T")
Lines = Sequence[tuple[int, Row]]


@dataclasses.dataclass(frozen=True)
class ContextPack:
    """One mission's facts and data. Columns of the tables: ``docs/tables.md``. Treat them as read-only."""

    meta: ContextFile
    root: Path
    incidents: pd.DataFrame
    areas: pd.DataFrame
    actors: pd.DataFrame
    alerts: pd.DataFrame
    displacement: pd.DataFrame
    threats: pd.DataFrame
    bodies: pd.DataFrame
    shapes: Mapping[str, Any]
    """GeoJSON FeatureCollection; each feature's property ``id`` is an area or ``outline``."""
    lines: Mapping[str, int]
    """Line of each field of ``context.yml``."""
    name: str
    """``context.yml`` as problems name it."""


def load_context(path: Path) -> ContextPack:
    """Read the pack in the folder ``path``.

    Raises
    ------
    CourseError
        Every fault of every file of the pack.
    """
    root = path.parent.parent if path.parent.name == "contexts" else path.parent
    problems: list[Problem] = []
    file = read_yaml(path / "context.yml", ContextFile, root)
    incidents = _try(lambda: read_rows(path / "incidents.csv", Incident, root), problems)
    alerts = _try(lambda: _optional(path / "alerts.csv", Alert, root), problems)
    displacement = _try(lambda: _optional(path / "displacement.csv", Displacement, root), problems)
    shapes = _try(lambda: read_shapes(path / "areas.geojson", root), problems)
    problems += _cross_faults(file)
    folder = path.relative_to(root).as_posix()
    for name, lines in (("incidents.csv", incidents), ("alerts.csv", alerts), ("displacement.csv", displacement)):
        problems += _row_faults(f"{folder}/{name}", lines or [], file.value)
    if incidents is not None and shapes is not None:
        problems += _shape_faults(f"{folder}/areas.geojson", shapes, incidents, file.value)
    if problems or incidents is None or alerts is None or displacement is None or shapes is None:
        raise CourseError(problems)
    return _pack(file, path, incidents, alerts, displacement, shapes)


def _pack(
    file: Loaded[ContextFile], path: Path, incidents: Lines, alerts: Lines, displacement: Lines, shapes: Mapping[str, Any]
) -> ContextPack:
    meta = file.value
    names = {area.id: area.name for area in meta.areas}
    counts = Counter(row.area for _, row in incidents if isinstance(row, Incident))
    areas = _records(meta.areas, ("id", "name", "vulnerability"))
    areas["incidents"] = pd.Series([counts[area.id] for area in meta.areas], dtype="Int64")
    return ContextPack(
        meta=meta,
        root=path,
        incidents=_named(frame((row for _, row in incidents), Incident), names),
        areas=areas,
        actors=_records(meta.actors, ("id", "name", "short", "kind", "influence", "stance", "intent", "capability")),
        alerts=_named(frame((row for _, row in alerts), Alert), names),
        displacement=_named(frame((row for _, row in displacement), Displacement), names),
        threats=_records(meta.threats, ("id", "title", "actor", "area", "likelihood", "impact")),
        bodies=_records(meta.bodies, ("id", "name", "level", "chair", "meets")),
        shapes=shapes,
        lines=file.lines,
        name=file.path,
    )


_RATINGS = {"vulnerability", "influence", "stance", "intent", "capability", "likelihood", "impact"}


def _records(entries: Sequence[Any], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            column: pd.Series([getattr(entry, column) for entry in entries], dtype="Int64" if column in _RATINGS else "str")
            for column in columns
        }
    )


def _named(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    table.insert(table.columns.get_loc("area") + 1, "area_name", table["area"].map(names).astype("str"))
    return table


def _optional(path: Path, model: type[Row], root: Path) -> Lines:
    return read_rows(path, model, root) if path.exists() else []


def _cross_faults(file: Loaded[ContextFile]) -> Iterator[Problem]:
    """Ids are used once, and what is referred to exists."""
    meta = file.value
    areas, actors = {area.id for area in meta.areas}, {actor.id for actor in meta.actors}
    for group in ("areas", "actors", "threats", "bodies", "protection_actors"):
        seen: set[str] = set()
        for number, entry in enumerate(getattr(meta, group)):
            if entry.id in seen:
                field = f"{group}[{number}].id"
                yield file.problem(field, f"the id {entry.id!r} stands twice", "Choose a new id.", "FB-CTX-02")
            seen.add(entry.id)
    for number, threat in enumerate(meta.threats):
        if threat.actor not in actors:
            field = f"threats[{number}].actor"
            yield file.problem(field, f"there is no actor {threat.actor!r}", "Add it to actors.", "FB-CTX-03")
        if threat.area not in areas:
            yield file.problem(f"threats[{number}].area", f"there is no area {threat.area!r}", "Add it to areas.", "FB-CTX-04")
    for group in ("actors", "protection_actors"):
        for number, entry in enumerate(getattr(meta, group)):
            for place, area in enumerate(entry.areas):
                if area not in areas:
                    field = f"{group}[{number}].areas[{place}]"
                    yield file.problem(field, f"there is no area {area!r}", "Add it to areas.", "FB-CTX-04")


def _row_faults(name: str, lines: Lines, meta: ContextFile) -> Iterator[Problem]:
    areas = {area.id for area in meta.areas}
    seen: dict[str, int] = {}
    for line, row in lines:
        values = row.__dict__
        if values["area"] not in areas:
            message = f"there is no area {values['area']!r} in context.yml"
            yield Problem(name, line, "area", message, "Correct it, or add the area.", "FB-CTX-04")
        day = values.get("date") or values["month"]
        if day > meta.as_of:
            message = f"{day} is after as_of ({meta.as_of})"
            yield Problem(name, line, "date", message, "Correct the date, or as_of in context.yml.", "FB-CTX-05")
        key = values.get("event_id") or values.get("alert_id") or f"{day} {values['area']}"
        if key in seen:
            message = f"{key!r} already stands in line {seen[key]}"
            yield Problem(name, line, next(iter(values)), message, "Remove one of the two.", "FB-CTX-06")
        seen.setdefault(key, line)


def _shape_faults(name: str, shapes: Mapping[str, Any], incidents: Lines, meta: ContextFile) -> Iterator[Problem]:
    known = {area.id for area in meta.areas} | {"outline"}
    found = [feature["properties"]["id"] for feature in shapes["features"]]
    for place, area in enumerate(found):
        if area not in known:
            message = f"{area!r} is no area of context.yml"
            yield Problem(name, 0, f"features[{place}].properties.id", message, "Correct the id.", "FB-GEO-04")
    missing = sorted(known - set(found) - {"outline"})
    if missing:
        message = f"no shape for the areas {', '.join(missing)}"
        yield Problem(name, 0, "features", message, "Add a polygon, or a point for the label.", "FB-GEO-05")
    points = [(row.lon, row.lat) for _, row in incidents if isinstance(row, Incident) and row.lat is not None and row.lon is not None]
    if swapped(shapes, points):
        message = "the incidents lie outside all shapes, but inside when latitude and longitude are swapped"
        remedy = "GeoJSON coordinates are longitude first, then latitude."
        yield Problem(name, 0, "features", message, remedy, "FB-GEO-06")


def _try(read: Callable[[], T], problems: list[Problem]) -> T | None:
    try:
        return read()
    except CourseError as error:
        problems.extend(error.problems)
        return None

