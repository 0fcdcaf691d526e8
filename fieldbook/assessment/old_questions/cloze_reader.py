"""Moodle's embedded answers (cloze): drop-downs in a text, or one number or short text in it."""

from __future__ import annotations

import html
import re

from fieldbook.assessment.old_questions.old_text import Item, RefusedError, Text
from fieldbook.assessment.old_questions.to_items import (
    BLANK,
    OldAnswer,
    OldWrittenAnswer,
    gaps,
    number,
    numeric,
    short_answer,
)
from fieldbook.core.i18n import _

_FIELD = re.compile(r"\{\d*:(?P<kind>[A-Z_]+):(?P<answers>(?:\\.|[^}\\])*)\}", re.DOTALL)
_CHOICES = {
    *("MULTICHOICE", "MC", "MULTICHOICE_S", "MCS", "MULTICHOICE_H", "MCH", "MULTICHOICE_HS", "MCHS"),
    *("MULTICHOICE_V", "MCV", "MULTICHOICE_VS", "MCVS"),
}
_NUMBERS = {"NUMERICAL", "NM"}
_WORDS = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"}
_ANSWER = re.compile(r"^(?:(?P<right>=)|%(?P<share>-?[\d.]+)%)?(?P<text>(?:\\.|[^#\\])*)(?:#(?P<why>.*))?$", re.DOTALL)


def gap_text(text: Text, markup: str) -> Item:
    """The question as a gap text, or as a number or a short text where that is its only field.

    Raises ``RefusedError`` for fields of several kinds.
    """
    fields = list(_FIELD.finditer(markup))
    kinds = {field["kind"] for field in fields}
    if not fields:
        raise RefusedError(_("there is no field in its text"))
    if kinds <= _CHOICES:
        mark = placeholder(markup)
        listed = [(f"gap-{place}", _choices(text, field["answers"])) for place, field in enumerate(fields, 1)]
        names = iter(name for name, _answers in listed)
        stem = with_gaps(text.html(_FIELD.sub(lambda _field: f"{mark}{next(names)}X", markup)), mark)
        return gaps(stem, listed)
    if len(fields) > 1 or not kinds <= _NUMBERS | _WORDS:
        raise RefusedError(_("it has several fields, and not all of them are drop-downs"))
    if kinds & {"SHORTANSWER_C", "SAC", "MWC"}:
        text.lose(_("capital letters do not count here"))
    return _one_field(text, markup, fields[0], numbers=kinds <= _NUMBERS)


def placeholder(text: str) -> str:
    """A word that does not stand in ``text``, to hold a gap's place while the text is converted."""
    count = 0
    while f"GAP{count}Q" in text:
        count += 1
    return f"GAP{count}Q"


def with_gaps(stem: str, mark: str) -> str:
    """``stem`` with ``[[name]]`` in place of ``<mark>nameX``, and never as the words of a link."""
    return re.sub(rf"{mark}([a-z0-9-]+)X(\(?)", lambda gap: f"[[{gap[1]}]]{' (' if gap[2] else ''}", stem)


def _one_field(text: Text, markup: str, field: re.Match[str], *, numbers: bool) -> Item:
    mark = placeholder(markup)
    stem = text.html(markup[: field.start()] + mark + markup[field.end() :]).replace(mark, BLANK)
    answers = [_expected(text, part, numbers=numbers) for part in _parts(field["answers"])]
    otherwise = next((answer.why for answer in answers if answer.text == "*"), "")
    kept = [answer for answer in answers if answer.text != "*"]
    return numeric(text, stem, kept, otherwise) if numbers else short_answer(text, stem, kept, otherwise)


def _choices(text: Text, answers: str) -> list[OldAnswer]:
    parts = [_answer(part) for part in _parts(answers)]
    if any(0 < share < 1 for share, _words, _why in parts):
        text.lose(_("a choice with part of the mark counts as wrong here, with its feedback"))
    return [OldAnswer(text.html(words), share, text.html(why)) for share, words, why in parts]


def _expected(text: Text, part: str, *, numbers: bool) -> OldWrittenAnswer:
    share, words, why = _answer(part)
    value, _colon, slack = words.partition(":") if numbers else (words, "", "")
    return OldWrittenAnswer(html.unescape(value).strip(), share, text.html(why), abs(number(slack)) if numbers else 0.0)


def _parts(answers: str) -> list[str]:
    return [part for part in re.findall(r"(?:\\.|[^~\\])+", answers, re.DOTALL) if part.strip()]


def _answer(part: str) -> tuple[float, str, str]:
    """Share of the mark, text and feedback, both still HTML."""
    found = _ANSWER.match(part.strip())
    if found is None:
        raise RefusedError(_("an answer of a field cannot be read"))
    share = 1.0 if found["right"] else number(found["share"] or "0") / 100
    words, why = (
        re.sub(r"\\(.)", r"\1", part or "", flags=re.DOTALL).strip() for part in (found["text"], found["why"])
    )
    return share, words, why
