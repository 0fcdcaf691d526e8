"""``fieldbook report``: what the results say, as pages, a spreadsheet and data files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fieldbook.core.i18n import _, ngettext

StoreArgument = Annotated[Path, typer.Argument(help="A store that fieldbook collect made.", metavar="STORE")]
FolderOption = Annotated[
    Path | None, typer.Option("--out", help="Folder of the report. Default: beside the store.", file_okay=False)
]
NamesOption = Annotated[
    bool, typer.Option("--names", help="Also a page with pseudonyms and their scores. Otherwise nobody is named.")
]
SchedulerOption = Annotated[
    str | None,
    typer.Option("--scheduler", help="A Dask cluster that adds up the answers.", metavar="tcp://HOST:PORT"),
]


def report(
    store: StoreArgument,
    out: FolderOption = None,
    names: NamesOption = False,  # noqa: FBT002 a flag
    scheduler: SchedulerOption = None,
) -> None:
    """Work out what a store of results says and write the report."""
    from fieldbook.results.evaluate import report as write  # noqa: PLC0415 slow

    folder = out or store.with_name(f"{store.stem}-report")
    found = write(store, folder, names=names, scheduler=scheduler)
    asked, flagged = found.items["item"].nunique(), found.flags["item"].nunique()
    people = ngettext("{n} learner", "{n} learners", found.total).format(n=found.total)
    questions = ngettext("{n} question", "{n} questions", asked).format(n=asked)
    line = _("{learners}, {questions}, {flags} to look at again: {path}")
    typer.echo(line.format(learners=people, questions=questions, flags=flagged, path=folder / "index.html"))
