"""Numbers as spreadsheets and statistics programs leave them: decimal commas, marks between thousands, 4.0 for 4."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

_GROUPS = re.compile(r"\d{1,3}(?:([ ,.'\u2019\u00a0\u202f])\d{3})(?:\1\d{3})*")
_DEGREES = re.compile(r"-?\d{1,3}([.,])\d+")
_DECIMALS = re.compile(r"(?:\d+([.,])(?:0{1,2}|0{4,}))|(?:0|\d{4,})([.,])000")
"""A whole number of people with a decimal part, which can't be a group of thousands: 4.0, 0.000."""
_UNSURE = re.compile(r"[1-9]\d{0,2}([.,])000")
"""Four, or four thousand."""


@dataclasses.dataclass(frozen=True)
class NumberStyle:
    """How a file writes numbers."""

    decimal: str = "."
    three_zeros: bool = False
    """Whether 4.000 is four: the file has three decimals elsewhere, as in 0.000."""

    def count(self, text: str) -> str:
        """A number of people in digits alone; ``text`` itself where it is not a whole number, or could be two."""
        text = text.strip()
        unsure = _UNSURE.fullmatch(text)
        if unsure and unsure[1] == self.decimal and not self.three_zeros:
            return text
        plain = re.sub(rf"(?<=\d){re.escape(self.decimal)}0+$", "", text)
        groups = _GROUPS.fullmatch(plain)
        return re.sub(r"\D", "", plain) if groups and groups[1] != self.decimal else plain


def degrees(text: str) -> str:
    """A latitude or longitude with a point; a comma in one can only be its decimal mark."""
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


class NumberSigns:
    """What the numbers of a file tell about its decimal mark, collected row by row."""

    def __init__(self) -> None:
        self._degrees: set[str] = set()
        self._decimals: set[str] = set()
        self._thousands: set[str] = set()
        self._three_zeros: set[str] = set()

    def add_degrees(self, text: str) -> None:
        """A latitude or longitude."""
        if match := _DEGREES.fullmatch(text):
            self._degrees.add(match[1])

    def add_count(self, text: str) -> None:
        """A number of people."""
        if match := _DECIMALS.fullmatch(text):
            self._decimals.add(match[1] or match[2])
            if match[2]:
                self._three_zeros.add(match[2])
        elif not _UNSURE.fullmatch(text) and (match := _GROUPS.fullmatch(text)):
            self._thousands.add(match[1])

    def style(self, given: str | None) -> NumberStyle:
        """The style of the file; ``given`` is the decimal mark that a mapping file names."""
        other = {",": ".", ".": ","}
        told: Iterable[set[str]] = (self._degrees, self._decimals, {other[m] for m in self._thousands & set(other)})
        decimal = given or next((next(iter(marks)) for marks in told if len(marks) == 1), ".")
        return NumberStyle(decimal, decimal in self._three_zeros)
