"""Keys of the course's bibliography, read with pybtex as Sphinx reads them."""

from __future__ import annotations

from pathlib import Path

from fieldbook.errors import CourseError, Problem
from fieldbook.load.textfile import read_text

FILE = "book/references.bib"


def read_keys(root: Path) -> frozenset[str]:
    """Keys in ``book/references.bib``; none where a course has no bibliography. Raises ``CourseError``."""
    from pybtex.database import parse_string  # noqa: PLC0415 slow to import, and only checks need it
    from pybtex.exceptions import PybtexError  # noqa: PLC0415

    path = root / FILE
    if not path.exists():
        return frozenset()
    try:
        return frozenset(parse_string(read_text(path, root), "bibtex").entries)
    except PybtexError as error:
        line = getattr(error, "lineno", 0) or 0
        message = f"is not valid BibTeX: {error}"
        raise CourseError([Problem(FILE, line, "", message, "Correct the entry.", "FB-BIB-01")]) from None
