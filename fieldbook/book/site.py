"""The rendered site: what every format wraps."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from fieldbook.model.edition import Edition

_NOT_SHIPPED = {".buildinfo", ".buildinfo.bak", "objects.inv", ".nojekyll"}


@dataclasses.dataclass(frozen=True)
class Site:
    """Rendered pages and what they need. ``files`` are sorted POSIX paths relative to ``root``."""

    edition: Edition
    root: Path
    files: tuple[str, ...]


def collect(root: Path, edition: Edition) -> Site:
    """The site that lies in ``root``, without the builder's own book-keeping."""
    files = (path for path in root.rglob("*") if path.is_file() and path.name not in _NOT_SHIPPED)
    return Site(edition, root, tuple(sorted(path.relative_to(root).as_posix() for path in files)))
