"""``qti21``: the item bank and the forms as a QTI 2.1 package."""

from __future__ import annotations

from pathlib import Path

from fieldbook.build.site import Site
from fieldbook.export.base import Format, Package
from fieldbook.export.qtipackage import write_package
from fieldbook.export.qtiwriter import QTI21
from fieldbook.i18n import _
from fieldbook.load.course import Course


def write(course: Course, site: Site, out: Path) -> Package:
    """Write ``out/<edition>-qti21.zip``."""
    return write_package(course, site, out, QTI21, FORMAT.name)


FORMAT = Format("qti21", lambda: _("Questions and tests as QTI 2.1, for assessment systems."), write)
