"""``fieldbook form``: what a draw of a form holds, for the trainer who decides whether to use it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fieldbook.commands.options import ContextOption, CourseOption
from fieldbook.i18n import _


def form(
    name: Annotated[str, typer.Argument(help="A form of assessments/forms/.")],
    seed: Annotated[
        int | None,
        typer.Option(help="The same seed draws the same form. Default: the course's.", min=1, max=999_999),
    ] = None,
    course: CourseOption = Path(),
    context: ContextOption = None,
) -> None:
    """Draw a form: its items with objective, level and expected difficulty, and what it shares with other forms."""
    from fieldbook.bind.forms import Draw  # noqa: PLC0415 slow
    from fieldbook.load.course import load_course  # noqa: PLC0415

    loaded = load_course(course, context)
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
    others = {f"{other.form.id} ({_('seed')} {other.seed})": other for other in drawn.values() if other is not this}
    if seed != usual:
        others |= {f"{other.form.id} ({_('seed')} {usual})": other for other in Draw(loaded, usual).forms.values()}
    for label, other in others.items():
        shared = this.shared(other)
        line = _("shared with {form}: {count}").format(form=label, count=len(shared))
        typer.echo(f"{line}{': ' if shared else ''}{', '.join(shared)}")
