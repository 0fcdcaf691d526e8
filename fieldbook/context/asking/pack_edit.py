"""Changes single values of ``context.yml``: comments, the author's order and all other lines stay."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml as pyyaml
from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark
from ruamel.yaml.scalarstring import DoubleQuotedScalarString
from ruamel.yaml.tokens import CommentToken

from fieldbook.context.asking.empty_pack import without_samples
from fieldbook.context.asking.field_kinds import FieldGroup
from fieldbook.context.asking.pack_fields import group as group_of
from fieldbook.model.context import ContextFile, Mandate

Entry = Mapping[str, Any]
Changes = Mapping[tuple[str, ...], Any]
"""(group, field) -> value; (group, id, field) -> value of an entry; (group, id) -> a new entry. None takes it out."""


def changed(text: str, changes: Changes) -> str:
    """``text`` of a ``context.yml`` that is valid, with ``changes``; lines about nothing that changes stay as they are.

    Samples that an empty or imported pack holds as comments go where the field is filled in.
    """
    given = {key: value for key, value in changes.items() if value is not None}
    text = without_samples(text, [_sampled(key) for key in given])
    yaml = _yaml(text)
    data = yaml.load(text)
    for key, value in changes.items():
        _change(data, group_of(key[0]), key[1:], value)
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _sampled(key: tuple[str, ...]) -> str:
    """The field whose sample is no longer needed."""
    group = group_of(key[0])
    if not group.field or group.field == "languages":
        return key[-1]
    return group.field.split(".")[0] if group.many and len(key) == 2 else f"{group.field}.{key[-1]}"


def _yaml(text: str) -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000  # lines stay as they were broken
    yaml.explicit_start = text.startswith("---")
    if re.search(r"^- ", text, re.MULTILINE):  # lists as an import writes them, at the margin
        yaml.indent(mapping=2, sequence=2, offset=0)
    else:
        yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _change(data: CommentedMap, group: FieldGroup, key: tuple[str, ...], value: Any) -> None:
    if not group.many:
        _put(_inside(data, group.field), group.model, key[0], value)
        return
    owner, name, model = _list_owner(data, group.field)
    entries = owner.get(name) or CommentedSeq()
    found = next((entry for entry in entries if entry["id"] == key[0]), None)
    if found is not None and len(key) > 1:
        _put(found, group.model, key[1], value)
        return
    if found is not None and value is None:
        entries.remove(found)
    elif value is not None:
        entries.append(_styled(dict(value)))
    _put(owner, model, name, entries or None)


def _inside(data: CommentedMap, field: str) -> CommentedMap:
    """The group's own part of the file, made where there is none."""
    if field in ("", "languages"):
        return data
    if data.get(field) is None:
        _put(data, ContextFile, field, CommentedMap())
    return data[field]  # type: ignore[no-any-return]


def _list_owner(data: CommentedMap, field: str) -> tuple[CommentedMap, str, type[BaseModel]]:
    if field == "mandate.tasks":
        return _inside(data, "mandate"), "tasks", Mandate
    return data, field, ContextFile


def _put(data: CommentedMap, model: type[BaseModel], key: str, value: Any) -> None:
    """Set, add at the model's place, or take out."""
    if value is None:
        data.pop(key, None)
    elif key in data:
        data[key] = _styled(value)
    else:
        order = list(model.model_fields)
        keys = list(data)
        place = next((n for n, known in enumerate(keys) if order.index(known) > order.index(key)), len(keys))
        moved = _cut(data, keys[place - 1], within=place == len(keys)) if place else ""
        data.insert(place, key, _styled(value))
        if moved:
            _paste(data, key, keys[place] if place < len(keys) else None, moved)


def _styled(value: Any) -> Any:
    """Short lists on one line, entries on lines of their own."""
    if isinstance(value, Mapping) and not isinstance(value, CommentedMap):
        return CommentedMap({key: _styled(part) for key, part in value.items()})
    if isinstance(value, Sequence) and not isinstance(value, str | CommentedSeq):
        listed = CommentedSeq(_styled(part) for part in value)
        listed.fa.set_flow_style()
        return listed
    return DoubleQuotedScalarString(value) if isinstance(value, str) and not _reads_plain(value) else value


def _reads_plain(text: str) -> bool:
    """Whether the reader takes ``text`` without quotes for itself: it knows YAML 1.1, where yes or 1:30 is no text."""
    try:
        return all(pyyaml.safe_load(form) == read for form, read in ((f"- {text}", [text]), (f"[{text}]", [text])))
    except pyyaml.YAMLError:
        return False


def _cut(data: CommentedMap, key: str, *, within: bool) -> str:
    """Take off the comment lines behind ``key``, which belong to what follows it.

    With ``within`` (nothing follows in this part of the file) lines as deep as this part stay.
    """
    owner, last = _last_scalar(data, key)
    token = _token(owner, last)
    if token is None:
        return ""
    first, newline, rest = token.value.partition("\n")
    lines = rest.splitlines(keepends=True)
    column = data.lc.col if within else 0
    start = next((n for n, line in enumerate(lines) if len(line) - len(line.lstrip(" ")) < column), len(lines))
    start = start if within else 0
    token.value = first + newline + "".join(lines[:start])
    return "".join(lines[start:])


def _last_scalar(data: CommentedMap, key: str) -> tuple[CommentedMap | CommentedSeq, Any]:
    """The deepest part that ends where the value of ``key`` ends, and its key there."""
    owner: CommentedMap | CommentedSeq = data
    last: Any = key
    while isinstance(owner[last], CommentedMap | CommentedSeq) and owner[last] and not owner[last].fa.flow_style():
        owner = owner[last]
        last = list(owner)[-1] if isinstance(owner, CommentedMap) else len(owner) - 1
    return owner, last


def _token(owner: CommentedMap | CommentedSeq, key: Any) -> CommentToken | None:
    found = owner.ca.items.get(key) or [None] * 4
    return found[2] if isinstance(owner, CommentedMap) else found[0]  # type: ignore[no-any-return]


def _paste(data: CommentedMap, key: str, following: str | None, comment: str) -> None:
    """Put comment lines before the key ``following``; at the end of ``data`` behind ``key``."""
    if following is not None:
        held = data.ca.items.setdefault(following, [None, None, None, None])
        held[1] = [CommentToken(comment, CommentMark(0), None), *(held[1] or [])]
        return
    owner, last = _last_scalar(data, key)
    token = CommentToken(f"\n{comment}", CommentMark(0), None)
    if isinstance(owner[last], CommentedMap | CommentedSeq):
        data.ca.end.append(CommentToken(comment, CommentMark(0), None))
    elif isinstance(owner, CommentedMap):
        owner.ca.items[last] = [None, None, token, None]
    else:
        owner.ca.items[last] = [token, None, None, None]
