"""What the parts of a QTI item have in common, whatever the shape of the response."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from lxml import etree

from fieldbook.assessment.shapes import BoundItem
from fieldbook.packages.qti_writer import Writer

ItemT = TypeVar("ItemT", bound=BoundItem)


class QtiPart(ABC, Generic[ItemT]):
    """How questions of one shape are declared, asked and scored."""

    def __init__(self, item: ItemT, write: Writer) -> None:
        self.item, self.write = item, write

    @abstractmethod
    def declare(self, root: etree._Element) -> None:
        """Response declarations."""

    @abstractmethod
    def ask(self, body: etree._Element) -> None:
        """The interaction, after the stem."""

    @abstractmethod
    def process(self, processing: etree._Element) -> None:
        """Score and feedback."""

    def modal(self) -> Iterator[tuple[str, str]]:
        """Feedback beneath the question: identifier and Markdown."""
        yield from ()

    def declaration(self, root: etree._Element, cardinality: str, base: str, correct: Sequence[str]) -> etree._Element:
        """The declaration of RESPONSE with its right answer."""
        response = self.write.add(
            root, "responseDeclaration", identifier="RESPONSE", cardinality=cardinality, baseType=base
        )
        values = self.write.add(response, "correctResponse")
        for value in correct:
            self.write.add(values, "value", value)
        return response

    def mapping(self, response: etree._Element, entries: Mapping[str, float], **bounds: str) -> None:
        """What each value is worth."""
        mapping = self.write.add(response, "mapping", defaultValue="0", **bounds)
        for key, value in entries.items():
            self.write.add(mapping, "mapEntry", mapKey=key, mappedValue=repr(float(value)))

    def set_score(self, processing: etree._Element) -> etree._Element:
        """The rule that gives SCORE its value; the caller adds the expression."""
        return self.write.add(processing, "setOutcomeValue", identifier="SCORE")

    def map_score(self, processing: etree._Element) -> None:
        """SCORE is what the mapping says."""
        self.write.add(self.set_score(processing), "mapResponse", identifier="RESPONSE")

    def nothing_given(self, condition: etree._Element) -> etree._Element:
        """The branch of ``condition`` for no answer."""
        branch = self.write.add(condition, "responseIf")
        self.write.add(self.write.add(branch, "isNull"), "variable", identifier="RESPONSE")
        return branch

    def always(self, processing: etree._Element, identifier: str) -> None:
        """Show the modal feedback ``identifier`` after every answer."""
        values = self.write.add(self.write.add(processing, "setOutcomeValue", identifier="FEEDBACK"), "multiple")
        self.write.add(values, "baseValue", identifier, baseType="identifier")

    def add_up(self, processing: etree._Element, tests: Sequence[Callable[[etree._Element], None]]) -> None:
        """SCORE is the share of ``tests`` that hold. Each one adds to a count, and the count is divided at the end."""
        write = self.write
        write.add(self.set_score(processing), "baseValue", "0.0", baseType="float")
        for test in tests:
            branch = write.add(write.add(processing, "responseCondition"), "responseIf")
            test(branch)
            total = write.add(self.set_score(branch), "sum")
            write.add(total, "variable", identifier="SCORE")
            write.add(total, "baseValue", "1.0", baseType="float")
        share = write.add(self.set_score(processing), "divide")
        write.add(share, "variable", identifier="SCORE")
        write.add(share, "baseValue", repr(float(len(tests))), baseType="float")
