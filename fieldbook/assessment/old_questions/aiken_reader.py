"""Aiken: a question, options with letters on a line each, and the letter of the answer."""

from __future__ import annotations

import dataclasses
import re

from fieldbook.assessment.old_questions.found_questions import Found
from fieldbook.assessment.old_questions.old_text import Item, Text
from fieldbook.assessment.old_questions.to_items import OldAnswer, choice
from fieldbook.core.i18n import _

_OPTION = re.compile(r"^([A-Z])[.)]\s+(\S.*)$")
_ANSWER = re.compile(r"^ANSWER:\s*([A-Z])\s*$")


@dataclasses.dataclass
class _Question:
    line: int = 0
    stem: list[str] = dataclasses.field(default_factory=list)
    options: list[tuple[str, str]] = dataclasses.field(default_factory=list)


def is_aiken(text: str) -> bool:
    """Whether ``text`` looks like Aiken: an option, and an answer on a line of its own."""
    lines = text.splitlines()
    return any(map(_ANSWER.match, lines)) and any(map(_OPTION.match, lines))


def read(text: str, file: str) -> Found:
    """Questions of an Aiken file."""
    found, question = Found(file), _Question()
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        option, answer = _OPTION.match(line), _ANSWER.match(line)
        if answer:
            _take(found, question, answer[1], number)
            question = _Question()
        elif option and question.stem:
            question.options.append((option[1], option[2]))
        elif line:
            if question.options:
                found.refuse(question.line, " ".join(question.stem), _("there is no line ANSWER: after its options"))
                question = _Question()
            question.line = question.line or number
            question.stem.append(line)
    if question.stem:
        found.refuse(question.line, " ".join(question.stem), _("the file ends before its answer"))
    return found


def _take(found: Found, question: _Question, key: str, line: int) -> None:
    stem = " ".join(question.stem)
    if key not in [letter for letter, _text in question.options]:
        reason = _("the answer {letter} is not among its options").format(letter=key)
        found.refuse(question.line or line, stem, reason)
        return

    def make(text: Text) -> Item:
        answers = [OldAnswer(text.plain(words), float(letter == key)) for letter, words in question.options]
        return choice(text, text.plain(stem), answers, many=False)

    found.take(question.line, stem, make)
