"""How letters are written as bytes: encodings that a file may have, and letters that were damaged on the way."""

from __future__ import annotations

import codecs
import re

from fieldbook.core.i18n import _

CANDIDATES = ("cp1252", "cp850", "cp1256", "cp1251")
"""Windows and DOS in western Europe, Windows in Arabic, Windows in Cyrillic."""


def known_encoding(name: str) -> str | None:
    """Python's name of an encoding as people and ``.cpg`` files write it: ISO-8859-1, 88591, ANSI 1252, UTF-8."""
    plain = re.sub(r"(?i)^ansi[ _-]?", "cp", name.strip())
    plain = re.sub(r"^8859(\d+)$", r"iso-8859-\1", plain)
    plain = f"cp{plain}" if re.fullmatch(r"\d{3,4}", plain) else plain
    try:
        found = codecs.lookup(plain)
        "a".encode(found.name)
    except (LookupError, ValueError, TypeError):
        return None
    return found.name


def clean(text: str) -> str:
    """One line of what can be printed: words of a file stand on the screen and in comments."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def readings(raw: bytes) -> str:
    """What ``raw`` can be, with the encoding of each reading, in words."""
    found: dict[str, str] = {}
    for name in CANDIDATES:
        try:
            text = " ".join(raw.decode(name).split())
        except UnicodeDecodeError:
            continue
        if text.isprintable():
            found.setdefault(text[:60], name)
    return ", ".join(f"{text!r} ({name})" for text, name in found.items())


_DAMAGED = re.compile(r"[\u00c2-\u00f4][^\x00-\x7f]")
_MOST = 1000
_LOST = re.compile(r"\w\?\w|\ufffd")


def mended(text: str) -> str:
    """``text`` as it was before UTF-8 was taken for a Windows encoding: Kpélé for KpÃ©lÃ©; else unchanged."""
    if not _DAMAGED.search(text):
        return text
    for name in ("cp1252", "latin-1"):
        try:
            return text.encode(name).decode("utf-8")
        except UnicodeError:
            continue
    return text


class LetterSigns:
    """Names whose letters were damaged, collected row by row: those that can be mended, and those that are lost."""

    def __init__(self) -> None:
        self._damaged: set[str] = set()
        self._lost: set[str] = set()

    def add(self, text: str) -> None:
        """A name of a place or a party."""
        if text.isascii() and "?" not in text:
            return
        if len(self._damaged) < _MOST and mended(text) != text:
            self._damaged.add(text)
        if len(self._lost) < _MOST and _LOST.search(text):
            self._lost.add(text)

    def remarks(self, file: str, *, mend: bool) -> list[str]:
        """What a person should know of them, in words."""
        found = []
        if self._damaged:
            first = clean(min(self._damaged))[:60]
            text = _("{file}: names with damaged letters were mended, such as {mended} for {name}.")
            if not mend:
                text = _("{file} has names with damaged letters, such as {name}: add --mend-letters to read {mended}.")
            found.append(text.format(file=file, name=first, mended=mended(first)))
        if self._lost:
            text = _("{file} has names in which letters are lost, such as {name}: ask for the file in UTF-8.")
            found.append(text.format(file=file, name=clean(min(self._lost))[:60]))
        return found
