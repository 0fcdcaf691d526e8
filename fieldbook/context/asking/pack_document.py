"""One pack's ``context.yml`` while somebody is asked: what is missing, and answers written whole or not at all."""

from __future__ import annotations

import dataclasses
import hashlib
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any

from fieldbook.context.asking.field_answers import Names, required
from fieldbook.context.asking.field_kinds import Ask, FieldGroup
from fieldbook.context.asking.pack_edit import Changes, changed
from fieldbook.context.asking.pack_gaps import is_unnamed, most_named
from fieldbook.context.importing.pack_writer import slug
from fieldbook.context.pack_table import frame, read_rows
from fieldbook.core.atomic import write_bytes
from fieldbook.core.problems import CourseError
from fieldbook.core.textfile import read_text
from fieldbook.core.yamlfile import parse_yaml
from fieldbook.model.context import UNKNOWN_AREA, ContextFile
from fieldbook.model.table import Incident


class ChangedError(Exception):
    """The file is no longer as it was read: somebody else works on it."""


@dataclasses.dataclass(frozen=True)
class Document:
    """A ``context.yml`` as it stood when it was read."""

    path: Path
    content: bytes
    meta: ContextFile

    @property
    def digest(self) -> str:
        """Of the file's bytes."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def names(self) -> Names:
        """What a field may refer to."""
        return {kind: {entry.id: entry.name for entry in getattr(self.meta, kind)} for kind in ("areas", "actors")}

    @cached_property
    def often(self) -> list[str]:
        """Names that the incident table names most; empty where it cannot be read."""
        unknown = {actor.name for actor in self.meta.actors if actor.kind == "unknown"}
        try:
            rows = read_rows(self.path.parent / "incidents.csv", Incident, self.path.parent)
        except CourseError:
            return []  # fieldbook check says why
        return most_named(frame((row for _line, row in rows), Incident), unknown)

    def entries(self, group: FieldGroup) -> list[Any]:
        """Entries of the file that are asked about: actors that matter first, never the area of unknown places."""
        found = list(attrgetter(group.field)(self.meta))
        if group.field == "areas":
            return [area for area in found if area.id != UNKNOWN_AREA]
        if group.field == "actors":
            order = {name: place for place, name in enumerate(self.often)}
            return sorted(found, key=lambda actor: order.get(actor.name, len(order)))
        return found

    def value(self, group: FieldGroup, ask: Ask, entry: Any = None) -> Any:
        """What the file holds; None where that is nothing, or a word that an empty or imported pack writes."""
        holder = entry if group.many else self._holder(group)
        value = getattr(holder, ask.name)
        text = isinstance(value, str) and ask.name in ("title", "name", "short", "country")
        return None if value == () or (text and is_unnamed(value, self.meta.mission.country)) else value

    def missing(self, group: FieldGroup, entry: Any = None) -> list[Ask]:
        """Fields that something in the course waits for."""
        return [ask for ask in group.asks if ask.wanted and self.value(group, ask, entry) is None]

    def incomplete(self, group: FieldGroup) -> list[Any]:
        """Entries with a field missing; of actors only those that the data name most."""
        entries = self.entries(group)
        if group.field == "actors" and self.often:
            entries = [actor for actor in entries if actor.name in self.often]
        return [entry for entry in entries if self.missing(group, entry)]

    def _holder(self, group: FieldGroup) -> Any:
        return attrgetter(group.field)(self.meta) if group.field in ("mission", "mandate") else self.meta


def open_document(folder: Path) -> Document:
    """Read ``context.yml`` in ``folder``. Raises ``CourseError`` with its faults."""
    path = folder / "context.yml"
    text = read_text(path, folder.parent)
    meta = parse_yaml(text, f"{folder.name}/context.yml", ContextFile).value
    return Document(path, path.read_bytes(), meta)


def write_changes(document: Document, changes: Changes) -> Document:
    """Write ``changes`` and give back the new file. Values must have been taken by ``value_of``.

    Raises
    ------
    ChangedError
        Somebody changed the file since ``document`` was read. Nothing was written.
    CourseError
        The file would not be valid. Nothing was written.
    OutputError
        It cannot be written.
    """
    if _bytes(document.path) != document.content:
        raise ChangedError
    if not changes:
        return document
    content = _edited(document.content, changes)
    meta = parse_yaml(content.decode("utf-8-sig"), f"{document.path.parent.name}/context.yml", ContextFile).value
    write_bytes(document.path, content)
    return Document(document.path, content, meta)


def new_id(group: FieldGroup, entry: Mapping[str, Any], taken: Sequence[str]) -> str:
    """An id for a new entry, from its first field; never one that is in use."""
    stem = slug(str(entry[group.asks[0].name])).removeprefix("x-")[:40].strip("-")
    name = stem if stem[0].isalpha() and group.field == "actors" else f"{group.prefix}-{stem}"
    return next(found for found in _numbered(name) if found not in taken)


def lacking(group: FieldGroup, entry: Mapping[str, Any]) -> list[Ask]:
    """Fields without which a new entry is not valid."""
    return [ask for ask in group.asks if required(group, ask) and entry.get(ask.name) is None]


def _edited(content: bytes, changes: Changes) -> bytes:
    """The file's bytes with ``changes``; a mark at its start and the ends of its lines stay as an editor wrote them."""
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    windows = b"\r\n" in content
    text = changed(content.decode("utf-8-sig").replace("\r\n", "\n"), changes)
    return mark + (text.replace("\n", "\r\n") if windows else text).encode()


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
