"""``epub``: the course as an EPUB 3 book for phones and e-readers, with answers at the end of each chapter."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from lxml import etree

from fieldbook.book.site import Site
from fieldbook.core.i18n import _, direction
from fieldbook.core.zipping import write_entries
from fieldbook.course.sources import Course
from fieldbook.packages.base import Format, Package
from fieldbook.packages.epub_page import EPUB, PREFIXES, SVG, XHTML, Node, chapter

_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
_SPACE = uuid.UUID("6f1d9a1e-2d0b-5f0c-9d53-1f4c0a7a6b11")
_NO_PREFIX: Any = {}


def write(course: Course, site: Site, out: Path) -> Package:
    """Write ``out/<edition>-epub.epub``."""
    target = out / f"{site.edition.name}-{FORMAT.name}.epub"
    size = write_entries(target, entries(course, site), first=("mimetype", b"application/epub+zip"))
    return Package(FORMAT.name, target, size)


def entries(course: Course, site: Site) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of the book but ``mimetype``."""
    names = book_order(site)
    files_of = {name: _file(name) for name in names}
    chapters = []
    for name in names:
        title, document = chapter((site.root / name).read_bytes(), name, files_of.get)
        document.set("{http://www.w3.org/XML/1998/namespace}lang", site.edition.lang)
        document.set("lang", site.edition.lang)
        chapters.append((files_of[name], title, document))
    _drop_dead_anchors(chapters)
    for file, _title, document in chapters:
        yield f"book/{file}", _bytes(document, "<!DOCTYPE html>")
    yield "book/nav.xhtml", _bytes(_navigation(course, site, chapters), "<!DOCTYPE html>")
    yield "book/epub.css", (files("fieldbook.packages") / "epub.css").read_bytes()
    yield "book/package.opf", _bytes(_package(course, site, chapters))
    yield "META-INF/container.xml", _bytes(_container())


def book_order(site: Site) -> list[str]:
    """Pages in the order of the contents, the start page first. A test needs a script."""
    tests = {test.page for test in site.outline.tests}
    rest = [name for name in site.files if name.startswith("answers/") and name.endswith(".html")]
    return [name for name in [*site.outline.pages, *rest] if name not in tests]


def _drop_dead_anchors(chapters: list[tuple[str, str, Node]]) -> None:
    """A link to a place that a chapter has not (it was part of a script) leads to the chapter."""
    ids = {file: {part.get("id") for part in document.iter() if part.get("id")} for file, _title, document in chapters}
    for file, _title, document in chapters:
        for link in document.iter(f"{{{XHTML}}}a"):
            path, mark, anchor = (link.get("href") or "").partition("#")
            if mark and "://" not in path and anchor not in ids.get(path or file, set()):
                link.set("href", path or file)


def _file(page: str) -> str:
    """Name in the EPUB of a page of the site."""
    return page.removesuffix(".html").replace("/", "-") + ".xhtml"


def _navigation(course: Course, site: Site, chapters: list[tuple[str, str, Node]]) -> Node:
    """Contents in which the lessons stand below their module."""
    root = etree.Element(f"{{{XHTML}}}html", nsmap=PREFIXES)
    root.set("lang", site.edition.lang)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", site.edition.lang)
    etree.SubElement(etree.SubElement(root, f"{{{XHTML}}}head"), f"{{{XHTML}}}title").text = course.file.value.title
    nav = etree.SubElement(etree.SubElement(root, f"{{{XHTML}}}body"), f"{{{XHTML}}}nav")
    nav.set(f"{{{EPUB}}}type", "toc")
    etree.SubElement(nav, f"{{{XHTML}}}h1").text = _("Contents")
    titles = {file: title for file, title, _document in chapters}
    below = {
        _file(module.page): [*(_file(lesson.page) for lesson in module.lessons), _file(module.end)]
        for module in site.outline.modules
    }
    inner = {file for files_below in below.values() for file in files_below}
    own = [(file, title, document) for file, title, document in chapters if file not in inner]
    listed = etree.SubElement(nav, f"{{{XHTML}}}ol")
    for file, title, document in own:
        lines = [(name, titles[name]) for name in below.get(file, ())] or list(_sections(file, document))
        _entry(listed, (file, title), lines)
    return root


def _sections(file: str, document: Node) -> Iterator[tuple[str, str]]:
    for part in document.iter(f"{{{XHTML}}}section"):
        head = part.find(f"{{{XHTML}}}h2")
        if part.get("id") and head is not None:
            yield f"{file}#{part.get('id')}", "".join(head.itertext()).strip()


def _entry(listed: Node, chapter_line: tuple[str, str], lines: list[tuple[str, str]]) -> None:
    item = etree.SubElement(listed, f"{{{XHTML}}}li")
    etree.SubElement(item, f"{{{XHTML}}}a", href=chapter_line[0]).text = chapter_line[1]
    if lines:
        inner = etree.SubElement(item, f"{{{XHTML}}}ol")
        for line in lines:
            _entry(inner, line, [])


def _package(course: Course, site: Site, chapters: list[tuple[str, str, Node]]) -> Node:
    root = etree.Element(f"{{{_OPF}}}package", nsmap=_NO_PREFIX | {None: _OPF})
    root.set("version", "3.0")
    root.set("unique-identifier", "id")
    metadata = etree.SubElement(root, f"{{{_OPF}}}metadata", nsmap={"dc": _DC})
    for name, text in _dublin_core(course, site):
        element = etree.SubElement(metadata, f"{{{_DC}}}{name}")
        element.text = text
        if name == "identifier":
            element.set("id", "id")
    for name, text in _accessibility(course):
        etree.SubElement(metadata, f"{{{_OPF}}}meta", property=name).text = text
    manifest = etree.SubElement(root, f"{{{_OPF}}}manifest")
    spine = etree.SubElement(root, f"{{{_OPF}}}spine")
    if direction(site.edition.lang) == "rtl":
        spine.set("page-progression-direction", "rtl")
    xhtml = "application/xhtml+xml"
    etree.SubElement(
        manifest, f"{{{_OPF}}}item", {"id": "nav", "href": "nav.xhtml", "media-type": xhtml, "properties": "nav"}
    )
    etree.SubElement(manifest, f"{{{_OPF}}}item", {"id": "css", "href": "epub.css", "media-type": "text/css"})
    for number, (file, _title, document) in enumerate(chapters):
        item = etree.SubElement(manifest, f"{{{_OPF}}}item", {"id": f"c{number}", "href": file, "media-type": xhtml})
        if next(document.iter(f"{{{SVG}}}svg"), None) is not None:
            item.set("properties", "svg")
        etree.SubElement(spine, f"{{{_OPF}}}itemref", idref=f"c{number}")
    return root


def _dublin_core(course: Course, site: Site) -> Iterator[tuple[str, str]]:
    edition = site.edition
    yield "identifier", f"urn:uuid:{uuid.uuid5(_SPACE, f'{edition.name} {course.file.value.edition}')}"
    yield "title", f"{course.file.value.title}: {course.context.meta.mission.short}"
    yield "language", edition.lang
    yield "creator", _("The Fieldbook authors")
    yield "rights", _("Curriculum CC BY 4.0. Data: see the page on data.")


def _accessibility(course: Course) -> Iterator[tuple[str, str]]:
    # the day of the data stands for the day of the book: a clock would change its bytes
    yield "dcterms:modified", f"{course.context.meta.as_of.isoformat()}T00:00:00Z"
    for mode in ("textual", "visual"):
        yield "schema:accessMode", mode
    yield "schema:accessModeSufficient", "textual"
    for feature in ("alternativeText", "longDescription", "structuralNavigation", "tableOfContents", "readingOrder"):
        yield "schema:accessibilityFeature", feature
    yield "schema:accessibilityHazard", "none"
    yield (
        "schema:accessibilitySummary",
        _("Every figure has a text and a table with its numbers. Answers stand at the end of each chapter."),
    )


def _container() -> Node:
    root = etree.Element(f"{{{_CONTAINER}}}container", nsmap=_NO_PREFIX | {None: _CONTAINER}, version="1.0")
    rootfiles = etree.SubElement(root, f"{{{_CONTAINER}}}rootfiles")
    marks = {"full-path": "book/package.opf", "media-type": "application/oebps-package+xml"}
    etree.SubElement(rootfiles, f"{{{_CONTAINER}}}rootfile", marks)
    return root


def _bytes(root: Node, doctype: str = "") -> bytes:
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}\n'
    return (start + etree.tostring(root, encoding="unicode")).encode()


FORMAT = Format("epub", lambda: _("A book for phones and e-readers, with answers at the end of each chapter."), write)
