"""Which activities a notebook shows: the ids in its calls of ``fb.check(…)`` and the like, read without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from fieldbook.course.notebook import Cell, Notebook


def calls(notebook: Notebook, name: str) -> Iterator[tuple[Cell, int, str]]:
    """Cell, line in the cell and id, for each text given to a function ``name`` of a module: ``fb.check("a", "b")``."""
    for cell in notebook.cells:
        if cell.kind != "code":
            continue
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:
            continue  # found when the notebook runs, with a better message
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield cell, argument.lineno, argument.value
