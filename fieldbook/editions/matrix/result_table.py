"""The result table: one line for each package, and one for each edition that failed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from fieldbook.core.atomic import new_file
from fieldbook.core.spreadsheet import write_csv
from fieldbook.editions.matrix.batch import Made

COLUMNS = (
    "edition", "context", "language", "audience", "as_of", "state", "seconds",
    "format", "file", "bytes", "sha256", "problem",
)  # fmt: skip
"""``seconds`` is the time of the edition with all its packages, on the line of each. Of a book, ``file`` is its first
page and ``sha256`` stands for all its files."""


def write_table(path: Path, made: Sequence[Made]) -> None:
    """Write the table to ``path``, whole or not at all. Raises ``OutputError``."""
    table = pd.DataFrame([row for one in made for row in _rows(one)], columns=list(COLUMNS))
    with new_file(path) as beside:
        write_csv(beside, table.astype({"bytes": "Int64"}))


def _rows(made: Made) -> Iterator[tuple[object, ...]]:
    head = (made.folder, made.context, made.lang, made.audience, made.as_of, made.state, round(made.seconds, 2))
    for package in made.packages:
        yield (*head, package.format, package.path, package.size, package.sha256, "")
    for problem in made.problems:
        yield (*head, "", "", None, "", problem)
