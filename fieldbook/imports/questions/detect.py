"""Which format a file of questions has, told from its content, and its questions."""

from __future__ import annotations

import json
from pathlib import Path

from fieldbook.i18n import _
from fieldbook.imports.questions import aiken, gift, jupyterquiz, moodlexml, qtifiles
from fieldbook.imports.questions.found import MOST_BYTES, Found
from fieldbook.imports.questions.text import UnreadableError
from fieldbook.imports.questions.xmlfile import line, parse

_OTHERS = {
    "qti-assessment-item": "QTI 3",
    "qti-assessment-test": "QTI 3",
    "questestinterop": "QTI 1.2",
    "manifest": "imsmanifest.xml",
}


def read_questions(path: Path) -> tuple[str, Found]:
    """Name of the format, and what the file holds. Raises ``UnreadableError`` where it is none that is known."""
    data = _content(path)
    if data.startswith(b"PK\x03\x04"):
        return "QTI 2.1", qtifiles.read_package(data, str(path))
    if data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1] == b"<":
        return _xml(data, path)
    return _text(_decoded(data), str(path))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableError(_("cannot be read ({reason})").format(reason=error.strerror or error)) from None
    if len(data) > MOST_BYTES:
        raise UnreadableError(_("is larger than {size} MiB").format(size=MOST_BYTES // 2**20))
    return data


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        where = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(_("is not UTF-8 text; save it again with this encoding"), where) from None


def _xml(data: bytes, path: Path) -> tuple[str, Found]:
    root = parse(data)
    if root.tag == "quiz":
        return "Moodle XML", moodlexml.read(root, str(path))
    if root.tag in {"assessmentItem", "assessmentTest"}:
        return "QTI 2.1", qtifiles.read_xml(root, path)
    other = _OTHERS.get(str(root.tag))
    if other:
        raise UnreadableError(_("is {format}, which is not read here").format(format=other), line(root))
    raise UnreadableError(_("is XML, but neither Moodle's nor QTI 2.1"), line(root))


def _text(text: str, name: str) -> tuple[str, Found]:
    """A GIFT file may begin with ``[html]``, so that a bracket alone does not make it JSON."""
    if name.lower().endswith((".json", ".ipynb")) or _is_json(text):
        return "jupyterquiz", jupyterquiz.read(text, name)
    if aiken.is_aiken(text):
        return "Aiken", aiken.read(text, name)
    if name.lower().endswith(".gift") or gift.is_gift(text):
        return "GIFT", gift.read(text, name)
    raise UnreadableError(_("is neither Moodle XML, GIFT, Aiken, QTI 2.1 nor jupyterquiz"))


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), list | dict)
    except (ValueError, RecursionError):
        return text.lstrip()[:1] == "[" and '"question"' in text
