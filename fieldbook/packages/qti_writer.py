"""Writes XML of QTI 2.1 or 3.

QTI 3 has the elements of QTI 2.1 under other names (``qti-`` and hyphens): what is written in those of 2.1 comes out in
the words of the dialect.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from functools import cache

from lxml import etree, html

from fieldbook.packages.exported_bank import as_html, as_text

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_HTML_NAMES = frozenset({"p", "div", "span"})
"""HTML elements that are written by name here; all others are copied from rendered Markdown."""


@dataclasses.dataclass(frozen=True)
class Dialect:
    """A version of QTI: its namespaces, the names of its elements, and what a manifest says of it."""

    namespace: str
    schema: str
    hyphens: bool
    manifest: str
    manifest_schema: str
    kind: str
    """Resource type of an item; ``item`` is replaced by ``test`` for a test."""
    package: tuple[str, str]
    """Name and version of the package's schema."""

    def name(self, name: str) -> str:
        """Element ``name`` of QTI 2.1 in this version. HTML elements keep their names."""
        if not self.hyphens or name in _HTML_NAMES:
            return name
        return f"qti-{_hyphenated(name)}"

    def attribute(self, name: str) -> str:
        """Attribute ``name`` of QTI 2.1 in this version."""
        return _hyphenated(name) if self.hyphens else name


QTI21 = Dialect(
    "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    hyphens=False,
    manifest="http://www.imsglobal.org/xsd/imscp_v1p1",
    manifest_schema="http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
    kind="imsqti_item_xmlv2p1",
    package=("QTIv2.1 Package", "1.0.0"),
)
QTI3 = Dialect(
    "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    hyphens=True,
    manifest="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    manifest_schema="https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
    kind="imsqti_item_xmlv3p0",
    package=("QTI Package", "3.0.0"),
)


class Writer:
    """Makes elements of one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

    def root(self, name: str, **attributes: str) -> etree._Element:
        """The document's element, with its namespace and schema."""
        own = self.dialect.namespace
        element = etree.Element(f"{{{own}}}{self.dialect.name(name)}", nsmap={None: own, "xsi": _XSI})  # type: ignore[dict-item]
        element.set(f"{{{_XSI}}}schemaLocation", f"{own} {self.dialect.schema}")
        self._set(element, attributes)
        return element

    def add(self, parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
        """A new element in ``parent``. An underscore at the end of an attribute's name is left out (``class_``)."""
        element = etree.SubElement(parent, f"{{{self.dialect.namespace}}}{self.dialect.name(name)}")
        self._set(element, attributes)
        element.text = text
        return element

    def blocks(self, parent: etree._Element, markdown: str) -> None:
        """``markdown`` as HTML blocks."""
        text = as_html(markdown)
        found = html.fragments_fromstring(text if text.startswith("<") else f"<p>{text}</p>")
        if any(isinstance(part, str) or part.tag not in _BLOCKS for part in found):
            found = html.fragments_fromstring(f"<p>{text}</p>")
        for part in found:
            self._copy(parent, part)

    def words(self, parent: etree._Element, markdown: str) -> None:
        """``markdown`` as inline HTML; blocks become one line of text."""
        text = as_html(markdown)
        wrapped = html.fragment_fromstring(
            text if not text.startswith(("<p>", "<ul", "<ol", "<table")) else as_text(markdown), create_parent="p"
        )
        holder = etree.Element("holder")
        self._copy(holder, wrapped)
        inner = holder[0]
        parent.text = inner.text
        parent.extend(list(inner))

    def _copy(self, parent: etree._Element, source: html.HtmlElement) -> None:
        element = etree.SubElement(parent, f"{{{self.dialect.namespace}}}{source.tag}")
        element.text, element.tail = source.text, source.tail
        for child in source:
            self._copy(element, child)

    def _set(self, element: etree._Element, attributes: Mapping[str, str]) -> None:
        for name, value in attributes.items():
            element.set(self.dialect.attribute(name.rstrip("_")), value)


_BLOCKS = {"p", "ul", "ol", "table", "blockquote", "pre"}


def xml_bytes(root: etree._Element) -> bytes:
    """The document as it stands in a file."""
    return (_XML + etree.tostring(root, encoding="unicode")).encode()


@cache
def _hyphenated(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", lambda found: f"-{found[1].lower()}", name)
