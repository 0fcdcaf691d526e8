"""``cmi5``: a course structure (cmi5 Quartz, section 13) with an assignable unit for each module and for each test that
decides, in a zip with the book (section 14). Ids stay the same from build to build."""

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

_NS = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
_ACTIVITIES = "http://adlnet.gov/expapi/activities"


def write(course: Course, site: Site, out: Path) -> Package:
    """Write ``out/<edition>-cmi5.zip``."""
    launching = Launching(course, site)
    return _write(launching, out, [*launching.units(), *launching.tests()], None)


def write_modules(course: Course, site: Site, out: Path) -> list[Package]:
    """Write ``out/<edition>-<module>-cmi5.zip`` for each module."""
    launching = Launching(course, site)
    return [_write(launching, out, [launching.unit(module)], module) for module in course.modules]


def _write(launching: Launching, out: Path, units: list[Unit], module: Module | None) -> Package:
    structure = structure_xml(
        edition=launching.site.edition.name + ("" if module is None else f"-{module.id}"),
        lang=launching.site.edition.lang,
        title=launching.unit(module).title,
        course=launching.course.file.value.id,
        units=[(unit, [] if unit.test else launching.objectives(unit)) for unit in units],
        mastery=launching.course.file.value.mastery,
    )
    target = package_path(out, launching.site, FORMAT.name, module)
    entries = [*launching.entries(units, FORMAT.name), ("cmi5.xml", structure)]
    return Package(FORMAT.name, target, write_entries(target, entries))


def structure_xml(
    *,
    edition: str,
    lang: str,
    title: str,
    course: str,
    units: Sequence[tuple[Unit, Sequence[tuple[str, str]]]],
    mastery: float | None,
) -> bytes:
    """``cmi5.xml``. ``units`` come with id and text of their objectives; ``mastery`` is in per cent."""
    root = etree.Element(_tag("courseStructure"), nsmap={None: _NS})  # type: ignore[dict-item]
    _described(_add(root, "course", id=f"urn:fieldbook:{edition}"), lang, title, title)
    texts = {name: text for _unit, objectives in units for name, text in objectives}
    if texts:
        listed = _add(root, "objectives")
        for name, text in texts.items():
            _described(_add(listed, "objective", id=f"urn:fieldbook:{course}:{name}"), lang, name, text)
    for unit, objectives in units:
        # A test has its own pass mark; so has a course with one. Without, there is nothing to pass.
        cut = mastery if unit.test is None else None if unit.cut is None else unit.cut * 100
        marks = {} if cut is None else {"masteryScore": f"{cut / 100:.4f}".rstrip("0").rstrip(".")}
        au = _add(
            root,
            "au",
            id=f"urn:fieldbook:{edition}:{unit.name}",
            moveOn="Completed" if cut is None else "CompletedAndPassed",
            **marks,
            launchMethod="AnyWindow",
            activityType=f"{_ACTIVITIES}/{'assessment' if unit.test else 'module'}",
        )
        _described(au, lang, unit.title, " ".join(text for _name, text in objectives) or unit.title)
        if objectives:
            used = _add(au, "objectives")
            for name, _text in objectives:
                _add(used, "objective", idref=f"urn:fieldbook:{course}:{name}")
        _add(au, "url").text = unit.page
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _described(parent: etree._Element, lang: str, title: str, description: str) -> None:
    for name, text in (("title", title), ("description", description)):
        _add(_add(parent, name), "langstring", lang=lang).text = text


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _tag(name), attributes)


def _tag(name: str) -> str:
    return f"{{{_NS}}}{name}"


FORMAT = Format(
    "cmi5",
    lambda: _("cmi5, for systems with a learning record store: every answer is a statement there."),
    write,
    write_modules,
)
