"""``fieldbook check --blind``."""

from __future__ import annotations

from pathlib import Path

import typer

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError


def check_blind(course: Path, context: str | None, module: str | None) -> None:
    """Print the blind reading of the bank, or of ``module`` item by item.

    Raises
    ------
    CourseError
        A type is found more often than the goal allows, or the bank can't be read (``blind_guesses``).
    """
    from fieldbook.checks.blind import blind_guesses  # noqa: PLC0415 slow
    from fieldbook.checks.blind_report import item_by_item, over_goal, report  # noqa: PLC0415
    from fieldbook.course.sources import load_course  # noqa: PLC0415

    loaded = load_course(course, context)
    known = [one.id for one in loaded.modules]
    if module and module not in known:
        message = _("there is no module {name}; use one of: {known}").format(name=module, known=", ".join(known))
        raise typer.BadParameter(message, param_hint="--module")
    guesses = blind_guesses(loaded)
    for line in item_by_item(guesses, module) if module else report(loaded, guesses):
        typer.echo(line)
    faults = over_goal(loaded, guesses)
    if faults:
        raise CourseError(faults)
