"""The parts of a bound item: options, sides, steps, expected answers, gaps. Text is Markdown, save what is typed."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class BoundPart(BaseModel):
    """Frozen, and with nothing that its class does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ShownText(BoundPart):
    """What can be chosen: an option, or a right side of pairs. Markdown."""

    id: str
    text: str


class BoundOption(ShownText):
    """An option with what is said to who chooses it."""

    feedback: str

    @property
    def worth(self) -> float:
        """The share of the mark, 0 to 1, for choosing it and nothing else."""
        return 0.0

    @property
    def is_right(self) -> bool:
        """Whether it is worth the full mark."""
        return self.worth == 1


class KeyedOption(BoundOption):
    """An option that is right or wrong."""

    key: bool

    @property
    def worth(self) -> float:
        return float(self.key)


class RatedOption(BoundOption):
    """An option with its effectiveness, 0 to 1."""

    score: float

    @property
    def worth(self) -> float:
        return self.score


class LeftSide(BoundOption):
    """A left side of pairs; ``match`` is the id of its right side."""

    match: str


class PlacedStep(BoundOption):
    """A step; ``place`` counts from 1."""

    place: int


class ExpectedAnswer(KeyedOption):
    """An answer, right or wrong, that somebody may write: plain text, and other ways to write it."""

    accept: tuple[str, ...]
    tolerance: float

    @property
    def texts(self) -> tuple[str, ...]:
        """Every way to write it."""
        return (self.text, *self.accept)


class BoundGap(BoundPart):
    """A gap with the words to choose from; stands in the stem as ``[[id]]``."""

    id: str
    options: tuple[KeyedOption, ...]
