"""Options that several commands share."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer


class Audience(enum.StrEnum):
    """Who an edition is for."""

    learner = "learner"
    trainer = "trainer"


class Per(enum.StrEnum):
    """What gets packages of its own besides the course."""

    module = "module"


CourseOption = Annotated[
    Path, typer.Option("--course", help="Course folder.", file_okay=False, exists=True, metavar="DIR")
]
ContextOption = Annotated[
    str | None,
    typer.Option("--context", help="Name below contexts/, or a folder. Default: the course's own.", metavar="NAME|DIR"),
]
AudienceOption = Annotated[Audience, typer.Option("--audience", help="Who the edition is for.")]
LangOption = Annotated[str, typer.Option("--lang", help="Language of the edition (BCP 47).")]
FormatOption = Annotated[
    list[str] | None, typer.Option("--format", help="Output format, may be repeated; 'all' means all.", metavar="NAME")
]
PerOption = Annotated[
    Per | None, typer.Option("--per", help="Also a package for each module, in formats for learning systems.")
]
SealedOption = Annotated[
    Path | None,
    typer.Option("--sealed", help="Public key for the sealed forms.", exists=True, dir_okay=False, metavar="KEY.pub"),
]
OutOption = Annotated[Path, typer.Option("--out", help="Folder for the results.", file_okay=False, metavar="DIR")]
MatrixOption = Annotated[
    Path | None,
    typer.Option(
        "--matrix", help="Build every edition that this file lists.", exists=True, dir_okay=False, metavar="FILE"
    ),
]
JobsOption = Annotated[
    int, typer.Option("--jobs", help="With --matrix: so many processes of this machine.", min=0, max=256, metavar="N")
]
SchedulerOption = Annotated[
    str | None, typer.Option("--scheduler", help="With --matrix: the Dask cluster at this address.", metavar="ADDRESS")
]
BlindOption = Annotated[
    bool,
    typer.Option("--blind", help="How often a model that sees no stem finds the right option. Exit 1 over the goal."),
]
ModuleOption = Annotated[
    str | None,
    typer.Option("--module", help="With --blind: the items of this module, option by option.", metavar="ID"),
]
