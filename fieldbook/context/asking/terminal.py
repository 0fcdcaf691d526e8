"""Asks in the terminal for what a pack still lacks. Each answer is in the file before the next group begins."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from fieldbook.context.asking.field_answers import kind_of, options, value_of
from fieldbook.context.asking.field_kinds import Ask, FieldGroup
from fieldbook.context.asking.pack_document import ChangedError, Document, lacking, new_id, open_document, write_changes
from fieldbook.context.asking.pack_edit import Changes
from fieldbook.context.asking.pack_fields import groups
from fieldbook.core.i18n import _, ngettext

Say = Callable[[str], object]
Read = Callable[[str], str]
"""Shows a prompt and gives back what was typed. ``EOFError`` ends the questions."""

_STOP, _HELP = ".", "?"
_CLOSED = ("areas",)
"""Entries come with the data; none are added by asking."""


class _StopError(Exception):
    """Whoever is asked has had enough."""


class Asking:
    """One round of questions about the pack in ``folder``."""

    def __init__(self, folder: Path, say: Say, read: Read) -> None:
        self._folder = folder
        self._say = say
        self._read = read
        self._written = 0
        self._stopped = False

    def run(self) -> int:
        """Ask for everything that is missing, in order; how many answers were written."""
        self._say(_("Enter leaves a question open, ? shows help, . stops. What you answered is kept."))
        try:
            for group in groups():
                self._ask_group(group)
        except (_StopError, EOFError, KeyboardInterrupt):
            self._say("")
        count = ngettext("{n} answer written to {file}.", "{n} answers written to {file}.", self._written)
        self._say(count.format(n=self._written, file=self._folder / "context.yml"))
        return self._written

    def _ask_group(self, group: FieldGroup) -> None:
        document = open_document(self._folder)
        if not group.many:
            asks = document.missing(group)
            if asks:
                self._head(group)
                self._save({(group.field, ask.name): value for ask, value in self._answers(group, asks, document)})
            return
        incomplete = document.incomplete(group)
        if incomplete:
            self._head(group)
        for entry in incomplete:
            self._say(f"  {_plain(_title(group, entry))}")
            answers = list(self._answers(group, document.missing(group, entry), document))
            self._save({(group.field, entry.id, ask.name): value for ask, value in answers})
        if not document.entries(group) and group.field not in _CLOSED:
            self._ask_new(group)

    def _ask_new(self, group: FieldGroup) -> None:
        """Entry after entry, until the first field of one stays empty."""
        if any(ask.refers == "actors" for ask in group.asks) and not open_document(self._folder).names["actors"]:
            return  # a threat has an actor; without any there is nothing to choose from
        self._head(group)
        while True:
            document = open_document(self._folder)
            first, *rest = group.asks
            value = self._answer(group, first, document)
            if value is None:
                return
            entry = {first.name: value} | {ask.name: found for ask, found in self._answers(group, rest, document)}
            if not self._stopped:
                entry |= self._needed(group, entry, document)
            if missing := lacking(group, entry):
                labels = ", ".join(ask.label for ask in missing)
                self._say("  " + _("Not taken over; this is missing: {labels}.").format(labels=labels))
                if self._stopped:
                    raise _StopError
                continue
            name = new_id(group, entry, [known.id for known in document.entries(group)])
            self._save({(group.field, name): {"id": name} | entry})

    def _needed(self, group: FieldGroup, entry: Mapping[str, Any], document: Document) -> dict[str, Any]:
        """Ask once more for what an entry can't be without."""
        asks = lacking(group, entry)
        if asks:
            self._say("  " + _("The entry needs this too; without it, it is not taken over."))
        return {ask.name: value for ask, value in self._answers(group, asks, document)}

    def _answers(self, group: FieldGroup, asks: Sequence[Ask], document: Document) -> Iterator[tuple[Ask, Any]]:
        """What was answered; a stop in the middle keeps what came before it."""
        for ask in asks:
            try:
                value = self._answer(group, ask, document)
            except (_StopError, EOFError, KeyboardInterrupt):
                self._stopped = True
                return
            if value is not None:
                yield ask, value

    def _answer(self, group: FieldGroup, ask: Ask, document: Document) -> Any:
        while True:
            typed = self._read(f"  {ask.label}{_hint(group, ask)}: ").strip()
            if typed == _STOP:
                raise _StopError
            if typed == _HELP:
                self._say("\n".join(f"    {line}" for line in _help(group, ask, document)))
                continue
            try:
                return value_of(group, ask, typed, document.names)
            except ValueError as fault:
                self._say(f"    {_plain(str(fault))}")

    def _head(self, group: FieldGroup) -> None:
        self._say(f"\n{group.title}. {group.help} ({group.whom})")

    def _save(self, changes: Mapping[tuple[str, ...], Any]) -> None:
        """Write into the file as it is now: what somebody wrote into it meanwhile stays."""
        while changes:
            document = open_document(self._folder)
            kept = {key: value for key, value in changes.items() if _open(document, key)}
            try:
                write_changes(document, kept)
            except ChangedError:
                continue
            self._written += _count(kept)
            break
        if self._stopped:
            raise _StopError


def _open(document: Document, key: tuple[str, ...]) -> bool:
    """Whether the file still has nothing there."""
    group = next(found for found in groups() if found.field == key[0])
    if len(key) == 2 and group.many:
        return key[1] not in [entry.id for entry in document.entries(group)]
    entry = next((one for one in document.entries(group) if one.id == key[1]), None) if group.many else None
    if group.many and entry is None:
        return False
    ask = next(found for found in group.asks if found.name == key[-1])
    return document.value(group, ask, entry) is None


def _count(changes: Changes) -> int:
    return sum(len(value) - 1 if isinstance(value, Mapping) else 1 for value in changes.values())


def _title(group: FieldGroup, entry: Any) -> str:
    return str(getattr(entry, group.asks[0].name))


def _hint(group: FieldGroup, ask: Ask) -> str:
    """What may be typed, where that is short."""
    kind = kind_of(group, ask)
    if kind == "date":
        return _(" (as 2024-01-31)")
    if ask.refers or kind not in ("scale", "choice", "flag"):
        return ""
    values = [value for value, _words in options(group, ask, {})]
    return f" ({values[0]} … {values[-1]})" if kind == "scale" else f" ({', '.join(values)})"


def _help(group: FieldGroup, ask: Ask, document: Document) -> Iterator[str]:
    yield ask.help
    known = options(group, ask, document.names)
    if ask.refers and not known:
        known = [(name, name) for name in document.names[ask.refers].values()]
    if known:
        yield "; ".join(_plain(words) if value in words else f"{value}: {_plain(words)}" for value, words in known)
    if kind_of(group, ask) in ("list", "choices"):
        yield _("Several are parted by semicolons.")
    yield _("Example: {example}").format(example=ask.example)


def _plain(text: str) -> str:
    """``text`` without characters that steer a terminal or turn the direction of what follows."""
    return "".join(char for char in text if unicodedata.category(char)[0] != "C")
