"""QTI items whose response is chosen: options, pairs, the order of steps, words for gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypeVar

from lxml import etree

from fieldbook.assessment.bound_option import BoundGap, BoundOption
from fieldbook.assessment.option_order import arranged
from fieldbook.assessment.shapes import ChoiceItem, ChoicesItem, GapsItem, OrderItem, PairsItem
from fieldbook.packages.exported_bank import as_text
from fieldbook.packages.qti_part import QtiPart

GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")
"""A gap in a stem."""

C = TypeVar("C", ChoiceItem, ChoicesItem)


class _OptionsPart(QtiPart[C]):
    """Options to choose from; feedback stands in them."""

    most = "1"
    """How many may be chosen; 0 is no limit."""

    def ask(self, body: etree._Element) -> None:
        marks = {"responseIdentifier": "RESPONSE", "shuffle": "false", "maxChoices": self.most}
        choice = self.write.add(body, "choiceInteraction", **marks)
        options: Sequence[BoundOption] = self.item.options
        for option in arranged(self.item, options):
            entry = self.write.add(choice, "simpleChoice", identifier=option.id)
            self.write.words(entry, option.text)
            shown = {"outcomeIdentifier": "FEEDBACK", "identifier": option.id, "showHide": "show"}
            self.write.words(self.write.add(entry, "feedbackInline", **shown), option.feedback)


class ChoicePart(_OptionsPart[ChoiceItem]):
    """One option."""

    def declare(self, root: etree._Element) -> None:
        response = self.declaration(root, "single", "identifier", self.item.keys)
        self.mapping(response, {option.id: option.worth for option in self.item.options})

    def process(self, processing: etree._Element) -> None:
        self.map_score(processing)
        chosen = self.write.add(processing, "setOutcomeValue", identifier="FEEDBACK")
        self.write.add(self.write.add(chosen, "multiple"), "variable", identifier="RESPONSE")


class ChoicesPart(_OptionsPart[ChoicesItem]):
    """Some options."""

    most = "0"

    def declare(self, root: etree._Element) -> None:
        keys = self.item.keys
        response = self.declaration(root, "multiple", "identifier", keys)
        worth = {option.id: (1 if option.key else -1) / len(keys) for option in self.item.options}
        self.mapping(response, worth, lowerBound="0", upperBound="1")

    def process(self, processing: etree._Element) -> None:
        self.map_score(processing)
        chosen = self.write.add(processing, "setOutcomeValue", identifier="FEEDBACK")
        self.write.add(chosen, "variable", identifier="RESPONSE")


class PairsPart(QtiPart[PairsItem]):
    """Left and right sides."""

    def declare(self, root: etree._Element) -> None:
        pairs = [f"{side.id} {side.match}" for side in self.item.options]
        response = self.declaration(root, "multiple", "directedPair", pairs)
        self.mapping(response, dict.fromkeys(pairs, 1 / len(pairs)), upperBound="1")

    def ask(self, body: etree._Element) -> None:
        options, rights = self.item.options, self.item.rights
        marks = {"responseIdentifier": "RESPONSE", "shuffle": "false", "maxAssociations": str(len(options))}
        match = self.write.add(body, "matchInteraction", **marks)
        for entries, most in ((options, "1"), (rights, "0")):
            sides = self.write.add(match, "simpleMatchSet")
            for entry in entries:
                side = self.write.add(sides, "simpleAssociableChoice", identifier=entry.id, matchMax=most)
                self.write.words(side, entry.text)

    def process(self, processing: etree._Element) -> None:
        """No pair at all is asked for first: there are players that stop at it."""
        condition = self.write.add(processing, "responseCondition")
        self.write.add(
            self.write.add(self.nothing_given(condition), "setOutcomeValue", identifier="SCORE"),
            "baseValue",
            "0.0",
            baseType="float",
        )
        self.map_score(self.write.add(condition, "responseElse"))
        self.always(processing, "reasons")

    def modal(self) -> Iterator[tuple[str, str]]:
        return _reasons(self.item)


class StepsPart(QtiPart[OrderItem]):
    """Steps; each one in its place counts."""

    def declare(self, root: etree._Element) -> None:
        self.declaration(root, "ordered", "identifier", [step.id for step in self.item.solution])

    def ask(self, body: etree._Element) -> None:
        order = self.write.add(body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="false")
        for step in arranged(self.item, self.item.options):
            self.write.words(self.write.add(order, "simpleChoice", identifier=step.id), step.text)

    def process(self, processing: etree._Element) -> None:
        steps = enumerate(self.item.solution, 1)
        self.add_up(processing, [partial(self._at, place=place, step=step.id) for place, step in steps])
        self.always(processing, "reasons")

    def _at(self, parent: etree._Element, place: int, step: str) -> None:
        match = self.write.add(parent, "match")
        self.write.add(self.write.add(match, "index", n=str(place)), "variable", identifier="RESPONSE")
        self.write.add(match, "baseValue", step, baseType="identifier")

    def modal(self) -> Iterator[tuple[str, str]]:
        return _reasons(self.item)


class GapsPart(QtiPart[GapsItem]):
    """Text with drop-downs."""

    def declare(self, root: etree._Element) -> None:
        for gap in self.item.gaps:
            marks = {"identifier": _response(gap), "cardinality": "single", "baseType": "identifier"}
            response = self.write.add(root, "responseDeclaration", **marks)
            values = self.write.add(response, "correctResponse")
            self.write.add(values, "value", next(option.id for option in gap.options if option.key))

    def ask(self, body: etree._Element) -> None:
        """Marks stand in an element's own text, and in what follows a child."""
        for element in list(body.iter()):
            element.text = self._put_gaps(element, 0, element.text)
            for child in list(element):
                child.tail = self._put_gaps(element, element.index(child) + 1, child.tail)

    def _put_gaps(self, element: etree._Element, place: int, text: str | None) -> str | None:
        """``text`` before ``place`` in ``element`` up to its first gap; gaps, and what follows them, are put there."""
        before, *pieces = GAP.split(text or "")
        for number, (name, after) in enumerate(zip(pieces[::2], pieces[1::2], strict=True)):
            drop_down = self._drop_down(element, name)
            drop_down.tail = after
            element.insert(place + number, drop_down)
        return before if pieces else text

    def _drop_down(self, parent: etree._Element, name: str) -> etree._Element:
        gap = next(gap for gap in self.item.gaps if gap.id == name)
        marks = {"responseIdentifier": _response(gap), "shuffle": "false"}
        drop_down = self.write.add(parent, "inlineChoiceInteraction", **marks)
        for option in arranged(self.item, gap.options, name):
            self.write.add(drop_down, "inlineChoice", as_text(option.text), identifier=option.id)
        return drop_down

    def process(self, processing: etree._Element) -> None:
        self.add_up(processing, [partial(self._right, gap=gap) for gap in self.item.gaps])
        self.always(processing, "reasons")

    def _right(self, parent: etree._Element, gap: BoundGap) -> None:
        match = self.write.add(parent, "match")
        self.write.add(match, "variable", identifier=_response(gap))
        self.write.add(match, "correct", identifier=_response(gap))

    def modal(self) -> Iterator[tuple[str, str]]:
        return _reasons(self.item)


def _reasons(item: PairsItem | OrderItem | GapsItem) -> Iterator[tuple[str, str]]:
    yield "reasons", "\n".join(f"- {option.text}: {option.feedback}" for _ref, option in item.refs())


def _response(gap: BoundGap) -> str:
    return f"RESPONSE_{gap.id}"
