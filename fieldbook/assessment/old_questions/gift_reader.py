"""GIFT: Moodle's text format. Questions stand apart by empty lines; each one is read on its own by ``giftgrammar``."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from fieldbook.assessment.old_questions.cloze_reader import placeholder, with_gaps
from fieldbook.assessment.old_questions.found_questions import Found
from fieldbook.assessment.old_questions.gift_grammar import GiftEntry, GiftQuestion, parse
from fieldbook.assessment.old_questions.old_text import Item, RefusedError, Text
from fieldbook.assessment.old_questions.to_items import (
    BLANK,
    OldAnswer,
    OldWrittenAnswer,
    choice,
    gaps,
    matching,
    number,
    numeric,
    short_answer,
    true_false,
)
from fieldbook.core.i18n import _

_TAG = re.compile(r"\[(id|tag):((?:\\.|[^\]\\])*)\]")
_ARROW = re.compile(r"(?<!\\)->")
_PUNCTUATION = re.compile(r"[\s.,;:?!…)\]»”\"']*")


@dataclasses.dataclass
class _Block:
    """Lines of one question without its comments, which may hold its id and tags."""

    line: int = 0
    lines: list[str] = dataclasses.field(default_factory=list)
    marks: list[tuple[str, str]] = dataclasses.field(default_factory=list)


def is_gift(text: str) -> bool:
    """Whether ``text`` looks like GIFT: braces around answers, a title, or a category."""
    return bool(re.search(r"(?<!\\)\{[^{}]*(?<!\\)\}|^\s*(?:::|\$CATEGORY:)", text, re.MULTILINE))


def read(text: str, file: str) -> Found:
    """Questions of a GIFT file."""
    found = Found(file)
    for block in _blocks(text):
        _take(found, block)
    return found


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block()
    for place, line in enumerate([*text.split("\n"), ""], 1):
        plain = line.strip()
        if plain.startswith("//"):
            block.marks += _TAG.findall(plain)
        elif plain.startswith("$CATEGORY:"):
            block.marks = []
        elif plain:
            block.line = block.line or place
            block.lines.append(line)
        elif block.lines:
            yield block
            block = _Block()


def _take(found: Found, block: _Block) -> None:
    source = "\n".join(block.lines)
    tags = tuple(value for kind, value in block.marks if kind == "tag")
    try:
        question = parse(source)
        make = _maker(question)
    except RefusedError as reason:
        found.refuse(block.line, source, str(reason))
        return
    id_ = next((value for kind, value in block.marks if kind == "id"), "") or question.title
    found.take(block.line, question.title or question.stem, partial(_made, make, question), id_=id_, tags=tags)


_Make = Callable[[Text, GiftQuestion], Item]


def _made(make: _Make, question: GiftQuestion, text: Text) -> Item:
    text.general = _text(text, question, question.general)
    return make(text, question)


def _maker(question: GiftQuestion) -> _Make:
    """What kind of question it is, as Moodle tells them apart."""
    if question.kind is None:
        raise RefusedError(_("it is a text without a question"))
    if question.kind == "essay":
        raise RefusedError(_("an essay has no answer that a program can compare"))
    if question.kind != "answers":
        return _true_false if question.kind == "truth" else _numeric
    right = [entry for entry in question.entries if entry.sign == "="]
    if len(right) == len(question.entries):
        return _matching if all(_ARROW.search(entry.text) for entry in right) else _short
    return _choice


def _text(text: Text, question: GiftQuestion, raw: tuple[str, str]) -> str:
    """A text with its own format, or that of the question."""
    kind, words = raw
    kind, words = kind or question.format, _unescaped(words).strip()
    if kind == "markdown":
        return text.markdown(words)
    if kind == "plain":
        return text.plain(words)
    return text.html(words if kind == "html" else words.replace("\n", "<br>\n"))


def _unescaped(words: str) -> str:
    return re.sub(r"\\([~=#{}:\\n])", lambda sign: "\n" if sign[1] == "n" else sign[1], words)


def _stem(text: Text, question: GiftQuestion) -> str:
    """The text before and after the answers, with a line to write on where it goes on after them."""
    ended = question.stem.rstrip()[-1:] in {".", "?", "!", ":"} and _PUNCTUATION.fullmatch(question.after)
    if ended or not question.after.strip():
        return _text(text, question, ("", question.stem))
    mark = placeholder(question.stem + question.after)
    if not question.stem.strip() or not _PUNCTUATION.fullmatch(question.after):
        return _text(text, question, ("", f"{question.stem}{mark}{question.after}")).replace(mark, BLANK)
    space = "" if question.stem[-1:].isspace() else " "
    return _text(text, question, ("", f"{question.stem}{space}{mark}{question.after}")).replace(mark, BLANK)


def _true_false(text: Text, question: GiftQuestion) -> Item:
    """The first feedback is for who chose wrongly, the second for who chose rightly."""
    wrong, fitting = (_text(text, question, why) for why in question.reasons)
    on_true, on_false = (fitting, wrong) if question.truth else (wrong, fitting)
    return true_false(_stem(text, question), right=question.truth, on_true=on_true, on_false=on_false)


def _choice(text: Text, question: GiftQuestion) -> Item:
    answers = [
        OldAnswer(_words(text, question, entry), _share(entry), _text(text, question, entry.why))
        for entry in question.entries
    ]
    many = not any(entry.sign == "=" for entry in question.entries)
    if question.after.strip() and not many:
        return _missing_word(text, question, answers)
    return choice(text, _stem(text, question), answers, many=many)


def _missing_word(text: Text, question: GiftQuestion, answers: Sequence[OldAnswer]) -> Item:
    """Answers in the middle of a sentence are a drop-down there."""
    if any(0 < answer.share < 0.995 for answer in answers):
        text.lose(_("a choice with part of the mark counts as wrong here, with its feedback"))
    mark = placeholder(question.stem + question.after)
    stem = _text(text, question, ("", f"{question.stem}{mark}gap-1X{question.after}"))
    return gaps(with_gaps(stem, mark), [("gap-1", answers)])


def _matching(text: Text, question: GiftQuestion) -> Item:
    pairs = []
    for entry in question.entries:
        left, right = _ARROW.split(entry.text, maxsplit=1)
        pairs.append((_text(text, question, (entry.format, left)), text.plain(_unescaped(right))))
        if entry.why[1].strip():
            text.lose(_("feedback of a pair is left out"))
    return matching(text, _stem(text, question), pairs)


def _short(text: Text, question: GiftQuestion) -> Item:
    listed, otherwise = [], ""
    for entry in question.entries:
        words, why = _unescaped(entry.text).strip(), _text(text, question, entry.why)
        if words == "*" and _share(entry) < 0.995:
            otherwise = why
        elif "*" in words.replace(r"\*", ""):
            raise RefusedError(_("an answer with * stands for many, which is not known here"))
        else:
            listed.append(OldWrittenAnswer(words.replace(r"\*", "*"), _share(entry), why))
    return short_answer(text, _stem(text, question), listed, otherwise)


def _numeric(text: Text, question: GiftQuestion) -> Item:
    listed, otherwise = [], ""
    for entry in question.entries:
        words, why = _unescaped(entry.text).strip(), _text(text, question, entry.why)
        if not words or words == "*":
            otherwise = why
            continue
        value, slack = _value(words)
        listed.append(OldWrittenAnswer(value, _share(entry), why, slack))
    return numeric(text, _stem(text, question), listed, otherwise)


def _value(words: str) -> tuple[str, float]:
    """A number and what it may differ by, from ``3.14:0.01`` or ``3..4``."""
    low, dots, high = words.partition("..")
    if dots:
        ends = sorted((number(low), number(high)))
        return f"{sum(ends) / 2:.12g}", (ends[1] - ends[0]) / 2
    value, _colon, slack = words.partition(":")
    return value.strip(), abs(number(slack))


def _words(text: Text, question: GiftQuestion, entry: GiftEntry) -> str:
    return _text(text, question, (entry.format, entry.text))


def _share(entry: GiftEntry) -> float:
    if entry.weight is not None:
        return number(entry.weight) / 100
    return float(entry.sign == "=")
