"""``fieldbook paper``: filled answer sheets back from photographs and scans."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldbook.assessment.paper.decisions import PAGE, TABLE, DoubtfulMark
from fieldbook.cli.collect_command import BankOption, collect
from fieldbook.core.i18n import _

if TYPE_CHECKING:
    from fieldbook.assessment.paper.scan import Pile, Scan

app = typer.Typer(help="Tests on paper.", no_args_is_help=True)


@app.callback()
def paper() -> None:
    """Tests on paper."""


@app.command()
def scan(
    files: Annotated[
        list[Path],
        typer.Argument(help="Photographs, scans, PDFs, or folders of them.", exists=True, metavar="FILE..."),
    ],
    day: Annotated[
        dt.datetime, typer.Option("--day", help="The day on which the test was written.", formats=["%Y-%m-%d"])
    ],
    printed: Annotated[
        Path, typer.Option("--printed", help="Folder that was made when the sheets were printed.", exists=True)
    ] = Path("dist/paper"),
    out: Annotated[
        Path, typer.Option("--out", help="Results file, for fieldbook collect.", dir_okay=False, metavar="FILE")
    ] = Path("paper-results.json"),
    into: Annotated[
        Path | None, typer.Option("--into", help="Collect into this store at once.", dir_okay=False, metavar="STORE")
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option("--decisions", help="The list of doubtful marks, filled in.", exists=True, metavar="FILE"),
    ] = None,
    course: BankOption = None,
) -> None:
    """Read answer sheets. Doubtful marks are asked for, never guessed."""
    from rich.console import Console  # noqa: PLC0415 slow

    from fieldbook.assessment.paper.decisions import read_decisions, write_doubts  # noqa: PLC0415
    from fieldbook.assessment.paper.scan import conclude, read, would_lose  # noqa: PLC0415
    from fieldbook.assessment.paper.sheet_plan import read_plans  # noqa: PLC0415
    from fieldbook.core.atomic import write_bytes  # noqa: PLC0415
    from fieldbook.core.problems import CourseError  # noqa: PLC0415

    plans = read_plans(printed)
    heard = read_decisions(decisions) if decisions else {}
    console = Console(stderr=True)
    text = _("{count} pictures read")
    with console.status(_("Reading")) as status:  # shows nothing where there is no terminal
        pile = read(files, plans, lambda count: status.update(text.format(count=count)))
    folder = out.with_name(f"{out.stem}-decisions")
    found = conclude(pile, f"{day:%Y-%m-%d}", heard, decisions or Path())
    if found.doubts:
        write_doubts(folder, found.asked, heard)
        if console.is_terminal and sys.stdin.isatty():
            heard = heard | _asked(found.doubts, folder)
            found = conclude(pile, f"{day:%Y-%m-%d}", heard, decisions or Path())
            write_doubts(folder, found.asked, heard)
    for problem in found.problems:
        typer.echo(_("note: {problem}").format(problem=problem) if problem.warning else str(problem), err=True)
    if found.sittings:
        if fault := would_lose(out, found.sittings):
            raise CourseError([fault])
        write_bytes(out, found.results)
    _summary(pile, found, out, folder)
    if into and found.sittings:
        collect(into, [out], course)
    if any(not problem.warning for problem in found.problems):
        raise typer.Exit(1)


def _asked(doubts: Sequence[DoubtfulMark], folder: Path) -> dict[str, tuple[int, str]]:
    """What the person at the terminal says to each doubt; an empty answer leaves it open."""
    typer.echo(_("{count} places to decide. Look at the pictures; Enter alone leaves one for later.").format(
        count=len(doubts)))  # fmt: skip
    heard = {}
    for doubt in doubts:
        where = _("question {n}").format(n=doubt.question) if doubt.question else _("participant's code")
        typer.echo(f"{(folder / doubt.picture).as_posix()}: {doubt.sheet}, {where}: {doubt.why} ({doubt.read})")
        said = typer.prompt(doubt.choices, default="", show_default=False).strip()
        if said:
            heard[doubt.id] = (0, said)
    return heard


def _summary(pile: Pile, found: Scan, out: Path, folder: Path) -> None:
    line = _(
        "Pictures: {pictures}. Pages of answer sheets: {pages}. Participants in {out}: {sittings}, waiting: {waiting}."
    )
    typer.echo(
        line.format(
            pictures=pile.pictures,
            pages=len(pile.pages),
            sittings=len(found.sittings),
            out=out if found.sittings else "-",
            waiting=found.waiting,
        )
    )
    if found.doubts:
        line = _("Places to decide: {count}. Open {page}, or fill in {table}; then scan again with --decisions.")
        typer.echo(line.format(count=len(found.doubts), page=folder / PAGE, table=folder / TABLE))
