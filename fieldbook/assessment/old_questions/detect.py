"""Which format a file of questions has, told from its content, and its questions."""

from __future__ import annotations

import json
from pathlib import Path

from fieldbook.assessment.old_questions import aiken_reader, gift_reader, jupyterquiz_reader, moodle_reader, qti_files
from fieldbook.assessment.old_questions.found_questions import MOST_BYTES, Found
from fieldbook.assessment.old_questions.old_text import UnreadableQuestionError
from fieldbook.assessment.old_questions.safe_xml import line, parse
from fieldbook.core.i18n import _

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
        return "QTI 2.1", qti_files.read_package(data, str(path))
    if data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1] == b"<":
        return _xml(data, path)
    return _text(_decoded(data), str(path))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableQuestionError(_("cannot be read ({reason})").format(reason=error.strerror or error)) from None
    if len(data) > MOST_BYTES:
        raise UnreadableQuestionError(_("is larger than {size} MiB").format(size=MOST_BYTES // 2**20))
    return data


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        where = data.count(b"\n", 0, error.start) + 1
        raise UnreadableQuestionError(_("is not UTF-8 text; save it again with this encoding"), where) from None


def _xml(data: bytes, path: Path) -> tuple[str, Found]:
    root = parse(data)
    if root.tag == "quiz":
        return "Moodle XML", moodle_reader.read(root, str(path))
    if root.tag in {"assessmentItem", "assessmentTest"}:
        return "QTI 2.1", qti_files.read_xml(root, path)
    other = _OTHERS.get(str(root.tag))
    if other:
        raise UnreadableQuestionError(_("is {format}, which is not read here").format(format=other), line(root))
    raise UnreadableQuestionError(_("is XML, but neither Moodle's nor QTI 2.1"), line(root))


def _text(text: str, name: str) -> tuple[str, Found]:
    """A GIFT file may begin with ``[html]``, so that a bracket alone does not make it JSON."""
    if name.lower().endswith((".json", ".ipynb")) or _is_json(text):
        return "jupyterquiz", jupyterquiz_reader.read(text, name)
    if aiken_reader.is_aiken(text):
        return "Aiken", aiken_reader.read(text, name)
    if name.lower().endswith(".gift") or gift_reader.is_gift(text):
        return "GIFT", gift_reader.read(text, name)
    raise UnreadableQuestionError(_("is neither Moodle XML, GIFT, Aiken, QTI 2.1 nor jupyterquiz"))


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), list | dict)
    except (ValueError, RecursionError):
        return text.lstrip()[:1] == "[" and '"question"' in text
