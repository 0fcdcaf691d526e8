"""A QTI content package: items, a test for each form and one for the whole bank, manifest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from fieldbook.assessment.form_draw import DrawnForm, drawn_forms
from fieldbook.assessment.shapes import NumberItem, TextItem
from fieldbook.book.site import Site
from fieldbook.core.i18n import _
from fieldbook.core.zipping import write_entries
from fieldbook.course.sources import Course
from fieldbook.packages.base import Package
from fieldbook.packages.exported_bank import Bank, bound_bank
from fieldbook.packages.qti_item import item_xml
from fieldbook.packages.qti_writer import Dialect, Writer, xml_bytes

Section = tuple[str, str, list[str]]
"""Id, title and item ids of a section of a test."""


def write_package(course: Course, site: Site, out: Path, dialect: Dialect, name: str) -> Package:
    """Write ``out/<edition>-<name>.zip``."""
    bank = bound_bank(course)
    target = out / f"{site.edition.name}-{name}.zip"
    size = write_entries(target, entries(course, bank, dialect, site.edition.lang))
    return Package(name, target, size, bank.notes + tuple(_losses(bank)))


def entries(course: Course, bank: Bank, dialect: Dialect, language: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of the package."""
    tests = list(_tests(course, bank))
    for item in bank.items:
        yield f"items/{item.id}.xml", xml_bytes(item_xml(item, dialect, language))
    for identifier, title, minutes, sections in tests:
        yield f"tests/{identifier}.xml", xml_bytes(test_xml(dialect, identifier, title, minutes, sections))
    yield "imsmanifest.xml", xml_bytes(_manifest(course, bank, dialect, tests))


def test_xml(
    dialect: Dialect, identifier: str, title: str, minutes: int | None, sections: Sequence[Section]
) -> etree._Element:
    """A test: sections of items, freely walked through, scored by the sum of the items."""
    write = Writer(dialect)
    root = write.root("assessmentTest", identifier=identifier, title=title)
    write.add(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    if minutes is not None:
        write.add(root, "timeLimits", maxTime=str(minutes * 60))
    part = write.add(root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual")
    for name, words, items in sections:
        section = write.add(part, "assessmentSection", identifier=name, title=words, visible="true")
        for item in items:
            write.add(section, "assessmentItemRef", identifier=item, href=f"../items/{item}.xml")
    score = write.add(write.add(root, "outcomeProcessing"), "setOutcomeValue", identifier="SCORE")
    write.add(write.add(score, "sum"), "testVariables", variableIdentifier="SCORE")
    return root


def _tests(course: Course, bank: Bank) -> Iterator[tuple[str, str, int | None, list[Section]]]:
    """A test for each form, in order of ids, and one with the whole bank."""
    titles = {chapter.module: chapter.title for chapter in bank.chapters}
    for name, form in sorted(drawn_forms(course).items()):
        yield name, form.form.title, form.form.minutes, _form_sections(form, titles)
    whole = [
        (f"bank-{chapter.module}", chapter.title, [item.id for item in chapter.items])
        for chapter in bank.chapters
        if chapter.items
    ]
    yield "bank", _("All questions"), None, whole


def _form_sections(form: DrawnForm, titles: dict[str, str]) -> list[Section]:
    found: list[Section] = []
    for item in form.items:
        module = item.place.bank.value.module
        if not found or found[-1][0] != f"{form.form.id}-{module}":
            found.append((f"{form.form.id}-{module}", titles[module], []))
        found[-1][2].append(item.place.item.id)
    return found


def _manifest(
    course: Course, bank: Bank, dialect: Dialect, tests: Sequence[tuple[str, str, int | None, list[Section]]]
) -> etree._Element:
    own = dialect.manifest

    def add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
        element = etree.SubElement(parent, f"{{{own}}}{name}", attributes)
        element.text = text
        return element

    root = etree.Element(f"{{{own}}}manifest", {"identifier": f"{course.file.value.id}-manifest"}, nsmap={None: own})  # type: ignore[dict-item]
    metadata = add(root, "metadata")
    add(metadata, "schema", dialect.package[0])
    add(metadata, "schemaversion", dialect.package[1])
    add(root, "organizations")
    resources = add(root, "resources")
    for item in bank.items:
        href = f"items/{item.id}.xml"
        resource = add(resources, "resource", identifier=f"item-{item.id}", type=dialect.kind, href=href)
        add(resource, "file", href=href)
    for identifier, _title, _minutes, sections in tests:
        href = f"tests/{identifier}.xml"
        kind = dialect.kind.replace("item", "test")
        resource = add(resources, "resource", identifier=f"test-{identifier}", type=kind, href=href)
        add(resource, "file", href=href)
        for name in [name for _id, _words, items in sections for name in items]:
            add(resource, "dependency", identifierref=f"item-{name}")
    return root


def _losses(bank: Bank) -> Iterator[str]:
    for item in bank.items:
        if isinstance(item, TextItem):
            yield _("{item}: accents and punctuation count in the answer; case does not").format(item=item.id)
        if isinstance(item, NumberItem) and item.unit:
            yield _("{item}: the answer is a number without its unit").format(item=item.id)
