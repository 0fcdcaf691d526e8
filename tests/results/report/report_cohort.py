"""What the tests of the report know of their cohort."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script>'


@dataclass(frozen=True)
class Cohort:
    """Where things are, what was planted, and the sittings as they were made."""

    folder: Path
    planted: Mapping[str, str]
    sittings: list[dict[str, Any]]

    @property
    def store(self) -> Path:
        return self.folder / "c.duckdb"

    @property
    def report(self) -> Path:
        return self.folder / "report"
