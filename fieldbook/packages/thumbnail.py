"""A small picture for catalogues, the same bytes for the same course: no fonts, no drawing library."""

from __future__ import annotations

import struct
import zlib

_WIDE, _HIGH = 400, 225
_GROUND, _BAR, _LINE, _LIT = range(4)
_COLOURS = bytes.fromhex("1d4f91cfdceefffffff2b134")
"""The theme's accent, its tint, white, and a yellow that stands out from all three."""
_MARGIN, _BASE, _RISE = 48, 176, 112


def picture(bars: int, lit: int = 0) -> bytes:
    """A PNG of 400 by 225 pixels with ``bars`` bars, as many as the course has modules, that rise from one line.

    ``lit`` is the number, from 1, of the bar in another colour: the module that the picture stands for.
    """
    step = (_WIDE - 2 * _MARGIN) / max(bars, 1)
    shapes = [(_MARGIN + int(n * step), _BASE - int((n + 1) * _RISE / bars), n + 1 == lit) for n in range(bars)]
    rows = []
    for y in range(_HIGH):
        row = bytearray([_GROUND]) * _WIDE
        if _BASE <= y < _BASE + 4:
            row[_MARGIN // 2 : _WIDE - _MARGIN // 2] = bytes([_LINE]) * (_WIDE - _MARGIN)
        for left, top, marked in shapes:
            if top <= y < _BASE:
                width = int(step * 0.64)
                row[left : left + width] = bytes([_LIT if marked else _BAR]) * width
        rows.append(b"\0" + bytes(row))
    head = struct.pack(">IIBBBBB", _WIDE, _HIGH, 8, 3, 0, 0, 0)
    parts = [(b"IHDR", head), (b"PLTE", _COLOURS), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
