"""A made-up catalogue: every message of the engine in letters that neither English nor the tests' packs have.

What is still written in Latin letters in a page has passed the catalogue by. The language is said to be Russian, so that
numbers, dates and three forms of plurals follow other rules than English.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from building import PROJECT
from fieldbook.core import i18n

LANG = "ru"
_CYRILLIC = "абцдефгхийклмнопярстувшщыз"
_LETTERS = str.maketrans(string.ascii_letters, _CYRILLIC + _CYRILLIC.upper())
_PLACEHOLDER = re.compile(r"(\{[^}]*\})")


def made_up(text: str) -> str:
    """``text`` in the made-up language; the names of values in braces stay."""
    return "".join(part if part.startswith("{") else part.translate(_LETTERS) for part in _PLACEHOLDER.split(text))


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
    target = folder / LANG / "LC_MESSAGES" / "fieldbook.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(i18n, "_LOCALE", folder)
        i18n._catalogue.cache_clear()
        yield
    i18n._catalogue.cache_clear()
