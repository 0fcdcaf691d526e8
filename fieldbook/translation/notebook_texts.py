"""Texts that people read in notebooks: Markdown cells, and the questions that code cells put beneath figures."""

from __future__ import annotations

import ast
import copy
import dataclasses
from collections.abc import Callable, Iterator
from functools import partial

from fieldbook.course.notebook import Cell, Notebook
from fieldbook.translation.markdown_texts import Block, blocks, reworded_markdown

QUESTION = "question"
"""The argument of a figure that people read. Cells run once for all languages, so it is translated in the output."""


@dataclasses.dataclass(frozen=True)
class CellText:
    """A text of a cell. ``name`` is the cell's id, for a figure's question with ``.question`` behind it."""

    name: str
    text: str
    what: str
    line: int


def notebook_texts(notebook: Notebook) -> Iterator[CellText]:
    """Every text of ``notebook``, in order."""
    for cell in notebook.cells:
        if cell.kind == "markdown":
            for block in blocks(cell.source):
                yield CellText(cell.id, block.text, _what(block), cell.line)
        elif cell.kind == "code":
            for text in _questions(cell):
                yield CellText(f"{cell.id}.{QUESTION}", text, QUESTION, cell.line)


def reworded_notebook(notebook: Notebook, reword: Callable[[str, str], str]) -> Notebook:
    """``notebook`` with the texts of its Markdown cells put through ``reword`` (name and text)."""
    raw = copy.deepcopy(dict(notebook.raw))
    cells = []
    for cell, data in zip(notebook.cells, raw["cells"], strict=True):
        if cell.kind == "markdown":
            source = reworded_markdown(cell.source, partial(_put, cell.id, reword))
            data["source"] = source
            cells.append(dataclasses.replace(cell, source=source))
        else:
            cells.append(cell)
    return dataclasses.replace(notebook, cells=tuple(cells), raw=raw)


def _put(cell: str, reword: Callable[[str, str], str], block: Block) -> str:
    return reword(cell, block.text)


def _what(block: Block) -> str:
    return f"{block.inside}: {block.what}" if block.inside else block.what


def _questions(cell: Cell) -> Iterator[str]:
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        return  # found when the notebook runs, with a better message
    for node in ast.walk(tree):
        for argument in node.keywords if isinstance(node, ast.Call) else ():
            value = argument.value
            if argument.arg == QUESTION and isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value
