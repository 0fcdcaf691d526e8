"""Typst makes PDFs: the same template and data give the same bytes. Its own fonts, unless a script needs others."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from fieldbook.core.i18n import direction, language

_TEMPLATES = Path(__file__).parent
_OWN_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")


def pdf(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """``template`` (``booklet``, ``sheet``, ``key``) filled with ``data``. ``pictures`` are files that data name."""
    packed = json.dumps(
        {**data, "lang": language(), "dir": direction()}, sort_keys=True, ensure_ascii=False
    )
    with tempfile.TemporaryDirectory(prefix="fieldbook-paper-") as name:
        folder = Path(name)
        for file in ("common.typ", f"{template}.typ"):
            (folder / file).write_bytes((_TEMPLATES / file).read_bytes())
        (folder / "data.json").write_text(packed, "utf-8")
        for file, content in (pictures or {}).items():
            (folder / file).write_bytes(content)
        made: bytes = typst.compile(
            folder / f"{template}.typ", root=folder, format="pdf", ignore_system_fonts=not _needs_fonts(packed)
        )
    return made


def _needs_fonts(text: str) -> bool:
    """Whether a letter stands in ``text`` that Typst's own fonts don't have; then the machine's fonts decide."""
    return any(
        unicodedata.category(char)[0] == "L" and not unicodedata.name(char, "").startswith(_OWN_SCRIPTS)
        for char in set(text)
        if ord(char) > 0x24F
    )
