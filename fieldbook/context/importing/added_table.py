"""Puts a table into a pack that is there: the file beside the others, its source and licence in ``context.yml``."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from fieldbook.context.importing.source_rules import SourceFile
from fieldbook.context.pack import load_context
from fieldbook.core.atomic import new_folder
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.textfile import read_text
from fieldbook.model.table import Row

TITLES = {
    "incidents_other.csv": "Reported events, second source",
    "personnel_deaths.csv": "Deaths of mission personnel",
    "new_displacement.csv": "Displacement by year",
    "displacement.csv": "Displaced people by area and month",
}


def add_table(pack: Path, file: str, rows: Sequence[Row], source: SourceFile) -> None:
    """Write ``rows`` to ``file`` in the folder ``pack`` and name their source in ``context.yml``, whole or not at all.

    Raises
    ------
    CourseError
        The pack has this table already, with rows in it; or the pack would have faults with it.
    OutputError
        The pack cannot be written.
    """
    if (pack / file).is_file() and len(read_text(pack / file, pack).splitlines()) > 1:
        message = _("has rows already")
        remedy = _("Nothing was changed. Move the file away if the new one is to take its place.")
        raise CourseError([Problem(str(pack / file), 0, "", message, remedy, "FB-IMP-11")])
    entry = {"file": file, "title": TITLES[file]}
    entry |= source.model_dump(include={"source", "licence", "citation", "may_ship", "cannot_show"})
    described = with_table(read_text(pack / "context.yml", pack), entry)
    with new_folder(pack) as folder:
        shutil.copytree(pack, folder, dirs_exist_ok=True, symlinks=True)
        (folder / file).write_text(_text(rows), "utf-8", newline="\n")
        (folder / "context.yml").write_text(described, "utf-8", newline="\n")
        _check(folder, pack)


def _check(folder: Path, pack: Path) -> None:
    try:
        load_context(folder)
    except CourseError as error:
        name = pack.name
        raise CourseError(
            dataclasses.replace(problem, path=problem.path.replace(folder.name, name)) for problem in error.problems
        ) from None


def _text(rows: Sequence[Row]) -> str:
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, list(type(rows[0]).model_fields), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row.model_dump() for row in rows)
    return table.getvalue()


def with_table(text: str, entry: Mapping[str, Any]) -> str:
    """A ``context.yml`` with ``entry`` among its tables; the author's order and comments stay."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000  # lines stay as they were broken
    if re.search(r"^- ", text, re.MULTILINE):
        yaml.indent(mapping=2, sequence=2, offset=0)  # as an import writes lists
    else:
        yaml.indent(mapping=2, sequence=4, offset=2)
    data = yaml.load(text)
    tables = data["tables"]
    old = next((table for table in tables if table["file"] == entry["file"]), None)
    if old is not None:
        old.update(entry)
    else:  # comments behind the last entry belong to what follows the list, so it stays the last
        tables.insert(len(tables) - 1, CommentedMap(entry))
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()
