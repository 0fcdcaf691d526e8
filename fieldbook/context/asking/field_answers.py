"""What somebody types for a field of ``context.yml`` -> the value that the file holds, and back.

Kinds, closed lists and limits come from the models, so that an answer taken here is never refused by the file.
"""

from __future__ import annotations

import datetime as dt
import re
import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from fieldbook.context.asking.field_kinds import Ask, FieldGroup
from fieldbook.context.asking.pack_fields import choice_words, scale_words
from fieldbook.context.pack_table import value_message
from fieldbook.core.i18n import _

Kind = Literal["line", "text", "date", "scale", "choice", "flag", "list", "choices"]
Names = Mapping[str, Mapping[str, str]]
"""``areas`` and ``actors``: id -> name, of the pack."""


def kind_of(group: FieldGroup, ask: Ask) -> Kind:
    """How the field is asked."""
    inner, many = _inner(_field(group, ask).annotation)
    if many:
        return "choices" if get_origin(inner) is Literal else "list"
    if ask.refers or get_origin(inner) is Literal:
        return "choice"
    kinds: dict[Any, Kind] = {bool: "flag", int: "scale", dt.date: "date"}
    return kinds.get(inner, "text" if ask.long else "line")


def required(group: FieldGroup, ask: Ask) -> bool:
    """Whether the file is not valid without it."""
    return _field(group, ask).is_required()


def options(group: FieldGroup, ask: Ask, names: Names) -> list[tuple[str, str]]:
    """Each value that may be chosen, as it is typed, with its words; empty where anything may be written."""
    kind = kind_of(group, ask)
    if kind == "scale":
        return [(str(value), f"{value} {words}") for value, words in scale_words(ask.name).items()]
    if kind == "flag":
        return [("yes", _("yes")), ("no", _("no"))]
    if kind == "choice" and ask.refers:
        return [(name, name) for name in written(names[ask.refers]).values()]
    inner, _many = _inner(_field(group, ask).annotation)
    return [(str(value), choice_words(value)) for value in get_args(inner)] if get_origin(inner) is Literal else []


def value_of(group: FieldGroup, ask: Ask, typed: str, names: Names) -> Any:
    """The value for what was typed; None for nothing.

    Raises
    ------
    ValueError
        It does not fit; the text says why.
    """
    text = typed.strip()
    if not text:
        return None
    raw = _raw(group, ask, text, names)
    field = _field(group, ask)
    limited: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    try:
        value = TypeAdapter(limited).validate_python(raw)
    except ValidationError as error:
        raise ValueError(value_message(error.errors(include_url=False)[0])) from None
    return list(value) if isinstance(value, tuple) else value


def typed_of(ask: Ask, value: Any, names: Names) -> str:
    """What one would type for ``value``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(typed_of(ask, part, names) for part in value)
    return written(names[ask.refers]).get(str(value), str(value)) if ask.refers else str(value)


def _field(group: FieldGroup, ask: Ask) -> FieldInfo:
    return group.model.model_fields[ask.name]


def _inner(annotation: Any) -> tuple[Any, bool]:
    """The type of one value, and whether there may be several."""
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    if get_origin(annotation) is Annotated:
        return _inner(get_args(annotation)[0])
    if get_origin(annotation) is tuple:
        return _inner(get_args(annotation)[0])[0], True
    return annotation, False


def _raw(group: FieldGroup, ask: Ask, text: str, names: Names) -> Any:
    kind = kind_of(group, ask)
    match kind:
        case "date":
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
                raise ValueError(_("is not a date as 2024-01-31"))
            return text
        case "scale":
            if not re.fullmatch(r"[-\u2212]?\d{1,2}", text):
                raise ValueError(_("is not a whole number"))
            return int(text.replace("\u2212", "-"))
        case "flag":
            return _chosen(text, {"yes": ["y", _("yes"), "true"], "no": ["n", _("no"), "false"]}) == "yes"
        case "choice":
            return _one(group, ask, text, names)
        case "list" | "choices":
            parts = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
            one = kind == "choices" or ask.refers
            return list(dict.fromkeys(_one(group, ask, part, names) if one else part for part in parts))
        case _:
            return " ".join(text.split())


def _one(group: FieldGroup, ask: Ask, text: str, names: Names) -> str:
    if ask.refers:
        return _chosen(text, {key: [name] for key, name in written(names[ask.refers]).items()})
    return _chosen(text, {value: [words] for value, words in options(group, ask, names)})


def _chosen(text: str, known: Mapping[str, Sequence[str]]) -> str:
    """The value that ``text`` names: itself, one of its words, or how only one of them begins; in any case."""
    wanted = " ".join(text.split()).casefold()
    spelt = {value: [word.casefold() for word in (value, *words)] for value, words in known.items()}
    exact = [value for value, words in spelt.items() if wanted in words]
    begun = [value for value, words in spelt.items() if any(word.startswith(wanted) for word in words)]
    if exact or len(begun) == 1:
        return (exact or begun)[0]
    shown = ", ".join(list(known) if len(known) <= 12 else [*list(known)[:12], "…"]) or _("none yet")
    raise ValueError(_("{text} is none of: {known}").format(text=repr(text[:60]), known=shown))


def written(names: Mapping[str, str]) -> dict[str, str]:
    """Each entry's name on one line; with its id where two have the same name."""
    lines = {key: " ".join(name.split()) for key, name in names.items()}
    twice = {name for name in lines.values() if list(lines.values()).count(name) > 1}
    return {key: f"{name} ({key})" if name in twice else name for key, name in lines.items()}
