"""``fieldbook translate``: catalogues for translators."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fieldbook.cli.options import ContextOption, CourseOption
from fieldbook.core.i18n import _

app = typer.Typer(no_args_is_help=True, help="Translate the course: catalogues for translators, and how far they are.")

LanguageArgument = Annotated[str, typer.Argument(help="Language (BCP 47), such as fr or ar.", metavar="LANG")]


@app.command()
def extract(
    course: CourseOption = Path(),
    context: ContextOption = None,
    out: Annotated[Path, typer.Option(help="Folder for the templates (.pot).")] = Path("dist/templates"),
) -> None:
    """Write a template for each source file: every text that people read, for a platform that takes templates."""
    from fieldbook.course.sources import load_course  # noqa: PLC0415 slow
    from fieldbook.translation.course_catalogues import write_templates  # noqa: PLC0415

    files = list(write_templates(load_course(course, context), out))
    typer.echo(_("{count} templates in {folder}").format(count=len(files), folder=out.as_posix()))


@app.command()
def merge(lang: LanguageArgument, course: CourseOption = Path(), context: ContextOption = None) -> None:
    """Begin the catalogues of a language, or bring them up to the sources: work that was done stays."""
    from fieldbook.course.sources import load_course  # noqa: PLC0415 slow
    from fieldbook.translation.course_catalogues import renew  # noqa: PLC0415

    loaded = load_course(course, context)
    new = changed = gone = 0
    for path, found in renew(loaded, lang):
        new, changed, gone = new + found.new, changed + found.changed, gone + found.gone
        if found.new or found.changed or found.gone:
            line = _("{file}: {new} new, {changed} changed, {gone} gone")
            typer.echo(
                line.format(file=_inside(path, loaded.root), new=found.new, changed=found.changed, gone=found.gone)
            )
    typer.echo(_("In all: {new} new, {changed} changed, {gone} gone").format(new=new, changed=changed, gone=gone))


@app.command()
def status(lang: LanguageArgument, course: CourseOption = Path(), context: ContextOption = None) -> None:
    """Say how far each catalogue has come, in texts and in words, and who has read it."""
    from fieldbook.course.sources import load_course  # noqa: PLC0415 slow
    from fieldbook.translation.course_catalogues import states  # noqa: PLC0415

    loaded = load_course(course, context)
    found = list(states(loaded, lang))
    line = _("{share:>4.0%} of {words:>6} words, {fuzzy:>4} fuzzy  {file}  {reader}")
    for one in found:
        reader = _("read by {name}").format(name=one.read_by) if one.read_by else ""
        text = line.format(
            share=one.words_translated / max(1, one.words), words=one.words, fuzzy=one.fuzzy,
            file=_inside(one.path, loaded.root), reader=reader,
        )  # fmt: skip
        typer.echo(text.rstrip())
    words, done = sum(one.words for one in found), sum(one.words_translated for one in found)
    typer.echo(_("In all {done} of {words} words are translated.").format(done=done, words=words))


@app.command()
def xliff(
    lang: LanguageArgument,
    course: CourseOption = Path(),
    context: ContextOption = None,
    out: Annotated[Path, typer.Option(help="Folder for the XLIFF files.")] = Path("dist/xliff"),
    back: Annotated[Path | None, typer.Option("--back", help="Take the XLIFF files of this folder back.")] = None,
) -> None:
    """Write the catalogues of a language as XLIFF, or take XLIFF back into them."""
    from fieldbook.course.sources import load_course  # noqa: PLC0415 slow
    from fieldbook.translation.xliff import from_xliff, to_xliff  # noqa: PLC0415

    loaded = load_course(course, context)
    if back is None:
        files = list(to_xliff(loaded, lang, out))
        typer.echo(_("{count} files in {folder}").format(count=len(files), folder=out.as_posix()))
        return
    for path, count in from_xliff(loaded, lang, back):
        typer.echo(_("{file}: {count} texts taken").format(file=_inside(path, loaded.root), count=count))


def _inside(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
