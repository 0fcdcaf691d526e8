"""``fieldbook new course``: a small course to begin with."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Annotated

import typer

from fieldbook.core.i18n import _

app = typer.Typer(help="A course of your own.", no_args_is_help=True)


@app.callback()
def new() -> None:
    """A course of your own."""


@app.command()
def course(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")]) -> None:
    """Write a small course that builds at once and explains itself, to make your own of."""
    from fieldbook.course.new_course import new_course  # noqa: PLC0415 slow

    new_course(folder)
    typer.echo(_("{folder}: a small course. README.md in it says what to change.").format(folder=folder))
    command = subprocess.list2cmdline(["fieldbook", "serve", "--course", str(folder)])
    typer.echo(_("Look at it: {command}").format(command=command))
