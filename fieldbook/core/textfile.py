"""Text files of a course: UTF-8, bounded in size, faults as problems."""

from __future__ import annotations

from pathlib import Path

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem

MAX_BYTES = 64 * 1024 * 1024
"""No source of a course is larger; a hostile one must not fill memory."""


def read_text(path: Path, root: Path) -> str:
    """Content of ``path``. Raises ``CourseError`` if it is missing, too large or not UTF-8."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CourseError([Problem(name, 0, "", _("is larger than 64 MiB"), _("Cut it into parts."), "FB-FILE-03")])
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CourseError(
            [
                Problem(
                    name, line, "", _("is not UTF-8 text"), _("Save the file again with encoding UTF-8."), "FB-FILE-02"
                )
            ]
        ) from None
    except OSError as error:
        reason = error.strerror or _("cannot be read")
        raise CourseError(
            [
                Problem(
                    name,
                    0,
                    "",
                    _("cannot be read ({reason})").format(reason=reason),
                    _("Check the name and the rights of the file."),
                    "FB-FILE-01",
                )
            ]
        ) from None
