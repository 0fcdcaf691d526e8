"""The grammar of one GIFT question, after Moodle's documentation ("GIFT format", docs.moodle.org).

Signs are escaped with a backslash; what stands between two signs is kept as written.
"""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import Any, Literal

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError, UnexpectedInput

from fieldbook.assessment.old_questions.old_text import RefusedError
from fieldbook.core.i18n import _

_GRAMMAR = r"""
start: TITLE? FORMAT? STEM? (OPEN body CLOSE STEM?)?

?body: general?                         -> essay
    | TRUTH reason? reason? general?    -> truth
    | MARK value? general?              -> number
    | MARK entry+ general?              -> number
    | entry+ general?                   -> answers

value: WORDS reason?
entry: SIGN WEIGHT? FORMAT? WORDS? reason?
reason: MARK FORMAT? WORDS?
general: GENERAL FORMAT? REST?

TITLE: /\s*::(?:\\.|[^\\:]|:(?!:))*::\s*/s
FORMAT.3: /\[(?:html|moodle|plain|markdown)\]\s*/
STEM: /(?:\\.|[^\\{}])+/s
OPEN: /\{\s*/
CLOSE: "}"
TRUTH.2: /(?:TRUE|FALSE|T|F)(?=\s*[#}])\s*/i
SIGN: /[=~]\s*/
WEIGHT.3: /%-?\d+(?:\.\d+)?%\s*/
GENERAL.3: /\#{4}\s*/
MARK.2: /\#(?!\#\#\#)\s*/
WORDS: /(?:\\.|[^\\{}=~\#])+/s
REST: /(?:\\.|[^\\{}])+/s
"""

Kind = Literal["answers", "truth", "number", "essay"]
Words = tuple[str, str]
"""Format, or nothing where it is the question's, and the words."""


@dataclasses.dataclass(frozen=True)
class GiftEntry:
    """An answer with its sign and its weight in per cent, if it has one."""

    sign: str
    weight: str | None
    format: str
    text: str
    why: Words


@dataclasses.dataclass(frozen=True)
class GiftQuestion:
    """A question as written, with its escapes. ``kind`` is None for a text without answers."""

    title: str
    format: str
    stem: str
    after: str
    kind: Kind | None
    entries: tuple[GiftEntry, ...] = ()
    truth: bool = False
    reasons: tuple[Words, Words] = (("", ""), ("", ""))
    general: Words = ("", "")


def parse(source: str) -> GiftQuestion:
    """One question. Raises ``RefusedError`` that says where it cannot be read."""
    try:
        return _Builder().transform(_lark().parse(source))
    except UnexpectedInput as error:
        raise RefusedError(_fault(source, error)) from None
    except (LarkError, RecursionError):
        raise RefusedError(_("it is no GIFT question")) from None


@lru_cache(maxsize=1)
def _lark() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="contextual")


def _fault(source: str, error: UnexpectedInput) -> str:
    place = error.pos_in_stream
    token = getattr(error, "token", None)
    if (token is not None and token.type == "$END") or place is None or place < 0 or place >= len(source):
        return _("its braces are not closed")
    around = " ".join(source[place : place + 20].split())
    return _("it cannot be read from {text} on; signs that mean something need a backslash").format(text=repr(around))


class _Builder(Transformer[Token, GiftQuestion]):
    """Parse tree -> ``Question``; methods are named after rules."""

    def start(self, parts: list[Any]) -> GiftQuestion:
        tokens = {part.type: str(part) for part in parts if isinstance(part, Token) and part.type != "STEM"}
        before: list[str] = []
        after: list[str] = []
        body = None
        for part in parts:
            if isinstance(part, GiftQuestion):
                body = part
            elif isinstance(part, Token) and part.type == "STEM":
                (after if body else before).append(str(part))
        title = tokens.get("TITLE", "").strip().removeprefix("::").removesuffix("::").strip()
        return dataclasses.replace(
            body or GiftQuestion("", "", "", "", None),
            title=title.replace("\\:", ":"),
            format=_format(tokens.get("FORMAT", "")) or "moodle",
            stem="".join(before),
            after="".join(after),
        )

    def essay(self, parts: list[Any]) -> GiftQuestion:
        return GiftQuestion("", "", "", "", "essay", general=_general(parts))

    def truth(self, parts: list[Any]) -> GiftQuestion:
        reasons = [part[1] for part in parts if isinstance(part, tuple) and part[0] == "reason"]
        wrong, fitting = [*reasons, ("", ""), ("", "")][:2]
        right = str(parts[0]).strip().upper() in {"TRUE", "T"}
        return GiftQuestion("", "", "", "", "truth", (), right, (wrong, fitting), _general(parts))

    def number(self, parts: list[Any]) -> GiftQuestion:
        entries = tuple(part for part in parts if isinstance(part, GiftEntry))
        return GiftQuestion("", "", "", "", "number", entries, general=_general(parts))

    def answers(self, parts: list[Any]) -> GiftQuestion:
        entries = tuple(part for part in parts if isinstance(part, GiftEntry))
        return GiftQuestion("", "", "", "", "answers", entries, general=_general(parts))

    def value(self, parts: list[Any]) -> GiftEntry:
        why = next((part[1] for part in parts if isinstance(part, tuple)), ("", ""))
        return GiftEntry("=", None, "", str(parts[0]), why)

    def entry(self, parts: list[Any]) -> GiftEntry:
        tokens = {part.type: str(part) for part in parts if isinstance(part, Token)}
        why = next((part[1] for part in parts if isinstance(part, tuple)), ("", ""))
        weight = tokens["WEIGHT"].strip().strip("%") if "WEIGHT" in tokens else None
        return GiftEntry(
            tokens["SIGN"].strip(), weight, _format(tokens.get("FORMAT", "")), tokens.get("WORDS", ""), why
        )

    def reason(self, parts: list[Any]) -> tuple[str, Words]:
        return "reason", _words(parts)

    def general(self, parts: list[Any]) -> tuple[str, Words]:
        return "general", _words(parts)


def _words(parts: list[Any]) -> Words:
    tokens = {part.type: str(part) for part in parts}
    return _format(tokens.get("FORMAT", "")), tokens.get("WORDS", tokens.get("REST", ""))


def _general(parts: list[Any]) -> Words:
    return next((part[1] for part in parts if isinstance(part, tuple) and part[0] == "general"), ("", ""))


def _format(token: str) -> str:
    return token.strip().strip("[]")
