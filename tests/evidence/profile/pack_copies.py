"""Copies of the small pack of the tests, with changes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

SMALL = Path(__file__).parents[2] / "data" / "contexts" / "small"
HOSTILE = "<b>x</b> [red]\u202eevil\u2066 {{ top.area }} =1+1 حجر"
"""Markup for pages, for rich and for Jinja, marks that turn the direction, a formula, Arabic."""


def copy_of(into: Path, name: str = "small", changes: Mapping[str, Mapping[str, str]] | None = None) -> Path:
    """The small pack as ``contexts/<name>`` in ``into``; ``changes`` by file: text -> text that takes its place."""
    folder = Path(shutil.copytree(SMALL, into / "contexts" / name))
    for file, replaced in (changes or {}).items():
        path = folder / file
        text = path.read_text("utf-8") if path.exists() else ""
        for old, new in replaced.items():
            assert old in text, old
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
    return folder


def hostile(into: Path) -> Path:
    """The small pack in which names and texts try to be something else."""
    quoted = "'" + HOSTILE + "'"
    escape = '"Csi \\e[31mred\\e[0m \\e]0;owned\\a' + '"'
    return copy_of(
        into,
        "hostile",
        {
            "context.yml": {
                "title: Smallland (fictional)": f"title: {escape}",
                "name: North}": f"name: {quoted}}}",
                "short: MIS": f"short: {quoted}",
                "source: invented": f"source: {escape}",
            },
            "incidents.csv": {",Riders,": f",{HOSTILE},"},
            "alerts.csv": {",mis,": ",joint,"},
        },
    )
