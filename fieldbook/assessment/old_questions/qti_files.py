"""QTI 2.1 files: an item, a test with its items beside it, or a content package."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from fieldbook.assessment.old_questions.found_questions import Found
from fieldbook.assessment.old_questions.old_text import UnreadableQuestionError
from fieldbook.assessment.old_questions.qti_reader import take_item
from fieldbook.assessment.old_questions.safe_xml import Node, line, parse
from fieldbook.core.i18n import _

_MOST_MEMBERS = 10_000
_MOST_MEMBER = 2 * 2**20
"""Bytes of one file of a package; an item is smaller than a picture."""
_MOST_UNPACKED = 128 * 2**20


def read_package(data: bytes, file: str) -> Found:
    """Every item of a content package, in the order of its manifest. Raises ``UnreadableError``."""
    found = Found(file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = _members(archive)
            manifest = members.get("imsmanifest.xml")
            order = _order(_content(archive, manifest)) if manifest else {}
            items = 0
            for name in sorted(members, key=lambda name: (order.get(name, len(order)), name)):
                items += _take(found, f"{file}/{name}", _content(archive, members[name]))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zlib.error) as error:
        raise UnreadableQuestionError(_("is a damaged or locked archive: {reason}").format(reason=error)) from None
    if not items:
        raise UnreadableQuestionError(_("is an archive without QTI 2.1 items"))
    return found


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """XML files of the archive by name. Names that lead out of it name nothing here, for nothing is unpacked."""
    listed = archive.infolist()
    if len(listed) > _MOST_MEMBERS or sum(member.file_size for member in listed) > _MOST_UNPACKED:
        raise UnreadableQuestionError(_("unpacks to more than is safe"))
    return {member.filename: member for member in listed if member.filename.lower().endswith(".xml")}


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The content; the size that the archive states is not believed."""
    with archive.open(member) as stream:
        data = stream.read(_MOST_MEMBER + 1)
    if len(data) > _MOST_MEMBER:
        raise UnreadableQuestionError(_("unpacks to more than is safe"))
    return data


def _order(manifest: bytes) -> dict[str, int]:
    try:
        root = parse(manifest)
    except UnreadableQuestionError:
        return {}
    names = [unquote(node.get("href", "")) for node in root.iter("resource")]
    return {name: place for place, name in reversed(list(enumerate(names)))}


def _take(found: Found, file: str, data: bytes) -> bool:
    """Take the item of a file of the package; whether it is one, or might be."""
    part = Found(file)
    try:
        root = parse(data)
    except UnreadableQuestionError as error:
        part.refuse(error.line, PurePosixPath(file).name, str(error))
        found.add(part)
        return True
    if root.tag == "assessmentItem":
        take_item(root, part)
    elif root.tag == "qti-assessment-item":
        part.refuse(line(root), root.get("title", ""), _("it is QTI 3; only QTI 2.1 is read"))
    found.add(part)
    return root.tag in {"assessmentItem", "qti-assessment-item"}


def read_xml(root: Node, path: Path) -> Found:
    """An item, or a test at ``path`` with the items that lie beside it."""
    found = Found(str(path))
    if root.tag == "assessmentItem":
        take_item(root, found)
    else:
        for node in root.iter("assessmentItemRef"):
            _take_beside(found, node, path)
        for node in root.iter("assessmentSectionRef"):
            found.refuse(
                line(node), node.get("href", ""), _("a section in another file is not read; import the package")
            )
    return found


def _take_beside(found: Found, node: Node, path: Path) -> None:
    """The item that a test refers to. It is read from the folder above the test or below that, and nowhere else."""
    href = unquote(node.get("href", ""))
    target = (path.parent / href).resolve()
    inside = target.is_relative_to(path.resolve().parent.parent) and target.suffix.lower() == ".xml"
    if not href or not inside:
        found.refuse(line(node), href, _("the test refers to a file outside its folder"))
    elif not target.is_file():
        found.refuse(line(node), href, _("the file {name} is not there").format(name=href[:80]))
    elif target.stat().st_size > _MOST_MEMBER:
        found.refuse(line(node), href, _("is larger than {size} MiB").format(size=_MOST_MEMBER // 2**20))
    elif not _take(found, f"{path.parent}/{href}", target.read_bytes()):
        found.refuse(line(node), href, _("the file {name} is no item").format(name=href[:80]))
