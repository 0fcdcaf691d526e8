"""What is imported is declared, what is declared is pinned, and `make book` installs it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from building import PROJECT

AUTHORS = {"sklearn"}
"""Libraries of the extra ``blind``: asked for by authors of questions alone, 40 MB beside scipy."""


def _pins(name: str) -> dict[str, str]:
    """What a list of requirements pins, by name."""
    lines = (PROJECT / name).read_text("utf-8").split()
    return {package.lower().replace("_", "-"): version for package, version in (line.split("==") for line in lines)}


def test_make_book_installs_every_library_that_is_imported() -> None:
    """No command of the README asks for more later: whoever scans answer sheets at a station has no network."""
    paths = (PROJECT / "fieldbook").rglob("*.py")
    names = {name.partition(".")[0] for path in paths for name in _libraries(path)} - {"fieldbook"}
    providers = packages_distributions()
    missing = {
        name: providers.get(name)
        for name in names - {*sys.stdlib_module_names} - AUTHORS
        if not {one.lower().replace("_", "-").replace(".", "-") for one in providers.get(name, [])}
        & {*_pins("requirements.txt")}
    }
    assert not missing


def _libraries(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_lists_of_libraries_agree() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.match(r"[\w.-]+", line)[0].lower().replace(".", "-") for line in project["dependencies"]}  # type: ignore[index]
    pinned = _pins("requirements.txt")
    assert not declared - {*pinned}
    assert pinned.items() <= _pins("requirements-test.txt").items()
    assert {*project["optional-dependencies"]} == {"blind", "test"}
