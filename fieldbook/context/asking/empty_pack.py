"""An empty context pack in which every field is explained, and the samples that stand in it as comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from fieldbook.context.asking.field_answers import kind_of, options, value_of
from fieldbook.context.asking.field_kinds import Ask, FieldGroup
from fieldbook.context.asking.pack_fields import group, groups
from fieldbook.core.atomic import new_folder
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.model.table import Alert, Displacement, Incident

_TABLE_PLACEHOLDERS = {"source": "WHO KEEPS THIS TABLE", "licence": "LICENCE", "citation": "HOW TO CITE IT"}

PLACEHOLDERS = {
    *(ask.placeholder for part in groups() for ask in part.asks if ask.placeholder),
    *_TABLE_PLACEHOLDERS.values(),
}
"""Words of an empty pack that the mission has to replace."""

SAMPLED = ("mandate", "languages", "threats", "bodies", "protection_actors")
"""Groups that no data file holds: each is a comment until it is filled in."""

_TABLES = """\
tables:                        # one entry for each table with rows
  - file: incidents.csv
    title: Reported incidents
    source: {source}
    licence: {licence}
    citation: {citation}
    may_ship: totals           # what the licence lets leave in a package: rows, totals or nothing
    cannot_show: What nobody reported. No event on record is not safety.
"""

_SHAPES = """\
{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"id": "area-one"}, "geometry": {"type": "Point", "coordinates": [0, 0]}}
]}
"""


def new_context(name: str, into: Path) -> str:
    """Write the empty pack ``name`` to the new folder ``into``; what to do next, in words.

    Raises
    ------
    CourseError
        The name is no id, or the folder exists.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) or len(name) > 60:
        message, remedy = (
            _("{name!r} is not an id").format(name=name),
            _("Use small letters, digits and hyphens, and begin with a letter."),
        )
        raise CourseError([Problem("contexts", 0, "name", message, remedy, "FB-IMP-12")])
    if into.exists():
        message, remedy = _("exists already"), _("Choose another name, or go on with this one: --ask or --form.")
        raise CourseError([Problem(str(into), 0, "", message, remedy, "FB-IMP-11")])
    with new_folder(into) as folder:
        (folder / "context.yml").write_text(_context_text(name), "utf-8")
        (folder / "areas.geojson").write_text(_SHAPES, "utf-8")
        for file, model in (("incidents.csv", Incident), ("alerts.csv", Alert), ("displacement.csv", Displacement)):
            (folder / file).write_text(",".join(model.model_fields) + "\n", "utf-8")
    return _(
        "{folder} is ready: fill in context.yml and incidents.csv, then run fieldbook check --context {name}"
    ).format(folder=into, name=name)


def samples(fields: Iterable[str] = SAMPLED) -> str:
    """Comments that show how to fill in each of the groups ``fields``: what an import writes at its end."""
    return "".join(f"{line}\n" for field in fields for line in _block(field))


def without_samples(text: str, fields: Iterable[str]) -> str:
    """``text`` without the samples of ``fields``, where they still stand as they were written.

    A field is a group (``mandate``) or a field of one (``mission.people``, ``areas.note``).
    """
    for field in dict.fromkeys(fields):
        top, _dot, name = field.partition(".")
        if not name or top == "mandate":
            text = text.replace("".join(f"{line}\n" for line in _block(top)), "") if _is_group(top) else text
            continue
        asked = next(ask for ask in group(top).asks if ask.name == name)
        line = re.escape(f"# {_line(group(top), asked)}")
        text = re.sub(rf"^ *{line}\n", "", text, count=1, flags=re.MULTILINE)
    return text


def _is_group(field: str) -> bool:
    return any(part.field == field for part in groups())


def _context_text(name: str) -> str:
    lines = [
        f"# Context pack {name}. Replace what stands in capitals, and remove the # from what you can fill in.",
        '# What stays out prints as "not yet provided by the mission". Examples are those of the fictional Ondara.',
        f"id: {name}",
        *_fields("", ""),
        "fictional: false",
        "as_of: 2026-01-31              # the day up to which the data are complete",
        "mission:",
        *_fields("mission", "  "),
        *_block("mandate"),
        *_block("languages"),
        "areas:                         # at least one; its shape is the feature with the same id in areas.geojson",
        "  - id: area-one",
        *_fields("areas", "    "),
        *(line for field in ("actors", "threats", "bodies", "protection_actors") for line in _block(field)),
    ]
    return "\n".join(lines) + "\n" + _TABLES.format(**_TABLE_PLACEHOLDERS)


def _fields(field: str, indent: str) -> Iterator[str]:
    """Fields of a group that stands in the file: a word in capitals where one is needed, else a comment."""
    part = group(field)
    for ask in part.asks:
        yield f"{indent}{_line(part, ask)}" if ask.placeholder else f"{indent}# {_line(part, ask)}"


def _block(field: str) -> Iterator[str]:
    """A group as comments, tasks within the mandate."""
    part = group(field)
    yield f"# TODO {field}: {part.help} ({part.whom})"
    if field == "languages":
        yield f"# {_line(part, part.asks[0])}"
        return
    yield f"# {field}:"
    if part.many:
        yield from _entry(part, "  ")
    else:
        yield from (f"#   {_line(part, ask)}" for ask in part.asks)
    if field == "mandate":
        yield "#   tasks:"
        yield from _entry(group("mandate.tasks"), "    ")


def _entry(part: FieldGroup, indent: str) -> Iterator[str]:
    yield f"# {indent}- id: {part.example_id}"
    yield from (f"# {indent}  {_line(part, ask)}" for ask in part.asks)


def _line(part: FieldGroup, ask: Ask) -> str:
    """``key: value`` with its help."""
    about = ask.help
    known = options(part, ask, {"areas": {}, "actors": {}})
    if known and kind_of(part, ask) in ("choice", "choices") and len(known) > 3:
        about = f"{about} {', '.join(value for value, _words in known)}"
    elif known and kind_of(part, ask) == "scale":
        about = f"{about} {known[0][1]}, {known[-1][1]}"
    return f"{f'{ask.name}: {_sample(part, ask)}':<28} # {about}"


def _sample(part: FieldGroup, ask: Ask) -> str:
    """The example as YAML; an id where an entry is referred to."""
    if ask.placeholder:
        return ask.placeholder
    if ask.refers:
        name = "id-of-area" if ask.refers == "areas" else "id-of-actor"
        return f"[{name}]" if kind_of(part, ask) == "list" else name
    value: Any = value_of(part, ask, ask.example, {"areas": {}, "actors": {}})
    dumped = yaml.safe_dump([value], default_flow_style=True, allow_unicode=True, width=1_000_000)
    return str(dumped).strip()[1:-1]
