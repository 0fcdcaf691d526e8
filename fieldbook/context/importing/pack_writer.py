"""Writes an imported pack: tables, shapes, and a ``context.yml`` in which what nobody knows yet is marked."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import hashlib
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from fieldbook.context.asking.empty_pack import samples
from fieldbook.context.importing.event_rows import EventRow
from fieldbook.context.importing.source_rules import SourceFile
from fieldbook.core.atomic import new_folder
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.model.context import ContextFile
from fieldbook.model.table import Incident


@dataclasses.dataclass(frozen=True)
class PackDraft:
    """What an importer knows: events, actors' names with their kind, areas' shapes, and where all of it comes from."""

    country: str
    """As a title has it."""
    in_text: str
    """As a sentence has it: the Central African Republic."""
    as_of: dt.date
    events: Sequence[EventRow]
    """Each with the name of its area; ``NO_AREA`` where it is not known."""
    actors: Mapping[str, str]
    shapes: Mapping[str, Mapping[str, Any]]
    """GeoJSON geometry of each area, by its name."""
    outline: Mapping[str, Any] | None
    source: SourceFile
    places: Mapping[str, str]
    """Where the shapes come from: ``source``, ``licence`` and so on, as in ``context.yml``."""


NO_AREA = "Area not known"
"""Its id is ``UNKNOWN_AREA``."""

_HEAD = """\
# Context pack of {country}, imported from {source}.
# Lines with TODO wait for the mission: remove the # of the lines below them and fill them in.
# Until then pages say "not yet provided by the mission". Fields: docs/context-packs.md.
# What is missing: fieldbook check --context {folder}
"""

_TODO = """\
# TODO mission: above, its name in full and its short name; add people, headquarters,
# TODO mission: time_zone (as in UTC+3, all year) and established (a date).
# TODO areas: above, add vulnerability (1 to 5) and a note to each area.
# TODO actors: above, correct the kind of each actor, which is a guess. Add short, aliases, areas, interests,
# TODO actors: drivers_for, drivers_against, influence (1 to 5), stance (-2 drives threats, 2 reduces them),
# TODO actors: intent and capability (1 to 5) to those that matter.
"""


_CONFIRM = """\
# TODO tables: confirm in citation, above, the article of the release that you downloaded.
"""


def write_pack(draft: PackDraft, into: Path) -> bool:
    """Write ``draft`` to the folder ``into``, whole or not at all; whether it took the place of an earlier import.

    Raises
    ------
    CourseError
        The folder exists and is more than an import that nobody has changed: somebody's work may be in it.
    OutputError
        It cannot be written.
    """
    replaces = into.exists()
    if replaces and not _is_unchanged_import(into):
        message = _("exists already and is not an import as it was written")
        remedy = _("Nothing was changed. Choose another folder with --into, or move this one away.")
        raise CourseError([Problem(str(into), 0, "", message, remedy, "FB-IMP-11")])
    files = _files(draft, into.name)
    files["context.yml"] += f"{_MARK}{_digest(files)}\n"
    with new_folder(into) as folder:
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8", newline="\n")
    return replaces


_MARK = "# Import as written, do not change this line: "


def _is_unchanged_import(folder: Path) -> bool:
    try:
        files = {path.name: path.read_bytes().decode("utf-8") for path in folder.iterdir()}
    except (OSError, UnicodeDecodeError):
        return False
    text, mark, digest = files.get("context.yml", "").rpartition(_MARK)
    return bool(mark) and digest.strip() == _digest(files | {"context.yml": text})


def _digest(files: Mapping[str, str]) -> str:
    packed = json.dumps(sorted(files.items()), ensure_ascii=False)
    return hashlib.sha256(packed.encode()).hexdigest()


def _files(draft: PackDraft, name: str) -> dict[str, str]:
    ids = _ids(draft.shapes)
    data = _context(draft, name, ids)
    ContextFile.model_validate(data)
    body = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=150)
    head = _HEAD.format(country=draft.country, source=draft.source.title, folder=name)
    return {
        "context.yml": head + body + _TODO + (_CONFIRM if draft.source.releases else "") + samples(),
        "areas.geojson": _shapes(draft, ids),
        "incidents.csv": _rows(draft, ids),
    }


def _rows(draft: PackDraft, ids: Mapping[str, str]) -> str:
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, list(Incident.model_fields), lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for event in draft.events:
        writer.writerow(event.model_dump() | {"area": ids[str(event.area)], "source": draft.source.source})
    return table.getvalue()


def unnamed_mission(country: str) -> str:
    """How text speaks of a mission that has not been named yet."""
    return f"the mission in {country}"


def _context(draft: PackDraft, name: str, ids: Mapping[str, str]) -> dict[str, Any]:
    actor_ids, source = _ids(draft.actors), draft.source
    table = source.model_dump(include={"source", "licence", "citation", "may_ship", "cannot_show"})
    mission = {"name": unnamed_mission(draft.in_text), "short": "the mission", "country": draft.in_text}
    return {
        "id": slug(name),
        "title": f"{draft.country} ({source.title})",
        "fictional": False,
        "as_of": draft.as_of,
        "mission": mission,
        "areas": [{"id": ids[area], "name": area} for area in sorted(ids)],
        "actors": [{"id": actor_ids[actor], "name": actor, "kind": draft.actors[actor]} for actor in sorted(actor_ids)],
        "tables": [
            {"file": "incidents.csv", "title": "Reported events", **table},
            {"file": "areas.geojson", "title": "Areas", **draft.places},
        ],
    }


def _shapes(draft: PackDraft, ids: Mapping[str, str]) -> str:
    features = [_feature("outline", draft.outline)] if draft.outline else []
    features += [_feature(ids[area], draft.shapes[area]) for area in sorted(ids)]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    return text.replace('{"type":"Feature",', '\n{"type":"Feature",') + "\n"


def _feature(name: str, geometry: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"id": name}, "geometry": geometry}


_RESERVED = {"outline"}
"""Ids that mean something else in ``areas.geojson``."""


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:5]


def _ids(names: Iterable[str]) -> dict[str, str]:
    """A short id for each name; names that give the same id get a mark from their own letters."""
    unique = sorted(set(names))
    slugs = {name: slug(name) for name in unique}
    counts = Counter(slugs.values())
    return {
        name: words if counts[words] == 1 and words not in _RESERVED else f"{words[:50]}-x{_mark(name)}"
        for name, words in slugs.items()
    }


def slug(name: str) -> str:
    """An id made of the letters of ``name``, whatever script it is in."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-")
    if not words:
        return f"x{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return words if words[0].isalpha() else f"x-{words}"
