"""Faults in notebook files."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fieldbook.core.problems import CourseError
from fieldbook.course.notebook import parse_notebook


def _notebook(**changes: Any) -> str:
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# A\n", "text"]} | changes
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}, indent=1)


def test_cells_know_their_line() -> None:
    cell = parse_notebook(_notebook(), "m.ipynb").cells[0]
    assert (cell.source, cell.line) == ("# A\ntext", 8)


FAULTS = {
    "not JSON": (
        "{",
        "m.ipynb:1: is not valid JSON (Expecting property name enclosed in double quotes). Open and save it in JupyterLab. [FB-NB-01]",
    ),
    "format 3": (
        '{"nbformat": 3, "worksheets": []}',
        "m.ipynb:1 nbformat: is not a notebook of format 4 (nbformat is 3). Open and save it in JupyterLab. [FB-NB-02]",
    ),
    "a list": (
        "[]",
        "m.ipynb:1 nbformat: is not a notebook of format 4 (nbformat is None). Open and save it in JupyterLab. [FB-NB-02]",
    ),
    "no cell id": (
        _notebook(id=None),
        "m.ipynb:1 cells[0]: has no valid id (nbformat 4.5). Open and save it in JupyterLab. [FB-NB-03]",
    ),
    "stored outputs": (
        _notebook(cell_type="code", outputs=[{"output_type": "stream"}]),
        "m.ipynb:1 cells[0]: has stored outputs. Clear all outputs and save. [FB-NB-04]",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault(name: str) -> None:
    text, message = FAULTS[name]
    with pytest.raises(CourseError) as caught:
        parse_notebook(text, "m.ipynb")
    assert str(caught.value) == message
