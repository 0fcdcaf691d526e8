"""Every notebook runs in a real Jupyter kernel in every shipped context, as an author or a trainer would run it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_notebook.execution import execute_notebook
from pytest_notebook.notebook import load_notebook

from building import PROJECT

NOTEBOOKS = sorted(
    [
        *(PROJECT / "modules").glob("*/1-*.ipynb"),
        PROJECT / "modules/1-mandate/3-law.ipynb",
        PROJECT / "modules/1-mandate/8-document.ipynb",
    ]
)
"""In each module the first lesson, and one with a scenario and one with a document: a kernel takes two seconds to start."""
CONTEXTS = sorted(path.parent.name for path in (PROJECT / "contexts").glob("*/context.yml"))


@pytest.mark.acceptance
@pytest.mark.slow
@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_notebook_runs(path: Path, context: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDBOOK_CONTEXT", context)
    monkeypatch.delenv("FIELDBOOK_BUILD", raising=False)
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    notebook = load_notebook(str(path))
    result = execute_notebook(notebook, cwd=str(path.parent), timeout=120)
    assert result.exec_error is None
    shown = [output for cell in result.notebook.cells for output in cell.get("outputs", [])]
    payloads = [output for output in shown if "application/vnd.fieldbook+json" in output.get("data", {})]
    assert payloads
    assert all("text/html" in output["data"] and "text/plain" in output["data"] for output in payloads)
