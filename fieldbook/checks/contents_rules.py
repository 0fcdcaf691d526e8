"""Rules over the pages of a book: ``course.yml``, the contents (``_toc.yml``) and the files name the same ones."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.yamlfile import Loaded
from fieldbook.course.contents_file import ContentsLine, lines, page_of, pages, read_contents
from fieldbook.course.sources import Course
from fieldbook.model.contents import Contents

_FOLDERS = ("book", "modules")
"""Every page below them belongs to the book."""


def same_pages(course: Course) -> Iterator[Problem]:
    """Every line of the contents names a page, and every module and page stands in one line."""
    try:
        contents = read_contents(course.root)
    except CourseError as error:
        yield from error.problems
        return
    known = pages(course.root)
    listed = list(lines(contents.value, known))
    modules = {page_of(module.notebook): number for number, module in enumerate(course.modules)}
    meant = {line.name: _meant(line, known) for line in listed if not line.pages}
    for line in listed:
        if not line.pages:
            yield _missing(contents, line, meant[line.name])
    yield from _twice(contents, listed)
    yield from _no_modules(contents, listed, known, modules)
    yield from _other_order(contents, listed, modules)
    reached = {page for line in listed for page in line.pages} | {*meant.values()}
    yield from _forgotten(course, {page: path for page, path in known.items() if page not in reached}, modules)


def own_notebooks(course: Course) -> Iterator[Problem]:
    """No two modules have one notebook."""
    first: dict[str, str] = {}
    for number, module in enumerate(course.modules):
        owner = first.setdefault(module.notebook, module.id)
        if owner != module.id:
            message = _("'{notebook}' is already the notebook of {module}")
            yield course.file.problem(
                f"modules[{number}].notebook",
                message.format(notebook=module.notebook, module=owner),
                _("Give each module its own."),
                "FB-COURSE-05",
            )


def _meant(line: ContentsLine, known: Mapping[str, Path]) -> str | None:
    """The page that the writer of a line most likely meant."""
    return next(iter(get_close_matches(page_of(line.name), known, 1, 0.85)), None)


def _missing(contents: Loaded[Contents], line: ContentsLine, meant: str | None) -> Problem:
    message = _("there is no page '{name}'").format(name=line.name)
    remedy = _("Write {name}.").format(name=meant) if meant else _("Correct the name, or remove the line.")
    return contents.problem(line.field, message, remedy, "FB-TOC-01")


def _twice(contents: Loaded[Contents], listed: list[ContentsLine]) -> Iterator[Problem]:
    """Pages in two lines; what patterns find may stand in a line of its own as well."""
    first: dict[tuple[str, ...], int] = {}
    for line in listed:
        if not line.pages or line.field.endswith(".glob"):
            continue
        number = contents.line(line.field)
        if line.pages in first:
            message = _("'{name}' is already in line {line}").format(name=line.name, line=first[line.pages])
            yield contents.problem(line.field, message, _("Keep one of the two lines."), "FB-TOC-04")
        first.setdefault(line.pages, number)


def _no_modules(
    contents: Loaded[Contents], listed: list[ContentsLine], known: Mapping[str, Path], modules: Mapping[str, int]
) -> Iterator[Problem]:
    for line in listed:
        for page in line.pages:
            if known[page].suffix == ".ipynb" and page not in modules:
                message = _("'{name}' is the notebook of no module, so its cells are not run").format(name=page)
                remedy = _("Add the module to course.yml, or remove the line.")
                yield contents.problem(line.field, message, remedy, "FB-TOC-05")


def _other_order(
    contents: Loaded[Contents], listed: list[ContentsLine], modules: Mapping[str, int]
) -> Iterator[Problem]:
    placed = [(page, line) for line in listed for page in line.pages if page in modules]
    for (before, _line), (page, line) in itertools.pairwise(placed):
        if modules[page] < modules[before]:
            message = _("'{page}' comes after '{before}', and before it in course.yml")
            yield contents.problem(
                line.field,
                message.format(page=page, before=before),
                _("Put the modules in the same order in both files."),
                "FB-TOC-06",
            )


def _forgotten(course: Course, unlisted: Mapping[str, Path], modules: Mapping[str, int]) -> Iterator[Problem]:
    for page, path in unlisted.items():
        name = path.relative_to(course.root).as_posix()
        folder = name.partition("/")[0]
        if page in modules:
            message = _("'{notebook}' is not in the contents, so nobody finds the module").format(notebook=name)
            remedy = _("Add the line `- file: {page}` to _toc.yml, or take the module out of course.yml.")
            field = f"modules[{modules[page]}].notebook"
            yield course.file.problem(field, message, remedy.format(page=page), "FB-TOC-02")
        elif folder in _FOLDERS:
            message = _("is not in the contents, so it is in no book")
            remedy = _("Add the line `- file: {page}` to _toc.yml, or move the file out of {folder}.")
            yield Problem(name, 1, "", message, remedy.format(page=page, folder=folder), "FB-TOC-03")
