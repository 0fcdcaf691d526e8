"""Translation of user-facing text. The catalogue is ``fieldbook/locale/<lang>/LC_MESSAGES/fieldbook.po``."""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

_LOCALE = Path(__file__).parent / "locale"
_language: ContextVar[str] = ContextVar("fieldbook_language", default="en")


@lru_cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    return gettext.translation("fieldbook", localedir=_LOCALE, languages=[lang], fallback=True)


def language() -> str:
    """The language in use (BCP 47)."""
    return _language.get()


def languages() -> list[str]:
    """Languages that there is a catalogue for, and English, in which the course is written."""
    return sorted({"en", *(path.parent.parent.name for path in _LOCALE.glob("*/LC_MESSAGES/fieldbook.mo"))})


def locale() -> Locale:
    """Locale for numbers, dates and lists in the language in use; plain "en" means British order."""
    return _locale(language())


@lru_cache
def _locale(tag: str) -> Locale:
    """An edition asks some ten thousand times."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 the command line starts without it

    try:
        return Locale.parse("en_GB" if tag == "en" else tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def use_language(lang: str) -> None:
    """Translate to ``lang`` (BCP 47) from now on in this context; a missing catalogue falls back to English."""
    _language.set(lang)


def _(message: str) -> str:
    """``message`` in the language in use. Evaluated at call time, so never call it at import."""
    return _catalogue(_language.get()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form for ``count``; Arabic has six of them, so a plural is never put together by hand."""
    return _catalogue(_language.get()).ngettext(singular, plural, count)
