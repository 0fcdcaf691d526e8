"""Every text of a course that people read, by the catalogue in which translators find it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from fieldbook.context.pack import ContextPack
from fieldbook.core.textfile import read_text
from fieldbook.core.yamlfile import Loaded, read_yaml
from fieldbook.course.book_config_file import read_book_config
from fieldbook.course.contents_file import lines, pages, read_contents
from fieldbook.course.glossary_file import FILE as GLOSSARY
from fieldbook.course.sources import Course
from fieldbook.model.glossary import GlossaryFile
from fieldbook.translation.markdown_texts import blocks
from fieldbook.translation.notebook_texts import notebook_texts
from fieldbook.translation.source_fields import field_texts

PACK = "context"
"""The catalogue of a pack's own texts, which lies in the pack's folder and travels with it."""

_LETTERS = re.compile(r"[^\W\d_]{2}")
_VALUE = re.compile(r"\{\{.*?\}\}|\[\[.*?\]\]|\{[a-z]+\}`[^`]*`|`[^`]*`")


@dataclasses.dataclass(frozen=True)
class SourceText:
    """A text with its ``name`` in the source, the file and line where it stands, and what kind of text it is."""

    name: str
    text: str
    file: str
    line: int
    what: str = ""


def is_text(text: str) -> bool:
    """Whether there is anything to translate: letters outside of values, roles and code."""
    return _LETTERS.search(_VALUE.sub("", text)) is not None


def course_texts(course: Course) -> dict[str, list[SourceText]]:
    """Texts of the course's own files by the name of their catalogue, such as ``modules/1-mandate``."""
    found: dict[str, list[SourceText]] = {}
    for text in _all(course):
        if is_text(text.text):
            found.setdefault(catalogue_name(text.file), []).append(text)
    return found


def pack_texts(pack: ContextPack) -> list[SourceText]:
    """Texts of a pack's description."""
    loaded = Loaded(pack.meta, pack.name, pack.lines)
    return [text for text in _fields(loaded) if is_text(text.text)]


def catalogue_name(file: str) -> str:
    """``assessments/items/m1`` for ``assessments/items/m1.yml``."""
    return PurePosixPath(file).with_suffix("").as_posix()


def _all(course: Course) -> Iterator[SourceText]:
    yield from _fields(course.file)
    yield from _fields(read_contents(course.root))
    yield from _fields(read_book_config(course.root))
    for notebook in course.notebooks.values():
        for text in notebook_texts(notebook):
            yield SourceText(text.name, text.text, notebook.path, text.line, text.what)
    for path in written_pages(course.root).values():
        yield from _page(path, course.root)
    if (course.root / GLOSSARY).exists():
        yield from _fields(read_yaml(course.root / GLOSSARY, GlossaryFile, course.root))
    for bank in course.banks:
        yield from _fields(bank)
    groups: tuple[Mapping[str, Loaded[Any]], ...] = (course.forms, course.scenarios, course.products, course.exercises)
    for group in groups:
        for loaded in group.values():
            yield from _fields(loaded)


def written_pages(root: Path) -> dict[str, Path]:
    """Pages of Markdown that the contents name, by their names."""
    known = {name: path for name, path in pages(root).items() if path.suffix == ".md"}
    named = [page for line in lines(read_contents(root).value, known) for page in line.pages]
    return {page: known[page] for page in dict.fromkeys(named)}


def _page(path: Path, root: Path) -> Iterator[SourceText]:
    source = read_text(path, root)
    for block in blocks(source):
        line = source.count("\n", 0, block.start) + 1
        yield SourceText("", block.text, path.relative_to(root).as_posix(), line, block.what)


def _fields(loaded: Loaded[Any]) -> Iterator[SourceText]:
    for name, field, text in field_texts(loaded.value):
        yield SourceText(name, text, loaded.path, loaded.line(field))
