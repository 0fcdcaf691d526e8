"""Event files -> context pack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from fieldbook.context.importing.column_refusal import reporting
from fieldbook.context.importing.countries import find_country, spellings
from fieldbook.context.importing.event_places import Files, find_places
from fieldbook.context.importing.event_rows import EventRow, Events, read_events
from fieldbook.context.importing.file_columns import Choices, holds
from fieldbook.context.importing.import_report import ImportReport, report_path, write_report
from fieldbook.context.importing.pack_writer import PackDraft, write_pack
from fieldbook.context.importing.source_rules import SourceFile
from fieldbook.context.values import format_number
from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem

_NO_ACTOR = "Civilians"
_MAX_ACTORS = 500
"""Those named most often; nobody rates more."""


def import_events(
    sources: Sequence[SourceFile],
    files: Sequence[Path],
    country: str,
    into: Path,
    places: Files | None = None,
    choices: Choices | None = None,
) -> ImportReport:
    """Write a context pack with the events of ``country`` to the new folder ``into``, and a report beside it.

    Rows that break a rule are refused with line and reason; if more than fifty do, and more than one in twenty,
    nothing is written.

    Raises
    ------
    CourseError
        A file has none of the layouts ``sources``, no such country, or too many wrong rows; ``into`` exists already.
    OutputError
        ``into`` cannot be written.
    """
    with reporting(into):
        events = read_events(files, sources, country, spellings(country), choices or Choices())
    known = find_country(country) or find_country(events.country)
    found = find_places(events, known, places or Files())
    draft = PackDraft(
        country=known.name if known else events.country,
        in_text=known.in_text if known else events.country,
        as_of=events.as_of(),
        events=found.events,
        actors=_actors(events),
        shapes=found.shapes,
        outline=found.outline,
        source=events.source,
        places=found.entry,
    )
    replaced = write_pack(draft, into)
    notes: list[Problem] = sorted([*events.refused, *events.unsure, *found.notes])
    write_report(report_path(into), notes)
    return ImportReport(
        read=events.read,
        imported=len(events.rows),
        notes=tuple(notes),
        before=events.before,
        after=events.after,
        what=_("people killed, best estimate"),
        folder=into,
        table="incidents.csv",
        left_out=events.left_out,
        remarks=(*events.remarks, *found.remarks, *_unlisted(events)),
        replaced=replaced,
    )


def _unlisted(events: Events) -> list[str]:
    """That a file names more parties than a pack lists."""
    named = {name for row in events.rows.values() for name, _code in _sides(row)}
    if len(named) <= _MAX_ACTORS:
        return []
    text = _("{n} parties are named; the {most} named most often are actors of the pack, the others are in rows only.")
    return [text.format(n=format_number(len(named)), most=_MAX_ACTORS)]


def _actors(events: Events) -> dict[str, str]:
    """Names of sides with a guess of their kind, which the mission corrects."""
    kinds: dict[str, set[str]] = {}
    codes: dict[str, str] = {}
    named: Counter[str] = Counter()
    for row in events.rows.values():
        for name, code in _sides(row):
            kinds.setdefault(name, set()).add(row.kind or "")
            codes.setdefault(name, code or "")
            named[name] += 1
    often = [name for name, _number in named.most_common(_MAX_ACTORS)]
    return {name: _kind(events, name, " ".join(sorted(kinds[name])), codes[name]) for name in often}


def _sides(row: EventRow) -> list[tuple[str, str | None]]:
    sides = ((row.side_a, row.code_a), (row.side_b, row.code_b))
    return [(name, code) for name, code in sides if name and name != _NO_ACTOR]


def _kind(events: Events, name: str, kinds: str, code: str) -> str:
    told: Mapping[str, str] = {"name": name, "kinds": kinds, "code": code}
    for rule in events.source.actors:
        when = {
            key: [pattern.replace("{country}", events.country) for pattern in patterns]
            for key, patterns in rule.when.items()
        }
        if holds(when, lambda key: told.get(key, "")):
            return rule.kind
    return "armed-group"
