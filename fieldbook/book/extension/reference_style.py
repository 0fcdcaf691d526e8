"""The style of references: pybtex's plain one, which formats each entry once in a process."""

from __future__ import annotations

from typing import Any

import pybtex.plugin
from pybtex.style.formatting.plain import Style as PlainStyle
from sphinx.application import Sphinx

STYLE = "fieldbook"
_formatted: dict[tuple[str, str], Any] = {}


class FieldbookStyle(PlainStyle):  # type: ignore[misc]
    """Formatting two hundred entries takes half a second, and Sphinx asks for them in every build."""

    def format_entry(self, label: str, entry: Any, bib_data: Any = None) -> Any:
        """As in the plain style; an entry that has not changed is not formatted again."""
        persons = [(role, *map(str, people)) for role, people in entry.persons.items()]
        key = (label, repr((entry.key, entry.type, sorted(entry.fields.items()), persons)))
        if key not in _formatted:
            _formatted[key] = super().format_entry(label, entry, bib_data)
        return _formatted[key]


def setup_references(app: Sphinx) -> None:
    """Make the style known to pybtex before the bibliography asks for it."""
    del app
    pybtex.plugin.register_plugin("pybtex.style.formatting", STYLE, FieldbookStyle)
