"""Golden files: what a format writes for the tiny course, to be read in a diff.

Accept a change with ``FIELDBOOK_ACCEPT=1 python -m pytest tests/export`` after reading it; never in CI.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def same_as_golden(name: str, files: Mapping[str, str]) -> None:
    """Assert that ``files`` (path and text) are those of the golden folder ``name``."""
    folder = FOLDER / name
    if os.environ.get("FIELDBOOK_ACCEPT") and not os.environ.get("CI"):
        for old in folder.rglob("*"):
            if old.is_file():
                old.unlink()
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
    golden = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }
    assert sorted(files) == sorted(golden)
    for path, text in files.items():
        assert text == golden[path], f"{name}/{path} has changed; read the difference, then accept it"
