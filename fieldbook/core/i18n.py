"""Translation of user-facing text. The engine's own words in a language are ``fieldbook/core/locale/<lang>.po``.

A course may bring them in a further language, or other words in one that ships: ``locale/<lang>/fieldbook.po`` in its
folder. Catalogues are read as they are: there is nothing to compile, and nothing to forget.
"""

from __future__ import annotations

import gettext
import io
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

_LOCALE = Path(__file__).parent / "locale"
_language: ContextVar[str] = ContextVar("fieldbook_language", default="en")
_folder: ContextVar[Path | None] = ContextVar("fieldbook_words", default=None)

ENGINE_WORDS = "fieldbook.po"
"""The engine's words in a course's folder of translations."""


@lru_cache
def _catalogue(lang: str, folder: Path | None) -> gettext.NullTranslations:
    found = gettext.NullTranslations()
    for path in (_LOCALE / f"{lang}.po", folder / lang / ENGINE_WORDS if folder else None):
        if path is not None and path.is_file():
            words = _read(path)
            words.add_fallback(found)
            found = words
    return found


def _read(path: Path) -> gettext.GNUTranslations:
    from babel.messages.mofile import write_mo  # noqa: PLC0415 English needs none of it
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def language() -> str:
    """The language in use (BCP 47)."""
    return _language.get()


def languages() -> list[str]:
    """Languages that there is a catalogue for, and English, in which the course is written."""
    return sorted({"en", *(path.stem for path in _LOCALE.glob("*.po"))})


def locale() -> Locale:
    """Locale for numbers, dates and lists in the language in use; plain "en" means British order."""
    return _locale(language())


@lru_cache
def _locale(tag: str) -> Locale:
    """An edition asks some ten thousand times."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 the command line starts without it

    for known in ("en-GB" if tag == "en" else tag, tag.partition("-")[0]):
        try:
            return Locale.parse(known, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "GB")


def direction(lang: str | None = None) -> str:
    """``rtl`` where ``lang``, or the language in use, is written from right to left, else ``ltr``."""
    return _locale(lang or language()).text_direction


def use_language(lang: str, folder: Path | None = None) -> None:
    """Translate to ``lang`` (BCP 47) from now on in this context; a missing catalogue falls back to English.

    ``folder`` is a course's folder of translations, if it may bring words of the engine.
    """
    _language.set(lang)
    _folder.set(folder)


def _(message: str) -> str:
    """``message`` in the language in use. Evaluated at call time, so never call it at import."""
    return _catalogue(_language.get(), _folder.get()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form for ``count``; Arabic has six of them, so a plural is never put together by hand."""
    return _catalogue(_language.get(), _folder.get()).ngettext(singular, plural, count)
