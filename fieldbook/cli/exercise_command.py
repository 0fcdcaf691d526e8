"""``fieldbook exercise serve``: what a trainer does with a table top exercise besides building its pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fieldbook.cli.options import ContextOption, CourseOption, LangOption
from fieldbook.core.i18n import _

app = typer.Typer(
    help="Table top exercises: play in a local network, review runs, work on the MSEL as a spreadsheet.",
    no_args_is_help=True,
)


@app.command()
def serve(
    name: Annotated[str, typer.Argument(help="An exercise of assessments/tabletop/.")],
    course: CourseOption = Path(),
    context: ContextOption = None,
    lang: LangOption = "en",
    log: Annotated[
        Path | None, typer.Option(help="File of the run; goes on where it stopped. Default: NAME.run.jsonl")
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on; 127.0.0.1 for this machine alone.")] = "0.0.0.0",  # noqa: S104 phones in the room must reach it
    port: Annotated[int, typer.Option(help="Port on this machine.", min=0, max=65535)] = 8080,
) -> None:
    """Play an exercise on phones and laptops in one local network, without internet."""
    from fieldbook.course.sources import load_course  # noqa: PLC0415 slow
    from fieldbook.exercise.serve_exercise import serve_exercise  # noqa: PLC0415
    from fieldbook.translation.course_in_language import speaking  # noqa: PLC0415

    loaded = speaking(load_course(course, context), lang)
    serve_exercise(loaded, name, log or Path(f"{name}.run.jsonl"), host, port, typer.echo)


@app.command()
def msel(
    name: Annotated[str, typer.Argument(help="An exercise of assessments/tabletop/.")],
    course: CourseOption = Path(),
    context: ContextOption = None,
    out: Annotated[Path | None, typer.Option(help="File to write. Default: NAME-msel.xlsx")] = None,
) -> None:
    """Write the MSEL as a spreadsheet, to read or to edit."""
    from fieldbook.core.atomic import write_bytes  # noqa: PLC0415
    from fieldbook.course.sources import load_course  # noqa: PLC0415
    from fieldbook.exercise.exercise_binding import bind_exercise  # noqa: PLC0415 slow
    from fieldbook.exercise.find_exercise import find_exercise  # noqa: PLC0415
    from fieldbook.exercise.msel_write import msel_workbook  # noqa: PLC0415

    loaded = load_course(course, context)
    found = find_exercise(loaded, name)
    target = out or Path(f"{name}-msel.xlsx")
    cast = bind_exercise(found, loaded.context, loaded.tensions)["cast"]
    write_bytes(target, msel_workbook(found.value, loaded.context.meta.id, cast))
    typer.echo(str(target))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The edited spreadsheet (.xlsx or .ods).", exists=True, dir_okay=False)],
    course: CourseOption = Path(),
) -> None:
    """Take the edits of a spreadsheet back into its exercise, with all checks."""
    from fieldbook.checks.exercise_rules import EXERCISE_RULES  # noqa: PLC0415
    from fieldbook.course.sources import load_course  # noqa: PLC0415 slow
    from fieldbook.exercise.msel_edit import import_msel  # noqa: PLC0415

    typer.echo(str(import_msel(load_course(course), file, EXERCISE_RULES)))


@app.command()
def review(
    files: Annotated[list[Path], typer.Argument(help="Saved runs of one exercise.", exists=True, dir_okay=False)],
    course: CourseOption = Path(),
    context: ContextOption = None,
    lang: LangOption = "en",
    out: Annotated[Path, typer.Option(help="Folder for review.html, review.xlsx and review.json.")] = Path("review"),
) -> None:
    """Write the after-action review of one run, or of several side by side."""
    from fieldbook.course.sources import load_course  # noqa: PLC0415 slow
    from fieldbook.exercise.after_action import write_review  # noqa: PLC0415
    from fieldbook.translation.course_in_language import speaking  # noqa: PLC0415

    for problem in write_review(speaking(load_course(course, context), lang), files, out):
        typer.echo(_("note: {problem}").format(problem=problem))
    typer.echo(str(out / "review.html"))
