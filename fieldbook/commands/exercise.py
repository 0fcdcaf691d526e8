"""``fieldbook exercise serve``: what a trainer does with a table top exercise besides building its pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fieldbook.commands.options import ContextOption, CourseOption, LangOption

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
    from fieldbook.i18n import use_language  # noqa: PLC0415
    from fieldbook.load.course import load_course  # noqa: PLC0415 slow
    from fieldbook.tabletop.serve import serve_exercise  # noqa: PLC0415

    use_language(lang)
    loaded = load_course(course, context)
    serve_exercise(loaded, name, log or Path(f"{name}.run.jsonl"), host, port, typer.echo)
