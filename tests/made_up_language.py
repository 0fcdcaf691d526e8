"""A made-up language: every message of the engine, and every text of a course, in letters that English has not.

What is still written in Latin letters in a page has passed the catalogues by. The language is said to be Russian, so
that numbers, dates and three forms of plurals follow other rules than English; or Arabic, which runs from right to left.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from building import PROJECT
from fieldbook.core import i18n
from fieldbook.course.sources import load_course
from fieldbook.translation.catalogue import write_catalogue
from fieldbook.translation.course_catalogues import renew

LANG = "ru"
_CYRILLIC = "абцдефгхийклмнопярстувшщыз"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنه"
_LETTERS = {
    "ru": str.maketrans(string.ascii_letters, _CYRILLIC + _CYRILLIC.upper()),
    "ar": str.maketrans(string.ascii_letters, _ARABIC * 2),
}
_PLACEHOLDER = re.compile(r"(\{[^}]*\})")
_KEPT = re.compile(
    r"(\{\{.*?\}\}|\[\[.*?\]\]|\{[a-z-]+\}`[^`]*`|`[^`]*`|(?<!\{)\{\w*(?:[^\w{}][^{}]*)?\}(?!\}|`)|\]\([^)]*\)|<[^>]*>|&#?\w+;)"
)
"""What a translator keeps: values, gaps, roles, code, addresses, markup."""


def made_up(text: str) -> str:
    """``text`` in the made-up language; the names of values in braces stay."""
    parts = _PLACEHOLDER.split(text)
    return "".join(part if part.startswith("{") else part.translate(_LETTERS[LANG]) for part in parts)


def made_up_course(root: Path, lang: str) -> None:
    """Write every catalogue of the course in ``root``, and the engine's own, in the made-up language ``lang``."""

    def reword(text: str) -> str:
        return "".join(p if _KEPT.fullmatch(p) else p.translate(_LETTERS[lang]) for p in _KEPT.split(text))

    for path, found in renew(load_course(root), lang):
        for message in found.catalogue:
            message.string = reword(str(message.id)) if message.id else message.string
        write_catalogue(path, found.catalogue)
    with (PROJECT / "fieldbook" / "core" / "locale" / "fieldbook.pot").open("rb") as file:
        template = read_po(file)
    engine = Catalog(locale=lang)
    for message in template:
        if isinstance(message.id, tuple):
            one, many = message.id
            engine.add(message.id, (reword(one), *[reword(many)] * (engine.num_plurals - 1)))
        elif message.id:
            engine.add(message.id, reword(str(message.id)))
    write_catalogue(root / "locale" / lang / "fieldbook.po", engine)


@contextmanager
def made_up_language(folder: Path) -> Iterator[None]:
    """Within the block the language ``LANG`` has every message; its catalogue is written into ``folder``."""
    with (PROJECT / "fieldbook" / "core" / "locale" / "fieldbook.pot").open("rb") as file:
        template = read_po(file)
    catalogue = Catalog(locale=LANG)
    for message in template:
        if isinstance(message.id, tuple):
            one, many = message.id
            catalogue.add(message.id, (made_up(one), *[made_up(many)] * (catalogue.num_plurals - 1)))
        elif message.id:
            catalogue.add(message.id, made_up(message.id))
    folder.mkdir(exist_ok=True)
    with (folder / f"{LANG}.po").open("wb") as file:
        write_po(file, catalogue)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(i18n, "_LOCALE", folder)
        i18n._catalogue.cache_clear()
        yield
    i18n._catalogue.cache_clear()
