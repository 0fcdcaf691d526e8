"""From a results store to a report: sums by ``results``, statistics by ``analysis``, pages by ``report``."""

from __future__ import annotations

from pathlib import Path

from fieldbook.results.overview import overview
from fieldbook.results.report.report_folder import write_report
from fieldbook.results.statistics.findings import Findings, findings
from fieldbook.results.store import reading
from fieldbook.results.sums import sums


def evaluate(store: Path, *, names: bool = False, scheduler: str | None = None) -> Findings:
    """Every figure about ``store``; the sums by a Dask cluster where ``scheduler`` names one.

    Raises
    ------
    CourseError
        ``store`` is none, or the cluster does not answer.
    """
    if scheduler is None:
        with reading(store) as connection:
            return findings(sums(connection), overview(connection, names=names))
    from fieldbook.results.cluster_sums import sums_on  # noqa: PLC0415 an extra

    added = sums_on(scheduler, store)
    with reading(store) as connection:
        return findings(added, overview(connection, names=names))


def report(store: Path, out: Path, *, names: bool = False, scheduler: str | None = None) -> Findings:
    """Write the report of ``store`` into the folder ``out``. Raises ``CourseError`` and ``OutputError``."""
    found = evaluate(store, names=names, scheduler=scheduler)
    write_report(found, out)
    return found
