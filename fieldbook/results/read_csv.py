"""What the readers of CSV share: bounded rows by column name, and names that stand for a person."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping

from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.results.result_faults import partly

Row = Mapping[str, str]

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CELL = 10_000
_COLUMNS = 2_000


def header(data: bytes) -> list[str]:
    """Column names of what may be CSV, in small letters; empty where it is not text."""
    head = data[:65_536]
    if not head.startswith(_UTF_16) and b"\0" in head:
        return []
    text = _told(decoded(head)).split("\n", 1)[0].strip()
    if not text or "\0" in text:
        return []
    try:
        return [name.strip().casefold() for name in next(csv.reader([text], delimiter=_delimiter(text)), [])]
    except csv.Error:
        return []


def rows(name: str, data: bytes) -> Iterator[tuple[int, Row] | Problem]:
    """Line and cells of every row. Rows with another number of cells than the head are named and left out."""
    text = _told(decoded(data))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text.split("\n", 1)[0]))
    try:
        names = [cell.strip().casefold() for cell in next(reader)][:_COLUMNS]
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(names):
                yield partly(
                    name,
                    "",
                    _("a row has {found} cells, not {wanted}").format(found=len(cells), wanted=len(names)),
                    reader.line_num,
                )
                continue
            yield reader.line_num, dict(zip(names, (cell.strip()[:_CELL] for cell in cells), strict=True))
    except csv.Error as error:
        yield partly(name, "", _("is damaged as CSV: {reason}").format(reason=error), reader.line_num)


def decoded(data: bytes) -> str:
    """``data`` as text: UTF-8, else what spreadsheets save it as: UTF-16 with a mark, or Windows' Western letters."""
    if data.startswith(_UTF_16):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut = error.start > len(data) - 4  # the head of a file may end within a letter
        return data.decode("utf-8-sig" if cut else "cp1252", errors="replace")


def _told(text: str) -> str:
    """``text`` without the line in which Excel tells the separator."""
    first, _end, rest = text.partition("\n")
    return rest if re.fullmatch(r"sep=.\r?", first, re.IGNORECASE) else text


def stand_in(address: str) -> str:
    """A pseudonym for a mail address or an account: the same for the same person, and not the address itself."""
    return "m-" + hashlib.sha256(address.strip().casefold().encode()).hexdigest()[:12]


def _delimiter(line: str) -> str:
    return max(",;\t", key=line.count)
