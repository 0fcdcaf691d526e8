"""Writes an imported pack: tables, shapes, and a ``context.yml`` in which everything unknown is marked to be filled in."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from fieldbook.build.atomic import new_folder
from fieldbook.errors import CourseError, Problem
from fieldbook.imports.outline import Outline
from fieldbook.model.context import ContextFile
from fieldbook.model.table import Incident


@dataclasses.dataclass(frozen=True)
class Event:
    """An incident with its area by name; the other fields as in ``docs/tables.md``."""

    event_id: str
    date: dt.date
    date_precision: int
    area: str
    place: str
    lat: float
    lon: float
    kind: str
    side_a: str
    side_b: str
    civilians_killed: int
    killed_low: int | None
    killed_best: int
    killed_high: int | None
    source: str


@dataclasses.dataclass(frozen=True)
class Draft:
    """What an importer knows: events, actors' names with their kind, and where all of it comes from."""

    country: str
    as_of: dt.date
    events: Sequence[Event]
    actors: Mapping[str, str]
    outline: Outline | None
    source: str
    licence: str
    citation: str
    cannot_show: str


_HEAD = """\
# Context pack of {country}, imported from {source}. Lines with TODO wait for the mission: remove the # and fill them in.
# Until then pages say "not yet provided by the mission". Fields: docs/context-packs.md. Check: fieldbook check --context {folder}
"""

_TODO = """\
# TODO mission: name of the mission in full, its short name, headquarters, and the date it was established, above under `mission`.
# TODO mandate: the current resolution, its date, its end, a summary, and its tasks paragraph by paragraph.
# mandate:
#   resolution: resolution 0000 (2026)
#   adopted: 2026-01-31
#   until: 2027-01-31
#   summary: What the Council asks for, in two sentences.
#   tasks:
#     - {id: t-protect, paragraph: "1", verb: authorizes, poc: true, tier: II, text: "Who must do what, for whom, with which limits."}
# TODO languages: languages that people in the areas speak.
# languages: []
# TODO actors: for each actor above correct the kind, which is a guess, and add interests, drivers_for, drivers_against, influence (1-5), stance (-2 to 2), intent, capability (1-5).
# TODO areas: for each area above vulnerability (1-5) and a note.
# TODO threats: the threat assessment that components agree on.
# threats:
#   - {id: th-one, title: What happens, actor: id-of-actor, area: id-of-area, who: "women, men, girls or boys at risk", likelihood: 3, impact: 3, signs: []}
# TODO bodies: the coordination bodies.
# bodies:
#   - {id: b-one, name: Name, level: operational, chair: Who, meets: every week, decides: What, members: [civilian, police, military]}
# TODO protection_actors: who protects, where and how.
# protection_actors:
#   - {id: p-one, name: Name, component: civilian, tiers: [I], areas: [], does: What}
"""


def write_pack(draft: Draft, into: Path) -> None:
    """Write ``draft`` to the new folder ``into``, whole or not at all.

    Raises
    ------
    CourseError
        The folder exists: somebody's work may be in it.
    OutputError
        It cannot be written.
    """
    if into.exists():
        message, remedy = "exists already", "Choose another folder with --into, or remove this one yourself."
        raise CourseError([Problem(str(into), 0, "", message, remedy, "FB-IMP-11")])
    ids = _ids(event.area for event in draft.events)
    data = _context(draft, into.name, ids)
    ContextFile.model_validate(data)
    body = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=150)
    head = _HEAD.format(country=_one_line(draft.country), source=draft.source, folder=into.name)
    with new_folder(into) as folder:
        (folder / "context.yml").write_text(head + body + _TODO, "utf-8")
        (folder / "areas.geojson").write_text(_shapes(draft, ids), "utf-8")
        with (folder / "incidents.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(Incident.model_fields), lineterminator="\n")
            writer.writeheader()
            writer.writerows(dataclasses.asdict(event) | {"area": ids[event.area]} for event in draft.events)


def unnamed_mission(country: str) -> str:
    """How text speaks of a mission that has not been named yet."""
    return f"the mission in {country}"


def _context(draft: Draft, name: str, ids: Mapping[str, str]) -> dict[str, Any]:
    country = _one_line(draft.country)
    actor_ids = _ids(draft.actors)
    mission = unnamed_mission(country)
    table = {"source": draft.source, "licence": draft.licence, "citation": draft.citation, "rows_may_ship": True}
    return {
        "id": _slug(name),
        "title": f"{country} ({draft.source})",
        "fictional": False,
        "as_of": draft.as_of,
        "mission": {"name": mission, "short": "the mission", "country": country},
        "areas": [{"id": ids[area], "name": area} for area in sorted(ids)],
        "actors": [{"id": actor_ids[actor], "name": actor, "kind": draft.actors[actor]} for actor in sorted(actor_ids)],
        "tables": [
            {"file": "incidents.csv", "title": "Reported events", **table, "cannot_show": draft.cannot_show},
            {
                "file": "areas.geojson",
                "title": "Areas",
                **table,
                "cannot_show": "Areas are the names in the event table with a point at the mean of their events; borders are not shown.",
            },
        ],
    }


def _shapes(draft: Draft, ids: Mapping[str, str]) -> str:
    features = [_feature("outline", draft.outline.geometry)] if draft.outline else []
    for area in sorted(ids):
        points = [(event.lon, event.lat) for event in draft.events if event.area == area]
        mean = [round(sum(values) / len(points), 4) for values in zip(*points, strict=True)]
        features.append(_feature(ids[area], {"type": "Point", "coordinates": mean}))
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    return text.replace('{"type":"Feature",', '\n{"type":"Feature",') + "\n"


def _feature(name: str, geometry: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"id": name}, "geometry": geometry}


def _ids(names: Iterable[str]) -> dict[str, str]:
    """A short id for each name; names that give the same id get a mark from their own letters."""
    unique = sorted(set(names))
    slugs = {name: _slug(name) for name in unique}
    counts = Counter(slugs.values())
    return {
        name: slug if counts[slug] == 1 else f"{slug[:50]}-x{hashlib.sha256(name.encode()).hexdigest()[:5]}"
        for name, slug in slugs.items()
    }


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-")
    if not words:
        return f"x{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return words if words[0].isalpha() else f"x-{words}"


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]
