"""The rooms of the engine, their doors, and which way imports point (docs/architecture.md).

``FIELDBOOK_ACCEPT=1 python -m pytest tests/test_layers.py`` writes doors and picture anew; read the difference.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import textwrap
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from building import PROJECT

ROOT = PROJECT / "fieldbook"
ROOMS = (
    *("core", "model", "web", "drawing", "player", "context", "course", "translation"),
    *("assessment", "exercise", "evidence"),
    *("checks", "book", "packages", "results", "editions", "desk", "cli"),
)
"""From the ground up: a room imports rooms before it in this list, and nothing else of the engine."""
LOOSE = {"__init__", "__main__", "_version"}
ALIKE = {"Product", "Scenario", "Choice", "Column", "Rated", "Row"}
"""Names that several models share: this list may only shrink."""
LISTS = {"model", "packages", "types", "old_questions"}
"""Folders with one file for each of like things; their names may be those of other things' files."""
ACCEPT = bool(os.environ.get("FIELDBOOK_ACCEPT")) and not os.environ.get("CI")
LONG = {"exercise.cast", "packages.qti_item"}
"""Modules that wait for somebody to split them: this list may only shrink."""
DOOR = re.compile(r"Other rooms use: (.*?)\.\n", re.DOTALL)
PICTURE = re.compile(r"```mermaid\n(.*?)```", re.DOTALL)


@cache
def _modules() -> dict[str, Path]:
    """Every module by its dotted name without ``fieldbook.``."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)] = path
    return found


@cache
def _imports() -> frozenset[tuple[str, str]]:
    """Who imports whom, as pairs of dotted names."""
    pairs = set()
    for name, path in _modules().items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path}: a relative import"
                targets = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                targets = [alias.name for alias in node.names]
            else:
                continue
            for target in (one.removeprefix("fieldbook.") for one in targets if one.startswith("fieldbook.")):
                pairs.add((name, target if target in _modules() else target.rpartition(".")[0]))
    return frozenset(pairs)


def _room(name: str) -> str:
    return name.partition(".")[0]


@cache
def _rooms_used() -> dict[str, set[str]]:
    used: dict[str, set[str]] = {room: set() for room in ROOMS}
    for name, target in _imports():
        if _room(name) in used and _room(target) in used and _room(name) != _room(target):
            used[_room(name)].add(_room(target))
    return used


def test_every_module_lives_in_a_room() -> None:
    assert len(ROOMS) <= 19
    assert {_room(name) for name in _modules()} <= {*ROOMS, *LOOSE}


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_down(room: str) -> None:
    below = {*ROOMS[: ROOMS.index(room) + 1], "_version"}
    above = [f"{name} imports {target}" for name, target in _imports() if _room(name) == room]
    assert [line for line in above if _room(line.split()[-1]) not in below] == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is_for_and_what_others_use(room: str) -> None:
    """What is not named at the door is the inside, which may change without a look outside."""
    path = ROOT / room / "__init__.py"
    text = path.read_text("utf-8")
    outside = {target for name, target in _imports() if _room(target) == room and _room(name) != room}
    used = sorted(target.partition(".")[2] for target in outside if "." in target)
    door = ", ".join(f"`{name}`" for name in used) or "nothing"
    if ACCEPT:
        lines = textwrap.fill(f"Other rooms use: {door}.", 118, break_long_words=False, break_on_hyphens=False)
        text = DOOR.sub(lambda _found: f"{lines}\n", text)
        path.write_text(text, "utf-8")
    doc = ast.get_docstring(ast.parse(text)) or ""
    assert "\n\nNever: " in doc
    found = DOOR.search(doc + "\n")
    assert found
    assert " ".join(found[1].split()) == door


def test_the_picture_of_the_imports_is_that_of_the_code() -> None:
    """Without the arrows that others imply, or nobody could read it."""
    used = _rooms_used()
    lines = ["graph BT"]
    for room in ROOMS:
        implied = {lower for middle in used[room] for lower in _reached(middle)}
        lines += [f"  {room} --> {lower}" for lower in ROOMS if lower in used[room] - implied]
    picture = "\n".join(lines) + "\n"
    page = PROJECT / "docs" / "architecture.md"
    if ACCEPT:
        text = PICTURE.sub(lambda _found: f"```mermaid\n{picture}```", page.read_text("utf-8"))
        page.write_text(text, "utf-8")
    found = PICTURE.search(page.read_text("utf-8"))
    assert found
    assert found[1] == picture


@cache
def _reached(room: str) -> frozenset[str]:
    used = _rooms_used()[room]
    return frozenset(used).union(*(_reached(middle) for middle in used))


def test_the_page_names_every_room() -> None:
    text = (PROJECT / "docs" / "architecture.md").read_text("utf-8")
    assert [room for room in ROOMS if f"| `{room}/` |" not in text] == []


def test_a_name_stands_for_one_file() -> None:
    """Two files of one name are told apart by nobody who searches for one of them."""
    names = Counter(
        path.name for path in _modules().values() if path.name != "__init__.py" and path.parent.name not in LISTS
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_no_module_and_no_function_is_too_long() -> None:
    """Giants, not averages, are what hurts who changes code."""
    long = []
    for name, path in _modules().items():
        text = path.read_text("utf-8")
        if text.count("\n") > 300 and name not in LONG:
            long.append(f"{name}: {text.count(chr(10))} lines")
        long += [
            f"{name}.{node.name}: {node.end_lineno - node.lineno + 1} lines"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and node.end_lineno is not None
            and node.end_lineno - node.lineno >= 60
        ]
    assert long == []


def test_the_command_starts_without_the_slow_libraries() -> None:
    """A build with nothing changed takes less than a second; to import these takes longer."""
    slow = "{'altair', 'sphinx', 'dask', 'IPython', 'cv2', 'typst'}"
    program = f"import sys, fieldbook.editions.publish, fieldbook.cli.app; print(*{slow} & {{*sys.modules}})"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "\n"


def test_a_class_name_stands_for_one_class() -> None:
    """Models have the field's names; what is made of them in a room is called after what it adds."""
    names = Counter(
        node.name
        for path in _modules().values()
        if path.parent.name not in LISTS - {"model"}
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name for name, count in names.items() if count > 1} == ALIKE


UNNAMED = {
    "assessment.practice_binding.bind_practice",
    "assessment.shapes.bound_parts",
    "assessment.shapes.key",
    "book.bookconfig.sphinx_settings",
    "context.queries.rows",
    "evidence.provenance.figure_provenance.told",
    "exercise.exercise_binding.bind_exercise",
    "exercise.exercise_binding.cast_data",
    "exercise.exercise_files.page_head",
    "exercise.exercise_html.dressed",
    "exercise.run_file.checked_event",
}
"""Functions at a door that still hand over dictionaries without a type: this list may only shrink."""
UNTYPED = re.compile(r"\b(dict|Mapping)\[str, Any\]")


def test_doors_hand_over_typed_objects() -> None:
    """A dictionary with whatever in it tells nobody what it holds."""
    untyped = {
        f"{name}.{node.name}"
        for name, path in _modules().items()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None
        if not node.name.startswith("_") and name in _used_outside() and UNTYPED.search(ast.unparse(node.returns))
    }
    assert untyped == UNNAMED


def _used_outside() -> set[str]:
    return {target for name, target in _imports() if _room(name) != _room(target)}
