"""A catalogue of translations: a PO file for each source file, read and written by Babel."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from fieldbook.core.atomic import write_bytes
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.textfile import read_text

FOLDER = "locale"


@dataclasses.dataclass(frozen=True)
class ShownTexts:
    """The translations of one source file that may be shown: without empty ones and without fuzzy ones."""

    texts: Mapping[tuple[str, str], str]
    """By the text's name and the English text."""

    def get(self, name: str, text: str) -> str | None:
        """The translation of ``text`` at ``name``; None where there is none, or the English has changed since."""
        return self.texts.get((name, text))

    def or_english(self, name: str, text: str) -> str:
        """The translation, or ``text`` itself."""
        return self.texts.get((name, text), text)


def read_catalogue(path: Path, root: Path) -> Catalog:
    """The catalogue in ``path``; its name in problems is relative to ``root``.

    Raises
    ------
    CourseError
        Not readable, not UTF-8, not a PO file (``FB-TRANS-01``).
    """
    text = read_text(path, root)
    try:
        return read_po(io.StringIO(text), abort_invalid=True)
    except (PoFileError, ValueError, UnicodeError) as error:
        line = getattr(error, "lineno", None)
        message = _("is no catalogue of translations: {reason}").format(reason=" ".join(str(error).split()).rstrip("."))
        remedy = _("Open and save it in Poedit, or correct the line.")
        raise CourseError([Problem(_name(path, root), (line or 0) + 1, "", message, remedy, "FB-TRANS-01")]) from None


def shown(catalogue: Catalog) -> ShownTexts:
    """What of ``catalogue`` may be shown."""
    return ShownTexts(
        {
            (message.context or "", str(message.id)): message.string
            for message in catalogue
            if message.id and isinstance(message.string, str) and message.string and not message.fuzzy
        }
    )


def write_catalogue(path: Path, catalogue: Catalog) -> None:
    """Write ``catalogue`` whole or not at all; the same catalogue gives the same bytes."""
    file = io.BytesIO()
    write_po(file, catalogue, width=0, include_previous=True, ignore_obsolete=False)
    write_bytes(path, file.getvalue())


def course_catalogue(root: Path, lang: str, name: str) -> Path:
    """Where the catalogue ``name`` of a course lies."""
    return root / FOLDER / lang / f"{name}.po"


def pack_catalogue(pack: Path, lang: str) -> Path:
    """Where the words of a pack lie: in its own folder, so that they travel with it."""
    return pack / FOLDER / f"{lang}.po"


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
