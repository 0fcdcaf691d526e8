"""Builds one edition: load, check, execute, render. Formats are written by the caller from the site."""

from __future__ import annotations

import dataclasses
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from fieldbook.book.bookconfig import WORK, sphinx_settings
from fieldbook.book.drawings import draw_charts
from fieldbook.book.execute import execute, warm_up
from fieldbook.book.site import Site, collect
from fieldbook.book.sphinx_build import build_sphinx, import_libraries
from fieldbook.checks.all_rules import BANK_RULES, PAGE_RULES, check_course
from fieldbook.core.atomic import write_bytes
from fieldbook.core.fingerprint import digest, engine_digest, files_digest
from fieldbook.core.i18n import _, use_language
from fieldbook.core.problems import CourseError, Problem
from fieldbook.course import bibliography
from fieldbook.course.sources import Course, load_course
from fieldbook.exercise.exercise_files import exercise_files
from fieldbook.model.edition import EXERCISES, Audience, Edition
from fieldbook.translation.catalogue import FOLDER
from fieldbook.translation.course_in_language import speaking

Progress = Callable[[str, str], None]
"""Called with a stage (``load``, ``run``, ``draw``, ``pages``, ``write``) and what it works on."""


@dataclasses.dataclass(frozen=True)
class Request:
    """What to build. ``context`` is None for the course's own; ``sealed`` is the public key for sealed forms."""

    root: Path
    context: str | None
    audience: Audience
    lang: str
    sealed: str = ""


@contextmanager
def built_site(request: Request, progress: Progress) -> Iterator[tuple[Course, Site]]:
    """The course and its rendered site, which lies in the course's work folder until the next build.

    While the block lasts, another build of the edition waits.

    Raises
    ------
    CourseError
        Faults in sources, notebooks that raise, pages with broken references.
    """
    use_language(request.lang, request.root / FOLDER)
    _import_meanwhile()
    progress("load", str(request.root))
    course = load_course(request.root, request.context, request.audience)
    _check_sealing(course, request)
    edition = edition_of(course, request)
    executed, shown = fingerprint(course, request.audience), fingerprint(course, request.audience, request.lang)
    work = work_folder(course.root)
    _check(course, work / "checked" / digest(shown + files_digest([course.root / bibliography.FILE], course.root)))
    settings = sphinx_settings(course.root, request.audience, request.lang) | {"fieldbook_sealed": request.sealed}
    outputs = execute(course, executed, work / "notebooks", lambda path: progress("run", path))
    course = speaking(course, request.lang)
    progress("draw", "")
    draw_charts(outputs, work / "drawings", os.cpu_count() or 1)
    progress("pages", edition.name)
    everything = digest(shown + json.dumps(settings, sort_keys=True, default=str))
    with FileLock(work / f"{edition.name}.lock"):
        root = build_sphinx(course, edition, outputs, everything, settings, work / edition.name)
        if request.audience == "trainer":
            _add_exercises(course, root / EXERCISES)
        yield course, collect(root, edition)


def _add_exercises(course: Course, folder: Path) -> None:
    """What the guide's page links to: the exercises lie inside the trainer's book, so that no copy of it lacks them."""
    folder.mkdir()
    for name, content in exercise_files(course):
        (folder / name).write_bytes(content)


def _check_sealing(course: Course, request: Request) -> None:
    """A key that nothing is sealed with is a mistake: somebody believes that a test is sealed."""
    if request.sealed and not any(form.value.sealed for form in course.forms.values()):
        message, remedy = (
            _("no form is sealed, but a key is given"),
            _("Write sealed: true into the form, or leave the key."),
        )
        raise CourseError([Problem("assessments/forms", 0, "", message, remedy, "FB-FORM-06")])


def _check(course: Course, passed: Path) -> None:
    """Raise the course's faults. ``passed`` is left behind by a bank without faults, which takes a second to check."""
    rules = PAGE_RULES if passed.exists() else BANK_RULES + PAGE_RULES
    faults = [problem for problem in check_course(course, rules) if not problem.warning]
    if faults:
        raise CourseError(faults)
    write_bytes(passed, b"")


def edition_of(course: Course, request: Request) -> Edition:
    """The edition that ``request`` makes of ``course``."""
    return Edition(course.file.value.id, course.context.meta.id, request.lang, request.audience)


def work_folder(root: Path) -> Path:
    """Where caches and half-made things of the course in ``root`` lie."""
    return root / WORK


def fingerprint(course: Course, audience: Audience, lang: str = "") -> str:
    """Stands for all that pages in ``lang`` depend on besides their text; without it, for what notebooks depend on.

    Learners and trainers share it where both may see the same of the pack; all languages share the notebooks' outputs.
    """
    root = course.root
    pack = course.context.root
    sources = [
        root / "course.yml",
        *(root / "assessments").rglob("*.yml"),
        *(path for path in pack.rglob("*") if path.is_file() and path.parent != pack / FOLDER),
        *((root / FOLDER / lang).rglob("*.po") if lang else ()),
        *((pack / FOLDER).glob(f"{lang}.po") if lang else ()),
    ]
    seen_by = audience if course.shown is not course.whole else "all"
    return digest("\0".join([files_digest(sources, root), engine_digest(), lang, seen_by]))


def _import_meanwhile() -> None:
    """The fork server and Sphinx import their libraries while this process reads the course."""
    warm_up()
    threading.Thread(target=import_libraries, daemon=True).start()
