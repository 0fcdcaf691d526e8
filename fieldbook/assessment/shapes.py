"""A question joined with one context, and the seven shapes that a response to it can have.

Whoever shows, writes, prints, reads or reports a question asks for its shape: one class for each below. What is
particular to a type stands in its module of ``assessment/types``, which fills in what a shape leaves open. ``key`` is
what goes into pages and packages.
"""

from __future__ import annotations

import html
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from fieldbook.assessment.bound_option import (
    BoundGap,
    BoundOption,
    BoundPart,
    ExpectedAnswer,
    KeyedOption,
    LeftSide,
    PlacedStep,
    RatedOption,
    ShownText,
)
from fieldbook.assessment.item_texts import ItemTexts
from fieldbook.assessment.scoring import Outcome, number

Fault = tuple[str, str, str]
"""Field, message and remedy."""


class Shape(StrEnum):
    """What a response is, as records hold it. The comments say what of."""

    CHOICE = "choice"  # the id of an option
    CHOICES = "choices"  # a list of ids of options
    PAIRS = "pairs"  # id of a left side -> id of a right side
    ORDER = "order"  # ids of steps from first to last
    NUMBER = "number"  # text that is read as a number
    TEXT = "text"  # text that is compared with expected words
    GAPS = "gaps"  # id of a gap -> id of an option in it


S = TypeVar("S", bound=ShownText)


class LeftOutError(Exception):
    """The context's data give no clear key, so the item is left out of this context; the text says why."""


class _Bound(BoundPart, ABC):
    """What all bound items have, and what each type has to say."""

    shape: ClassVar[Shape]
    id: str
    type: str
    objective: str
    level: str
    stem: str
    source: tuple[str, ...]
    """Keys of the bibliography, and ``context``."""
    variant: str = ""
    """Hash of the content."""

    @staticmethod
    @abstractmethod
    def faults(item: Any) -> Iterator[Fault]:
        """Why the authored ``item`` could not be scored."""

    @staticmethod
    @abstractmethod
    def bound_parts(item: Any, texts: ItemTexts) -> dict[str, Any]:
        """The fields of its shape, from the authored ``item``.

        Raises
        ------
        LeftOutError
            The context's data give no clear key.
        """

    @staticmethod
    @abstractmethod
    def hint() -> str:
        """What to do, in words, on a page."""

    @classmethod
    def paper_hint(cls) -> str:
        """What to do, in words, where answers go on a sheet."""
        return cls.hint()

    @abstractmethod
    def outcome(self, response: object) -> Outcome:
        """What ``response`` is worth."""

    @abstractmethod
    def refs(self) -> list[tuple[str, BoundOption]]:
        """Every option under the name that pages give it: its id, in a gap behind the gap's id and a point."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Ids of the options that are right by themselves; none where parts are right together."""
        return ()

    def in_order(self, options: Sequence[S], draw: Callable[[S], bytes]) -> list[S]:
        """``options`` as they are shown: numbers rise, all else stands as ``draw`` says."""
        values = [number(html.unescape(option.text)) for option in options]
        if all(value is not None for value in values):
            rising = sorted(zip(values, options, strict=True), key=lambda pair: pair[0] or 0)
            return [option for _value, option in rising]
        return sorted(options, key=draw)

    def key(self, *, sealed: bool = False) -> dict[str, Any]:
        """What scoring needs besides the common fields, as plain data: no words, save those that are compared.

        Of a ``sealed`` item ids alone.
        """
        fields = {"id"} if sealed else {*self._KEY, "id"}
        kept: Any = {"options": {"__all__": fields}, "gaps": {"__all__": {"id": True, "options": {"__all__": fields}}}}
        return self.model_dump(mode="json", include={**kept, "unit": True})

    _KEY: ClassVar[tuple[str, ...]] = ("key", "score", "match", "place")


class _OptionsItem(_Bound):
    options: tuple[BoundOption, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options if option.is_right)

    def refs(self) -> list[tuple[str, BoundOption]]:
        return [(option.id, option) for option in self.options]


class ChoiceItem(_OptionsItem):
    """One of several options is chosen. One is right, or all are ``rated`` by their effectiveness."""

    shape = Shape.CHOICE
    rated: ClassVar[bool] = False
    is_statement: ClassVar[bool] = False
    """Whether the options are true and false, in this order."""
    options: tuple[KeyedOption | RatedOption, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        best = max(option.worth for option in self.options)
        return tuple(option.id for option in self.options if option.worth == best)

    def outcome(self, response: object) -> Outcome:
        chosen = next((option for option in self.options if option.id == response), None)
        if chosen is None:
            return Outcome(0.0, 0, 1, 0)
        right = int(chosen.id in self.keys)
        return Outcome(chosen.worth, right, 1, 1 - right)


class ChoicesItem(_OptionsItem):
    """Some of several options are chosen."""

    shape = Shape.CHOICES
    options: tuple[KeyedOption, ...]


class PairsItem(_OptionsItem):
    """Left sides are joined with right sides, of which some may belong to none."""

    shape = Shape.PAIRS
    options: tuple[LeftSide, ...]
    rights: tuple[ShownText, ...]

    def right_of(self, side: str) -> ShownText:
        """The right side that belongs to the left side of the id ``side``."""
        match = next(left.match for left in self.options if left.id == side)
        return next(right for right in self.rights if right.id == match)

    @property
    def unused(self) -> list[ShownText]:
        """Right sides that belong to none."""
        used = {side.match for side in self.options}
        return [right for right in self.rights if right.id not in used]


class OrderItem(_OptionsItem):
    """Steps are put in order."""

    shape = Shape.ORDER
    options: tuple[PlacedStep, ...]

    @property
    def solution(self) -> list[PlacedStep]:
        """The steps in their right order."""
        return sorted(self.options, key=lambda step: step.place)


class WrittenItem(_OptionsItem):
    """An answer is written and compared with expected ones. What nobody expected is told ``otherwise``."""

    options: tuple[ExpectedAnswer, ...]
    otherwise: str
    unit: str = ""
    _KEY: ClassVar[tuple[str, ...]] = ("key", "text", "accept", "tolerance")

    @abstractmethod
    def gives(self, text: str, answer: ExpectedAnswer) -> bool:
        """Whether ``text`` says ``answer``."""

    @property
    def by_key(self) -> list[ExpectedAnswer]:
        """Expected answers as they are tried: right ones before wrong ones."""
        return sorted(self.options, key=lambda answer: not answer.key)

    def matched(self, text: str) -> ExpectedAnswer | None:
        """The expected answer that ``text`` gives."""
        return next((answer for answer in self.by_key if self.gives(text, answer)), None)

    def outcome(self, response: object) -> Outcome:
        text = response if isinstance(response, str) else ""
        found = self.matched(text)
        right = int(found is not None and found.key)
        return Outcome(float(right), right, 1, int(bool(text.strip())) - right)


class NumberItem(WrittenItem):
    """A number is written."""

    shape = Shape.NUMBER


class TextItem(WrittenItem):
    """A few words are written."""

    shape = Shape.TEXT


class GapsItem(_Bound):
    """Words are chosen for the gaps of the stem."""

    shape = Shape.GAPS
    gaps: tuple[BoundGap, ...]

    def refs(self) -> list[tuple[str, BoundOption]]:
        return [(f"{gap.id}.{option.id}", option) for gap in self.gaps for option in gap.options]


BoundItem = ChoiceItem | ChoicesItem | PairsItem | OrderItem | NumberItem | TextItem | GapsItem
"""A question joined with one context, by the shape of its response."""
