"""What would give a row away in a file, and the search for it: what no total has, as ids, positions, places, notes."""

from __future__ import annotations

import gzip
import hashlib
import html
import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

_TOKEN = re.compile(r"\d+\.\d+|\w+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_HIDDEN_ID = re.compile(r"no-id-\d{6}")
_SHORTEST = 8
"""Letters of a name or a note that is told from everyday words; an id is one by its digits."""
_DECIMALS = re.compile(r"-?(\d+\.\d{3,})")
_NEAR = 100
"""Characters within which latitude and longitude stand together."""
_BINARY = (b"\x89PNG", b"\xff\xd8\xff", b"wOF2", b"GIF8", b"RIFF")
_LARGEST = 200_000_000
"""Bytes of one file inside an archive that are looked at."""


class Trace(NamedTuple):
    """A value of one row, and where it stands."""

    value: str
    file: str
    column: str
    beside: str = ""
    """The other half of a position."""


def traces_of(file: str, table: pd.DataFrame, columns: Iterable[str]) -> Iterator[Trace]:
    """What gives rows of ``table`` away: long values of the text ``columns``, ids, exact positions."""
    for column in columns:
        for value in table[column].dropna().unique():
            text = _plain(str(value))
            if len(text) >= _SHORTEST or (column.endswith("_id") and len(text) > 4 and not text.isdigit()):
                yield Trace(text, file, column)
    if {"lat", "lon"} <= set(table.columns):
        pairs = table[["lat", "lon"]].dropna().drop_duplicates().itertuples(index=False, name=None)
        for lat, lon in pairs:
            north, east = _DECIMALS.fullmatch(str(lat)), _DECIMALS.fullmatch(str(lon))
            if north and east:
                yield Trace(north[1], file, "lat, lon", east[1])


class Search:
    """Looks for traces in files, each content once."""

    def __init__(self, traces: Iterable[Trace]) -> None:
        self._by_words: dict[tuple[str, str], list[Trace]] = defaultdict(list)
        for trace in traces:
            words = _TOKEN.findall(trace.value)
            if words:
                self._by_words[words[0], words[1] if len(words) > 1 else ""].append(trace)
        self._first = frozenset(first for first, _second in self._by_words)
        self._seen: set[bytes] = set()

    def drop(self, texts: Iterable[str]) -> None:
        """Forget traces that ``texts`` hold: what the course itself says gives nothing away."""
        known = {trace for text in texts for trace in self._in_text(_plain(text))}
        left = {words: [one for one in found if one not in known] for words, found in self._by_words.items()}
        self._by_words = {words: found for words, found in left.items() if found}
        self._first = frozenset(first for first, _second in self._by_words)

    def in_file(self, path: Path) -> Iterator[tuple[str, Trace]]:
        """Each trace in the file with the name of where it stands, also inside of archives."""
        yield from self._in_bytes(path.read_bytes(), path.name)

    def _in_bytes(self, content: bytes, name: str) -> Iterator[tuple[str, Trace]]:
        seen = hashlib.sha256(content).digest()
        if seen in self._seen or content.startswith(_BINARY):
            return
        self._seen.add(seen)
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for entry in archive.infolist():
                    if entry.file_size <= _LARGEST:
                        yield from self._in_bytes(archive.read(entry), f"{name}: {entry.filename}")
            return
        if content.startswith(b"\x1f\x8b"):
            try:
                content = gzip.decompress(content)
            except (OSError, EOFError, zlib.error):
                return
        for trace in self._in_text(_plain(content.decode("utf-8", "replace"))):
            yield name, trace

    def _in_text(self, text: str) -> Iterator[Trace]:
        words = list(_TOKEN.finditer(text)) if self._first & set(_TOKEN.findall(text)) else []
        for place, found in enumerate(words):
            if found[0] not in self._first:
                continue
            second = words[place + 1][0] if place + 1 < len(words) else ""
            around = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
            for trace in (*self._by_words.get((found[0], ""), ()), *self._by_words.get((found[0], second), ())):
                if trace.beside in around and _stands(text, found, trace.value):
                    yield trace
        if _HIDDEN_ID.search(text):
            yield Trace(_HIDDEN_ID.pattern, "", "")


def _stands(text: str, found: re.Match[str], value: str) -> bool:
    """Whether ``value``, which has the word ``found``, stands there as whole words."""
    word = _TOKEN.search(value)
    start = found.start() - (word.start() if word else 0)
    end = start + len(value)
    return start >= 0 and text[start:end] == value and not text[end : end + 1].isalnum()


def _plain(text: str) -> str:
    """``text`` without the escapes of HTML and JSON, with single spaces."""
    if "\\u" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    for _twice in range(2):
        text = html.unescape(text) if "&" in text else text
    return " ".join(text.split())
