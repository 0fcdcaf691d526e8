"""Reads the learner's record as the player saves it (``record.py``).

A whole record takes the short way. A damaged one gives what can be saved, entry by entry, and says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import pydantic_core
from pydantic import TypeAdapter, ValidationError

from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.model.record import Attempt, Record, migrate
from fieldbook.results.result_entries import (
    EDITION,
    GROUPS,
    GivenAnswer,
    PracticeAnswer,
    ScenarioWay,
    Sheet,
    Sitting,
    WrittenText,
    group_value,
    packed,
    parted,
)
from fieldbook.results.result_faults import newer, not_ours, partly

MOST = 2_000_000
"""Bytes of a record; the player refuses larger ones too."""

_MAPS = ("read", "answers", "choices", "positions", "scenarios", "products", "attempts")
_VERSION: int = get_args(Record.model_fields["version"].annotation)[0]
_SHOWN = 20
_MOST_ENTRIES = 5000


def is_record(data: bytes) -> bool:
    """Whether ``data`` begins like a record."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") and b'"fieldbook-record"' in head


def read_record(name: str, data: bytes) -> Iterator[Sheet | Problem]:
    """The sheet of one record, after what had to be left out."""
    text = data.removeprefix(b"\xef\xbb\xbf")
    try:
        yield _sheet(Record.model_validate_json(text))
    except ValidationError:
        yield from _saved(name, text)


def _saved(name: str, data: bytes) -> Iterator[Sheet | Problem]:
    try:
        value = pydantic_core.from_json(data)
    except ValueError:
        try:
            value = pydantic_core.from_json(data, allow_partial=True)
        except ValueError:
            yield not_ours(name, _("is damaged: it is not JSON"))
            return
        yield partly(name, "", _("is cut off"))
    if not isinstance(value, dict):
        yield not_ours(name, _("is damaged: it is not a record"))
        return
    version = value.get("version")
    if isinstance(version, int) and version > _VERSION:
        what = _("is a record of version {version}, known is up to {known}").format(version=version, known=_VERSION)
        yield newer(name, what)
        return
    yield from _entries(name, migrate(value))


def _entries(name: str, value: Any) -> Iterator[Sheet | Problem]:
    """Every entry that is whole. Without course, context and build nobody knows what an answer belongs to."""
    kept: dict[str, Any] = {
        "learner": {},
        "saved": None,
        "place": None,
        "build": "",
        "lang": "en",
        "format": "fieldbook-record",
    }
    faults: list[Problem] = []
    for field, model in Record.model_fields.items():
        if field in _MAPS:
            kept[field] = _map_entries(name, field, value.get(field, {}), faults)
            continue
        try:
            kept[field] = TypeAdapter(model.rebuild_annotation()).validate_python(value[field])
        except (ValidationError, KeyError):
            if field not in kept:
                yield not_ours(name, _("is damaged: it does not say its {field}").format(field=field))
                return
            if field in value:
                faults.append(partly(name, field, _("does not fit")))
    unknown = sorted(set(map(str, value)) - set(Record.model_fields))
    faults.extend(partly(name, field[:60], _("is not known")) for field in unknown)
    yield from faults[:_SHOWN]
    if len(faults) > _SHOWN:
        yield partly(name, "", _("{count} more parts cannot be used").format(count=len(faults) - _SHOWN))
    yield _sheet(Record.model_construct(**kept))


_ENTRY = {field: TypeAdapter(Record.model_fields[field].rebuild_annotation()) for field in _MAPS}


def _map_entries(name: str, field: str, value: Any, faults: list[Problem]) -> dict[str, Any]:
    if not isinstance(value, dict):
        faults.append(partly(name, field, _("does not fit")))
        return {}
    kept: dict[str, Any] = {}
    if len(value) > _MOST_ENTRIES:
        faults.append(
            partly(name, field, _("has too many entries; the first {count} were read").format(count=_MOST_ENTRIES))
        )
    for key, entry in list(value.items())[:_MOST_ENTRIES]:
        whole = _whole(field, key, entry) or (_part_of_attempt(key, entry) if field == "attempts" else None)
        if whole is None or whole != _whole(field, key, entry):
            faults.append(partly(name, f"{field}.{key}"[:100], _("does not fit")))
        kept |= whole or {}
    return kept


def _whole(field: str, key: str, entry: Any) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = _ENTRY[field].validate_python({key: entry})
    except ValidationError:
        return None
    return found


def _part_of_attempt(key: str, entry: Any) -> dict[str, Attempt] | None:
    """A sitting with the answers that are whole."""
    if not isinstance(entry, dict) or not isinstance(entry.get("answers"), dict):
        return None
    bare = {"submitted": None, "score": None, "flags": [], "at": entry.get("started"), **entry, "answers": {}}
    good = {
        item: answer
        for item, answer in list(entry["answers"].items())[:1000]
        if _whole("attempts", key, {**bare, "answers": {item: answer}}) is not None
    }
    return _whole("attempts", key, {**bare, "answers": dict(list(good.items())[:200])})


def _sheet(record: Record) -> Sheet:
    learner = record.learner.model_dump(exclude_none=True) if not isinstance(record.learner, Mapping) else {}
    return Sheet(
        source="record",
        course=record.course,
        context=record.context,
        lang=record.lang,
        build=record.build,
        pseudonym=learner.get("pseudonym", "").strip() or None,
        groups={EDITION: record.lang}
        | {name: group_value(name, learner[name]) for name in GROUPS if learner.get(name, "").strip()},
        saved=record.saved,
        sittings=tuple(_sitting(attempt) for attempt in record.attempts.values()),
        practice=tuple(
            PracticeAnswer(GivenAnswer(item, a.variant, packed(a.response), a.score, None, a.at), a.first, a.tries)
            for item, a in record.answers.items()
        ),
        ways=tuple(
            ScenarioWay(n, packed(s.path), s.runs, packed(s.endings), s.at) for n, s in record.scenarios.items()
        ),
        written=tuple(
            WrittenText(product, field, text, entry.at)
            for product, entry in record.products.items()
            for field, text in entry.fields.items()
        ),
        lessons=len(record.read),
    )


def _sitting(attempt: Attempt) -> Sitting:
    answers, left_open = parted(
        GivenAnswer(item, a.variant, packed(a.response), a.score, a.seconds, a.at)
        for item, a in attempt.answers.items()
    )
    facts = (attempt.form, attempt.variant, attempt.started, attempt.submitted, attempt.score, attempt.at)
    return Sitting(*facts, answers, left_open)
