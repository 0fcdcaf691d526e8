"""What every format is made of: a name, a purpose, and one function from a site to a package."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from fieldbook.book.site import Site
from fieldbook.course.sources import Course


@dataclasses.dataclass(frozen=True)
class Package:
    """Something written: a file, or a folder with a page to open. ``size`` is in bytes.

    ``notes`` say, by item, what the format could not hold or holds in another form.
    """

    format: str
    path: Path
    size: int
    notes: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Format:
    """An output format. ``write(course, site, out)`` writes into the folder ``out`` and raises ``OutputError``.

    ``write_modules`` does the same with a package for each module; None where the format has no such packages.
    """

    name: str
    purpose: Callable[[], str]
    write: Callable[[Course, Site, Path], Package]
    write_modules: Callable[[Course, Site, Path], list[Package]] | None = None
