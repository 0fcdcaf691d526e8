"""``qti3``: the item bank and the forms as a QTI 3 package."""

from __future__ import annotations

from pathlib import Path

from fieldbook.build.site import Site
from fieldbook.export.base import Format, Package
from fieldbook.export.qtipackage import write_package
from fieldbook.export.qtiwriter import QTI3
from fieldbook.i18n import _
from fieldbook.load.course import Course


def write(course: Course, site: Site, out: Path) -> Package:
    """Write ``out/<edition>-qti3.zip``."""
    return write_package(course, site, out, QTI3, FORMAT.name)


FORMAT = Format("qti3", lambda: _("Questions and tests as QTI 3, for assessment systems."), write)
