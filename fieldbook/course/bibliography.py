"""Keys of the course's bibliography, read with pybtex as Sphinx reads them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.textfile import read_text

FILE = "book/references.bib"


def read_keys(root: Path) -> frozenset[str]:
    """Keys in ``book/references.bib``; none where a course has no bibliography. Raises ``CourseError``."""
    path = root / FILE
    return _keys(read_text(path, root)) if path.exists() else frozenset()


@lru_cache(maxsize=8)
def _keys(text: str) -> frozenset[str]:
    """Several rules ask for the keys, and a run of many editions asks for each."""
    from pybtex.database import parse_string  # noqa: PLC0415 slow to import, and only checks need it
    from pybtex.exceptions import PybtexError  # noqa: PLC0415

    try:
        return frozenset(parse_string(text, "bibtex").entries)
    except PybtexError as error:
        line = getattr(error, "lineno", 0) or 0
        message = _("is not valid BibTeX: {error}").format(error=error)
        raise CourseError([Problem(FILE, line, "", message, _("Correct the entry."), "FB-BIB-01")]) from None
