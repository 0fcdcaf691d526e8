"""Writes ``docs/context-fields.md``: the fields that are asked, from the words that the questions use.

.venv/bin/python tools/context_fields.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fieldbook.context.asking.field_answers import kind_of, options, required
from fieldbook.context.asking.field_kinds import Ask, FieldGroup
from fieldbook.context.asking.pack_fields import groups

FILE = Path(__file__).parent.parent / "docs" / "context-fields.md"
_HEAD = """\
# Fields that only people know

`fieldbook context new NAME` asks for these, in this order, in the terminal or with `--form` in the browser. Examples are those of the fictional mission
Ondara. The words stand in `fieldbook/context/asking/fields_mission.py` and `fields_people.py`; `tools/context_fields.py` makes this page from them.
"""


def page() -> str:
    """The whole page."""
    return _HEAD + "".join(_section(part) for part in groups())


def _section(part: FieldGroup) -> str:
    where = f"`{part.field}`" if part.field else "top of `context.yml`"
    head = f"\n## {part.title}\n\n{part.help} Whom to ask: {part.whom}. Field: {where}. {part.need}\n\n"
    return head + "| field | what | takes | example |\n| --- | --- | --- | --- |\n" + "".join(_rows(part))


def _rows(part: FieldGroup) -> Iterator[str]:
    for ask in part.asks:
        needed = " (needed)" if required(part, ask) else ""
        cells = (f"`{ask.name}`{needed}", f"{ask.label}. {ask.help}", _takes(part, ask), ask.example)
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n"


def _takes(part: FieldGroup, ask: Ask) -> str:
    kind = kind_of(part, ask)
    if ask.refers:
        return f"{'names' if kind == 'list' else 'the name'} from `{ask.refers}`"
    known = options(part, ask, {})
    if kind == "scale":
        return f"{known[0][1]}, to {known[-1][1]}"
    if known:
        return ", ".join(value for value, _words in known)
    return {"date": "a date as 2024-01-31", "list": "several, parted by semicolons", "text": "sentences"}.get(
        kind, "a line"
    )


if __name__ == "__main__":
    FILE.write_text(page(), "utf-8")
