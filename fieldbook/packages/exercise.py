"""``exercise``: the table top exercises as one offline file set, for controllers and teams."""

from __future__ import annotations

from pathlib import Path

from fieldbook.book.site import Site
from fieldbook.core.atomic import new_folder
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course
from fieldbook.exercise.exercise_files import exercise_files
from fieldbook.packages.base import Format, Package


def write(course: Course, site: Site, out: Path) -> Package:
    """Write ``out/exercise``; it replaces the last one only when it is whole."""
    del site
    files = list(exercise_files(course))
    target = out / "exercise"
    with new_folder(target) as beside:
        for name, content in files:
            (beside / name).write_bytes(content)
    return Package(FORMAT.name, target / "index.html", sum(len(content) for _name, content in files))


FORMAT = Format(
    "exercise", lambda: _("Table top exercises for trainers: controller's view, teams' windows, paper."), write
)
