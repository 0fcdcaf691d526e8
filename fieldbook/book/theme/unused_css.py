"""Takes rules out of a style sheet that no page of the site can use: on a slow link each kilobyte is waited for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tinycss2

_MARKS = re.compile(r"""\b(?:class|id)=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_GROUPS = {"media", "supports"}


def used_names(root: Path) -> frozenset[str]:
    """Every class and id of the pages below ``root``, and every word of the scripts, which may set others."""
    names: set[str] = set()
    for page in root.rglob("*.html"):
        for found in _MARKS.finditer(page.read_text("utf-8")):
            names.update((found[1] or found[2] or found[3] or "").split())
    for script in root.rglob("*.js"):
        names.update(_WORD.findall(script.read_text("utf-8")))
    return frozenset(names)


def purged(css: str, names: frozenset[str]) -> str:
    """``css`` without the selectors that ask for a class or an id which is not in ``names``.

    What stands in brackets (``:not(.x)``) is left alone.
    """
    return "".join(_kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), names))


def _kept(rules: Iterable[Any], names: frozenset[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [part for part in _selectors(rule.prelude) if _may_match(part, names)]
            if selectors:
                joined = ",".join(tinycss2.serialize(part).strip() for part in selectors)
                yield f"{joined}{{{tinycss2.serialize(rule.content).strip()}}}\n"
        elif rule.type == "at-rule" and rule.lower_at_keyword in _GROUPS and rule.content is not None:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            text = "".join(_kept(inner, names))
            if text:
                yield f"@{rule.at_keyword} {tinycss2.serialize(rule.prelude).strip()}{{{text}}}\n"
        elif rule.type != "error":
            yield f"{rule.serialize()}\n"


def _selectors(prelude: Iterable[Any]) -> Iterator[list[Any]]:
    part: list[Any] = []
    for piece in prelude:
        if piece == ",":
            yield part
            part = []
        else:
            part.append(piece)
    yield part


def _may_match(selector: list[Any], names: frozenset[str]) -> bool:
    for before, token in zip([None, *selector], selector, strict=False):
        if token.type == "hash" and token.value not in names:
            return False
        if token.type == "ident" and before is not None and before == "." and token.value not in names:
            return False
    return True
