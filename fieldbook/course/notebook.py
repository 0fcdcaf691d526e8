"""A page's notebook: nbformat 4, read and validated, with the file line of each cell."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.textfile import read_text

_FENCE = re.compile(r"`{3,}|:{3,}|~{3,}")


@dataclasses.dataclass(frozen=True)
class Cell:
    """A cell; ``line`` is the line of its id in the notebook file, where an editor finds it."""

    id: str
    kind: str
    source: str
    tags: frozenset[str]
    line: int


@dataclasses.dataclass(frozen=True)
class Notebook:
    """A notebook file. ``raw`` is its JSON; never changed after loading."""

    path: str
    cells: tuple[Cell, ...]
    raw: Mapping[str, Any]

    @property
    def titles(self) -> tuple[str, ...]:
        """Its headings of the first level, in their source; a page has one, at its start."""
        texts = (cell.source for cell in self.cells if cell.kind == "markdown")
        return tuple(title for text in texts for title in _titles(text))


def read_notebook(path: Path, root: Path) -> Notebook:
    """Read ``path``; its name in problems is relative to ``root``.

    Raises
    ------
    CourseError
        Not JSON, not nbformat 4, cells without or with double ids, outputs stored in the file.
    """
    text = read_text(path, root)
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    return parse_notebook(text, name)


def parse_notebook(text: str, path: str) -> Notebook:
    """Parse the text of a notebook. Raises ``CourseError`` as ``read_notebook`` does."""
    try:
        raw = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        message = _("is not valid JSON ({reason})").format(reason=getattr(error, "msg", _("nested too deeply")))
        raise CourseError(
            [Problem(path, line, "", message, _("Open and save it in JupyterLab."), "FB-NB-01")]
        ) from None
    problems = _faults(raw, path)
    if problems:
        raise CourseError(problems)
    return Notebook(path, tuple(_cell(cell, text) for cell in raw["cells"]), raw)


def _titles(text: str) -> Iterator[str]:
    fence = ""
    for line in text.splitlines():
        if found := _FENCE.match(line):
            fence = "" if fence and line.startswith(fence) else fence or found[0]
        elif not fence and line.startswith("# "):
            yield line.removeprefix("# ").strip()


def _faults(raw: Any, path: str) -> list[Problem]:
    if not isinstance(raw, dict) or raw.get("nbformat") != 4:
        version = raw.get("nbformat") if isinstance(raw, dict) else None
        message = _("is not a notebook of format 4 (nbformat is {version!r})").format(version=version)
        return [Problem(path, 1, "nbformat", message, _("Open and save it in JupyterLab."), "FB-NB-02")]
    cells = raw.get("cells")
    if not isinstance(cells, list):
        return [Problem(path, 1, "cells", _("is missing"), _("Open and save it in JupyterLab."), "FB-NB-03")]
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, cell in enumerate(cells):
        fault = _cell_fault(cell, seen)
        if fault:
            problems.append(
                Problem(path, 1, f"cells[{number}]", fault, _("Open and save it in JupyterLab."), "FB-NB-03")
            )
        elif cell.get("outputs"):
            problems.append(
                Problem(
                    path, 1, f"cells[{number}]", _("has stored outputs"), _("Clear all outputs and save."), "FB-NB-04"
                )
            )
    return problems


def _cell_fault(cell: Any, seen: set[str]) -> str:
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("markdown", "code", "raw"):
        return _("is not a cell")
    if not isinstance(cell.get("id"), str) or not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", cell["id"]):
        return _("has no valid id (nbformat 4.5)")
    if cell["id"] in seen:
        return _("has the id {name!r} of an earlier cell").format(name=cell["id"])
    seen.add(cell["id"])
    if not isinstance(cell.get("source"), str | list):
        return _("has no source")
    return ""


def _cell(cell: Mapping[str, Any], text: str) -> Cell:
    found = re.search(rf'"id":\s*"{re.escape(cell["id"])}"', text)
    line = text.count("\n", 0, found.start()) + 1 if found else 1
    source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    tags = cell.get("metadata", {}).get("tags", [])
    return Cell(cell["id"], cell["cell_type"], source, frozenset(tags), line)
