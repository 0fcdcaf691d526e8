"""``imscc``: Common Cartridge 1.1, as Moodle reads it: pages without script, a question bank, a test for each form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from fieldbook.bind.forms import Draw
from fieldbook.build.site import Site
from fieldbook.export.bank import Bank, bound_bank
from fieldbook.export.base import Format, Package
from fieldbook.export.ccquestion import document, notes, questions
from fieldbook.export.epub import book_order
from fieldbook.export.epubpage import chapter
from fieldbook.export.zipping import write_entries
from fieldbook.i18n import _
from fieldbook.load.course import Course

_CP = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
_KIND = "imsqti_xmlv1p2/imscc_xmlv1p1/"
_CSS = "body{font-family:sans-serif;line-height:1.5;max-inline-size:45rem}svg{max-inline-size:100%;block-size:auto}\n"
_PREFIXES: Any = {None: _CP, "lomimscc": _LOM}
Resource = tuple[str, str, str, str]
"""Identifier, type, file and title."""


def write(course: Course, site: Site, out: Path) -> Package:
    """Write ``out/<edition>.imscc``."""
    bank = bound_bank(course)
    target = out / f"{site.edition.name}.imscc"
    size = write_entries(target, entries(course, site, bank))
    return Package(FORMAT.name, target, size, bank.notes + tuple(notes(bank.items)))


def entries(course: Course, site: Site, bank: Bank) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of the cartridge."""
    lang = site.edition.lang
    pages: list[Resource] = []
    names = book_order(site)
    for number, name in enumerate(names):
        title, page = chapter((site.root / name).read_bytes(), name, {name: _file(name) for name in names}.get)
        page.set("lang", lang)
        yield f"pages/{_file(name)}", _html(page)
        pages.append((f"page-{number}", "webcontent", f"pages/{_file(name)}", title))
    if pages:
        yield "pages/epub.css", _CSS.encode()
    tests = []
    by_id = {item["id"]: item for item in bank.items}
    for name, form in sorted(Draw(course).forms.items()):
        drawn = [by_id[found.place.item.id] for found in form.items if found.place.item.id in by_id]
        yield f"tests/{name}.xml", document(name, form.form.title, questions(drawn))
        tests.append((f"test-{name}", f"{_KIND}assessment", f"tests/{name}.xml", form.form.title))
    yield "bank.xml", document("bank", None, questions(bank.items))
    bank_file = ("bank", f"{_KIND}question-bank", "bank.xml", "")
    yield "imsmanifest.xml", _manifest(course, lang, pages, tests, bank_file)


def _file(name: str) -> str:
    return name.replace("/", "-")


def _html(page: Any) -> bytes:
    """The XHTML of a chapter as HTML: elements without namespaces."""
    for part in page.iter():
        part.tag = etree.QName(part).localname
    etree.cleanup_namespaces(page)
    return b"<!DOCTYPE html>\n" + etree.tostring(page, method="html", encoding="UTF-8")


def _manifest(course: Course, lang: str, pages: Sequence[Resource], tests: Sequence[Resource], bank: Resource) -> bytes:
    root = etree.Element(f"{{{_CP}}}manifest", {"identifier": f"{course.file.value.id}-manifest"}, nsmap=_PREFIXES)
    metadata = _add(root, "metadata")
    _add(metadata, "schema", "IMS Common Cartridge")
    _add(metadata, "schemaversion", "1.1.0")
    parent = metadata
    for name in ("lom", "general", "title", "string"):
        parent = etree.SubElement(parent, f"{{{_LOM}}}{name}")
    parent.set("language", lang)
    parent.text = course.file.value.title
    organization = _add(_add(root, "organizations"), "organization", identifier="org", structure="rooted-hierarchy")
    top = _add(organization, "item", identifier="root")
    for key, title, found in (("pages", _("Pages"), pages), ("tests", _("Tests"), tests)):
        if found:
            folder = _add(top, "item", identifier=f"folder-{key}")
            _add(folder, "title", title)
            for identifier, _kind, _href, words in found:
                leaf = _add(folder, "item", identifier=f"item-{identifier}", identifierref=identifier)
                _add(leaf, "title", words)
    resources = _add(root, "resources")
    for identifier, kind, href, _title in (*pages, *tests, bank):
        resource = _add(resources, "resource", identifier=identifier, type=kind)
        _add(resource, "file", href=href)
        if kind == "webcontent":
            resource.set("href", href)
            _add(resource, "dependency", identifierref="css")
    if pages:
        css = _add(resources, "resource", identifier="css", type="webcontent", href="pages/epub.css")
        _add(css, "file", href="pages/epub.css")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_CP}}}{name}", attributes)
    element.text = text
    return element


FORMAT = Format("imscc", lambda: _("Common Cartridge 1.1: pages, question bank and tests."), write)
