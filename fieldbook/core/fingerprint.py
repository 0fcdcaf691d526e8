"""Digests of everything that a result depends on. Kept light: a build with nothing changed does little else."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_ENGINE = Path(__file__).parent.parent
_LIBRARIES = ("altair", "duckdb", "furo", "myst-nb", "pandas", "sphinx", "vl-convert-python")


def digest(text: str) -> str:
    """SHA-256 of ``text`` in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def files_digest(paths: Iterable[Path], root: Path) -> str:
    """Digest of names (relative to ``root``) and contents; a missing file counts as missing."""
    total = hashlib.sha256()
    for path in sorted(set(paths)):
        content = hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"missing"
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        total.update(name.encode() + b"\0" + content)
    return total.hexdigest()


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """Digest of the engine's own files and of the versions of the libraries that shape its output."""
    files = (path for path in _ENGINE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    versions = ",".join(f"{name}={importlib.metadata.version(name)}" for name in _LIBRARIES)
    return digest(files_digest(files, _ENGINE) + versions)
