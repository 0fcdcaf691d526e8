"""Catalogues as XLIFF 1.2 for tools that know no PO, and back. Needs translate-toolkit (extra ``translation``)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog

from fieldbook.core.atomic import write_bytes
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.course.sources import Course
from fieldbook.translation.catalogue import write_catalogue
from fieldbook.translation.course_catalogues import current
from fieldbook.translation.course_in_language import SOURCE

_NAME = "resname"
"""The attribute of a unit that holds the text's name."""


def to_xliff(course: Course, lang: str, out: Path) -> Iterator[Path]:
    """Write each catalogue of ``lang``, brought up to the sources, into ``out``. Raises ``CourseError``."""
    storage = _storage()
    for path, catalogue in current(course, lang):
        file = storage.xlifffile()
        file.setfilename(file.getfilenode("NoName"), path.name)
        file.setsourcelanguage(SOURCE)
        file.settargetlanguage(lang)
        for number, message in enumerate(message for message in catalogue if message.id):
            unit = file.addsourceunit(str(message.id))
            unit.setid(str(number))
            unit.xmlelement.set(_NAME, message.context or "")
            if message.string:
                unit.target = message.string
                unit.markfuzzy(message.fuzzy)
            for comment in message.auto_comments:
                unit.addnote(comment, origin="developer")
        target = out / _name(course, path)
        write_bytes(target, bytes(file))
        yield target


def from_xliff(course: Course, lang: str, folder: Path) -> Iterator[tuple[Path, int]]:
    """Take the translations in ``folder`` into the catalogues of ``lang``: each catalogue and how many texts it got.

    A unit whose English is no longer in the course is left out: ``merge`` would only make it obsolete.

    Raises
    ------
    CourseError
        There is no file of this course in ``folder`` (``FB-TRANS-04``), or one is no XLIFF (``FB-TRANS-05``).
    """
    storage = _storage()
    there = [(path, one, folder / _name(course, path)) for path, one in current(course, lang)]
    given = [(path, one, file) for path, one, file in there if file.is_file()]
    if not given:
        what = _("has no XLIFF file of this course")
        remedy = _("Write them with `fieldbook translate xliff {lang}`, and keep their names.").format(lang=lang)
        raise CourseError([Problem(str(folder), 0, "", what, remedy, "FB-TRANS-04")])
    for path, catalogue, file in given:
        taken = _take(catalogue, _units(storage, file))
        write_catalogue(path, catalogue)
        yield path, taken


def _take(catalogue: Catalog, units: list[Any]) -> int:
    taken = 0
    for unit in units:
        message = catalogue.get(str(unit.source), unit.xmlelement.get(_NAME) or None)
        if message is None or not unit.target or message.string == str(unit.target):
            continue
        message.string = str(unit.target)
        message.flags -= {"fuzzy"}
        if unit.isfuzzy():
            message.flags |= {"fuzzy"}
        taken += 1
    return taken


def _units(storage: Any, file: Path) -> list[Any]:
    try:
        return list(storage.xlifffile.parsestring(file.read_bytes()).units)
    except (ValueError, SyntaxError, AttributeError) as error:
        what = _("is no XLIFF file: {reason}").format(reason=" ".join(str(error).split())[:200])
        remedy = _("Export it as XLIFF 1.2 again.")
        raise CourseError([Problem(str(file), 0, "", what, remedy, "FB-TRANS-05")]) from None


def _name(course: Course, path: Path) -> str:
    inside = path.relative_to(course.root) if path.is_relative_to(course.root) else Path(path.name)
    return "--".join(inside.with_suffix(".xlf").parts)


def _storage() -> Any:
    try:
        from translate.storage import xliff  # noqa: PLC0415 an extra
    except ImportError:
        command = subprocess.list2cmdline([sys.executable, "-m", "pip", "install", "translate-toolkit"])
        remedy = _("Install it: {command}").format(command=command)
        raise CourseError([Problem("translate-toolkit", 0, "", _("is not installed"), remedy, "FB-TRANS-03")]) from None
    return xliff
