"""Compares two packs of a course folder by name; whoever asks for lines gets lines."""

from __future__ import annotations

from pathlib import Path

from fieldbook.context.pack import load_context
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError
from fieldbook.course.sources import ItemPlace, context_folder, load_course
from fieldbook.evidence.profile.pack_diff import Difference, difference


def compare(root: Path, old: str, new: str) -> tuple[Difference, str]:
    """The difference, and why questions were not compared; empty where they were.

    Raises
    ------
    CourseError
        There is no such pack, or one of the two has faults.
    """
    before, after = (load_context(context_folder(root, name)) for name in (old, new))
    places, why = _places(root, after.root)
    try:
        return difference(before, after, places), why
    except CourseError as error:
        return difference(before, after, None), _not_compared(error)


def _places(root: Path, pack: Path) -> tuple[tuple[ItemPlace, ...] | None, str]:
    if not (root / "course.yml").is_file():
        return None, _("Questions were not compared: there is no course in {folder}.").format(folder=root)
    try:
        return load_course(root, str(pack)).places, ""
    except CourseError as error:
        return None, _not_compared(error)


def _not_compared(error: CourseError) -> str:
    return _("Questions were not compared, because of faults in the course: {fault}").format(fault=error.problems[0])
