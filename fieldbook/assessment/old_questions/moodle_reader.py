"""Moodle XML, as Moodle 3.9 to 5 and tools for it write it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fieldbook.assessment.old_questions.cloze_reader import gap_text
from fieldbook.assessment.old_questions.found_questions import Found
from fieldbook.assessment.old_questions.old_text import Item, RefusedError, Text, UnreadableQuestionError, bounded
from fieldbook.assessment.old_questions.safe_xml import Node, line, words
from fieldbook.assessment.old_questions.to_items import (
    OldAnswer,
    OldWrittenAnswer,
    choice,
    matching,
    number,
    numeric,
    ordering,
    short_answer,
    true_false,
)
from fieldbook.core.i18n import _

_WHOLE = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_USUAL = {
    "Your answer is correct.",
    "Your answer is partially correct.",
    "Your answer is incorrect.",
}
"""What Moodle writes there by itself; it says nothing about the question."""


def read(quiz: Node, file: str) -> Found:
    """Questions of a Moodle XML document. Raises ``UnreadableError`` where it is another one."""
    if quiz.tag != "quiz":
        raise UnreadableQuestionError(_("is XML, but its first element is not quiz"), line(quiz))
    found = Found(file)
    for question in quiz.iterfind("question"):
        kind, name = question.get("type", ""), words(question, "name/text")
        make = _TYPES.get(kind)
        if kind == "category":
            continue
        if make is None:
            found.refuse(line(question), name, _reason(kind))
            continue
        tags = tuple((tag.text or "").strip() for tag in question.iterfind("tags/tag/text"))
        found.take(line(question), name, partial(_made, make, question), id_=words(question, "idnumber"), tags=tags)
    return found


def _reason(kind: str) -> str:
    if kind == "description":
        return _("it is a text without a question")
    if kind == "essay":
        return _("an essay has no answer that a program can compare")
    return _("questions of type {type} are not known here").format(type=repr(kind[:30]))


def _made(make: Callable[[Text, Node], Item], question: Node, text: Text) -> Item:
    item = make(text, question)
    text.general = _text(text, question.find("generalfeedback"))
    whole = [_text(text, question.find(name)) for name in _WHOLE]
    if any(part and part not in _USUAL for part in whole):
        text.lose(_("feedback for a right, partly right or wrong answer as a whole is left out"))
    if question.find("hint") is not None:
        text.lose(_("hints between attempts are left out"))
    if question.find(".//file") is not None:
        text.lose(_("attached files are left out"))
    return item


def _text(text: Text, parent: Node | None) -> str:
    if parent is None:
        return ""
    raw = words(parent, "text")
    kind = parent.get("format", "html")
    if kind == "markdown":
        return text.markdown(raw)
    if kind == "plain_text":
        return text.plain(raw)
    return text.html(raw.replace("\n", "<br>\n") if kind == "moodle_auto_format" else raw)


def _stem(text: Text, question: Node) -> str:
    return _text(text, question.find("questiontext"))


def _choice(text: Text, question: Node) -> Item:
    many = words(question, "single").lower() in {"false", "0"}
    answers = [
        OldAnswer(_text(text, answer), _share(answer), _text(text, answer.find("feedback")))
        for answer in question.iterfind("answer")
    ]
    return choice(text, _stem(text, question), answers, many=many)


def _share(answer: Node) -> float:
    return number(answer.get("fraction", "0")) / 100


def _true_false(text: Text, question: Node) -> Item:
    answers = {words(answer, "text").lower(): answer for answer in question.iterfind("answer")}
    if set(answers) != {"true", "false"}:
        raise RefusedError(_("its answers are not true and false"))
    on_true, on_false = (_text(text, answers[word].find("feedback")) for word in ("true", "false"))
    right = _share(answers["true"]) > _share(answers["false"])
    return true_false(_stem(text, question), right=right, on_true=on_true, on_false=on_false)


def _matching(text: Text, question: Node) -> Item:
    pairs = [(_text(text, pair), text.plain(words(pair, "answer/text"))) for pair in question.iterfind("subquestion")]
    return matching(text, _stem(text, question), pairs)


def _ordering(text: Text, question: Node) -> Item:
    text.lose(_("each step in its place counts the same here"))
    return ordering(_stem(text, question), [_text(text, answer) for answer in question.iterfind("answer")])


def _expected(text: Text, question: Node) -> tuple[list[OldWrittenAnswer], str]:
    """Expected answers, and the feedback for all others."""
    listed, otherwise = [], ""
    for answer in question.iterfind("answer"):
        why, raw = _text(text, answer.find("feedback")), words(answer, "text")
        if raw == "*":
            if _share(answer) > 0:
                raise RefusedError(_("every answer is right"))
            otherwise = why
            continue
        listed.append(OldWrittenAnswer(raw, _share(answer), why, abs(number(words(answer, "tolerance")))))
    return listed, otherwise


def _numeric(text: Text, question: Node) -> Item:
    if question.find("units/unit") is not None:
        text.lose(_("units are left out; say in the question which one is meant"))
    listed, otherwise = _expected(text, question)
    return numeric(text, _stem(text, question), listed, otherwise)


def _short(text: Text, question: Node) -> Item:
    if words(question, "usecase") == "1":
        text.lose(_("capital letters do not count here"))
    listed, otherwise = _expected(text, question)
    if any("*" in answer.text.replace(r"\*", "") for answer in listed):
        raise RefusedError(_("an answer with * stands for many, which is not known here"))
    plain = [OldWrittenAnswer(answer.text.replace(r"\*", "*"), answer.share, answer.why) for answer in listed]
    return short_answer(text, _stem(text, question), plain, otherwise)


def _cloze(text: Text, question: Node) -> Item:
    return gap_text(text, bounded(words(question, "questiontext/text")))


_TYPES: dict[str, Callable[[Text, Node], Item]] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "numerical": _numeric,
    "shortanswer": _short,
    "cloze": _cloze,
}
