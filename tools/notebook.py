"""Turn a MyST Markdown draft (jupytext ``md:myst``) into a lesson's notebook.

    python tools/notebook.py draft.md modules/1-mandate/1-elements.ipynb m1

The notebook is the source from then on. The result is nbformat 4.5 without outputs, the same bytes for the same draft.
A cell's id is ``id`` of its metadata (``+++ {"id": "m1-opening"}`` or ``:id: m1-opening`` in a code cell); without one
it is made from the module and the cell's heading, figure or check, and a number where two cells would share it.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import jupytext
import nbformat

_ROLES = (
    (re.compile(r"^#+\s+(.+)$", re.MULTILINE), "{}"),
    (re.compile(r"fb\.figures\.(\w+)\("), "fig-{}"),
    (re.compile(r"fb\.(check)\("), "{}"),
    (re.compile(r"^import (fieldbook)", re.MULTILINE), "setup"),
    (re.compile(r"^`{3,}\{(\w+)\}", re.MULTILINE), "{}"),
)


def convert(text: str, module: str) -> str:
    """The notebook's JSON for the draft ``text``."""
    draft = jupytext.reads(text, fmt="md:myst")
    taken: set[str] = set()
    cells = []
    for cell in draft.cells:
        name = _unused(cell.metadata.get("id") or f"{module}-{_role(cell.source)}", taken)
        tags = {"tags": sorted(cell.metadata["tags"])} if cell.metadata.get("tags") else {}
        make = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
        cells.append(make(cell.source.strip(), id=name, metadata=tags))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return f"{nbformat.writes(notebook)}\n"


def _role(source: str) -> str:
    for pattern, form in _ROLES:
        found = pattern.search(source)
        if found:
            return _slug(form.format(found[1]))
    return "text"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].rstrip("-")


def _unused(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free)
    return free


def main(arguments: list[str]) -> int:
    """Read the draft, write the notebook."""
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    source, target, module = arguments
    Path(target).write_text(convert(Path(source).read_text("utf-8"), module), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
