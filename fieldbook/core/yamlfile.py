"""YAML file -> plain data with line numbers -> typed model, with every fault as a ``Problem``.

Two steps, so that nearly all tests need no file: ``parse_yaml`` takes text, ``read_yaml`` opens the file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.textfile import read_text
from fieldbook.core.validation import message_and_remedy

M = TypeVar("M", bound=BaseModel)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_FIELDS = 200_000
"""Aliases of aliases grow tenfold with each line; no source of a course comes near."""
_MAX_DEPTH = 30


@dataclasses.dataclass(frozen=True)
class Loaded(Generic[M]):
    """A typed object and where each of its fields stands in the file."""

    value: M
    path: str
    lines: Mapping[str, int]

    def line(self, field: str) -> int:
        """Line of ``field`` (such as ``items[3].key``), or of its nearest ancestor that stands in the file."""
        return nearest_line(self.lines, field)

    def problem(self, field: str, message: str, remedy: str, code: str, *, warning: bool = False) -> Problem:
        """A fault of ``field`` with the line filled in."""
        return Problem(self.path, self.line(field), field, message, remedy, code, warning)


def nearest_line(lines: Mapping[str, int], field: str) -> int:
    """Line of ``field`` or of the nearest ancestor in ``lines``; 1 where nothing matches."""
    while field and field not in lines:
        cut = max(field.rfind("."), field.rfind("["))
        field = field[:cut] if cut > 0 else ""
    return lines.get(field, 1)


def read_yaml(path: Path, model: type[M], root: Path) -> Loaded[M]:
    """Read ``path`` as ``model``; paths in problems are relative to ``root``.

    Raises
    ------
    CourseError
        With every fault of the file: not readable, not UTF-8, not YAML, unknown or missing keys, wrong values.
    """
    return parse_yaml(read_text(path, root), _relative(path, root), model)


def parse_yaml(text: str, path: str, model: type[M]) -> Loaded[M]:
    """Parse ``text``; ``path`` only names it in problems. Raises ``CourseError`` as ``read_yaml`` does."""
    data, lines = _plain(text, path)
    try:
        value = model.model_validate(data)
    except ValidationError as error:
        raise CourseError(_problems(error, data, path, lines)) from None
    return Loaded(value, path, lines)


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _plain(text: str, path: str) -> tuple[Any, dict[str, int]]:
    lines: dict[str, int] = {}
    faults: list[Problem] = []
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        data = None if node is None else _value(loader, node, "", path, lines, faults)
    except yaml.YAMLError as error:
        raise CourseError([_syntax_problem(error, path)]) from None
    finally:
        loader.dispose()
    if faults:
        raise CourseError(faults)
    return data, lines


def _value(loader: Any, node: yaml.Node, field: str, path: str, lines: dict[str, int], faults: list[Problem]) -> Any:
    lines[field] = node.start_mark.line + 1
    if len(lines) > _MAX_FIELDS:
        message = _("has more than {most} fields").format(most=_MAX_FIELDS)
        remedy = _("Remove aliases that repeat others.")
        raise CourseError([Problem(path, lines[field], "", message, remedy, "FB-YAML-05")])
    if field.count(".") + field.count("[") > _MAX_DEPTH:
        faults.append(
            Problem(
                path,
                lines[field],
                field[:60],
                _("is nested too deeply"),
                _("Remove aliases that contain themselves."),
                "FB-YAML-05",
            )
        )
        return None
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, child, f"{field}[{n}]", path, lines, faults) for n, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(loader, node, field, path, lines, faults))
    return loader.construct_object(node)


def _pairs(
    loader: Any, node: yaml.MappingNode, field: str, path: str, lines: dict[str, int], faults: list[Problem]
) -> Iterator[tuple[Any, Any]]:
    seen: set[object] = set()
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            faults.append(Problem(path, line, field, _("a key must be a word"), _("Put it in quotes."), "FB-YAML-04"))
            continue
        key = key_node.value
        name = f"{field}.{key}" if field else key
        if key in seen:
            faults.append(Problem(path, line, name, _("stands twice"), _("Keep one of the two."), "FB-YAML-03"))
        seen.add(key)
        value = _value(loader, value_node, name, path, lines, faults)
        lines[name] = line
        yield key, value


def _syntax_problem(error: yaml.YAMLError, path: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or _("is not readable")
    return Problem(
        path,
        mark.line + 1 if mark else 1,
        "",
        _("is not valid YAML: {what}").format(what=what),
        _("Check quotes, colons and the depth of the lines around here."),
        "FB-YAML-01",
    )


def _problems(error: ValidationError, data: Any, path: str, lines: dict[str, int]) -> Iterator[Problem]:
    for fault in error.errors():
        field = _field(fault["loc"], data)
        if fault["type"] == "too_short" and fault["ctx"]["actual_length"] < _length(data, fault["loc"]):
            continue  # pydantic did not count entries that have faults of their own
        if fault["type"] == "union_tag_invalid":
            message = _("is not a known type")
            remedy = _("Use one of {tags}.").format(tags=fault["ctx"]["expected_tags"])
        elif fault["type"] == "union_tag_not_found":
            message, remedy = _("is missing"), _("Add it.")
        else:
            message, remedy = message_and_remedy(fault)
        field += ".type" if fault["type"].startswith("union_tag_") else ""
        yield Problem(path, nearest_line(lines, field), field, message, remedy, "FB-YAML-02")


def _length(data: Any, loc: tuple[int | str, ...]) -> int:
    for part in loc:
        if isinstance(part, int) or (isinstance(data, dict) and part in data):
            data = data[part]
    return len(data) if isinstance(data, list) else 0


def _field(loc: tuple[int | str, ...], data: Any) -> str:
    """``('items', 3, 'some-type', 'key')`` -> ``items[3].key``: tags of unions are not keys of the file."""
    field, last = "", len(loc) - 1
    for place, part in enumerate(loc):
        if isinstance(part, int):
            field += f"[{part}]"
            data = data[part] if isinstance(data, list) and part < len(data) else None
        elif isinstance(data, dict) and (part in data or place == last):
            field += f".{part}" if field else part
            data = data.get(part)
    return field
