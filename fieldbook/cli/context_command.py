"""``fieldbook context new | import | list | show``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldbook.cli.import_command import import_
from fieldbook.cli.options import CourseOption
from fieldbook.cli.threats_command import threats
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

app = typer.Typer(help="Context packs: one mission's facts and data.", no_args_is_help=True)
app.command()(threats)
app.command("import")(import_)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Short name, such as my-mission; or a pack that is there already.")],
    course: CourseOption = Path(),
    ask: Annotated[
        bool | None, typer.Option("--ask/--no-ask", help="Ask in the terminal. Default: where there is one.")
    ] = None,
    form: Annotated[bool, typer.Option("--form", help="Ask on a page in the browser.")] = False,  # noqa: FBT002 a flag
    port: Annotated[int, typer.Option(help="Port of that page; 0 takes a free one.", min=0, max=65535)] = 0,
) -> None:
    """Make a pack or go on with one: ask for what no data file holds, and nothing twice."""
    from fieldbook.context.asking.empty_pack import new_context  # noqa: PLC0415 slow

    if form and ask:
        raise typer.BadParameter(_("choose one of --ask and --form"), param_hint="--form")
    asking = form or (sys.stdin.isatty() and sys.stdout.isatty() if ask is None else ask)
    given = Path(name)
    folder = given.resolve() if (given / "context.yml").is_file() else course / "contexts" / name
    if not (asking and (folder / "context.yml").is_file()):
        typer.echo(new_context(name, folder))
    if form:
        from fieldbook.desk.mission_form_server import serve_form  # noqa: PLC0415

        serve_form(folder, port, typer.echo)
    elif asking:
        from fieldbook.context.asking.terminal import Asking  # noqa: PLC0415

        Asking(folder, typer.echo, input).run()
        typer.echo(_("What is still missing: fieldbook check --context {name}").format(name=folder.name))


@app.command("list")
def list_(course: CourseOption = Path()) -> None:
    """List the packs of a course; exit 1 if one of them has faults."""
    from fieldbook.context.pack import load_context  # noqa: PLC0415 slow

    faults: list[Problem] = []
    for file in sorted((course / "contexts").glob("*/context.yml")):
        try:
            pack = load_context(file.parent)
        except CourseError as error:
            faults += error.problems
            continue
        line = _("{name}: {title}, {rows} incidents, as of {date}")
        typer.echo(
            line.format(name=pack.meta.id, title=pack.meta.title, rows=len(pack.incidents), date=pack.meta.as_of)
        )
    if faults:
        raise CourseError(faults)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Name or folder.")],
    course: CourseOption = Path(),
    html: Annotated[Path | None, typer.Option(help="Write the profile as a page to print.", dir_okay=False)] = None,
    values: Annotated[bool, typer.Option("--values", help="Print the values that text uses.")] = False,  # noqa: FBT002 a flag
) -> None:
    """Print a one-page profile of a pack: sources, counts, time line, areas, actors, what is missing."""
    from rich.console import Console  # noqa: PLC0415 slow

    from fieldbook.context import values as bound  # noqa: PLC0415
    from fieldbook.context.pack import load_context  # noqa: PLC0415
    from fieldbook.course.sources import context_folder  # noqa: PLC0415
    from fieldbook.evidence.profile.profile_facts import profile  # noqa: PLC0415
    from fieldbook.evidence.profile.profile_text import print_profile  # noqa: PLC0415

    pack = load_context(context_folder(course.resolve(), name))
    if values:
        for group, names in bound.values(pack).items():
            for key, value in names.items():
                typer.echo(f"{group}.{key}: {value}")
        return
    print_profile(profile(pack), Console())
    if len(pack.incidents_other):
        _print_beside(pack)
    if html is not None:
        from fieldbook.core.atomic import write_bytes  # noqa: PLC0415
        from fieldbook.evidence.profile.profile_page import profile_page  # noqa: PLC0415

        write_bytes(html, profile_page(pack).encode())
        typer.echo(str(html))


def _print_beside(pack: ContextPack) -> None:
    """Both sources of incidents side by side, and which reports may be of one event."""
    from fieldbook.core.message import in_words  # noqa: PLC0415
    from fieldbook.evidence.evidence import Evidence  # noqa: PLC0415
    from fieldbook.evidence.figures import source_pairs, two_sources  # noqa: PLC0415 slow

    for figure in map(in_words, (two_sources(pack), source_pairs(pack))):
        if isinstance(figure, Evidence):
            typer.echo(f"\n{figure.title}\n{figure.source}. {figure.cannot_show}")
            typer.echo(" | ".join(str(column.name) for column in figure.table.columns))
            for row in figure.table.rows:
                typer.echo(" | ".join("" if value is None else str(value) for value in row))


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Name or folder of the older version.")],
    new_: Annotated[str, typer.Argument(metavar="NEW", help="Name or folder of the newer version.")],
    course: CourseOption = Path(),
    csv: Annotated[Path | None, typer.Option(help="Write every row that differs.", dir_okay=False)] = None,
) -> None:
    """Say what changed between two versions of a pack, and which questions change with it."""
    from fieldbook.evidence.profile.pack_compare import compare  # noqa: PLC0415 slow
    from fieldbook.evidence.profile.pack_diff_text import difference_lines, rows_csv  # noqa: PLC0415

    found, why = compare(course.resolve(), old, new_)
    if why:
        typer.echo(why)
    for line in difference_lines(found):
        typer.echo(line)
    if csv is not None:
        from fieldbook.core.atomic import write_bytes  # noqa: PLC0415

        write_bytes(csv, rows_csv(found).encode())
        typer.echo(str(csv))
