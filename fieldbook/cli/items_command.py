"""``fieldbook items import``: old questions of other systems as a file of the bank."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from fieldbook.cli.options import CourseOption
from fieldbook.core.i18n import _

app = typer.Typer(help="The item bank.", no_args_is_help=True)


class Level(enum.StrEnum):
    """Levels of Bloom's revised taxonomy."""

    remember = "remember"
    understand = "understand"
    apply = "apply"
    analyse = "analyse"
    evaluate = "evaluate"
    create = "create"


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="Moodle XML, GIFT, Aiken, QTI 2.1 or jupyterquiz.", dir_okay=False, exists=True)
    ],
    into: Annotated[
        Path | None,
        typer.Option(help="New bank file (.yml). Default: assessments/items/, named after the file.", dir_okay=False),
    ] = None,
    objective: Annotated[str | None, typer.Option(help="Objective of all questions that name none.")] = None,
    level: Annotated[Level | None, typer.Option(help="Level of all questions that name none.")] = None,
    difficulty: Annotated[
        float | None, typer.Option(help="Expected share of right answers, for all questions.", min=0.01, max=0.99)
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option(help="Key of book/references.bib for all questions; may be repeated.")
    ] = None,
    course: CourseOption = Path(),
) -> None:
    """Take old questions into the bank; what cannot be taken over is listed by line."""
    from fieldbook.assessment.old_questions.bank_import import ImportDefaults, import_questions  # noqa: PLC0415 slow

    if into is not None and into.suffix != ".yml":
        raise typer.BadParameter(_("a file of the bank ends in .yml"), param_hint="--into")
    given = ImportDefaults(objective, level.value if level else None, difficulty, tuple(source or ()))
    report = import_questions(file, course, given, into)
    for problem in report.problems:
        typer.echo(_("note: {problem}").format(problem=problem))
    line = _("{taken} of {all} questions ({format}) are in {into}")
    count = report.taken + report.left_out
    typer.echo(line.format(taken=report.taken, all=count, format=report.format, into=report.into))
    if report.marks:
        fields = ", ".join(f"{field} {number}" for field, number in sorted(report.marks.items()))
        typer.echo(
            _("Still to be written in place of TODO: {fields}. fieldbook check lists them.").format(fields=fields)
        )
