"""Rows of a CSV file, a spreadsheet or an HXL JSON file, as text and with their lines. CSV is read as a stream."""

from __future__ import annotations

import codecs
import contextlib
import csv
import datetime as dt
import io
import itertools
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import python_calamine as calamine

from fieldbook.context.importing.file_letters import readings
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.textfile import read_text

Line = tuple[int, list[str]]

MAX_BYTES = 2 * 1024**3
"""UCDP's file of all countries has a quarter of this; only the rows of one country are kept."""
_MAX_BOOK = 64 * 1024**2
MAX_UNPACKED = 512 * 1024**2
"""A spreadsheet is held in memory as a whole; a zip file of a few kilobytes can unpack to gigabytes."""
_HEAD, _ROWS = 60_000, 20
_BOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}


def sheets(path: Path) -> int:
    """How many sheets ``path`` has; what is no spreadsheet that can be read has one."""
    if path.suffix.casefold() not in _BOOKS or path.stat().st_size > _MAX_BOOK or unpacked(path) > MAX_UNPACKED:
        return 1
    try:
        with calamine.load_workbook(str(path)) as book:
            return max(1, len(book.sheet_names))
    except (calamine.CalamineError, calamine.PasswordError, OSError):
        return 1


def read_lines(path: Path, sheet: int = 0, encoding: str | None = None) -> Iterator[Line]:
    """Rows that are not empty, each with its line (or row of the spreadsheet).

    ``encoding`` is that of a CSV file; None: UTF-8, or UTF-16 where the file begins with its mark.

    Raises
    ------
    CourseError
        While reading: the file cannot be read, is too large, in another encoding, or is damaged.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _fault(path, 0, _("is larger than 2 GiB"), _("Cut it into parts."), "FB-FILE-03")
        if path.suffix.casefold() in _BOOKS:
            yield from _book(path, size, sheet)
        elif path.suffix.casefold() == ".json":
            yield from _json(path)
        else:
            yield from _csv(path, encoding)
    except OSError as error:
        message = _("cannot be read ({error})").format(error=error.strerror or _("damaged"))
        raise _fault(path, 0, message, _("Check the name and the rights of the file."), "FB-FILE-01") from None


def _fault(path: Path, line: int, message: str, remedy: str, code: str) -> CourseError:
    return CourseError([Problem(path.name, line, "", message, remedy, code)])


_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
"""What Excel writes above a table, and hides."""


def separator(path: Path, encoding: str = "utf-8-sig") -> tuple[str, int]:
    """What stands between the columns, and in how many lines above the table the file says so.

    Where it does not: the mark that gives most of the first rows the same number of cells.
    """
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        head = file.read(_HEAD)
    if said := _SEPARATOR_LINE.match(head):
        return said[1], 1
    return max(",;\t|", key=lambda mark: _alike(head, mark)), 0


def _alike(head: str, mark: str) -> int:
    """How often the mark stands in those of the first rows that have the same number of cells."""
    widths: Counter[int] = Counter()
    with contextlib.suppress(csv.Error):  # with a wrong mark, or where the text is cut off
        widths.update(len(cells) for cells in itertools.islice(csv.reader(io.StringIO(head), delimiter=mark), _ROWS))
    return max((number * (width - 1) for width, number in widths.items()), default=0)


def _kind(start: bytes) -> str:
    """What a file is by how it begins, whatever its name says; empty where that does not tell."""
    begins = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    marks = {b"%pdf": _("a PDF document"), b"pk\x03\x04": _("a spreadsheet or another zipped file")}
    marks |= {b"\xd0\xcf\x11\xe0": _("an old spreadsheet or document")}
    marks |= dict.fromkeys((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head"), _("a web page or XML"))
    return next((kind for mark, kind in marks.items() if begins.startswith(mark)), "")


def _again() -> str:
    return _("Save the table as .xlsx or as CSV (UTF-8), or ask its owner to.")


def _csv(path: Path, given: str | None) -> Iterator[Line]:
    with path.open("rb") as raw:
        start = raw.read(100)
    if _kind(start):
        raise _fault(
            path, 0, _("is {kind}, not CSV, whatever its name says").format(kind=_kind(start)), _again(), "FB-IMP-20"
        )
    encoding = given or _marked_encoding(start)
    if encoding == "utf-8-sig" and b"\x00" in start[:2]:
        remedy = _(
            "Save the file again as CSV with encoding UTF-8, or add --encoding utf-16-le or --encoding utf-16-be."
        )
        raise _fault(path, 1, _("is UTF-16 text without its mark, or no text at all"), remedy, "FB-FILE-02")
    mark, above = separator(path, encoding)
    line = above + 1
    try:
        with path.open(encoding=encoding, newline="") as file:
            reader = csv.reader(itertools.islice(file, above, None), delimiter=mark, strict=True)
            for fields in reader:
                if any(field.strip() for field in fields):
                    yield line, fields
                line = above + reader.line_num + 1
    except csv.Error as error:
        raise _fault(
            path, line, _("is not valid CSV: {error}").format(error=error), _("Check the quotes."), "FB-CSV-01"
        ) from None
    except UnicodeError:
        raise _not_in(path, given, line) from None


def _marked_encoding(start: bytes) -> str:
    """UTF-16 and UTF-32 where a file begins with their mark of byte order, else UTF-8 with or without one."""
    marks = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32"}
    marks |= {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    return next((encoding for mark, encoding in marks.items() if start.startswith(mark)), "utf-8-sig")


_NOT_ASCII = re.compile(rb"[\w \x80-\xff]*[\x80-\xff][\w\x80-\xff]*")


def _not_in(path: Path, given: str | None, line: int) -> CourseError:
    if given:
        return _fault(
            path,
            line,
            _("is not written in {given}").format(given=given),
            _("Add another --encoding, or none."),
            "FB-FILE-02",
        )
    number, text = _first_not_utf8(path)
    found = _NOT_ASCII.search(text)
    remedy = _("Add --encoding with the one that reads right, or save the file again as CSV UTF-8.")
    message = (
        _("is not UTF-8 text: {readings}").format(readings=readings(found[0][-60:]))
        if found
        else _("is not UTF-8 text")
    )
    return _fault(path, number, message, remedy, "FB-FILE-02")


def _first_not_utf8(path: Path) -> tuple[int, bytes]:
    """The first line that is not UTF-8, with its number."""
    with path.open("rb") as raw:
        for number, text in enumerate(raw, start=1):
            try:
                text.decode("utf-8")
            except UnicodeDecodeError:
                return number, text
    return 0, b""


def _book(path: Path, size: int, number: int) -> Iterator[Line]:
    with path.open("rb") as raw:
        start = raw.read(100)
    if not start.startswith((b"PK", b"\xd0\xcf")):
        kind = _kind(start) or _("it holds plain text, whatever its name says")
        raise _fault(path, 0, _("is no spreadsheet that can be read: {kind}").format(kind=kind), _again(), "FB-IMP-20")
    if size > _MAX_BOOK or unpacked(path) > MAX_UNPACKED:
        raise _fault(path, 0, _("is too large for a spreadsheet"), _("Save the sheet as CSV (UTF-8)."), "FB-FILE-03")
    try:
        with calamine.load_workbook(str(path)) as book:
            sheet = book.get_sheet_by_index(number)
            first = (sheet.start or (0, 0))[0]
            rows: Iterable[list[Any]] = sheet.to_python(skip_empty_area=True)
    except (calamine.CalamineError, calamine.PasswordError, OSError, IndexError) as error:
        message = _("is no spreadsheet that can be read: {error}").format(
            error=str(error).splitlines()[0][:120] if str(error) else _("damaged")
        )
        raise _fault(path, 0, message, _("Save the sheet as CSV (UTF-8)."), "FB-IMP-20") from None
    for line, cells in enumerate(rows, start=first + 1):
        fields = [_text(cell) for cell in cells]
        if any(fields):
            yield line, fields


def unpacked(path: Path) -> int:
    """Bytes that a zip file says it holds; 0 for another file."""
    if not zipfile.is_zipfile(path):
        return 0
    with zipfile.ZipFile(path) as archive:
        return sum(member.file_size for member in archive.infolist())


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()


def _refuse(word: str) -> None:
    """NaN and Infinity are no numbers of JSON, but Python reads them."""
    raise ValueError(word)


def _json(path: Path) -> Iterator[Line]:
    """HXL's two forms: a list of rows, or a list of objects whose keys are the tags."""
    remedy = _("Export the table as CSV.")
    try:
        data = json.loads(read_text(path, path.parent), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise _fault(path, 1, _("is not valid JSON"), remedy, "FB-IMP-20") from None
    kinds = {type(row) for row in data} if isinstance(data, list) else set()
    if kinds not in ({list}, {dict}):
        raise _fault(path, 1, _("is not a table in JSON: a list of rows, or a list of objects"), remedy, "FB-IMP-20")
    if kinds == {dict}:
        names = list(dict.fromkeys(name for row in data for name in row))
        data = [names, *([row.get(name, "") for name in names] for row in data)]
    for number, row in enumerate(data, start=1):
        if any(isinstance(cell, list | dict) for cell in row):
            raise _fault(path, number, _("has a list or an object where a value should be"), remedy, "FB-IMP-20")
        yield number, ["" if cell is None else _text(cell) for cell in row]
