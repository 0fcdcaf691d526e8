"""``fieldbook build --matrix``: many editions in one run, a line for each."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console

from fieldbook.core.i18n import _


def build_matrix(file: Path, course: Path, out: Path, scheduler: str | None, jobs: int) -> None:
    """Build what ``file`` lists; exit 1 if an edition failed, after all others are there."""
    from fieldbook.editions.matrix.batch import Made  # noqa: PLC0415 slow
    from fieldbook.editions.matrix.matrix_run import INDEX, TABLE, run  # noqa: PLC0415

    console = Console(stderr=True, highlight=False)
    words = {"built": _("built"), "same": _("unchanged"), "failed": _("FAILED")}
    done = 0

    def tell(made: Made, total: int) -> None:
        nonlocal done
        done += 1
        size = sum(package.size for package in made.packages) / 1000
        line = f"{done:4}/{total}  {made.folder:40} {words[made.state]:10} {made.seconds:7.1f} s {size:9.0f} kB"
        console.print(line, soft_wrap=True, markup=False)

    found = run(file, course, out, tell, scheduler=scheduler, jobs=jobs)
    problems = [problem for made in found for problem in made.problems]
    for problem in problems:
        typer.echo(problem, err=True)
    counts = {state: sum(made.state == state for made in found) for state in words}
    line = _("{built} built, {same} unchanged, {failed} failed. Table: {table}. List: {index}")
    typer.echo(line.format(**counts, table=out / TABLE, index=out / INDEX))
    if problems:
        raise typer.Exit(1)
