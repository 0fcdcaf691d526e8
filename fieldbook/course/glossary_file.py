"""Reads the glossary of a course."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError
from fieldbook.core.yamlfile import read_yaml
from fieldbook.model.glossary import GlossaryFile, Term

FILE = "book/glossary.yml"


def load_glossary(root: Path) -> tuple[Term, ...]:
    """Terms of the course in ``root``, by alphabet; none where it has no glossary.

    Raises
    ------
    CourseError
        With every fault of the file.
    """
    path = root / FILE
    if not path.exists():
        return ()
    loaded = read_yaml(path, GlossaryFile, root)
    counts = Counter(term.id for term in loaded.value.terms)
    twice = [
        loaded.problem(
            f"terms[{number}].id",
            _("id {term!r} stands twice").format(term=term.id),
            _("Give each term its own id."),
            "FB-TERM-01",
        )
        for number, term in enumerate(loaded.value.terms)
        if counts[term.id] > 1
    ]
    if twice:
        raise CourseError(twice)
    return tuple(sorted(loaded.value.terms, key=lambda term: term.en.casefold()))
