"""Pages of the book as pages of a cartridge: no script, figures as picture files, links that systems follow."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from fieldbook.book.site import Site
from fieldbook.packages.epub import book_order
from fieldbook.packages.epub_page import SVG, XHTML, Node, chapter

STYLE = "fieldbook.css"
CSS = (
    "body{font-family:sans-serif;line-height:1.5;max-inline-size:45rem}img{max-inline-size:100%;block-size:auto}"
    "table{border-collapse:collapse}th,td{border-block-end:1px solid;padding:.25em .4em;text-align:start}\n"
)
_REFERENCES = "book/references.html"
_CITED = re.compile(rb"""href=["'][^"'#]*references\.html#([^"']+)""")
_LONGEST = 250
Link = tuple[str, str]
"""Title and public address."""


@dataclasses.dataclass(frozen=True)
class CartridgePage:
    """A page with its pictures. ``name`` is its name in the site, ``links`` are the public addresses that it cites."""

    name: str
    file: str
    title: str
    content: bytes
    pictures: tuple[tuple[str, bytes], ...]
    links: tuple[Link, ...]


def pages(site: Site, base: str) -> Iterator[CartridgePage]:
    """Every page in the order of the book. ``base`` stands before the paths of links; with none they are relative.

    Moodle follows relative links, and only those without a place in the page; others want ``$IMS-CC-FILEBASE$``.
    """
    known = _Known(site)
    for name in book_order(site):
        raw = (site.root / name).read_bytes()
        title, document = chapter(raw, name, known.file)
        document.set("lang", site.edition.lang)
        file = known.file(name) or name
        pictures = tuple(_take_pictures(document, file.removesuffix(".html"), base))
        _mend_links(document, base)
        yield CartridgePage(name, file, title, _html(document), pictures, tuple(known.cited(raw, name)))


class _Known:
    """The site's pages under their names in the cartridge, and the addresses in its bibliography."""

    def __init__(self, site: Site) -> None:
        self._names = {name: name.replace("/", "-") for name in book_order(site)}
        self._sources = dict(_sources(site)) if _REFERENCES in site.files else {}

    def file(self, name: str) -> str | None:
        return self._names.get(name)

    def cited(self, page: bytes, name: str) -> Iterator[Link]:
        """Sources with a public address that ``page`` cites, in order of the bibliography."""
        used = set() if name == _REFERENCES else {mark.decode() for mark in _CITED.findall(page)}
        yield from (link for mark, link in self._sources.items() if mark in used)


def _sources(site: Site) -> Iterator[tuple[str, Link]]:
    body: Node = html.document_fromstring((site.root / _REFERENCES).read_bytes())
    for entry in body.xpath("//article//li[@id]"):
        address = next((link.get("href") for link in entry.xpath(".//a[starts-with(@href, 'http')]")), None)
        if address:
            words = " ".join(entry.text_content().split()).partition(" URL: ")[0]
            yield entry.get("id"), (_shortened(words), address)


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rpartition(' ')[0]} …"


def _take_pictures(document: Node, stem: str, base: str) -> Iterator[tuple[str, bytes]]:
    """Drawings become files, because systems that clean pages throw inline drawings away; icons go."""
    number = 0
    for drawing in list(document.iter(f"{{{SVG}}}svg")):
        label = drawing.get("aria-label")
        tail, drawing.tail = drawing.tail, None
        picture = etree.Element(f"{{{XHTML}}}{'img' if label else 'span'}")
        picture.tail = tail
        drawing.getparent().replace(drawing, picture)
        if label:
            number += 1
            file = f"{stem}-figure-{number}.svg"
            picture.set("src", f"{base}{file}")
            picture.set("alt", label)
            for side in ("width", "height"):
                picture.set(side, drawing.get(side, "100%"))
            etree.cleanup_namespaces(drawing, top_nsmap={None: SVG})  # type: ignore[dict-item]
            yield file, etree.tostring(drawing, encoding="UTF-8")


def _mend_links(document: Node, base: str) -> None:
    for link in document.iter(f"{{{XHTML}}}a"):
        target = link.get("href") or ""
        if target.startswith(("#", "mailto:")) or "://" in target:
            continue
        link.set("href", f"{base}{target}" if base else target.partition("#")[0])


def _html(document: Any) -> bytes:
    """The XHTML of a chapter as HTML: elements without namespaces, and the encoding said in the page."""
    for part in document.iter():
        part.tag = etree.QName(part).localname
    etree.cleanup_namespaces(document)
    head = document.find("head")
    for link in head.findall("link"):
        link.set("href", STYLE)
    head.insert(0, etree.Element("meta", charset="utf-8"))
    return b"<!DOCTYPE html>\n" + etree.tostring(document, method="html", encoding="UTF-8")
