"""``offline``: the same book as one zip for USB sticks and team sites."""

from __future__ import annotations

from pathlib import Path

from fieldbook.build.site import Site
from fieldbook.export.base import Format, Package
from fieldbook.export.zipping import write_zip
from fieldbook.i18n import _
from fieldbook.load.course import Course


def write(course: Course, site: Site, out: Path) -> Package:
    """Write ``out/<edition>-offline.zip``. Everything lies in one folder, so that unpacking does not spill files."""
    del course
    target = out / f"{site.edition.name}-{FORMAT.name}.zip"
    size = write_zip(target, ((f"{site.edition.name}/{name}", site.root / name) for name in site.files))
    return Package(FORMAT.name, target, size)


FORMAT = Format("offline", lambda: _("One zip for field stations: unpack, open index.html, no network needed."), write)
