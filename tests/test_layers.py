"""The rooms of the engine and which way imports point (docs/architecture.md)."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "fieldbook"
ROOMS = (
    *("core", "model", "web", "drawing", "player", "context", "course", "assessment", "exercise", "evidence"),
    *("checks", "book", "packages", "results", "editions", "desk", "cli"),
)
"""From the ground up: a room imports rooms before it in this list, and nothing else of the engine."""
LOOSE = {"__init__", "__main__", "_version"}
LISTS = {"model", "packages", "old_questions"}
"""Folders with one file for each of like things; their names may be those of other things' files."""


def _modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[0]


def _imported_rooms(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            raise AssertionError(f"{path}: a relative import")
    return {name.split(".")[1] for name in found if name.startswith("fieldbook.")}


def test_every_module_lives_in_a_room() -> None:
    assert len(ROOMS) <= 19
    assert {_room(path) for path in _modules()} <= {*ROOMS, *LOOSE}


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_down(room: str) -> None:
    below = {*ROOMS[: ROOMS.index(room) + 1], "_version"}
    above = {
        f"{path.relative_to(ROOT).as_posix()} imports {name}"
        for path in _modules()
        if _room(path) == room
        for name in _imported_rooms(path) - below
    }
    assert not above


def test_a_name_stands_for_one_file() -> None:
    """Two files of one name are told apart by nobody who searches for one of them."""
    names = Counter(
        path.name for path in _modules() if path.name != "__init__.py" and path.parent.name not in LISTS
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_the_command_starts_without_the_slow_libraries() -> None:
    """A build with nothing changed takes less than a second; to import these takes longer."""
    program = "import sys, fieldbook.editions.publish; print(*{'altair', 'sphinx', 'dask', 'IPython'} & {*sys.modules})"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "\n"
