"""Reads the table of contents, ``_toc.yml``, and finds the pages that it lists."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from fieldbook.core.yamlfile import Loaded, read_yaml
from fieldbook.model.contents import Contents, Entry

FILE = "_toc.yml"
ENDINGS = (".ipynb", ".md")
"""Of pages."""

_NO_SOURCES = {"dist", "_build", "node_modules"}


@dataclasses.dataclass(frozen=True)
class ContentsLine:
    """One line of the contents: its field, what it names, and the pages that this is; none where there is no such."""

    field: str
    name: str
    pages: tuple[str, ...]


def read_contents(root: Path) -> Loaded[Contents]:
    """The contents of the course in ``root``. Raises ``CourseError``."""
    return read_yaml(root / FILE, Contents, root)


def page_of(name: str) -> str:
    """A page's name without the ending of its file: ``modules/one`` for ``modules/one.ipynb``."""
    path = PurePosixPath(name)
    return path.with_suffix("").as_posix() if path.suffix in ENDINGS else path.as_posix()


def pages(root: Path) -> dict[str, Path]:
    """The file of every page that the course folder holds, listed or not, by the page's name."""
    found = {}
    for folder, inner, names in os.walk(root, followlinks=True):
        inner[:] = sorted(name for name in inner if not name.startswith(".") and name not in _NO_SOURCES)
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix in ENDINGS and not name.startswith("."):
                found[page_of(path.relative_to(root).as_posix())] = path
    return found


def lines(contents: Contents, known: Collection[str]) -> Iterator[ContentsLine]:
    """Every line that names pages, in order, the welcome page first; ``known`` are the pages that there are."""
    yield _line("root", contents.root, known)
    for number, part in enumerate(contents.parts or ()):
        yield from _lines(part.chapters, f"parts[{number}].chapters", known)
    yield from _lines(contents.chapters or (), "chapters", known)
    yield from _lines(contents.sections or (), "sections", known)


def _lines(entries: tuple[Entry, ...], field: str, known: Collection[str]) -> Iterator[ContentsLine]:
    for number, entry in enumerate(entries):
        here = f"{field}[{number}]"
        if entry.file is not None:
            yield _line(f"{here}.file", entry.file, known)
        elif entry.glob is not None:
            yield ContentsLine(f"{here}.glob", entry.glob, _matching(entry.glob, known))
        yield from _lines(entry.sections or (), f"{here}.sections", known)


def _line(field: str, name: str, known: Collection[str]) -> ContentsLine:
    page = page_of(name)
    return ContentsLine(field, name, (page,) if page in known else ())


def _matching(pattern: str, known: Collection[str]) -> tuple[str, ...]:
    from sphinx.util.matching import patfilter  # noqa: PLC0415 slow, and few contents have patterns

    return tuple(sorted(patfilter(known, pattern)))
