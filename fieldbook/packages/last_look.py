"""The last look before a package leaves: no row of a table whose rows may not leave is in it.

Everything is made from a view without these rows (``load.leaving``). This finds what came another way, such as from
a cell that reads the file itself. What the course's own texts say as well, a large town's name, is no trace of a row.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from fieldbook.book.site import Site
from fieldbook.context.disclosure import emptied_columns
from fieldbook.context.pack import ContextPack, Limit
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.course.sources import Course
from fieldbook.packages.base import Package
from fieldbook.packages.row_traces import Search, Trace, traces_of

_SOURCES = ("course.yml", "index.md", "_config.yml", "book", "modules", "assessments")
_TEXTS = {".py", ".js", ".md", ".yml", ".bib", ".ipynb", ".j2", ".html", ".css", ".txt", ".po"}
_ENGINE = Path(__file__).parent.parent
_MOST = 20


class LastLook:
    """Looks at what one build has made. Costs nothing where every row may leave."""

    def __init__(self, course: Course) -> None:
        self._root = course.root
        self._name = course.whole.name
        traces = [one for file, limit in course.shown.limits.items() for one in _traces(course.whole, file, limit)]
        self._search = Search(traces) if traces else None
        if self._search:
            self._search.drop(_said(course))

    def at_site(self, site: Site) -> None:
        """Raise ``CourseError`` if a page gives a row away; nothing has been written then."""
        self._refuse(site.root / name for name in site.files)

    def at_package(self, package: Package) -> None:
        """Raise ``CourseError`` and remove ``package`` if it gives a row away."""
        folder = package.path.name == "index.html"
        files = sorted(path for path in package.path.parent.rglob("*") if path.is_file()) if folder else [package.path]
        try:
            self._refuse(iter(files))
        except CourseError:
            if folder:
                shutil.rmtree(package.path.parent)
            else:
                package.path.unlink(missing_ok=True)
            raise

    def _refuse(self, files: Iterator[Path]) -> None:
        if self._search is None:
            return
        found = {
            problem
            for path in files
            for place, one in self._search.in_file(path)
            if (problem := self._problem(place, one))
        }
        if found:
            raise CourseError(sorted(found)[:_MOST])

    def _problem(self, place: str, trace: Trace) -> Problem:
        if trace.file:
            text = _(
                "the package would tell a single row: {value!r} of the column {column} of {file} stands in {place}"
            )
            message = text.format(value=trace.value, column=trace.column, file=trace.file, place=place)
        else:
            text = _("the package would tell a single row: a row of a table stands in {place}")
            message = text.format(place=place)
        remedy = _(
            "Only totals of this table may leave: take the value out of the cell, page or question it comes from."
        )
        return Problem(self._name, 0, "tables", message, remedy, "FB-LIC-01")


def _traces(pack: ContextPack, file: str, limit: Limit) -> Iterator[Trace]:
    if not file.endswith(".csv") or not hasattr(pack, file.removesuffix(".csv")):
        return
    table = pack.rows_of(file)
    texts = emptied_columns(table) | {table.columns[0]} if table.columns[0].endswith("_id") else emptied_columns(table)
    columns = sorted(texts - {"lat", "lon"})
    if not limit.blurred:
        table = table.assign(place=_rare(table["place"], limit.least)) if "place" in table else table
    yield from traces_of(file, table, columns)


def _rare(places: pd.Series, least: int) -> pd.Series:
    return places.where(places.map(places.value_counts()) < least)


def _said(course: Course) -> Iterator[str]:
    """What the course, the pack's description and the engine say themselves."""
    folders = [*(course.root / name for name in _SOURCES), _ENGINE, course.whole.root / "context.yml"]
    for folder in folders:
        paths = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
        for path in paths:
            if path.is_file() and path.suffix in _TEXTS:
                yield path.read_text("utf-8", "replace")
