"""The catalogues of a course in its folder: renewed from the sources, counted by file."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from babel import UnknownLocaleError
from babel.messages.catalog import Catalog

from fieldbook.context.values import values
from fieldbook.core.problems import Problem
from fieldbook.course.sources import Course
from fieldbook.translation.catalogue import course_catalogue, pack_catalogue, read_catalogue, write_catalogue
from fieldbook.translation.course_in_language import SOURCE
from fieldbook.translation.merging import Merged, merged, template
from fieldbook.translation.quality import faults
from fieldbook.translation.source_texts import SourceText, course_texts, pack_texts


@dataclasses.dataclass(frozen=True)
class CatalogueState:
    """How far the catalogue in ``path`` has come, in messages and in English words."""

    path: Path
    texts: int
    translated: int
    fuzzy: int
    words: int
    words_translated: int
    read_by: str
    """Empty where nobody has said so."""

    @property
    def complete(self) -> bool:
        """Whether every text has a translation that may be shown."""
        return self.translated == self.texts


def wanted(course: Course, lang: str) -> Iterator[tuple[Path, list[SourceText]]]:
    """Every catalogue that ``course`` and its pack need in ``lang``, with its texts."""
    for name, texts in course_texts(course).items():
        yield course_catalogue(course.root, lang, name), texts
    yield pack_catalogue(course.whole.root, lang), pack_texts(course.whole)


def examples(course: Course) -> dict[str, str]:
    """What stands in this context for each name between double braces."""
    known = values(course.context)
    return {f"{group}.{name}": value for group, names in known.items() for name, value in names.items()}


def renew(course: Course, lang: str) -> Iterator[tuple[Path, Merged]]:
    """Write every catalogue of ``course`` in ``lang`` anew from the sources; what was translated stays.

    Raises
    ------
    CourseError
        A catalogue can't be read; nothing has been written for it.
    """
    shown = examples(course)
    for path, texts in wanted(course, lang):
        found = merged(_old(path, course, lang), template(texts, shown))
        write_catalogue(path, found.catalogue)
        yield path, found


def current(course: Course, lang: str) -> Iterator[tuple[Path, Catalog]]:
    """Every catalogue as ``renew`` would write it. Raises ``CourseError`` as that does."""
    for path, texts in wanted(course, lang):
        yield path, merged(_old(path, course, lang), template(texts, {})).catalogue


def _old(path: Path, course: Course, lang: str) -> Catalog:
    return read_catalogue(path, course.root) if path.exists() else _begun(lang)


def write_templates(course: Course, out: Path) -> Iterator[Path]:
    """Write a template (POT) for each catalogue into ``out``, under the names that they have in the course."""
    shown = examples(course)
    for name, texts in {**course_texts(course), f"contexts/{course.whole.meta.id}": pack_texts(course.whole)}.items():
        path = out / f"{name}.pot"
        write_catalogue(path, template(texts, shown))
        yield path


def states(course: Course, lang: str) -> Iterator[CatalogueState]:
    """How far each catalogue has come, by the sources as they stand now."""
    for path, catalogue in current(course, lang):
        yield state(path, catalogue)


def translation_faults(course: Course, lang: str) -> Iterator[Problem]:
    """What the translations of ``course`` into ``lang`` have lost (``quality.faults``); nothing for English."""
    for path, _texts in () if lang == SOURCE else wanted(course, lang):
        if path.exists():
            name = path.relative_to(course.root) if path.is_relative_to(course.root) else path
            yield from faults(read_catalogue(path, course.root), name.as_posix())


def state(path: Path, catalogue: Catalog) -> CatalogueState:
    """How far ``catalogue`` has come."""
    messages = [message for message in catalogue if message.id]
    ready = [message for message in messages if message.string and not message.fuzzy]
    return CatalogueState(
        path,
        len(messages),
        len(ready),
        sum(message.fuzzy for message in messages),
        sum(len(str(message.id).split()) for message in messages),
        sum(len(str(message.id).split()) for message in ready),
        _read_by(catalogue),
    )


def _read_by(catalogue: Catalog) -> str:
    lines = [line.lstrip("# ").partition(":") for line in catalogue.header_comment.splitlines()]
    found = next((value.strip() for name, _colon, value in lines if name.strip() == "Read by"), "")
    return "" if found == "nobody yet" else found


def _begun(lang: str) -> Catalog:
    try:
        return Catalog(locale=lang.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Catalog()
