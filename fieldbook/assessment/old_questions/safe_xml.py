"""XML from outside: bounded, no document type, no entities, nothing fetched."""

from __future__ import annotations

from lxml import etree

from fieldbook.assessment.old_questions.found_questions import MOST_BYTES
from fieldbook.assessment.old_questions.old_text import UnreadableQuestionError
from fieldbook.core.i18n import _

Node = etree._Element  # noqa: SLF001 lxml has no other name for it


def parse(data: bytes) -> Node:
    """The document's element, with names of elements without their namespaces. Raises ``UnreadableError``."""
    if len(data) > MOST_BYTES:
        raise UnreadableQuestionError(_("is larger than {size} MiB").format(size=MOST_BYTES // 2**20))
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableQuestionError(
            _("is not XML: {reason}").format(reason=_reason(error)), error.lineno or 0
        ) from None
    except ValueError:
        raise UnreadableQuestionError(_("is not XML: its encoding is not known")) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableQuestionError(_("declares a document type, which questions do not need"), 1)
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def _reason(error: etree.XMLSyntaxError) -> str:
    return str(error.msg).split(", line ")[0].rstrip(".")


def line(node: Node) -> int:
    """Line of an element."""
    return node.sourceline if isinstance(node.sourceline, int) else 0


def words(node: Node, path: str) -> str:
    """Text of the element at ``path``, or nothing."""
    return (node.findtext(path) or "").strip()
