"""What ``editions.yml`` asks for, edition by edition. Every fault is told before anything is built."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from fieldbook.core.i18n import _, languages
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.yamlfile import Loaded, read_yaml
from fieldbook.course.sources import context_folder
from fieldbook.editions.edition_build import Request
from fieldbook.model.context import ContextFile
from fieldbook.model.editions import EditionsFile, Exclude
from fieldbook.packages.registry import FORMATS, OTHER_VERSIONS


@dataclasses.dataclass(frozen=True)
class Planned:
    """One edition to build: its folder below the run's own, and what goes into it."""

    request: Request
    context: str
    """The name in ``editions.yml``."""
    formats: tuple[str, ...]

    @property
    def folder(self) -> str:
        """``<context>-<language>[-trainer]``."""
        parts = [Path(self.context).name, self.request.lang]
        return "-".join([*parts, "trainer"] if self.request.audience == "trainer" else parts)


def plan(file: Path, root: Path) -> tuple[tuple[Planned, ...], ...]:
    """The editions of ``file`` for the course in ``root``, those of one context and language together.

    What belongs together shares the results of its notebooks, so one worker builds it, one edition after the other.

    Raises
    ------
    CourseError
        With every fault of the file (``FB-MAT-…``), and where no edition is left.
    """
    loaded = read_yaml(file.resolve(), EditionsFile, root)
    problems = [*_faults(loaded, root)]
    if problems:
        raise CourseError(problems)
    asked = loaded.value
    batches = []
    for context in asked.contexts:
        for lang in asked.languages:
            batch = tuple(_editions(asked, root, context, lang))
            if batch:
                batches.append(batch)
    if not batches:
        message, remedy = _("leaves nothing to build"), _("Take out an exclude.")
        raise CourseError([loaded.problem("exclude", message, remedy, "FB-MAT-04")])
    return tuple(batches)


def _editions(asked: EditionsFile, root: Path, context: str, lang: str) -> Iterator[Planned]:
    for audience in asked.audiences:
        fitting = [exclude for exclude in asked.exclude if exclude.fits(context, lang, audience)]
        if any(not exclude.formats for exclude in fitting):
            continue
        dropped = {name for exclude in fitting for name in _named(exclude.formats)}
        formats = tuple(name for name in _named(asked.formats) if name not in dropped)
        if formats:
            folder = str(context_folder(root, _place(root, context)))
            yield Planned(Request(root, folder, audience, lang), context, formats)


def _named(formats: Sequence[str]) -> list[str]:
    return list(FORMATS) if "all" in formats else list(formats)


def _place(root: Path, context: str) -> str:
    """A folder is meant relative to the course, wherever the command runs."""
    return str(root / context) if (root / context / "context.yml").is_file() else context


def _faults(loaded: Loaded[EditionsFile], root: Path) -> Iterator[Problem]:
    asked = loaded.value
    for name, values in _lists(asked):
        for value, count in Counter(values).items():
            if count > 1:
                yield loaded.problem(
                    name, _("{value!r} stands twice").format(value=value), _("Take one out."), "FB-MAT-01"
                )
    known = {*FORMATS, *OTHER_VERSIONS, "all"}
    yield from _unknown(loaded, "formats", asked.formats, known)
    yield from _unknown(loaded, "languages", asked.languages, set(languages()))
    for number, exclude in enumerate(asked.exclude):
        yield from _exclude_faults(loaded, number, exclude, known)
    yield from _context_faults(loaded, root)


def _lists(asked: EditionsFile) -> Iterator[tuple[str, Sequence[str]]]:
    yield from (
        ("contexts", asked.contexts),
        ("languages", asked.languages),
        ("audiences", asked.audiences),
        ("formats", asked.formats),
    )


def _unknown(loaded: Loaded[EditionsFile], field: str, values: Sequence[str], known: set[str]) -> Iterator[Problem]:
    for number, value in enumerate(values):
        if value not in known:
            message, remedy = (
                _("{value!r} is not known").format(value=value),
                _("Use one of: {known}.").format(known=", ".join(sorted(known))),
            )
            yield loaded.problem(f"{field}[{number}]", message, remedy, "FB-MAT-02")


def _exclude_faults(
    loaded: Loaded[EditionsFile], number: int, exclude: Exclude, formats: set[str]
) -> Iterator[Problem]:
    """An exclude that names what is not in the lists excludes nothing: somebody believes that it does."""
    asked = loaded.value
    listed = {*asked.formats, *(formats if "all" in asked.formats else ())}
    for field, values, there in (
        ("contexts", exclude.contexts, set(asked.contexts)),
        ("languages", exclude.languages, set(asked.languages)),
        ("audiences", exclude.audiences, set(asked.audiences)),
        ("formats", exclude.formats, listed),
    ):
        for value in values:
            if value not in there:
                message = _("{value!r} is not in the list above, so this leaves out nothing").format(value=value)
                yield loaded.problem(f"exclude[{number}].{field}", message, _("Correct or remove it."), "FB-MAT-03")


def _context_faults(loaded: Loaded[EditionsFile], root: Path) -> Iterator[Problem]:
    """Each pack is there, and no two would write to one place. What is wrong inside it is found when it is built."""
    folders: dict[str, str] = {}
    ids: dict[str, str] = {}
    for number, context in enumerate(loaded.value.contexts):
        field = f"contexts[{number}]"
        try:
            folder = context_folder(root, _place(root, context))
        except CourseError as error:
            yield from (
                loaded.problem(field, problem.message, problem.remedy, problem.code) for problem in error.problems
            )
            continue
        for seen, value in ((folders, folder.name), (ids, _id(folder) or folder.name)):
            other = seen.setdefault(value, context)
            if other != context:
                message = _("has the same folder name or id as {other!r} ({value})").format(other=other, value=value)
                yield loaded.problem(field, message, _("Give one of them another name and id."), "FB-MAT-01")
                break


def _id(folder: Path) -> str | None:
    try:
        return read_yaml(folder / "context.yml", ContextFile, folder).value.id
    except CourseError:
        return None
