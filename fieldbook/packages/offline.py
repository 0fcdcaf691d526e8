"""``offline``: the same book as one zip for USB sticks and team sites."""

from __future__ import annotations

from pathlib import Path

from fieldbook.book.site import Site
from fieldbook.core.i18n import _
from fieldbook.core.zipping import write_zip
from fieldbook.course.sources import Course
from fieldbook.packages.base import Format, Package


def write(course: Course, site: Site, out: Path) -> Package:
    """Write ``out/<edition>-offline.zip``. Everything lies in one folder, so that unpacking does not spill files."""
    del course
    target = out / f"{site.edition.name}-{FORMAT.name}.zip"
    size = write_zip(target, ((f"{site.edition.name}/{name}", site.root / name) for name in site.files))
    return Package(FORMAT.name, target, size)


FORMAT = Format("offline", lambda: _("One zip for field stations: unpack, open index.html, no network needed."), write)
