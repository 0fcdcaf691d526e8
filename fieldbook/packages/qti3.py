"""``qti3``: the item bank and the forms as a QTI 3 package."""

from __future__ import annotations

from pathlib import Path

from fieldbook.book.site import Site
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course
from fieldbook.packages.base import Format, Package
from fieldbook.packages.qti_package import write_package
from fieldbook.packages.qti_writer import QTI3


def write(course: Course, site: Site, out: Path) -> Package:
    """Write ``out/<edition>-qti3.zip``."""
    return write_package(course, site, out, QTI3, FORMAT.name)


FORMAT = Format("qti3", lambda: _("Questions and tests as QTI 3, for assessment systems."), write)
