"""From a results store to a report: sums by ``results``, statistics by ``analysis``, pages by ``report``."""

from __future__ import annotations

from pathlib import Path

from fieldbook.analysis.findings import Findings, findings
from fieldbook.report.folder import write_report
from fieldbook.results.overview import overview
from fieldbook.results.store import reading
from fieldbook.results.sums import sums


def evaluate(store: Path, *, names: bool = False) -> Findings:
    """Every figure about ``store``. Raises ``CourseError`` where it is none."""
    with reading(store) as connection:
        added = sums(connection)
        about = overview(connection, names=names)
    return findings(added, about)


def report(store: Path, out: Path, *, names: bool = False) -> Findings:
    """Write the report of ``store`` into the folder ``out``. Raises ``CourseError`` and ``OutputError``."""
    found = evaluate(store, names=names)
    write_report(found, out)
    return found
