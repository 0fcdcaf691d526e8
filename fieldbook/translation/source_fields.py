"""Texts that people read in models of sources: the fields marked as ``Prose``, each with a name that stays."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from fieldbook.model.base import Translated

M = TypeVar("M", bound=BaseModel)

Reword = Callable[[str, str], str]
"""Given a text's name, such as ``m1-i-tiers.options[2].feedback``, and the text: what stands there instead."""


@dataclasses.dataclass(frozen=True)
class _Place:
    name: str
    """An entry of a list stands here with its ``id`` where it has one."""
    field: str
    """As problems name it, with the numbers of entries."""


_Put = Callable[[_Place, str], str]


def reworded(part: M, reword: Reword) -> M:
    """``part`` with every text that people read put through ``reword``, in the order of the model's fields.

    An entry of a list is named by its ``id`` where it has one, so that its texts keep their names when others come
    before it; entries of the one list that a file consists of are named by their ids alone.
    """
    return _model(part, _Place("", ""), lambda place, text: reword(place.name, text))


def field_texts(part: BaseModel) -> list[tuple[str, str, str]]:
    """Every text that people read: its name, its field as problems name it, and the text itself."""
    found: list[tuple[str, str, str]] = []

    def note(place: _Place, text: str) -> str:
        found.append((place.name, place.field, text))
        return text

    _model(part, _Place("", ""), note)
    return found


def _model(part: M, place: _Place, put: _Put) -> M:
    changes = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        alias = type(part).model_fields[name].alias or name
        alone = not place.field and name in _LISTS_OF_FILES
        inside = _Place("" if alone else _joined(place.name, alias), _joined(place.field, alias))
        changed = _value(value, inside, put, prose=_is_prose(type(part), name))
        if changed is not value:
            changes[name] = changed
    return part.model_copy(update=changes) if changes else part


def _value(value: Any, place: _Place, put: _Put, *, prose: bool) -> Any:
    if isinstance(value, BaseModel):
        return _model(value, place, put)
    if isinstance(value, str):
        return put(place, value) if prose else value
    if isinstance(value, tuple):
        found = tuple(_value(one, _entry(place, one, n), put, prose=prose) for n, one in enumerate(value))
        return value if all(old is new for old, new in zip(value, found, strict=True)) else found
    if isinstance(value, Mapping):
        inner = {key: _Place(f"{place.name}.{key}", f"{place.field}.{key}") for key in value}
        return {key: _value(one, inner[key], put, prose=prose) for key, one in value.items()} if value else value
    return value


def _entry(place: _Place, one: Any, number: int) -> _Place:
    name = getattr(one, "id", None)
    field = f"{place.field}[{number}]"
    return _Place(_joined(place.name, str(name)) if name else f"{place.name}[{number}]", field)


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


_LISTS_OF_FILES = frozenset({"items", "terms"})
"""The field whose entries a bank or a glossary consists of."""


@cache
def _is_prose(model: type[BaseModel], name: str) -> bool:
    field = model.model_fields[name]
    return any(isinstance(mark, Translated) for mark in field.metadata) or _marked(field.annotation)


def _marked(annotation: Any) -> bool:
    """Whether the mark stands in a tuple, a mapping or an alternative."""
    marks = getattr(annotation, "__metadata__", ())
    return any(isinstance(mark, Translated) for mark in marks) or any(map(_marked, get_args(annotation)))
