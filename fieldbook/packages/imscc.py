"""``imscc``: Common Cartridge, pages without script, public sources as web links, tests and a question bank.

Version 1.1 is what Moodle reads. ``imscc:1.3`` has the same content under the names of 1.3, and links as Canvas and
others want them.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from lxml import etree

from fieldbook.assessment.form_draw import drawn_forms
from fieldbook.book.site import Site
from fieldbook.core.i18n import _
from fieldbook.core.zipping import write_entries
from fieldbook.course.sources import Course
from fieldbook.packages.base import Format, Package
from fieldbook.packages.cartridge_pages import CSS, STYLE, CartridgePage, Link, pages
from fieldbook.packages.cartridge_qti import bank_xml, test_xml
from fieldbook.packages.cartridge_question import CartridgeQuestion, notes, questions
from fieldbook.packages.exported_bank import bound_bank


@dataclasses.dataclass(frozen=True)
class CartridgeVersion:
    """The names of one version of Common Cartridge."""

    number: str
    base: str
    """What stands before the path of a link from page to page."""

    @property
    def mark(self) -> str:
        """As it stands within namespaces and types: ``v1p1``."""
        return f"v{self.number.replace('.', 'p')}"

    @property
    def manifest(self) -> str:
        """Namespace of the manifest."""
        return f"http://www.imsglobal.org/xsd/imscc{self.mark}/imscp_v1p1"

    @property
    def lom(self) -> str:
        """Namespace of the metadata."""
        return f"http://ltsc.ieee.org/xsd/imscc{self.mark}/LOM/manifest"

    @property
    def weblink(self) -> str:
        """Namespace of a web link."""
        return f"http://www.imsglobal.org/xsd/imscc{self.mark}/imswl_{self.mark}"

    def qti(self, kind: str) -> str:
        """Type of a resource with questions: ``assessment`` or ``question-bank``."""
        return f"imsqti_xmlv1p2/imscc_xml{self.mark}/{kind}"


V11 = CartridgeVersion("1.1", "")
V13 = CartridgeVersion("1.3", "$IMS-CC-FILEBASE$/pages/")


@dataclasses.dataclass(frozen=True)
class Resource:
    """A file in the cartridge, and the ids of the resources that it needs."""

    id: str
    kind: str
    title: str
    file: str
    content: bytes
    needs: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Folder:
    """What a system shows as a section or a folder, in it perhaps one more with web links; pictures are not listed."""

    id: str
    title: str
    parts: tuple[Resource, ...]
    links: tuple[Resource, ...] = ()
    pictures: tuple[Resource, ...] = ()


def write(version: CartridgeVersion, course: Course, site: Site, out: Path) -> Package:
    """Write ``out/<edition>-imscc.imscc``, or with another version than 1.1 ``-imscc<version>.imscc``."""
    bank = bound_bank(course)
    found = [question for chapter in bank.chapters for question in questions(chapter.items, chapter.title)]
    part = "" if version is V11 else version.number
    target = out / f"{site.edition.name}-imscc{part}.imscc"
    size = write_entries(target, entries(version, course, site, found))
    return Package(
        FORMAT.name if version is V11 else OTHER.name, target, size, bank.notes + tuple(notes(bank.items, found))
    )


def entries(
    version: CartridgeVersion, course: Course, site: Site, found: Sequence[CartridgeQuestion]
) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of the cartridge. ``found`` is what the bank has become."""
    folders = [*_book_folders(version, course, site), *_tests(version, course, found)]
    loose = [Resource("bank", version.qti("question-bank"), "", "bank.xml", bank_xml("bank", found))]
    if site.files:
        loose.append(Resource("css", "webcontent", "", f"pages/{STYLE}", CSS.encode()))
    held = [part for folder in folders for part in (*folder.parts, *folder.links, *folder.pictures)] + loose
    for resource in held:
        yield resource.file, resource.content
    yield "imsmanifest.xml", _manifest(version, course, site.edition.lang, folders, held)


def _book_folders(version: CartridgeVersion, course: Course, site: Site) -> Iterator[Folder]:
    """A folder for each module with its pages and its sources, before them one with the pages around the modules."""
    found = list(pages(site, version.base)) if site.files else []
    modules = {module.id: {f"{page}.html" for page in module.pages} for module in course.modules}
    around = [page for page in found if not any(page.name in names for names in modules.values())]
    if around:
        pictures = [picture for page in around for picture in _pictures(page)]
        yield Folder("around", _("About this course"), tuple(map(_page, around)), (), tuple(pictures))
    linked: set[Link] = set()
    for module in course.modules:
        own = [page for page in found if page.name in modules[module.id]]
        fresh = [link for link in dict.fromkeys(link for page in own for link in page.links) if link not in linked]
        linked.update(fresh)
        links = [_weblink(version, f"{module.id}-{n}", link) for n, link in enumerate(fresh, 1)]
        pictures = [picture for page in own for picture in _pictures(page)]
        if own:
            yield Folder(module.id, module.title, tuple(map(_page, own)), tuple(links), tuple(pictures))


def _page(page: CartridgePage) -> Resource:
    needs = ("css", *(picture.id for picture in _pictures(page)))
    return Resource(_identifier(page.file), "webcontent", page.title, f"pages/{page.file}", page.content, needs)


def _pictures(page: CartridgePage) -> Iterator[Resource]:
    """Each one is a resource of its own: systems that import by resource would not see it otherwise."""
    for name, content in page.pictures:
        yield Resource(_identifier(name), "webcontent", "", f"pages/{name}", content)


def _identifier(file: str) -> str:
    return f"page-{file.rpartition('.')[0]}"


def _weblink(version: CartridgeVersion, name: str, link: Link) -> Resource:
    title, address = link
    root = etree.Element(f"{{{version.weblink}}}webLink", nsmap=_prefixes({None: version.weblink}))
    _add(root, "title", title)
    _add(root, "url", href=address, target="_blank")
    return Resource(f"link-{name}", f"imswl_xml{version.mark}", title, f"links/{name}.xml", _bytes(root))


def _tests(version: CartridgeVersion, course: Course, found: Sequence[CartridgeQuestion]) -> Iterator[Folder]:
    by_item: dict[str, list[CartridgeQuestion]] = defaultdict(list)
    for question in found:
        by_item[question.item].append(question)
    tests = []
    for name, form in sorted(drawn_forms(course).items()):
        drawn = [question for item in form.items for question in by_item[item.place.item.id]]
        content = test_xml(name, form.form.title, form.form.minutes, drawn)
        kind = version.qti("assessment")
        tests.append(Resource(f"test-{name}", kind, form.form.title, f"tests/{name}.xml", content))
    if tests:
        yield Folder("tests", _("Tests"), tuple(tests))


def _manifest(
    version: CartridgeVersion, course: Course, lang: str, folders: Sequence[Folder], held: Sequence[Resource]
) -> bytes:
    prefixes = _prefixes({None: version.manifest, "lomimscc": version.lom})
    root = etree.Element(
        f"{{{version.manifest}}}manifest", {"identifier": f"{course.file.value.id}-manifest"}, prefixes
    )
    metadata = _add(root, "metadata")
    _add(metadata, "schema", "IMS Common Cartridge")
    _add(metadata, "schemaversion", f"{version.number}.0")
    parent = metadata
    for name in ("lom", "general", "title", "string"):
        parent = etree.SubElement(parent, f"{{{version.lom}}}{name}")
    parent.set("language", lang)
    parent.text = course.file.value.title
    organization = _add(_add(root, "organizations"), "organization", identifier="org", structure="rooted-hierarchy")
    top = _add(organization, "item", identifier="root")
    for folder in folders:
        item = _folder(top, folder.id, folder.title, folder.parts)
        if folder.links:
            _folder(item, f"{folder.id}-links", _("Sources on the web"), folder.links)
    resources = _add(root, "resources")
    for resource in held:
        _resource(resources, resource)
    return _bytes(root)


def _folder(parent: etree._Element, name: str, title: str, parts: Sequence[Resource]) -> etree._Element:
    item = _add(parent, "item", identifier=f"folder-{name}")
    _add(item, "title", title)
    for part in parts:
        _add(_add(item, "item", identifier=f"item-{part.id}", identifierref=part.id), "title", part.title)
    return item


def _resource(resources: etree._Element, resource: Resource) -> None:
    """Only web content has an address of its own."""
    element = _add(resources, "resource", identifier=resource.id, type=resource.kind)
    if resource.kind == "webcontent":
        element.set("href", resource.file)
    _add(element, "file", href=resource.file)
    for name in resource.needs:
        _add(element, "dependency", identifierref=name)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}", attributes)
    element.text = text
    return element


def _prefixes(names: dict[str | None, str]) -> Any:
    return names


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


FORMAT = Format(
    "imscc", lambda: _("Common Cartridge 1.1: pages, web links, tests and question bank."), partial(write, V11)
)
OTHER = Format("imscc:1.3", lambda: _("The same as Common Cartridge 1.3."), partial(write, V13))
