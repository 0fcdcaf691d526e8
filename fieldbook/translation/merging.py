"""Makes and renews catalogues: new texts come in, work that was done stays, what the English has lost is kept apart."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from babel.messages.catalog import Catalog, Message

from fieldbook.translation.source_texts import SourceText

_ALIKE = 0.75
"""Share of letters in order that two texts have in common, from which a translation is worth proposing."""
_NO_DATE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Catalogues say by their history when they were made; the same sources give the same bytes."""


@dataclasses.dataclass(frozen=True)
class Merged:
    """A renewed catalogue and how many of its texts are new, how many have changed, how many are gone."""

    catalogue: Catalog
    new: int
    changed: int
    """Their translation is proposed and marked fuzzy."""
    gone: int


def template(texts: Iterable[SourceText], examples: Mapping[str, str]) -> Catalog:
    """A catalogue without translations. ``examples`` has a text for each name that may stand between double braces."""
    found = Catalog(charset="utf-8", creation_date=_NO_DATE, revision_date=_NO_DATE, header_comment=_HEADER)
    for text in texts:
        comments = [text.what] if text.what else []
        comments += [f"{{{{ {name} }}}}: {value}" for name, value in examples.items() if _uses(text.text, name)]
        found.add(text.text, locations=[(text.file, text.line)], auto_comments=comments, context=text.name or None)
    return found


_HEADER = "# Texts of a course made with Fieldbook.\n# Read by: nobody yet"
"""Whoever has read a translation writes name and date behind the colon; the page about the edition says so."""


def _uses(text: str, name: str) -> bool:
    return f"{{{{ {name} }}}}" in text or f"{{{{{name}}}}}" in text


def merged(old: Catalog, texts: Catalog) -> Merged:
    """The translations of ``old`` for the template ``texts``, which is changed.

    A translation stays as it is where its English text stands anywhere in the file. Where another text has taken the
    place of the English one, or nearly the same one is new, its translation is proposed and marked fuzzy. All other
    translations stand at the end of the file, as obsolete.
    """
    work = _Work(old, texts)
    new = [message for message in _messages(texts) if not work.same(message)]
    changed = [message for message in new if work.proposed(message)]
    texts.locale, texts.header_comment = old.locale, old.header_comment or texts.header_comment
    texts.last_translator, texts.language_team = old.last_translator, old.language_team
    texts.revision_date = old.revision_date
    gone = work.left()
    texts.obsolete.update(old.obsolete)
    texts.obsolete.update(((str(message.id), message.context or ""), message) for message in gone)
    return Merged(texts, len(new) - len(changed), len(changed), len(gone))


class _Work:
    """Translations that have not found their text yet."""

    def __init__(self, old: Catalog, texts: Catalog) -> None:
        self._old = [message for message in _messages(old) if message.string]
        self._by_key = {(message.context, message.id): message for message in _messages(old)}
        self._by_text: dict[object, Message] = {}
        for message in self._old:
            self._by_text.setdefault(message.id, message)
        here = {message.id for message in _messages(texts)}
        self._free = [message for message in self._old if message.id not in here]
        self._used: set[int] = set()

    def same(self, message: Message) -> bool:
        """Give ``message`` the translation of the same English text; whether the text was known."""
        found = self._by_key.get((message.context, message.id)) or self._by_text.get(message.id)
        if found is None:
            return False
        message.string, message.user_comments = found.string, found.user_comments
        message.flags |= found.flags
        message.previous_id = found.previous_id
        return True

    def proposed(self, message: Message) -> bool:
        """Give ``message`` the translation of the text that it seems to have come from; whether there is one."""
        free = [one for one in self._free if id(one) not in self._used]
        there = [one for one in free if one.context == message.context and message.context]
        found = _closest(message, there, 0.4 if len(there) > 1 else 0.0) or _closest(message, free, _ALIKE)
        if found is None:
            return False
        self._used.add(id(found))
        message.string, message.user_comments = found.string, found.user_comments
        message.flags |= {*found.flags, "fuzzy"}
        message.previous_id = [str(found.id)]
        return True

    def left(self) -> list[Message]:
        """Translations whose text is gone."""
        return [message for message in self._free if id(message) not in self._used]


def _closest(message: Message, candidates: Iterable[Message], cutoff: float) -> Message | None:
    by_text = {str(one.id): one for one in candidates}
    found = get_close_matches(str(message.id), by_text, 1, cutoff)
    return by_text[found[0]] if found else None


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]
