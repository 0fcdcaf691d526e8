"""What a form page sends -> changes of the file, and the answers that cannot be taken yet."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from fieldbook.context.asking.field_answers import required, typed_of, value_of
from fieldbook.context.asking.field_kinds import Ask, FieldGroup
from fieldbook.context.asking.pack_document import Document, lacking, new_id
from fieldbook.context.asking.pack_fields import groups
from fieldbook.core.i18n import _

Typed = Mapping[str, str]


class _Sent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SentEntry(_Sent):
    """An entry of a list; ``key`` is how the page knows it, ``id`` how the file does."""

    key: str = Field(max_length=80)
    id: str | None = Field(default=None, max_length=80)
    values: dict[str, str]


class Sent(_Sent):
    """All answers on the page. ``removed`` are ids of entries by group."""

    digest: str = Field(max_length=80)
    values: dict[str, dict[str, str]]
    entries: dict[str, list[SentEntry]]
    removed: dict[str, list[str]] = {}


@dataclasses.dataclass(frozen=True)
class AcceptedAnswers:
    """What becomes of the answers on a page."""

    changes: dict[tuple[str, ...], Any]
    faults: dict[str, str]
    """``group/key/field`` -> why the answer is not in the file; ``key`` is empty for single fields."""
    ids: dict[str, str]
    """Key of a new entry -> its id in the file."""


def accepted_answers(document: Document, sent: Sent) -> AcceptedAnswers:
    """Compare ``sent`` with the file: only what differs is a change, and what is not valid stays out of it."""
    found = AcceptedAnswers({}, {}, {})
    for group in groups():
        if not group.many:
            _single(document, group, sent.values.get(group.field, {}), found)
            continue
        known = {entry.id: entry for entry in document.entries(group)}
        for entry in sent.entries.get(group.field, []):
            if entry.id in known:
                _values(document, group, known[entry.id], (entry.key, entry.values), found)
            elif entry.id is None:
                _new(document, group, entry, found)
        for name in sent.removed.get(group.field, []):
            _removed(document, group, name, found)
    return found


def _single(document: Document, group: FieldGroup, typed: Typed, found: AcceptedAnswers) -> None:
    for ask, value in _differing(document, group, None, "", typed, found):
        found.changes[group.field, ask.name] = value


def _values(document: Document, group: FieldGroup, entry: Any, sent: tuple[str, Typed], found: AcceptedAnswers) -> None:
    key, typed = sent
    for ask, value in _differing(document, group, entry, key, typed, found):
        found.changes[group.field, entry.id, ask.name] = value


def _differing(
    document: Document, group: FieldGroup, entry: Any, key: str, typed: Typed, found: AcceptedAnswers
) -> Iterator[tuple[Ask, Any]]:
    for ask in group.asks:
        held = document.value(group, ask, entry)
        answer = typed.get(ask.name)
        if answer is None or answer.strip() == typed_of(ask, held, document.names):
            continue
        value = _value(document, group, ask, answer, key, found)
        if value is None and required(group, ask) and f"{group.field}/{key}/{ask.name}" not in found.faults:
            found.faults[f"{group.field}/{key}/{ask.name}"] = _("is needed; the file keeps what it has")
        elif value is not None or not answer.strip():
            yield ask, value


def _new(document: Document, group: FieldGroup, entry: SentEntry, found: AcceptedAnswers) -> None:
    if not any(answer.strip() for answer in entry.values.values()):
        return
    values: dict[str, Any] = {}
    for ask in group.asks:
        value = _value(document, group, ask, entry.values.get(ask.name, ""), entry.key, found)
        if value is not None:
            values[ask.name] = value
    for ask in lacking(group, values):
        path = f"{group.field}/{entry.key}/{ask.name}"
        found.faults.setdefault(path, _("is needed before this entry is kept"))
    if any(path.startswith(f"{group.field}/{entry.key}/") for path in found.faults):
        return
    inside = [known.id for known in document.entries(group)] + list(found.ids.values())
    name = new_id(group, values, inside)
    found.ids[entry.key] = name
    found.changes[group.field, name] = {"id": name} | values


def _value(document: Document, group: FieldGroup, ask: Ask, answer: str, key: str, found: AcceptedAnswers) -> Any:
    try:
        return value_of(group, ask, answer, document.names)
    except ValueError as fault:
        found.faults[f"{group.field}/{key}/{ask.name}"] = str(fault)
        return None


def _removed(document: Document, group: FieldGroup, name: str, found: AcceptedAnswers) -> None:
    """Take an entry out; an actor that a threat names stays."""
    if name not in [entry.id for entry in document.entries(group)] or group.field == "areas":
        return
    if group.field == "actors" and any(threat.actor == name for threat in document.meta.threats):
        found.faults[f"actors/{name}/name"] = _("is named by a threat; change the threat first")
        return
    found.changes[group.field, name] = None
