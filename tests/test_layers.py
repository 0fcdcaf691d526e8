"""Imports point one way (docs/architecture.md)."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "fieldbook"
ALLOWED = {
    "errors": set(),
    "i18n": set(),
    "cells": set(),
    "garbage": set(),
    "model": {"errors"},
    "load": {"errors", "model"},
    "bind": {"errors", "model", "load", "i18n", "scoring"},
    "scoring": {"errors", "model"},
    "arrange": {"scoring"},
    "certificate": set(),
    "keys": {"errors", "i18n", "build.atomic"},
    "reading": set(),
    "branching": set(),
    "sheet": set(),
    "render": {"errors", "model", "i18n", "build.player", "player", "runner", "arrange", "sheet"},
    "runner": {"i18n"},
    "tabletop": {
        "errors",
        "i18n",
        "load",
        "bind",
        "model",
        "build.atomic",
        "build.exercises",
        "build.msel",
        "checks",
        "render",
        "runner",
        "serve.listening",
    },
    "figures": {"errors", "model", "load", "i18n", "render"},
    "said": {"errors", "i18n", "model", "load", "bind", "figures"},
    "drafts": {"errors", "i18n", "model", "load", "figures", "report.data", "build.atomic"},
    "authoring": {"errors", "model", "load", "bind", "figures", "render"},
    "imports": {"cells", "errors", "model", "load", "i18n", "build.atomic", "bind", "scoring"},
    "asking": {"errors", "i18n", "model", "load", "imports", "build.atomic", "serve.listening"},
    "profile": {"cells", "errors", "i18n", "model", "load", "bind", "imports", "figures", "render"},
    "checks": {"reading", "errors", "model", "load", "bind", "i18n", "figures", "arrange", "branching", "sheet"},
    "player": {"i18n"},
    "theme": {"i18n"},
    "results": {
        "errors",
        "model",
        "i18n",
        "load",
        "bind",
        "scoring",
        "build.atomic",
        "analysis.tables",
        "tabletop.runfile",
        "certificate",
        "keys",
    },
    "paper": {
        "cells",
        "errors",
        "model",
        "i18n",
        "load",
        "bind.forms",
        "arrange",
        "scoring",
        "build.atomic",
        "results.read_paper",
    },
    "analysis": {"errors", "i18n"},
    "report": {"cells", "errors", "i18n", "analysis", "render", "theme", "build.atomic"},
    "build": {
        "errors",
        "garbage",
        "model",
        "load",
        "checks",
        "bind",
        "i18n",
        "render",
        "authoring",
        "figures",
        "sphinxext",
        "player",
        "runner",
    },
    "sphinxext": {
        "reading",
        "errors",
        "model",
        "load",
        "bind",
        "i18n",
        "render",
        "player",
        "build.fingerprint",
        "build.player",
        "theme",
        "profile",
        "said",
        "drafts",
    },
    "export": {
        "errors",
        "model",
        "load",
        "bind",
        "i18n",
        "arrange",
        "scoring",
        "build.site",
        "build.atomic",
        "build.exercises",
        "build.player",
    },
    "evaluate": {"results", "analysis", "report", "cluster"},
    "cluster": {"errors", "i18n", "results", "analysis.tables"},
    "serve": {"errors", "i18n", "build"},
    "matrix": {
        "errors",
        "garbage",
        "i18n",
        "model",
        "load",
        "publish",
        "export.base",
        "export.registry",
        "build.pipeline",
        "build.fingerprint",
        "build.atomic",
        "report.data",
        "report.pages",
    },
    "publish": {"errors", "load", "build", "export", "model"},
    "commands": {"*"},
    "cli": {"commands", "errors", "garbage"},
    "__init__": {"authoring", "figures"},
}


def _modules() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.py"))


def _imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return {name.removeprefix("fieldbook.") for name in found if name.startswith("fieldbook.")}


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    own = path.relative_to(ROOT).with_suffix("").parts[0]
    allowed = ALLOWED[own] | {own}
    wrong = {
        name
        for name in _imported(path)
        if "*" not in allowed
        and not any(name == a or name.startswith(f"{a}.") or a.startswith(f"{name}.") for a in allowed)
    }
    assert not wrong, f"{own} must not import {sorted(wrong)}"


def test_the_command_starts_without_the_slow_libraries() -> None:
    """A build with nothing changed takes less than a second; to import these takes longer."""
    program = "import sys, fieldbook.publish; print(*{'altair', 'sphinx', 'dask', 'IPython'} & {*sys.modules})"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "\n"


def test_every_package_is_listed() -> None:
    assert {path.relative_to(ROOT).with_suffix("").parts[0] for path in _modules()} <= set(ALLOWED)
