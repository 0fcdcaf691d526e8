"""What lies before the cut of an archive that was not copied to its end: a stick was pulled out, a mail was cut."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

_HEAD = struct.Struct("<4s2xHH4xIIIHH")
_LAST = struct.Struct("<20xH")
_MARK = b"PK\x03\x04"
_DESCRIPTOR = b"PK\x07\x08"
_STORED, _DEFLATED = 0, 8
_LOCKED, _SIZES_BEHIND, _UTF8 = 1, 8, 0x800
_CHUNK = 65_536
_SMALL = 5_000


def is_cut(stream: BinaryIO) -> bool:
    """Whether ``stream`` begins like an archive and does not end like one.

    ``zipfile`` does not see it where an archive in the archive lies near the cut: it takes the inner one's end.
    """
    stream.seek(0)
    if stream.read(len(_MARK)) != _MARK:
        return False
    stream.seek(max(0, stream.seek(0, io.SEEK_END) - _LAST.size - 65_535))
    tail = stream.read()
    starts = (found.start() for found in re.finditer(b"PK\x05\x06", tail) if found.start() + _LAST.size <= len(tail))
    return all(start + _LAST.size + _LAST.unpack_from(tail, start)[0] != len(tail) for start in starts)


def salvaged(data: bytes, most: int, ratio: int) -> Iterator[tuple[str, bytes]]:
    """Name and content of every member that is whole, up to the first that is not or unpacks to too much."""
    at = 0
    while len(data) >= at + _HEAD.size:
        mark, flags, method, crc, packed, _size, name_length, extra = _HEAD.unpack_from(data, at)
        start = at + _HEAD.size + name_length + extra
        if mark != _MARK or flags & _LOCKED:
            return
        found = _content(data, start, method, None if flags & _SIZES_BEHIND else packed, most, ratio)
        if found is None:
            return
        content, at = found
        if flags & _SIZES_BEHIND:
            at += 4 if data[at : at + 4] == _DESCRIPTOR else 0
            crc = int.from_bytes(data[at : at + 4], "little")
            at += 12
        if zlib.crc32(content) != crc:
            return
        name = data[start - extra - name_length : start - extra]
        yield name.decode("utf-8" if flags & _UTF8 else "cp437", "replace"), content


def _content(
    data: bytes, start: int, method: int, packed: int | None, most: int, ratio: int
) -> tuple[bytes, int] | None:
    """The content of the member at ``start`` and where it ends; None where it is not whole."""
    if method == _DEFLATED:
        return _inflated(data, start, most, ratio)
    if method != _STORED or packed is None or packed > most or start + packed > len(data):
        return None
    return data[start : start + packed], start + packed


def _inflated(data: bytes, start: int, most: int, ratio: int) -> tuple[bytes, int] | None:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    parts: list[bytes] = []
    size, at = 0, start
    while not inflate.eof:
        chunk = data[at : at + _CHUNK]
        at += len(chunk)
        try:
            parts.append(inflate.decompress(chunk))
        except zlib.error:
            return None
        size += len(parts[-1])
        if not chunk or size > min(most, max(at - start, _SMALL) * ratio):
            return None
    return b"".join(parts), at - len(inflate.unused_data)
