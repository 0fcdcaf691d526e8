"""``fieldbook collect``: results from browsers, learning systems and lists of participants into one store."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from fieldbook.core.i18n import _, ngettext

FilesArgument = Annotated[
    list[Path] | None, typer.Argument(help="Result files, folders of them, or zips.", exists=True, metavar="FILE...")
]
IntoOption = Annotated[
    Path, typer.Option("--into", help="The results store; made where there is none.", dir_okay=False, metavar="FILE")
]
BankOption = Annotated[
    Path | None,
    typer.Option(
        "--course",
        help="Course folder whose keys score the answers. Default: this folder.",
        file_okay=False,
        exists=True,
    ),
]


KeyOption = Annotated[
    Path | None,
    typer.Option("--key", help="The private key that opens sealed files.", exists=True, dir_okay=False, metavar="KEY"),
]


PushOption = Annotated[
    tuple[str, str] | None,
    typer.Option("--push", help="Send what the store holds to a learning record store.", metavar="lrs URL"),
]


PullOption = Annotated[
    tuple[str, str] | None,
    typer.Option("--pull", help="Read the answers that a learning record store holds.", metavar="lrs URL"),
]


def collect(
    into: IntoOption,
    files: FilesArgument = None,
    course: BankOption = None,
    key: KeyOption = None,
    push: PushOption = None,
    pull: PullOption = None,
) -> None:
    """Read result files into a store. The same file twice changes nothing."""
    from rich.console import Console  # noqa: PLC0415 slow

    from fieldbook.assessment.sealing_keys import private_key  # noqa: PLC0415
    from fieldbook.results.collect import collect as into_store  # noqa: PLC0415
    from fieldbook.results.lrs_pull import pull as pull_from  # noqa: PLC0415
    from fieldbook.results.readers import Means  # noqa: PLC0415
    from fieldbook.results.scoring_bank import ScoringBank  # noqa: PLC0415

    if not files and not push and not pull:
        raise typer.BadParameter(_("name the files to collect"), param_hint="FILE...")
    for name, pair in (("--push", push), ("--pull", pull)):
        if pair and pair[0] != "lrs":
            raise typer.BadParameter(_("use: {option} lrs URL").format(option=name), param_hint=name)
    root = course or (Path() if Path("course.yml").is_file() else None)
    bank = ScoringBank(root) if root else None
    means = Means(bank, private_key(key) if key else None)
    with Console(stderr=True).status(_("Reading")) as status:  # shows nothing where there is no terminal
        pulled = [pull_from(pull[1])] if pull else []
        summary = into_store(
            files or [],
            into,
            means,
            dt.datetime.now(dt.UTC),
            lambda count: status.update(ngettext("{n} file read", "{n} files read", count).format(n=count)),
            pulled=pulled,
        )
    for problem in summary.problems:
        typer.echo(_("note: {problem}").format(problem=problem) if problem.warning else str(problem), err=True)
    typer.echo(_counts(summary.files, summary.again, summary.attempts, summary.learners, into))
    for line in _remarks(summary.conflicts, summary.differing, summary.unknown, scored=bank is not None):
        typer.echo(line)
    if push:
        typer.echo(_pushed(into, push[1]))
    if any(not problem.warning for problem in summary.problems):
        raise typer.Exit(1)


def _counts(files: int, again: int, attempts: int, learners: int, path: Path) -> str:
    parts = [
        ngettext("{n} file, {again} known already", "{n} files, {again} known already", files).format(
            n=files, again=again
        ),
        ngettext("{n} new attempt", "{n} new attempts", attempts).format(n=attempts),
        ngettext("{n} learner in {path}", "{n} learners in {path}", learners).format(n=learners, path=path),
    ]
    return "; ".join(parts)


def _remarks(conflicts: int, differing: int, unknown: tuple[str, ...], *, scored: bool) -> list[str]:
    found = []
    if not scored:
        found.append(_("No course at hand: scores are as the files state them. Name the course with --course."))
    if differing:
        text = ngettext(
            "{n} answer states another score than the key gives; the key's counts.",
            "{n} answers state another score than the key gives; the key's counts.",
            differing,
        )
        found.append(text.format(n=differing))
    if unknown:
        builds = ", ".join(build or _("not named") for build in unknown[:5])
        found.append(_("From builds whose questions are not the course's of today: {builds}.").format(builds=builds))
    if conflicts:
        text = ngettext(
            "{n} contradiction, listed in the report.", "{n} contradictions, listed in the report.", conflicts
        )
        found.append(text.format(n=conflicts))
    return found


def _pushed(store: Path, url: str) -> str:
    from fieldbook.results.lrs_push import push  # noqa: PLC0415 slow
    from fieldbook.results.store import reading  # noqa: PLC0415
    from fieldbook.results.xapi_statements import statements  # noqa: PLC0415

    with reading(store) as connection:
        taken, again = push(statements(connection), url)
    text = ngettext(
        "{n} statement sent, {again} there already: {url}", "{n} statements sent, {again} there already: {url}", taken
    )
    return text.format(n=taken, again=again, url=url)
