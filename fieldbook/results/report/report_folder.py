"""Writes a report: a folder that appears whole or not at all."""

from __future__ import annotations

from pathlib import Path

from fieldbook.core.atomic import new_folder
from fieldbook.core.i18n import _
from fieldbook.core.problems import OutputError
from fieldbook.core.spreadsheet import write_csv, write_parquet, write_spreadsheet
from fieldbook.results.report.report_data import data_tables
from fieldbook.results.report.report_pages import pages, style
from fieldbook.results.statistics.findings import Findings

_MARK = "report.css"
"""Every report has this; a folder without it is somebody's, and is left alone."""


def write_report(found: Findings, out: Path) -> None:
    """Pages, ``results.xlsx``, ``csv/`` and ``parquet/`` in the folder ``out``; an earlier report there is replaced.

    Raises
    ------
    OutputError
        The folder holds something else, or cannot be written.
    """
    if out.exists() and any(out.iterdir()) and not (out / _MARK).is_file():
        message = _("{path}: holds something that is no report. Name another folder with --out. [FB-OUT-01]")
        raise OutputError(message.format(path=out))
    with new_folder(out) as folder:
        for name, text in pages(found):
            (folder / name).write_text(text, "utf-8")
        (folder / _MARK).write_text(style(), "utf-8")
        tables = data_tables(found)
        write_spreadsheet(folder / "results.xlsx", tables, _("Results"))
        for kind, write in (("csv", write_csv), ("parquet", write_parquet)):
            (folder / kind).mkdir()
            for name, table in tables.items():
                write(folder / kind / f"{name}.{kind}", table)
