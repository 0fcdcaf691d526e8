"""A course in another language: every text of its sources that has a translation, put in the English one's place."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from fieldbook.context.pack import ContextPack, with_meta
from fieldbook.core.i18n import use_language
from fieldbook.core.message import use_source_words
from fieldbook.core.yamlfile import Loaded
from fieldbook.course.sources import Course
from fieldbook.model.context import Actor
from fieldbook.translation.catalogue import FOLDER, ShownTexts, course_catalogue, pack_catalogue, read_catalogue, shown
from fieldbook.translation.markdown_texts import reworded_markdown
from fieldbook.translation.notebook_texts import QUESTION, reworded_notebook
from fieldbook.translation.source_fields import reworded
from fieldbook.translation.source_texts import catalogue_name

M = TypeVar("M", bound=BaseModel)
SOURCE = "en"
"""The language in which sources are written."""


class CourseWords:
    """The translations of one course into one language, read when they are asked for; none for English.

    Methods raise ``CourseError`` where a catalogue can't be read.
    """

    def __init__(self, root: Path, lang: str) -> None:
        self._root = root
        self.lang = lang
        self._read: dict[str, ShownTexts] = {}

    def of(self, file: str) -> ShownTexts:
        """The translations of the source ``file`` (relative to the course folder)."""
        name = catalogue_name(file)
        if name not in self._read:
            path = course_catalogue(self._root, self.lang, name)
            there = self.lang != SOURCE and path.exists()
            self._read[name] = shown(read_catalogue(path, self._root)) if there else ShownTexts({})
        return self._read[name]

    def put(self, part: M, file: str) -> M:
        """``part`` of a source file in the language."""
        words = self.of(file)
        return reworded(part, words.or_english) if words.texts else part

    def loaded(self, loaded: Loaded[M]) -> Loaded[M]:
        """A source file in the language."""
        return dataclasses.replace(loaded, value=self.put(loaded.value, loaded.path))

    def page(self, file: str, source: str) -> str:
        """The Markdown of a page in the language."""
        words = self.of(file)
        return reworded_markdown(source, lambda block: words.or_english("", block.text)) if words.texts else source

    def question(self, file: str, cell: str, text: str) -> str:
        """The question beneath the figure that ``cell`` of the notebook ``file`` makes."""
        return self.of(file).or_english(f"{cell}.{QUESTION}", text)


def in_language(course: Course, lang: str) -> Course:
    """``course`` in ``lang`` (BCP 47); what has no translation stays in English. Notebooks' code stays as it is.

    Raises
    ------
    CourseError
        A catalogue can't be read.
    """
    if lang == SOURCE:
        return course
    words = CourseWords(course.root, lang)
    return dataclasses.replace(
        course,
        file=words.loaded(course.file),
        banks=tuple(words.loaded(bank) for bank in course.banks),
        notebooks={
            name: reworded_notebook(notebook, words.of(notebook.path).or_english)
            for name, notebook in course.notebooks.items()
        },
        context=pack_in_language(course.context, lang),
        shown=pack_in_language(course.shown, lang),
        whole=pack_in_language(course.whole, lang),
        forms=_each(words, course.forms),
        scenarios=_each(words, course.scenarios),
        products=_each(words, course.products),
        exercises=_each(words, course.exercises),
    )


def _each(words: CourseWords, files: Mapping[str, Loaded[Any]]) -> dict[str, Loaded[Any]]:
    return {name: words.loaded(loaded) for name, loaded in files.items()}


def pack_in_language(pack: ContextPack, lang: str) -> ContextPack:
    """``pack`` in ``lang``. Parties keep their English names as aliases, by which tables of others know them."""
    path = pack_catalogue(pack.root, lang)
    if lang == SOURCE or not path.exists():
        return pack
    words, changed = shown(read_catalogue(path, pack.root)), {}

    def reword(name: str, text: str) -> str:
        found = changed[text] = words.or_english(name, text)
        changed[text.removesuffix(".")] = found.removesuffix(".")  # figures put citations into their sentences
        return found

    meta = reworded(pack.meta, reword)
    actors = tuple(_known_as(new, old) for new, old in zip(meta.actors, pack.meta.actors, strict=True))
    return with_meta(pack, meta.model_copy(update={"actors": actors}), changed)


def _known_as(new: Actor, old: Actor) -> Actor:
    names = [name for name in (old.name, old.short) if name and name not in (new.name, new.short, *old.aliases)]
    return new.model_copy(update={"aliases": (*new.aliases, *names)})


def speaking(course: Course, lang: str) -> Course:
    """``course`` in ``lang``, and from now on in this context the engine's words and those of figures in it too."""
    found = in_language(course, lang)
    use_language(lang, course.root / FOLDER)
    use_source_words(found.whole.translated)
    return found
