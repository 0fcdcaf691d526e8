"""``html``: the interactive book as a folder, to open with a double click or to put on any web server."""

from __future__ import annotations

import shutil
from pathlib import Path

from fieldbook.book.site import Site
from fieldbook.core.atomic import new_folder
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course
from fieldbook.packages.base import Format, Package


def write(course: Course, site: Site, out: Path) -> Package:
    """Write ``out/html``; it replaces the last one only when it is whole."""
    del course
    target = out / "html"
    with new_folder(target) as beside:
        for name in site.files:
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(site.root / name, beside / name)
    size = sum((target / name).stat().st_size for name in site.files)
    return Package(FORMAT.name, target / "index.html", size)


FORMAT = Format(
    "html", lambda: _("The interactive book as a folder; open index.html, or put it on a web server."), write
)
