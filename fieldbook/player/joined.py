"""Joins the player's ES modules into one classic script: browsers refuse modules on ``file://``.

A module imports names with ``import { a, b } from "./x.js";`` and exports declarations with ``export`` before them;
both are taken away here. So that all modules can share one scope, a top-level name stands in one module only.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from pathlib import Path

import rjsmin

FOLDER = Path(__file__).parent
ENTRY = "define.js"
_TEST = "test.js"
_SEALED = "sealedtest.js"
_STORE = "storepage.js"
_STYLES = ("player.css", "activity.css", "test.css", "print.css")

_IMPORT = re.compile(r'^import\s*\{([^}]*)\}\s*from\s*"(\.{1,2}/[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)
_NAME = re.compile(r"^(export )?(?:async )?(?:function\*?|class|const|let|var) (\w+)", re.MULTILINE)
_PARTS = re.compile(r"^const PARTS = \{([^}]*)\};$", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*.*?\*/[ \t]*)\n", re.MULTILINE | re.DOTALL)


def player_script() -> str:
    """The whole player as one classic script."""
    return _script(ENTRY)


def launch_script(format_name: str = "scorm12") -> str:
    """What the launch page of a package runs, as one classic script."""
    return _script("adapters/launch-cmi5.js" if format_name == "cmi5" else "adapters/launch-scorm.js")


def store_page() -> str:
    """The file whose store all pages use where a browser gives each file on disk one of its own."""
    head = '<meta charset="utf-8"><title>Fieldbook</title>'
    return f'<!doctype html><html lang="en">{head}<script>{_script(_STORE)}</script></html>\n'


def form_script(*, sealed: bool = False) -> str:
    """What the page of a test runs beside the player, from which it takes what both need."""
    return _script(_SEALED if sealed else _TEST, ENTRY)


@lru_cache
def _script(entry: str, beside: str | None = None) -> str:
    """Small, because each page of a course waits for it: without the spaces that only people need."""
    return f'(() => {{"use strict";{rjsmin.jsmin(joined(entry, beside=beside))}}})();\n'


def player_css() -> str:
    """The player's style sheet."""
    return _without_comments("".join(_source(FOLDER, name) for name in _STYLES))


def joined(entry: str, folder: Path = FOLDER, beside: str | None = None) -> str:
    """The module ``entry`` and all that it imports, in one scope, without comments.

    What the script of ``beside`` holds is left out, and its names are taken from ``PARTS`` there.

    Raises
    ------
    ValueError
        A module imports in another way, imports in a circle or what is not exported, or a name stands twice.
    """
    order: list[str] = []
    there: list[str] = []
    if beside:
        _visit(beside, folder, (), there)
    _visit(entry, folder, (), order)
    order = [name for name in order if name not in there]
    owner: dict[str, str] = {}
    parts = [_taken(order, there, _source(folder, beside), folder)] if beside else []
    for name in order:
        source = _source(folder, name)
        for declared in _NAME.finditer(source):
            first = owner.setdefault(declared[2], name)
            if first != name:
                raise ValueError(f"{name}: the name {declared[2]!r} stands in {first} too; rename one of them")
        bare = _EXPORT.sub("", _IMPORT.sub("", source))
        if left := re.search(r"^\s*(import|export)\b.*", bare, re.MULTILINE):
            raise ValueError(f"{name}: cannot join {left[0].strip()!r}; import {{ names }} or export a declaration")
        parts.append(_without_comments(bare))
    return "".join(parts)


def _taken(order: list[str], there: list[str], beside: str, folder: Path) -> str:
    """The line that takes what ``order`` imports from the modules of ``there``."""
    names: set[str] = set()
    for name in order:
        for wanted, path in _IMPORT.findall(_source(folder, name)):
            if posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) in there:
                names |= {part.strip() for part in wanted.split(",") if part.strip()}
    offered = {part.strip() for found in _PARTS.findall(beside) for part in found.split(",")}
    if missing := names - offered:
        raise ValueError(f"PARTS does not offer {', '.join(sorted(missing))}")
    return f"const {{ {', '.join(sorted(names))} }} = window.FIELDBOOK.parts;\n"


def _visit(name: str, folder: Path, above: tuple[str, ...], order: list[str]) -> None:
    if name in above:
        raise ValueError(f"modules import each other in a circle: {' -> '.join((*above, name))}")
    if name in order:
        return
    for wanted, path in _IMPORT.findall(_source(folder, name)):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        exported = {declared[2] for declared in _NAME.finditer(_source(folder, target)) if declared[1]}
        missing = {part.strip() for part in wanted.split(",") if part.strip()} - exported
        if missing:
            raise ValueError(f"{name}: {target} does not export {', '.join(sorted(missing))}")
        _visit(target, folder, (*above, name), order)
    order.append(name)


def _source(folder: Path, name: str) -> str:
    return (folder / name).read_text("utf-8")


def _without_comments(source: str) -> str:
    """Without comments that have lines to themselves, and without empty lines."""
    return re.sub(r"\n\s*\n", "\n", _COMMENT.sub("", source))
