"""``fieldbook build | check | serve | form | formats | context …``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fieldbook._version import __version__
from fieldbook.cli.blind_command import check_blind
from fieldbook.cli.collect_command import collect
from fieldbook.cli.context_command import app as context_app
from fieldbook.cli.exercise_command import app as exercise_app
from fieldbook.cli.form_command import form
from fieldbook.cli.items_command import app as items_app
from fieldbook.cli.keys_command import app as keys_app
from fieldbook.cli.matrix_command import build_matrix
from fieldbook.cli.new_command import app as new_app
from fieldbook.cli.options import (
    Audience,
    AudienceOption,
    BlindOption,
    ContextOption,
    CourseOption,
    FormatOption,
    JobsOption,
    LangOption,
    MatrixOption,
    ModuleOption,
    OutOption,
    Per,
    PerOption,
    SchedulerOption,
    SealedOption,
)
from fieldbook.cli.paper_command import app as paper_app
from fieldbook.cli.report_command import report
from fieldbook.cli.schemas_command import schemas
from fieldbook.cli.translate_command import app as translate_app
from fieldbook.cli.verify_command import verify
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError

app = typer.Typer(
    name="fieldbook",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(context_app, name="context")
app.add_typer(exercise_app, name="exercise")
app.add_typer(items_app, name="items")
app.add_typer(keys_app, name="keys")
app.add_typer(new_app, name="new")
app.add_typer(paper_app, name="paper")
app.add_typer(translate_app, name="translate")
app.command()(form)
app.command()(collect)
app.command()(report)
app.command()(schemas)
app.command()(verify)

_DEFAULT_FORMATS = ["html", "offline"]


def _show_version(asked: bool) -> None:  # noqa: FBT001 Typer calls it
    if asked:
        typer.echo(f"fieldbook {__version__}")
        raise typer.Exit


@app.callback()
def fieldbook(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show name and version.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """One curriculum on the protection of civilians, for any mission and any channel."""


@app.command()
def build(  # noqa: PLR0913, PLR0917 options of the command
    course: CourseOption = Path(),
    context: ContextOption = None,
    audience: AudienceOption = Audience.learner,
    lang: LangOption = "en",
    formats: FormatOption = None,
    per: PerOption = None,
    sealed: SealedOption = None,
    out: OutOption = Path("dist"),
    matrix: MatrixOption = None,
    jobs: JobsOption = 0,
    scheduler: SchedulerOption = None,
) -> None:
    """Build one edition of the course in one or more formats, or all editions that a file lists."""
    if matrix is not None:
        if context or formats or per or sealed or audience is not Audience.learner or lang != "en":
            raise typer.BadParameter(_("the file says which editions; leave out what else names one"))
        if jobs and scheduler:
            raise typer.BadParameter(_("use --jobs or --scheduler, not both"))
        build_matrix(matrix, course, out, scheduler, jobs)
        return
    if jobs or scheduler:
        raise typer.BadParameter(_("--jobs and --scheduler go with --matrix"))
    from fieldbook.assessment.sealing_keys import public_point  # noqa: PLC0415
    from fieldbook.cli.progress import progress  # noqa: PLC0415
    from fieldbook.editions.edition_build import Request  # noqa: PLC0415
    from fieldbook.editions.publish import build_edition  # noqa: PLC0415 slow
    from fieldbook.packages.registry import FORMATS, OTHER_VERSIONS  # noqa: PLC0415

    names = list(FORMATS) if formats == ["all"] else formats or _DEFAULT_FORMATS
    known = [*FORMATS, *OTHER_VERSIONS]
    unknown = sorted(set(names) - set(known))
    if unknown:
        message = _("unknown format {name}; use one of: {known}, all").format(
            name=", ".join(unknown), known=", ".join(known)
        )
        raise typer.BadParameter(message, param_hint="--format")
    with progress() as step:
        point = public_point(sealed) if sealed else ""
        request = Request(course.resolve(), context, audience.value, lang, point)
        packages = build_edition(request, names, out, step, per_module=per is Per.module)
    for package in packages:
        typer.echo(f"{package.format:10} {package.size / 1000:8.0f} kB  {package.path}")
        for note in package.notes:
            typer.echo(f"           {note}")


@app.command()
def check(
    course: CourseOption = Path(),
    context: ContextOption = None,
    *,
    blind: BlindOption = False,
    module: ModuleOption = None,
    lang: LangOption = "en",
) -> None:
    """Check every rule over every source, or --blind how far the bank can be guessed; exit 1 if there is a fault.

    With --lang also the translation: what it has lost of values, gaps, roles and links.
    """
    if module and not blind:
        raise typer.BadParameter(_("--module goes with --blind"))
    if blind:
        check_blind(course, context, module)
        return
    from fieldbook.checks.all_rules import check_course  # noqa: PLC0415 slow
    from fieldbook.context.asking.pack_gaps import missing_fields  # noqa: PLC0415
    from fieldbook.course.sources import load_course  # noqa: PLC0415
    from fieldbook.translation.course_catalogues import translation_faults  # noqa: PLC0415

    loaded = load_course(course, context)
    problems = [*check_course(loaded), *missing_fields(loaded.whole), *translation_faults(loaded, lang)]
    for problem in problems:
        if problem.warning:
            typer.echo(_("note: {problem}").format(problem=problem))
    faults = [problem for problem in problems if not problem.warning]
    if faults:
        raise CourseError(faults)
    counts = _("{modules} modules, {items} items, context {context}: no faults")
    typer.echo(counts.format(modules=len(loaded.modules), items=len(loaded.items), context=loaded.context.meta.id))


@app.command()
def serve(
    course: CourseOption = Path(),
    context: ContextOption = None,
    audience: AudienceOption = Audience.learner,
    lang: LangOption = "en",
    port: int = typer.Option(8000, help="Port on this machine."),
) -> None:
    """Show the book at http://127.0.0.1:PORT, rebuild what changes and reload the page."""
    from fieldbook.editions.edition_build import Request  # noqa: PLC0415 slow
    from fieldbook.editions.preview import serve_forever  # noqa: PLC0415

    serve_forever(Request(course.resolve(), context, audience.value, lang), port, typer.echo)


@app.command("formats")
def list_formats() -> None:
    """List what --format takes, what each is for, and which to take for which system."""
    from fieldbook.packages.registry import FORMATS, OTHER_VERSIONS  # noqa: PLC0415
    from fieldbook.packages.which_package import choices  # noqa: PLC0415 slow

    for format_ in (*FORMATS.values(), *OTHER_VERSIONS.values()):
        typer.echo(f"{format_.name:10} {format_.purpose()}")
    typer.echo()
    for choice in choices():
        typer.echo(f"{choice.system}: {', '.join(choice.formats)} ({choice.gives})")
