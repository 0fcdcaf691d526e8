"""``scorm12``: a SCORM 1.2 package (Content Aggregation Model 1.2, section 2.3) with one unit.

ADL's schema files are not in it: systems have them, and their licence asks that changed copies be registered.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from fieldbook.book.site import Site
from fieldbook.core.i18n import _
from fieldbook.core.zipping import write_entries
from fieldbook.course.sources import Course
from fieldbook.model.course import Module
from fieldbook.packages.base import Format, Package
from fieldbook.packages.launch_pages import Launching, Unit, package_path

_CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMAS = f"{_CP} imscp_rootv1p1p2.xsd {_ADL} adlcp_rootv1p2.xsd"


def write(course: Course, site: Site, out: Path) -> Package:
    """Write ``out/<edition>-scorm12.zip``: the whole course as one unit."""
    return _write(Launching(course, site), out, None)


def write_modules(course: Course, site: Site, out: Path) -> list[Package]:
    """Write ``out/<edition>-<module>-scorm12.zip`` for each module."""
    launching = Launching(course, site)
    return [_write(launching, out, module) for module in course.modules]


def _write(launching: Launching, out: Path, module: Module | None) -> Package:
    unit = launching.unit(module)
    entries = list(launching.entries([unit], FORMAT.name))
    manifest = manifest_xml(
        identifier="-".join([launching.site.edition.name, unit.name]),
        unit=unit,
        mastery=launching.course.file.value.mastery,
        files=sorted(name for name, _content in entries),
    )
    target = package_path(out, launching.site, FORMAT.name, module)
    return Package(FORMAT.name, target, write_entries(target, [*entries, ("imsmanifest.xml", manifest)]))


def manifest_xml(*, identifier: str, unit: Unit, mastery: float | None, files: Sequence[str]) -> bytes:
    """``imsmanifest.xml``. ``mastery`` is in per cent; ``files`` are all files of the package but this one."""
    root = etree.Element(f"{{{_CP}}}manifest", {"identifier": identifier, "version": "1.2"}, {None: _CP, "adlcp": _ADL})  # type: ignore[dict-item]
    root.set(f"{{{_XSI}}}schemaLocation", _SCHEMAS)
    metadata = _add(root, "metadata")
    _add(metadata, "schema", "ADL SCORM")
    _add(metadata, "schemaversion", "1.2")
    organizations = _add(root, "organizations", default="organization")
    organization = _add(organizations, "organization", identifier="organization")
    _add(organization, "title", unit.title)
    item = _add(organization, "item", identifier=f"item-{unit.name}", identifierref="launch", isvisible="true")
    _add(item, "title", unit.title)
    if mastery is not None:
        etree.SubElement(item, f"{{{_ADL}}}masteryscore").text = f"{mastery:g}"
    resource = _add(_add(root, "resources"), "resource", identifier="launch", type="webcontent", href=unit.page)
    resource.set(f"{{{_ADL}}}scormtype", "sco")
    for name in files:
        _add(resource, "file", href=name)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_CP}}}{name}", attributes)
    element.text = text
    return element


FORMAT = Format(
    "scorm12",
    lambda: _("SCORM 1.2 for nearly every learning system: completion, score, answers, resume."),
    write,
    write_modules,
)
