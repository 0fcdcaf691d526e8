"""Rules over the modules' notebooks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldbook.context.values import values
from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.course.notebook_calls import calls
from fieldbook.course.sources import Course

_SUBSTITUTION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def known_items(course: Course) -> Iterator[Problem]:
    """``fb.check("…")`` names items of the bank, each once in the course."""
    used: dict[str, str] = {}
    for notebook in course.notebooks.values():
        for cell, line, name in calls(notebook, "check"):
            field = f"cell {cell.id} line {line}"
            if name not in course.items:
                message, remedy = (
                    _("there is no item {name!r}").format(name=name),
                    _("Correct the id, or add the item to the bank."),
                )
                yield Problem(notebook.path, cell.line, field, message, remedy, "FB-NB-06")
            elif name in used:
                message, remedy = (
                    _("item {name!r} is already asked in {used}").format(name=name, used=used[name]),
                    _("Use another item here."),
                )
                yield Problem(notebook.path, cell.line, field, message, remedy, "FB-NB-07")
            else:
                used[name] = _("{notebook} cell {cell}").format(notebook=notebook.path, cell=cell.id)


def known_substitutions(course: Course) -> Iterator[Problem]:
    """``{{ … }}`` in text names a value of the context, and nothing more than a name."""
    known = {f"{group}.{name}" for group, names in values(course.context).items() for name in names}
    for notebook in course.notebooks.values():
        for cell in notebook.cells:
            if cell.kind != "markdown":
                continue
            for match in _SUBSTITUTION.finditer(cell.source):
                name = match[1].strip()
                if name not in known:
                    line = cell.source.count("\n", 0, match.start()) + 1
                    remedy = _("docs/architecture.md lists the names.")
                    message = _("unknown substitution {name!r}").format(name=name)
                    yield Problem(notebook.path, cell.line, f"cell {cell.id} line {line}", message, remedy, "FB-SUB-01")
