"""A small course to begin with: the files in ``starter/``, in which everything that an author changes is explained."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from fieldbook.core.atomic import new_folder
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem


def new_course(folder: Path) -> None:
    """Write a course that builds at once into ``folder``, which is new or empty.

    Raises
    ------
    CourseError
        Something is there already; nothing is written.
    OutputError
        The folder cannot be written; nothing is left.
    """
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        remedy = _("Choose a folder that is new or empty.")
        raise CourseError([Problem(str(folder), 0, "", _("is not an empty folder"), remedy, "FB-OUT-06")])
    whole = folder / ".starter" if folder.is_dir() else folder
    with new_folder(whole) as beside, as_file(files("fieldbook.course") / "starter") as starter:
        shutil.copytree(starter, beside, dirs_exist_ok=True)
    if whole != folder:  # the folder itself stays: somebody's terminal may stand in it
        for path in whole.iterdir():
            path.rename(folder / path.name)
        whole.rmdir()
