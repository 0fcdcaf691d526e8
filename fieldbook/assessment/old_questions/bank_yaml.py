"""Items as a bank file that people read and mend: the order of fields, the indents and the empty lines of ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from fieldbook.assessment.old_questions.old_text import Item

_FIELDS = (
    *("id", "type", "objective", "level", "stem", "difficulty", "source"),
    *("options", "gaps", "extra", "otherwise", "unit"),
)
_PART = ("id", "text", "key", "score", "accept", "tolerance", "feedback", "options")


class _Dumper(yaml.SafeDumper):
    """Lists stand deeper than their key; text of several lines stands as a block."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002 the library's
        del indentless
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


class _Row(list[str]):
    """A list on one line."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


def _row(dumper: yaml.SafeDumper, row: _Row) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", list(row), flow_style=True)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Row, _row)


def bank_text(head: str, module: str, items: Sequence[Item]) -> str:
    """The file. ``head`` is what its comment says, without signs."""
    comment = "".join(f"# {line}\n" for line in head.splitlines())
    blocks = [_block(item) for item in items]
    return f"{comment}module: {module}\nitems:\n" + "\n".join(blocks)


def _block(item: Item) -> str:
    ordered: Item = {field: _shaped(field, item[field]) for field in _FIELDS if field in item}
    text = yaml.dump([ordered], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=116)
    return "".join(f"  {line}" if line.strip() else line for line in text.splitlines(keepends=True))


def _shaped(field: str, value: Any) -> Any:
    if field in {"source", "extra", "accept"}:
        return _Row(value)
    if field in {"options", "gaps"}:
        return [{name: _shaped(name, part[name]) for name in _PART if name in part} for part in value]
    return value
