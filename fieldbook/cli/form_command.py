"""``fieldbook form``: what a draw of a form holds, for the trainer who decides whether to use it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldbook.cli.options import ContextOption, CourseOption, LangOption
from fieldbook.core.i18n import _

if TYPE_CHECKING:
    from fieldbook.assessment.form_draw import DrawnForm
    from fieldbook.course.sources import Course


def form(  # noqa: PLR0913 options of the command
    name: Annotated[str, typer.Argument(help="A form of assessments/forms/.")],
    seed: Annotated[
        int | None,
        typer.Option(help="The same seed draws the same form. Default: the course's.", min=1, max=999_999),
    ] = None,
    course: CourseOption = Path(),
    context: ContextOption = None,
    *,
    paper: Annotated[bool, typer.Option("--paper", help="Print it: booklets, answer sheets, key.")] = False,
    versions: Annotated[int, typer.Option(help="With --paper: how many shuffled versions.", min=1, max=8)] = 2,
    lang: LangOption = "en",
    out: Annotated[
        Path, typer.Option("--out", help="With --paper: folder for the papers.", file_okay=False, metavar="DIR")
    ] = Path("dist/paper"),
) -> None:
    """Draw a form: its items with objective, level and expected difficulty, and what it shares with other forms.

    With --paper also booklets and answer sheets to print, and for the trainer the key and what the scanner needs.
    """
    from fieldbook.assessment.form_draw import Draw  # noqa: PLC0415 slow
    from fieldbook.course.sources import load_course  # noqa: PLC0415
    from fieldbook.translation.course_in_language import speaking  # noqa: PLC0415

    loaded = speaking(load_course(course, context), lang)
    if name not in loaded.forms:
        known = ", ".join(sorted(loaded.forms)) or _("none yet; see docs/forms.md")
        raise typer.BadParameter(_("there is no form {name}; there are: {known}").format(name=name, known=known))
    usual = loaded.file.value.seed
    seed = usual if seed is None else seed
    drawn = Draw(loaded, seed).forms
    this = drawn[name]
    head = _("{title}: {count} items, seed {seed}, variant {variant}, expected share right {difficulty:.2f}")
    typer.echo(
        head.format(
            title=this.form.title,
            count=len(this.items),
            seed=seed,
            variant=this.variant,
            difficulty=this.difficulty,
        )
    )
    for number, item in enumerate(this.items, 1):
        asked = item.place.item
        typer.echo(
            f"{number:3}  {asked.id:28} {asked.objective:18} {asked.level:11} {asked.type:22} {asked.difficulty:.2f}"
        )
    name = _("{form} (seed {seed})")
    others = {name.format(form=other.form.id, seed=other.seed): other for other in drawn.values() if other is not this}
    if seed != usual:
        usually = Draw(loaded, usual).forms.values()
        others |= {name.format(form=other.form.id, seed=usual): other for other in usually}
    for label, other in others.items():
        shared = this.shared(other)
        line = _("shared with {form}: {count}").format(form=label, count=len(shared))
        typer.echo(f"{line}{': ' if shared else ''}{', '.join(shared)}")
    if paper:
        _print(loaded, this, versions, out)


def _print(course: Course, drawn: DrawnForm, versions: int, out: Path) -> None:
    from fieldbook.assessment.paper.press import printed, write  # noqa: PLC0415 slow

    papers = printed(course, drawn, versions)
    folder = write(papers, out)
    for part, files in (("learner", papers.learner), ("trainer", papers.trainer)):
        for name, content in files.items():
            typer.echo(f"{len(content) / 1000:8.0f} kB  {(folder / part / name).as_posix()}")
    typer.echo(_("Print learner/ only; keep trainer/, which the scanner needs. See docs/paper.md"))
