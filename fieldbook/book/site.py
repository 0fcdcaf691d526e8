"""The rendered site: what every format wraps."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from fieldbook.model.edition import Edition
from fieldbook.model.outline import Outline

OUTLINE = "outline.json"
"""Beside the folder of the pages: what is in them, as data."""

_NOT_SHIPPED = {".buildinfo", ".buildinfo.bak", "objects.inv", ".nojekyll"}


@dataclasses.dataclass(frozen=True)
class Site:
    """Rendered pages and what they need. ``files`` are sorted POSIX paths relative to ``root``."""

    edition: Edition
    root: Path
    files: tuple[str, ...]
    outline: Outline = dataclasses.field(default_factory=Outline)


def collect(root: Path, edition: Edition) -> Site:
    """The site that lies in ``root``, without the builder's own book-keeping; its outline lies beside ``root``."""
    files = (path for path in root.rglob("*") if path.is_file() and path.name not in _NOT_SHIPPED)
    outline = Outline.model_validate_json((root.parent / OUTLINE).read_bytes())
    return Site(edition, root, tuple(sorted(path.relative_to(root).as_posix() for path in files)), outline)
