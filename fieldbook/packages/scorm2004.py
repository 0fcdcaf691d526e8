"""``scorm2004``: a SCORM 2004 4th edition package (CAM 4th ed., section 3.4; SN book for the sequencing).

The course is a unit for each module, which learners open in any order; results of the modules are rolled up by weight.
ADL's schema files are not in it: systems have them, and their licence asks that changed copies be registered.
"""

from __future__ import annotations

from collections import Counter
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

_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
_NAMES = {
    None: _CP,
    "adlcp": "http://www.adlnet.org/xsd/adlcp_v1p3",
    "adlseq": "http://www.adlnet.org/xsd/adlseq_v1p3",
    "adlnav": "http://www.adlnet.org/xsd/adlnav_v1p3",
    "imsss": "http://www.imsglobal.org/xsd/imsss",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_SCHEMAS = " ".join(
    f"{_NAMES[name]} {file}.xsd"
    for name, file in [
        (None, "imscp_v1p1"),
        ("adlcp", "adlcp_v1p3"),
        ("adlseq", "adlseq_v1p3"),
        ("adlnav", "adlnav_v1p3"),
        ("imsss", "imsss_v1p0"),
    ]
)
_YES = "true"
_MAPPED = dict.fromkeys(
    ("readSatisfiedStatus", "readNormalizedMeasure", "writeSatisfiedStatus", "writeNormalizedMeasure"), _YES
)


def write(course: Course, site: Site, out: Path) -> Package:
    """Write ``out/<edition>-scorm2004.zip``."""
    launching = Launching(course, site)
    return _write(launching, out, [*launching.units(), *launching.tests()], None)


def write_modules(course: Course, site: Site, out: Path) -> list[Package]:
    """Write ``out/<edition>-<module>-scorm2004.zip`` for each module."""
    launching = Launching(course, site)
    return [_write(launching, out, [launching.unit(module)], module) for module in course.modules]


def _write(launching: Launching, out: Path, units: list[Unit], module: Module | None) -> Package:
    entries = list(launching.entries(units, FORMAT.name))
    asked = [(unit, _objectives(launching, unit)) for unit in units]
    manifest = manifest_xml(
        identifier="-".join([launching.site.edition.name, "course" if module is None else module.id]),
        title=launching.unit(module).title,
        course=launching.course.file.value.id,
        units=asked,
        mastery=launching.course.file.value.mastery,
        files=sorted(name for name, _content in entries),
    )
    target = package_path(out, launching.site, FORMAT.name, module)
    size = write_entries(target, [*entries, ("imsmanifest.xml", manifest)])
    return Package(FORMAT.name, target, size, tuple(_mapped(name) for name in sorted(_shared(asked))))


def _mapped(objective: str) -> str:
    return _(
        "{objective}: several modules ask about it, so the manifest maps it, and Moodle on PHP 8 cannot add the "
        "package. For Moodle take scorm12, or add --per module and take the packages of the modules."
    ).format(objective=objective)


def _objectives(launching: Launching, unit: Unit) -> list[str]:
    """A test is told as a whole: what a module says of an objective stays."""
    return [] if unit.test else [name for name, _text in launching.objectives(unit)]


def manifest_xml(
    *,
    identifier: str,
    title: str,
    course: str,
    units: Sequence[tuple[Unit, Sequence[str]]],
    mastery: float | None,
    files: Sequence[str],
) -> bytes:
    """``imsmanifest.xml``. ``units`` come with the ids of their objectives; ``mastery`` is in per cent; ``files`` are
    all files of the package but this one."""
    root = etree.Element(_tag("manifest"), {"identifier": identifier, "version": "1"}, _NAMES)  # type: ignore[arg-type]
    root.set(_tag("xsi:schemaLocation"), _SCHEMAS)
    metadata = _add(root, "metadata")
    _add(metadata, "schema", text="ADL SCORM")
    _add(metadata, "schemaversion", text="2004 4th Edition")
    organizations = _add(root, "organizations", {"default": "organization"})
    # Objectives are shared by the units of one course and one learner's attempt at it, not by all courses.
    marks = {"identifier": "organization", "adlseq:objectivesGlobalToSystem": "false"}
    organization = _add(organizations, "organization", marks)
    _add(organization, "title", text=title)
    for unit, objectives in units:
        _item(organization, unit, objectives, units, course, mastery)
    sequencing = _add(organization, "imsss:sequencing")
    _add(sequencing, "imsss:controlMode", {"choice": _YES, "choiceExit": _YES, "flow": _YES})
    _add(sequencing, "imsss:rollupRules", {"rollupObjectiveSatisfied": _YES, "rollupProgressCompletion": _YES})
    _primary(_add(sequencing, "imsss:objectives"), "course", mastery)
    _resources(root, [unit for unit, _objectives in units], files)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _item(
    organization: etree._Element,
    unit: Unit,
    objectives: Sequence[str],
    units: Sequence[tuple[Unit, Sequence[str]]],
    course: str,
    mastery: float | None,
) -> None:
    marks = {"identifier": f"item-{unit.name}", "identifierref": f"launch-{unit.name}", "isvisible": _YES}
    item = _add(organization, "item", marks)
    _add(item, "title", text=unit.title)
    lessons = _share(unit.lessons, sum(other.lessons for other, _names in units))
    _add(item, "adlcp:completionThreshold", {"completedByMeasure": "false", "progressWeight": lessons})
    sequencing = _add(item, "imsss:sequencing")
    # A test decides, unless the course has a mastery score of its own.
    tests = [other for other, _names in units if other.test and mastery is None]
    counting = tests or [other for other, _names in units]
    counts = unit in counting
    weight = _share(len(unit.items), sum(len(other.items) for other in counting)) if counts else "0"
    rollup = {
        "rollupObjectiveSatisfied": _YES if counts else "false",
        "rollupProgressCompletion": _YES,
        "objectiveMeasureWeight": weight,
    }
    _add(sequencing, "imsss:rollupRules", rollup)
    held = _add(sequencing, "imsss:objectives")
    _primary(held, f"unit-{unit.name}", mastery if unit.cut is None else unit.cut * 100)
    shared = _shared(units)
    for name in objectives:
        objective = _add(held, "imsss:objective", {"objectiveID": name})
        if name in shared:
            _add(objective, "imsss:mapInfo", {"targetObjectiveID": f"urn:fieldbook:{course}:{name}"} | _MAPPED)
    # The content says what is complete and passed: else a system may call a unit so on its exit.
    _add(sequencing, "imsss:deliveryControls", {"completionSetByContent": _YES, "objectiveSetByContent": _YES})


def _shared(units: Sequence[tuple[Unit, Sequence[str]]]) -> set[str]:
    """The objectives of more than one unit. Only these are mapped: a map says nothing about an objective that one unit
    has alone, and Moodle on PHP 8 refuses a package with any."""
    counted = Counter(name for _unit, objectives in units for name in set(objectives))
    return {name for name, count in counted.items() if count > 1}


def _primary(objectives: etree._Element, name: str, mastery: float | None) -> None:
    by_measure = {} if mastery is None else {"satisfiedByMeasure": _YES}
    primary = _add(objectives, "imsss:primaryObjective", {"objectiveID": name} | by_measure)
    if mastery is not None:
        _add(primary, "imsss:minNormalizedMeasure", text=f"{mastery / 100:g}")


def _resources(root: etree._Element, units: Sequence[Unit], files: Sequence[str]) -> None:
    resources = _add(root, "resources")
    pages = {unit.page for unit in units}
    for unit in units:
        marks = {"identifier": f"launch-{unit.name}", "type": "webcontent", "href": unit.page, "adlcp:scormType": "sco"}
        resource = _add(resources, "resource", marks)
        _add(resource, "file", {"href": unit.page})
        _add(resource, "dependency", {"identifierref": "book"})
    book = _add(resources, "resource", {"identifier": "book", "type": "webcontent", "adlcp:scormType": "asset"})
    for name in files:
        if name not in pages:
            _add(book, "file", {"href": name})


def _share(part: int, whole: int) -> str:
    return f"{part / whole if whole else 1:.4f}"


def _add(
    parent: etree._Element, name: str, attributes: dict[str, str] | None = None, text: str | None = None
) -> etree._Element:
    marks = {_tag(key) if ":" in key else key: value for key, value in (attributes or {}).items()}
    element = etree.SubElement(parent, _tag(name), marks)
    element.text = text
    return element


def _tag(name: str) -> str:
    prefix, _colon, local = name.rpartition(":")
    return f"{{{_NAMES[prefix or None]}}}{local}"


FORMAT = Format(
    "scorm2004",
    lambda: _("SCORM 2004 4th edition: a unit for each module in any order, results rolled up by objective."),
    write,
    write_modules,
)
