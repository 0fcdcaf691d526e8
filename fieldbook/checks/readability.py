"""How hard English text is to read."""

from __future__ import annotations

import re

import readability

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'\u201d\u2019)]*\s+")
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*|[.!?]")


def grade(text: str) -> float:
    """The Flesch-Kincaid grade (Kincaid and others 1975): years of school in the United States; 0 for no text.

    A sentence ends with a full stop, a question mark or an exclamation mark before a space.
    """
    lines = [" ".join(_WORD.findall(sentence)) for sentence in _SENTENCE_END.split(text)]
    prepared = "\n".join(line for line in lines if line)
    return float(readability.getmeasures(prepared, lang="en")["readability grades"]["Kincaid"]) if prepared else 0.0
