"""jupyterquiz: a list of questions as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from fieldbook.assessment.old_questions.found_questions import Found
from fieldbook.assessment.old_questions.old_text import Item, RefusedError, Text, UnreadableQuestionError
from fieldbook.assessment.old_questions.to_items import (
    OldAnswer,
    OldWrittenAnswer,
    choice,
    number,
    numeric,
    short_answer,
)
from fieldbook.core.i18n import _

Entry = dict[str, Any]


def read(text: str, file: str) -> Found:
    """Questions of a jupyterquiz file. Raises ``UnreadableError`` where it is no list of questions."""
    found = Found(file)
    for line, entry in _entries(text):
        name = str(entry.get("question", ""))
        make = _TYPES.get(str(entry.get("type")))
        if make is None:
            kind = repr(str(entry.get("type"))[:30])
            found.refuse(line, name, _("questions of type {type} are not known here").format(type=kind))
        else:
            found.take(line, name, partial(_made, make, entry))
    return found


def _entries(text: str) -> Iterator[tuple[int, Entry]]:
    """Each question with its line. JSON is read entry by entry, because the library keeps no lines."""
    decoder = json.JSONDecoder(parse_constant=_no_number)
    place = _skip(text, 0)
    if text[place : place + 1] != "[":
        raise UnreadableQuestionError(_("is JSON, but no list of questions"), 1)
    place = _skip(text, place + 1)
    while text[place : place + 1] != "]":
        line = text.count("\n", 0, place) + 1
        try:
            entry, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            raise UnreadableQuestionError(_("is not JSON from here on"), line) from None
        if not isinstance(entry, dict):
            raise UnreadableQuestionError(_("is JSON, but no list of questions"), line)
        yield line, entry
        place = _skip(text, place)
        if text[place : place + 1] == ",":
            place = _skip(text, place + 1)
        elif text[place : place + 1] != "]":
            raise UnreadableQuestionError(_("is not JSON from here on"), text.count("\n", 0, place) + 1)


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n":
        place += 1
    return place


def _no_number(name: str) -> float:
    raise ValueError(name)


def _made(make: Callable[[Text, str, list[Entry]], Item], entry: Entry, text: Text) -> Item:
    answers = entry.get("answers")
    if not isinstance(answers, list) or not all(isinstance(answer, dict) for answer in answers):
        raise RefusedError(_("it has no list of answers"))
    stem = text.markdown(str(entry.get("question", "")))
    if stem and entry.get("code"):
        stem += "\n\n" + text.markdown(f"~~~~~~~~\n{entry['code']}\n~~~~~~~~")
    return make(text, stem, answers)


def _choice(many: bool, text: Text, stem: str, answers: list[Entry]) -> Item:  # noqa: FBT001 filled in below
    if any(answer.get("code") for answer in answers):
        raise RefusedError(_("its answers are code"))
    listed = [
        OldAnswer(
            text.markdown(str(answer.get("answer", ""))), float(answer.get("correct") is True), _why(text, answer)
        )
        for answer in answers
    ]
    return choice(text, stem, listed, many=many)


def _numeric(text: Text, stem: str, answers: list[Entry]) -> Item:
    listed, otherwise = [], ""
    for answer in answers:
        why, share = _why(text, answer), float(answer.get("correct") is True)
        if answer.get("type") == "default":
            otherwise = why
        elif "range" in answer:
            low, high = _range(answer["range"])
            listed.append(OldWrittenAnswer(f"{(low + high) / 2:.12g}", share, why, (high - low) / 2))
        else:
            listed.append(OldWrittenAnswer(str(answer.get("value", "?")), share, why))
    return numeric(text, stem, listed, otherwise)


def _range(value: object) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise RefusedError(_("a range has not two ends"))
    low, high = sorted(number(str(end)) for end in value)
    return low, high


def _string(text: Text, stem: str, answers: list[Entry]) -> Item:
    listed, otherwise = [], ""
    for answer in answers:
        why = _why(text, answer)
        if answer.get("type") == "default" or "answer" not in answer:
            otherwise = why
            continue
        if answer.get("match_case"):
            text.lose(_("capital letters do not count here"))
        if answer.get("fuzzy_threshold"):
            text.lose(_("an answer that is only similar counts as wrong here"))
        listed.append(OldWrittenAnswer(str(answer["answer"]).strip(), float(answer.get("correct") is True), why))
    return short_answer(text, stem, listed, otherwise)


def _why(text: Text, answer: Entry) -> str:
    return text.markdown(str(answer.get("feedback") or ""))


_TYPES: dict[str, Callable[[Text, str, list[Entry]], Item]] = {
    "multiple_choice": partial(_choice, False),  # noqa: FBT003 one answer
    "many_choice": partial(_choice, True),  # noqa: FBT003 several
    "numeric": _numeric,
    "string": _string,
}
