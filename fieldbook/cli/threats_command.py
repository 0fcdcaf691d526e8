"""``fieldbook context threats``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fieldbook.cli.options import CourseOption
from fieldbook.core.i18n import _, ngettext


def threats(
    name: Annotated[str, typer.Argument(help="Name or folder of the pack.")],
    out: Annotated[
        Path | None, typer.Option(help="A file .xlsx, .csv or .yml. Default: threats-draft.xlsx in the pack's folder.")
    ] = None,
    course: CourseOption = Path(),
) -> None:
    """Draft a threat assessment for people to decide: history from the reports, every judgement left open."""
    from fieldbook.context.pack import load_context  # noqa: PLC0415
    from fieldbook.course.sources import context_folder  # noqa: PLC0415
    from fieldbook.evidence.drafts.threat_sheet import KINDS, notes, write_draft  # noqa: PLC0415 slow

    if out is not None and out.suffix not in KINDS:
        raise typer.BadParameter(_("must end in {kinds}").format(kinds=", ".join(KINDS)), param_hint="--out")
    folder = context_folder(course.resolve(), name)
    path = out or folder / "threats-draft.xlsx"
    count = write_draft(load_context(folder), path)
    text = ngettext("{n} line in {path}, a draft", "{n} lines in {path}, all drafts", count)
    typer.echo(text.format(n=count, path=path))
    typer.echo("\n".join(notes()))
