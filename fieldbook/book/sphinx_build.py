"""The one Sphinx build, in process, behind a thin seam so that the engine can follow the ecosystem."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fieldbook.book.site import OUTLINE
from fieldbook.core import compat
from fieldbook.core.atomic import write_bytes
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.course.sources import Course
from fieldbook.model.edition import EXERCISES, Edition

_FIRST = 0
"""Before the theme looks through the pages for the styles that they use."""


def import_libraries() -> None:
    """Import what a Sphinx build needs; may run in a thread while notebooks execute."""
    import myst_nb.sphinx_ext  # noqa: F401, PLC0415
    import sphinx.application  # noqa: F401, PLC0415

    import fieldbook.book.extension  # noqa: F401, PLC0415

    compat.find_collectors_by_application()
    compat.remember_plugins()


def build_sphinx(
    course: Course,
    edition: Edition,
    outputs: Mapping[str, Any],
    fingerprint: str,
    settings: Mapping[str, Any],
    work: Path,
) -> Path:
    """Render ``course`` to HTML below ``work`` and return the folder of the pages, beside which their outline lies.

    Later builds render what changed.

    ``outputs`` are the notebooks' results by page, ``fingerprint`` stands for all that changes every page.

    Raises
    ------
    CourseError
        For every warning of Sphinx: a page with a broken reference is not shipped.
    """
    import_libraries()
    from sphinx.application import Sphinx  # noqa: PLC0415
    from sphinx.errors import SphinxError  # noqa: PLC0415
    from sphinx.util.docutils import docutils_namespace, patch_docutils  # noqa: PLC0415

    from fieldbook.book.extension import handover  # noqa: PLC0415
    from fieldbook.book.extension.book_outline import outline  # noqa: PLC0415
    from fieldbook.book.extension.made_pages import generated_pages  # noqa: PLC0415

    out, log = work / "html", _Log(course.root)
    overrides = {
        **settings,
        "nb_execution_mode": "off",
        "language": edition.lang,
        "fieldbook_context": edition.context,
        "fieldbook_audience": edition.audience,
        "fieldbook_fingerprint": fingerprint,
        "fieldbook_cache": str(work.parent / "drawings"),
    }
    with _whole(work), handover.given(course, outputs), patch_docutils(), docutils_namespace():
        try:
            folders = (str(course.root), None, str(out), str(work / "doctrees"))
            app = Sphinx(*folders, "html", overrides, status=None, warning=log)  # type: ignore[arg-type]
            made = {"search"} | generated_pages(course, edition.audience)
            app.connect("build-finished", lambda app, _error: _remove_stale(out, app.env.found_docs | made), _FIRST)
            app.build()
            write_bytes(work / OUTLINE, outline(app).model_dump_json().encode())
        except SphinxError as error:
            log.write(f"ERROR: {error}")
    problems = log.problems()
    if problems:
        _forget(work)
        raise CourseError(problems)
    return out


@contextmanager
def _whole(work: Path) -> Iterator[None]:
    """The folder ``work`` without what a killed build left: Sphinx takes half a page for one that is up to date."""
    begun = work / "begun"
    if begun.exists():
        shutil.rmtree(work)
    work.mkdir(parents=True, exist_ok=True)
    begun.touch()
    yield
    begun.unlink()


def _remove_stale(out: Path, pages: set[str]) -> None:
    """Pages of documents that are gone, which Sphinx leaves where they are, and what was added to the last build."""
    shutil.rmtree(out / EXERCISES, ignore_errors=True)
    for path in out.rglob("*.html"):
        if path.relative_to(out).with_suffix("").as_posix() not in pages:
            path.unlink()


def _forget(work: Path) -> None:
    """Make the next build read every page again: a page that failed is not up to date, and warnings come only once."""
    (work / "doctrees" / "environment.pickle").unlink(missing_ok=True)


class _Log:
    """Takes Sphinx's warnings as problems. Lines in notebooks are counted over cells: 10,000 for each cell."""

    _PATTERN = re.compile(
        r"^(?:(?P<path>[^:\n]+?\.(?:ipynb|md|rst|yml))(?::(?P<line>\d+))?:\s*)?"
        r"(?:WARNING|ERROR|CRITICAL|SEVERE): (?P<text>.*)$"
    )

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lines: list[str] = []

    def write(self, text: str) -> int:
        """Sphinx writes here."""
        self._lines.extend(line for line in _plain(text).splitlines() if line.strip())
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        """No colours."""
        return False

    def problems(self) -> list[Problem]:
        """One problem for each warning."""
        return [self._problem(match) for line in self._lines if (match := self._PATTERN.match(line))]

    def _problem(self, match: re.Match[str]) -> Problem:
        path = Path(match["path"] or "_config.yml")
        name = path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else path.as_posix()
        line, field = int(match["line"] or 0), ""
        if name.endswith(".ipynb") and line >= 10_000:
            field, line = f"cell {line // 10_000} line {line % 10_000}", 0
        text = re.sub(r"\s*\[[\w.-]+\]$", "", match["text"]).rstrip(".")
        return Problem(name, line, field, text, _("Correct this place in the page."), "FB-PAGE-01")


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


logging.getLogger("sphinx.sphinx_external_toc").setLevel(logging.ERROR)
