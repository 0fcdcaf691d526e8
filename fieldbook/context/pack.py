"""A context pack: its description, its tables and its shapes, all checked together."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

import pandas as pd

from fieldbook.context.crossrefs import Lines, cross_faults
from fieldbook.context.pack_shapes import read_shapes
from fieldbook.context.pack_table import frame, read_rows
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.yamlfile import Loaded, read_yaml
from fieldbook.model.context import ContextFile
from fieldbook.model.table import Alert, Displacement, Incident, NewDisplacement, PersonnelDeath, Row

T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Limit:
    """What of a table an edition may show, where that is less than its rows (``docs/context-packs.md``)."""

    shows: Literal["totals", "nothing"]
    least: int
    """Fewest events that may be added up to something shown: a total of one is a row."""
    restricted: bool
    blurred: bool
    """Days are known to the month; places, positions and texts of single events are gone."""


def no_incidents() -> pd.DataFrame:
    """The table of incidents of a pack that has none."""
    return _named(frame([], Incident), {})


@dataclasses.dataclass(frozen=True, eq=False)
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
    incidents_other: pd.DataFrame = dataclasses.field(default_factory=no_incidents)
    """A second source of events: shown beside ``incidents``, never added to them."""
    personnel_deaths: pd.DataFrame = dataclasses.field(default_factory=lambda: frame([], PersonnelDeath))
    new_displacement: pd.DataFrame = dataclasses.field(default_factory=lambda: frame([], NewDisplacement))
    translated: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Texts of the description in another language by the English ones; empty in a pack as it stands in its folder."""
    limits: Mapping[str, Limit] = dataclasses.field(default_factory=dict)
    """By file of the table; empty in a pack as it stands in its folder (``load.leaving``)."""

    def least(self, file: str) -> int:
        """Fewest events of the table ``file`` that may be added up to something shown."""
        return self.limits[file].least if file in self.limits else 1

    def rows_of(self, file: str) -> pd.DataFrame:
        """The rows of the table in ``file``."""
        table: pd.DataFrame = getattr(self, file.removesuffix(".csv"))
        return table


TABLES: Mapping[str, type[Row]] = {
    "incidents.csv": Incident,
    "alerts.csv": Alert,
    "displacement.csv": Displacement,
    "incidents_other.csv": Incident,
    "personnel_deaths.csv": PersonnelDeath,
    "new_displacement.csv": NewDisplacement,
}
"""Files of a pack with rows; all but the first may be absent."""


def load_context(path: Path) -> ContextPack:
    """Read the pack in the folder ``path``.

    Raises
    ------
    CourseError
        Every fault of every file of the pack.
    """
    root = path.parent.parent if path.parent.name == "contexts" else path.parent
    problems: list[Problem] = []
    file = _try(lambda: read_yaml(path / "context.yml", ContextFile, root), problems)
    tables = {name: _read(path / name, model, root, problems) for name, model in TABLES.items()}
    shapes = _try(lambda: read_shapes(path / "areas.geojson", root), problems)
    if file is not None:
        problems += cross_faults(file, path, tables, shapes)
    read = {name: lines for name, lines in tables.items() if lines is not None}
    if problems or file is None or shapes is None or len(read) < len(tables):
        raise CourseError(problems)
    return _pack(file, path, read, shapes)


def with_meta(pack: ContextPack, meta: ContextFile, translated: Mapping[str, str]) -> ContextPack:
    """``pack`` with another wording of its description (``meta``): its tables show the names that stand there.

    Ids, numbers and the order of entries have to be the same. ``translated`` has every text that differs.
    """
    areas = {area.id: area.name for area in meta.areas}
    sides = {before.name: now.name for before, now in zip(pack.meta.actors, meta.actors, strict=True)}
    changed: dict[str, Any] = {
        "areas": pack.areas.assign(name=pack.areas["id"].map(areas).astype("str")),
        "actors": _renamed(pack.actors, meta.actors, ("name", "short")),
        "threats": _renamed(pack.threats, meta.threats, ("title",)),
        "bodies": _renamed(pack.bodies, meta.bodies, ("name", "chair", "meets")),
    }
    for file in TABLES:
        table = pack.rows_of(file)
        names: dict[str, Any] = {"area_name": table["area"].map(areas).astype("str")} if "area_name" in table else {}
        names |= {side: table[side].replace(sides) for side in ("side_a", "side_b") if side in table}
        changed[file.removesuffix(".csv")] = table.assign(**names)
    return dataclasses.replace(pack, meta=meta, translated=translated, **changed)


def _renamed(table: pd.DataFrame, entries: Sequence[Any], columns: Sequence[str]) -> pd.DataFrame:
    by_id = {entry.id: entry for entry in entries}
    return table.assign(**{
        column: pd.Series([getattr(by_id[name], column) for name in table["id"]], table.index, dtype="str")
        for column in columns
    })


def _pack(file: Loaded[ContextFile], path: Path, tables: Mapping[str, Lines], shapes: Mapping[str, Any]) -> ContextPack:
    meta = file.value
    incidents = tables["incidents.csv"]
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
        alerts=_named(frame((row for _, row in tables["alerts.csv"]), Alert), names),
        displacement=_named(frame((row for _, row in tables["displacement.csv"]), Displacement), names),
        threats=_records(meta.threats, ("id", "title", "actor", "area", "likelihood", "impact")),
        bodies=_records(meta.bodies, ("id", "name", "level", "chair", "meets")),
        shapes=shapes,
        lines=file.lines,
        name=file.path,
        incidents_other=_named(frame((row for _, row in tables["incidents_other.csv"]), Incident), names),
        personnel_deaths=frame((row for _, row in tables["personnel_deaths.csv"]), PersonnelDeath),
        new_displacement=frame((row for _, row in tables["new_displacement.csv"]), NewDisplacement),
    )


_RATINGS = {"vulnerability", "influence", "stance", "intent", "capability", "likelihood", "impact"}


def _records(entries: Sequence[Any], columns: Sequence[str]) -> pd.DataFrame:
    values = {column: [getattr(entry, column) for entry in entries] for column in columns}
    kinds = {column: "Int64" if column in _RATINGS else "str" for column in columns}
    return pd.DataFrame({column: pd.Series(values[column], dtype=kinds[column]) for column in columns})


def _named(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The table with the areas' names behind their ids."""
    place = list(table.columns).index("area") + 1
    table.insert(place, "area_name", table["area"].map(names).astype("str"))
    return table


def _read(path: Path, model: type[Row], root: Path, problems: list[Problem]) -> Lines | None:
    """Rows of a table; none where a table that may be absent is."""
    if path.name != "incidents.csv" and not path.exists():
        return []
    return _try(lambda: read_rows(path, model, root), problems)


def _try(read: Callable[[], T], problems: list[Problem]) -> T | None:
    try:
        return read()
    except CourseError as error:
        problems.extend(error.problems)
        return None
