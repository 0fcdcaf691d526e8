"""``fieldbook verify``: whether a certificate's code is right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldbook.cli.options import CourseOption
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem

if TYPE_CHECKING:
    from fieldbook.results.verify_certificates import Verified


def verify(
    codes: Annotated[
        list[str], typer.Argument(help="Codes of certificates, with or without hyphens.", metavar="CODE...")
    ],
    record: Annotated[
        list[Path] | None,
        typer.Option(help="A record that should hold the sitting; may be repeated.", exists=True, dir_okay=False),
    ] = None,
    name: Annotated[str | None, typer.Option(help="The name on the certificate.")] = None,
    edition: Annotated[str | None, typer.Option(help="The edition on it. Default: the course's of today.")] = None,
    course: CourseOption = Path(),
) -> None:
    """Check codes of certificates: copied without a mistake, made for this name, held by this record."""
    from fieldbook.results.scoring_bank import ScoringBank  # noqa: PLC0415 slow
    from fieldbook.results.verify_certificates import Claims  # noqa: PLC0415
    from fieldbook.results.verify_certificates import verify as check  # noqa: PLC0415

    bank = ScoringBank(course)
    claims = Claims(edition or bank.course.file.value.edition, name, tuple(record or ()))
    problems: list[Problem] = []
    for text in codes:
        found = check(text, bank, claims)
        if isinstance(found, list):
            problems += found
        else:
            typer.echo(_line(found))
    for problem in problems:
        if problem.warning:
            typer.echo(_("note: {problem}").format(problem=problem))
    faults = [problem for problem in problems if not problem.warning]
    if faults:
        raise CourseError(faults)


def _line(found: Verified) -> str:
    from fieldbook.context.values import format_date  # noqa: PLC0415 slow

    known = _("held by {file}").format(file=found.record) if found.record else _("not compared with a record")
    place = found.place
    line = _("{code}: {title}, {course} {edition}, {context}; {date}; {score:.1%}; {known}")
    return line.format(
        code=found.text,
        title=found.title,
        course=place.course,
        edition=place.edition,
        context=place.context,
        date=format_date(found.code.date),
        score=found.code.score,
        known=known,
    )
