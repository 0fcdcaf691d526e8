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
from fieldbook.course.sources import Course, notebook_fields
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
    own = {page: number for number, page in enumerate(course.notebooks)}
    meant = {line.name: _meant(line, known) for line in listed if not line.pages}
    for line in listed:
        if not line.pages:
            yield _missing(contents, line, meant[line.name])
    yield from _twice(contents, listed)
    yield from _no_modules(contents, listed, known, own)
    yield from _other_order(contents, listed, own)
    reached = {page for line in listed for page in line.pages} | {*meant.values()}
    yield from _forgotten(course, {page: path for page, path in known.items() if page not in reached})


def own_notebooks(course: Course) -> Iterator[Problem]:
    """No two modules have one folder, no two lessons one notebook or id, now or in earlier editions."""
    folders: dict[str, str] = {}
    names: dict[str, str] = {}
    for number, module in enumerate(course.modules):
        owner = folders.setdefault(module.folder, module.id)
        if owner != module.id:
            message = _("'{folder}' is already the folder of {module}").format(folder=module.folder, module=owner)
            remedy = _("Give each module its own.")
            yield course.file.problem(f"modules[{number}].folder", message, remedy, "FB-COURSE-05")
        for place, lesson in enumerate(module.lessons):
            field = f"modules[{number}].lessons[{place}]"
            for key, name in (("id", lesson.id), ("notebook", module.page_of(lesson))):
                if name in names:
                    message = _("'{name}' is already in {field}").format(name=name, field=names[name])
                    remedy = _("Give each lesson its own.")
                    yield course.file.problem(f"{field}.{key}", message, remedy, "FB-COURSE-06")
                names.setdefault(name, f"{field}.{key}")
    yield from _taken_ids(course, names)


def _taken_ids(course: Course, names: Mapping[str, str]) -> Iterator[Problem]:
    """An id from an earlier edition that another lesson has now would move what is read of that one."""
    for number, module in enumerate(course.modules):
        for place, lesson in enumerate(module.lessons):
            for place_was, name in enumerate(lesson.was):
                if name in names:
                    field = f"modules[{number}].lessons[{place}].was[{place_was}]"
                    message = _("'{name}' is already in {field}").format(name=name, field=names[name])
                    yield course.file.problem(field, message, _("Give each lesson its own."), "FB-COURSE-06")


def one_title(course: Course) -> Iterator[Problem]:
    """Every notebook has one heading of the first level: it is the title of the page, and of the lesson."""
    for notebook in course.notebooks.values():
        titles = notebook.titles
        if len(titles) != 1:
            message = _("has no title") if not titles else _("has {n} titles").format(n=len(titles))
            remedy = _("Begin the first cell with one line `# Title`; headings below have two signs or more.")
            yield Problem(notebook.path, 1, "", message, remedy, "FB-NB-09")


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
    contents: Loaded[Contents], listed: list[ContentsLine], known: Mapping[str, Path], own: Mapping[str, int]
) -> Iterator[Problem]:
    for line in listed:
        for page in line.pages:
            if known[page].suffix == ".ipynb" and page not in own:
                message = _("'{name}' is the notebook of no module, so its cells are not run").format(name=page)
                remedy = _("Add it to a module's lessons in course.yml, or remove the line.")
                yield contents.problem(line.field, message, remedy, "FB-TOC-05")


def _other_order(contents: Loaded[Contents], listed: list[ContentsLine], own: Mapping[str, int]) -> Iterator[Problem]:
    first: dict[str, ContentsLine] = {}
    for line in listed:
        for page in line.pages:
            if page in own:
                first.setdefault(page, line)
    for before, (page, line) in zip(first, itertools.islice(first.items(), 1, None), strict=False):
        if own[page] < own[before]:
            message = _("'{page}' comes after '{before}', and before it in course.yml")
            yield contents.problem(
                line.field,
                message.format(page=page, before=before),
                _("Put the pages in the same order in both files."),
                "FB-TOC-06",
            )


def _forgotten(course: Course, unlisted: Mapping[str, Path]) -> Iterator[Problem]:
    fields = dict(notebook_fields(course.file))
    for page, path in unlisted.items():
        name = path.relative_to(course.root).as_posix()
        folder = name.partition("/")[0]
        if page in fields:
            message = _("'{notebook}' is not in the contents, so nobody finds it").format(notebook=name)
            remedy = _("Add the line `- file: {page}` to _toc.yml, or take it out of course.yml.")
            yield course.file.problem(fields[page], message, remedy.format(page=page), "FB-TOC-02")
        elif folder in _FOLDERS:
            message = _("is not in the contents, so it is in no book")
            remedy = _("Add the line `- file: {page}` to _toc.yml, or move the file out of {folder}.")
            yield Problem(name, 1, "", message, remedy.format(page=page, folder=folder), "FB-TOC-03")
