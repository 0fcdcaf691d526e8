"""Items of each type from what the formats say of a question."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Sequence

from fieldbook.assessment.old_questions.old_text import Item, RefusedError, Text
from fieldbook.assessment.old_questions.to_markdown import visible
from fieldbook.assessment.scoring import normal
from fieldbook.core.i18n import _
from fieldbook.model.item import TODO


@dataclasses.dataclass(frozen=True)
class OldAnswer:
    """An answer as Markdown, its share of the mark (1 is all, below 0 takes away) and its feedback, or nothing."""

    text: str
    share: float
    why: str = ""


@dataclasses.dataclass(frozen=True)
class OldWrittenAnswer:
    """An answer that somebody writes: plain text as it is compared, or a number with what it may differ by."""

    text: str
    share: float
    why: str = ""
    tolerance: float = 0.0


BLANK = "\\_\\_\\_\\_\\_\\_"
"""Where an answer is written, in the middle of a text."""


def number(text: str) -> float:
    """A number of a file. Raises ``RefusedError``."""
    try:
        value = float(text.strip().replace(",", ".") or "0")
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > 1e15:
        raise RefusedError(_("{text} is not a number").format(text=repr(text[:30])))
    return value


def choice(text: Text, stem: str, answers: Sequence[OldAnswer], *, many: bool) -> Item:
    """One answer or several of a list. Partial marks for one answer make it a situational judgement."""
    named = [answer.text for answer in answers]
    if len(named) < 2:
        raise RefusedError(_("it has fewer than two options"))
    if not all(named):
        raise RefusedError(_("one of its options has no text"))
    if len({name.casefold() for name in named}) < len(named):
        raise RefusedError(_("two options have the same text"))
    return _several(text, stem, answers) if many else _one(text, stem, answers)


def _one(text: Text, stem: str, answers: Sequence[OldAnswer]) -> Item:
    best = max(answer.share for answer in answers)
    if best <= 0:
        raise RefusedError(_("no option is right"))
    if best < 1:
        text.lose(_("no option has the full mark; the best one counts fully here"))
    if min(answer.share for answer in answers) < 0:
        text.lose(_("a wrong option takes marks away; here it counts nothing"))
    shares = [min(1.0, max(0.0, answer.share / best)) for answer in answers]
    if sorted(shares)[-2] == 0:
        kind = "true-false" if {answer.text.casefold() for answer in answers} == {"true", "false"} else "single-choice"
        options = [_option(answer, key=share == 1) for answer, share in zip(answers, shares, strict=True)]
        return {"type": kind, "stem": stem, "options": options}
    if len(answers) < 3:
        raise RefusedError(_("with partial marks it needs three options or more"))
    if shares.count(1.0) > 1:
        text.lose(_("several options have the full mark though one is chosen; say which is best"))
    rated = [
        {"text": answer.text, "score": round(share, 4), "feedback": answer.why or TODO}
        for answer, share in zip(answers, shares, strict=True)
    ]
    return {"type": "situational-judgement", "stem": stem, "options": rated}


def _several(text: Text, stem: str, answers: Sequence[OldAnswer]) -> Item:
    keys = [answer.share for answer in answers if answer.share > 0]
    wrong = [answer.share for answer in answers if answer.share <= 0]
    if not keys:
        raise RefusedError(_("no option is right"))
    if not wrong:
        raise RefusedError(_("every option is right"))
    if max(keys) - min(keys) > 0.01:
        text.lose(_("its right options have different marks; here each counts the same"))
    if any(abs(share + sum(keys) / len(keys)) > 0.01 for share in wrong):
        text.lose(_("here each wrong option takes away what a right one gives"))
    options = [_option(answer, key=answer.share > 0) for answer in answers]
    return {"type": "multiple-response", "stem": stem, "options": options}


def _option(answer: OldAnswer, *, key: bool) -> Item:
    return {"text": answer.text, **({"key": True} if key else {}), "feedback": answer.why or TODO}


def true_false(stem: str, *, right: bool, on_true: str, on_false: str) -> Item:
    """A statement that is true or false, with the feedback for each answer."""
    options = [
        _option(OldAnswer("True", 0, on_true), key=right),
        _option(OldAnswer("False", 0, on_false), key=not right),
    ]
    return {"type": "true-false", "stem": stem, "options": options}


def matching(text: Text, stem: str, pairs: Sequence[tuple[str, str]]) -> Item:
    """Left and right sides; a pair without a left side is an additional right side.

    Steps to be joined with their places 1, 2, 3 are an ordering item, which scores the same; our exports write it so.
    """
    joined = [(left, right) for left, right in pairs if left]
    if len(joined) < 2:
        raise RefusedError(_("it has fewer than two pairs"))
    if len({left.casefold() for left, _right in joined}) < len(joined):
        raise RefusedError(_("two left sides have the same text"))
    if not all(right for _left, right in pairs):
        raise RefusedError(_("a left side has no right side"))
    places = {str(place) for place in range(1, len(joined) + 1)}
    if sorted(right for _left, right in pairs) == sorted(places) and len(joined) > 2:
        text.lose(_("steps and their places become an ordering item"))
        return ordering(stem, [left for _right, left in sorted((int(right), left) for left, right in joined)])
    used = {right for _left, right in joined}
    extra = list(dict.fromkeys(right for left, right in pairs if not left and right not in used))
    listed = [{"text": left, "key": right, "feedback": TODO} for left, right in joined]
    return {"type": "matching", "stem": stem, "options": listed} | ({"extra": extra} if extra else {})


def ordering(stem: str, steps: Sequence[str]) -> Item:
    """Steps in their right order."""
    if len(steps) < 3:
        raise RefusedError(_("it has fewer than three steps"))
    options = [{"text": step, "key": place, "feedback": TODO} for place, step in enumerate(steps, 1)]
    return {"type": "ordering", "stem": stem, "options": options}


def numeric(text: Text, stem: str, answers: Sequence[OldWrittenAnswer], otherwise: str = "", unit: str = "") -> Item:
    """A number. Expected answers are right or wrong, each with its feedback; ``otherwise`` is for all else."""
    listed = [_plain_number(answer) for answer in answers]
    item = _written(text, "numeric", stem, listed, otherwise)
    return item | ({"unit": unit} if unit else {})


def short_answer(text: Text, stem: str, answers: Sequence[OldWrittenAnswer], otherwise: str = "") -> Item:
    """A short text. Case, accents and punctuation do not count here, so that answers that differ in them are one."""
    if not all(normal(answer.text) for answer in answers):
        raise RefusedError(_("an answer holds neither letters nor digits"))
    listed = [dataclasses.replace(answer, text=" ".join(visible(answer.text).split())) for answer in answers]
    return _written(text, "short-answer", stem, listed, otherwise)


def gaps(stem: str, listed: Sequence[tuple[str, Sequence[OldAnswer]]]) -> Item:
    """Text with drop-downs; each is a name that stands in ``stem`` as ``[[name]]``, and its choices."""
    found = []
    for name, answers in listed:
        if [answer.share >= 0.995 for answer in answers].count(True) != 1 or len(answers) < 2:
            raise RefusedError(_("a gap has not exactly one right choice of two or more"))
        if stem.count(f"[[{name}]]") != 1:
            raise RefusedError(_("a gap stands in code, or not once in the text"))
        found.append({"id": name, "options": [_option(answer, key=answer.share >= 0.995) for answer in answers]})
    return {"type": "gap-text", "stem": stem, "gaps": found}


def _plain_number(answer: OldWrittenAnswer) -> OldWrittenAnswer:
    value, slack = number(answer.text), answer.tolerance
    if not math.isfinite(slack) or slack < 0:
        raise RefusedError(_("a tolerance is not a number from 0"))
    written = answer.text.strip().replace(",", ".")
    kept = written if re.fullmatch(r"-?\d+(\.\d+)?", written) else f"{value:.12g}"
    return dataclasses.replace(answer, text=kept)


def _written(text: Text, kind: str, stem: str, answers: Sequence[OldWrittenAnswer], otherwise: str) -> Item:
    if any(0 < answer.share < 0.995 for answer in answers):
        text.lose(_("an answer with part of the mark counts as wrong here, with its feedback"))
    options: list[Item] = []
    for answer in answers:
        key = answer.share >= 0.995
        same = next((option for option in options if _same(kind, option, answer, key=key)), None)
        if same is None:
            options.append(_entry(kind, answer, key=key))
        elif normal(answer.text) not in {normal(known) for known in (same["text"], *same.get("accept", ()))}:
            same.setdefault("accept", []).append(answer.text)
    if not any(option.get("key") for option in options):
        raise RefusedError(_("no answer is right"))
    return {"type": kind, "stem": stem, "options": options, "otherwise": otherwise or TODO}


def _same(kind: str, option: Item, answer: OldWrittenAnswer, *, key: bool) -> bool:
    """Whether ``answer`` is another way to write ``option``: as right, with the same feedback."""
    if option.get("key", False) != key or option["feedback"] != (answer.why or TODO):
        return False
    return kind == "short-answer" or (
        option["text"] == answer.text and option.get("tolerance", 0.0) == answer.tolerance
    )


def _entry(kind: str, answer: OldWrittenAnswer, *, key: bool) -> Item:
    """Answers are compared with what is typed, after character references in them are read."""
    shown = answer.text if kind == "numeric" else re.sub(r"&(?=#|\w+;)|\{(?=[{%])|(?<=[}%])\}", _reference, answer.text)
    entry: Item = {"text": shown} | ({"key": True} if key else {})
    if answer.tolerance:
        entry["tolerance"] = float(f"{answer.tolerance:.12g}")
    return entry | {"feedback": answer.why or TODO}


def _reference(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};"
