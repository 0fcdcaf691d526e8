"""What ``qti21`` and ``qti3`` share: items with the scoring of ``docs/items.md``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from lxml import etree

from fieldbook.assessment.binding import BoundItem
from fieldbook.assessment.option_order import arranged
from fieldbook.assessment.scoring import normal, number
from fieldbook.packages.exported_bank import as_text
from fieldbook.packages.qti_writer import Dialect, Writer

_GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")


def item_xml(item: BoundItem, dialect: Dialect, language: str) -> etree._Element:
    """One question with its response processing and feedback."""
    write = Writer(dialect)
    title = as_text(_GAP.sub("…", item["stem"]))[:200]
    marks = {"identifier": item["id"], "title": title, "adaptive": "false", "timeDependent": "false"}
    root = write.root("assessmentItem", **marks, label=item["objective"])
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    parts = _PARTS[item["type"]](write, item)
    parts.declare(root)
    write.add(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    write.add(root, "outcomeDeclaration", identifier="FEEDBACK", cardinality="multiple", baseType="identifier")
    body = write.add(root, "itemBody")
    parts.ask(body)
    processing = write.add(root, "responseProcessing")
    parts.process(processing)
    for identifier, text in parts.modal():
        feedback = write.add(
            root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier=identifier, showHide="show"
        )
        write.blocks(write.add(feedback, "contentBody") if dialect.hyphens else feedback, text)
    return root


class _Part:
    """How one kind of question is declared, asked and scored."""

    def __init__(self, write: Writer, item: BoundItem) -> None:
        self.write, self.item = write, item

    def declare(self, root: etree._Element) -> None:
        """Response declarations."""
        raise NotImplementedError

    def ask(self, body: etree._Element) -> None:
        """Stem and interaction."""
        raise NotImplementedError

    def process(self, processing: etree._Element) -> None:
        """Score and feedback."""
        raise NotImplementedError

    def modal(self) -> Iterator[tuple[str, str]]:
        """Feedback beneath the question: identifier and Markdown."""
        yield from ()

    def declaration(self, root: etree._Element, cardinality: str, base: str, correct: list[str]) -> etree._Element:
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


class _Choices(_Part):
    """Single choice, true or false, multiple response, situational judgement. Feedback stands in the options."""

    def declare(self, root: etree._Element) -> None:
        item, many = self.item, self._many
        best = max((option.get("score", 0) for option in item["options"]), default=0)
        keys = [
            option["id"]
            for option in item["options"]
            if option.get("key") or ("score" in option and option["score"] == best)
        ]
        response = self.declaration(root, "multiple" if many else "single", "identifier", keys)
        if many:
            worth = {option["id"]: (1 if option["key"] else -1) / len(keys) for option in item["options"]}
            self.mapping(response, worth, lowerBound="0", upperBound="1")
        else:
            self.mapping(
                response,
                {option["id"]: option.get("score", float(option.get("key", False))) for option in item["options"]},
            )

    def ask(self, body: etree._Element) -> None:
        self.write.blocks(body, self.item["stem"])
        most = "0" if self._many else "1"
        choice = self.write.add(
            body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="false", maxChoices=most
        )
        for option in arranged(self.item, self.item["options"]):
            entry = self.write.add(choice, "simpleChoice", identifier=option["id"])
            self.write.words(entry, option["text"])
            marks = {"outcomeIdentifier": "FEEDBACK", "identifier": option["id"], "showHide": "show"}
            self.write.words(self.write.add(entry, "feedbackInline", **marks), option["feedback"])

    def process(self, processing: etree._Element) -> None:
        self.map_score(processing)
        chosen = self.write.add(processing, "setOutcomeValue", identifier="FEEDBACK")
        if self._many:
            self.write.add(chosen, "variable", identifier="RESPONSE")
        else:
            self.write.add(self.write.add(chosen, "multiple"), "variable", identifier="RESPONSE")

    @property
    def _many(self) -> bool:
        return bool(self.item["type"] == "multiple-response")


class _Matching(_Part):
    """Left and right sides."""

    def declare(self, root: etree._Element) -> None:
        pairs = [f"{option['id']} {option['match']}" for option in self.item["options"]]
        response = self.declaration(root, "multiple", "directedPair", pairs)
        self.mapping(response, dict.fromkeys(pairs, 1 / len(pairs)), upperBound="1")

    def ask(self, body: etree._Element) -> None:
        self.write.blocks(body, self.item["stem"])
        options, rights = self.item["options"], self.item["rights"]
        marks = {"responseIdentifier": "RESPONSE", "shuffle": "false", "maxAssociations": str(len(options))}
        match = self.write.add(body, "matchInteraction", **marks)
        for entries, most in ((options, "1"), (rights, "0")):
            sides = self.write.add(match, "simpleMatchSet")
            for entry in entries:
                side = self.write.add(sides, "simpleAssociableChoice", identifier=entry["id"], matchMax=most)
                self.write.words(side, entry["text"])

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
        yield "reasons", _reasons(self.item)


class _Ordering(_Part):
    """Steps; each one in its place counts."""

    def declare(self, root: etree._Element) -> None:
        self.declaration(root, "ordered", "identifier", [option["id"] for option in self._solved])

    def ask(self, body: etree._Element) -> None:
        self.write.blocks(body, self.item["stem"])
        order = self.write.add(body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="false")
        for option in arranged(self.item, self.item["options"]):
            self.write.words(self.write.add(order, "simpleChoice", identifier=option["id"]), option["text"])

    def process(self, processing: etree._Element) -> None:
        steps = enumerate(self._solved, 1)
        _add_up(self, processing, [partial(self._at, place=place, step=option["id"]) for place, option in steps])
        self.always(processing, "reasons")

    def _at(self, parent: etree._Element, place: int, step: str) -> None:
        match = self.write.add(parent, "match")
        self.write.add(self.write.add(match, "index", n=str(place)), "variable", identifier="RESPONSE")
        self.write.add(match, "baseValue", step, baseType="identifier")

    def modal(self) -> Iterator[tuple[str, str]]:
        yield "reasons", _reasons(self.item)

    @property
    def _solved(self) -> list[Any]:
        return sorted(self.item["options"], key=lambda option: option["place"])


class _Written(_Part):
    """A number or a short text; expected answers, right and wrong, each with its feedback."""

    def declare(self, root: etree._Element) -> None:
        numeric = self.item["type"] == "numeric"
        key = next(option for option in self.item["options"] if option["key"])
        self.declaration(root, "single", "float" if numeric else "string", [key["text"]])

    def ask(self, body: etree._Element) -> None:
        self.write.blocks(body, self.item["stem"])
        line = self.write.add(body, "p")
        self.write.add(line, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="20")
        if self.item["unit"]:
            line[-1].tail = f" {as_text(self.item['unit'])}"

    def process(self, processing: etree._Element) -> None:
        """Right answers are tried before wrong ones, as ``assessment.scoring.matched`` does."""
        condition = self.write.add(processing, "responseCondition")
        self._result(self.nothing_given(condition), 0.0, "otherwise")
        for option in sorted(self.item["options"], key=lambda option: not option["key"]):
            branch = self.write.add(condition, "responseElseIf")
            tests = list(self._tests(option))
            holder = self.write.add(branch, "or") if len(tests) > 1 else branch
            for test in tests:
                test(holder)
            self._result(branch, float(option["key"]), f"on-{option['id']}")
        self._result(self.write.add(condition, "responseElse"), 0.0, "otherwise")

    def _tests(self, option: Mapping[str, Any]) -> Iterator[Callable[[etree._Element], None]]:
        for text in dict.fromkeys([option["text"], *option["accept"]]):
            if self.item["type"] == "numeric":
                yield partial(self._near, text=text, tolerance=option["tolerance"])
            else:
                for form in dict.fromkeys([text, normal(text)]):
                    yield partial(self._same, text=form)

    def _near(self, parent: etree._Element, text: str, tolerance: float) -> None:
        """Within bounds; not ``equal`` with a tolerance, of which players know the exact mode only."""
        key, room = Decimal(repr(number(text) or 0.0)), Decimal(repr(float(tolerance)))
        if not room:
            equal = self.write.add(parent, "equal", toleranceMode="exact")
            self._compare(equal, text)
            return
        both = self.write.add(parent, "and")
        self._compare(self.write.add(both, "gte"), f"{(key - room).normalize():f}")
        self._compare(self.write.add(both, "lte"), f"{(key + room).normalize():f}")

    def _compare(self, parent: etree._Element, text: str) -> None:
        self.write.add(parent, "variable", identifier="RESPONSE")
        self.write.add(parent, "baseValue", text, baseType="float")

    def _same(self, parent: etree._Element, text: str) -> None:
        match = self.write.add(parent, "stringMatch", caseSensitive="false")
        self.write.add(match, "variable", identifier="RESPONSE")
        self.write.add(match, "baseValue", text, baseType="string")

    def _result(self, branch: etree._Element, score: float, feedback: str) -> None:
        self.write.add(self.set_score(branch), "baseValue", repr(score), baseType="float")
        self.always(branch, feedback)

    def modal(self) -> Iterator[tuple[str, str]]:
        for option in self.item["options"]:
            yield f"on-{option['id']}", option["feedback"]
        yield "otherwise", self.item["otherwise"]


class _Gaps(_Part):
    """Text with drop-downs."""

    def declare(self, root: etree._Element) -> None:
        for gap in self.item["gaps"]:
            marks = {"identifier": _response(gap), "cardinality": "single", "baseType": "identifier"}
            response = self.write.add(root, "responseDeclaration", **marks)
            values = self.write.add(response, "correctResponse")
            self.write.add(values, "value", next(option["id"] for option in gap["options"] if option["key"]))

    def ask(self, body: etree._Element) -> None:
        self.write.blocks(body, self.item["stem"])
        for element in list(body.iter()):
            self._put_gaps(element)

    def _put_gaps(self, element: etree._Element) -> None:
        """Replace marks in the element's own text and in what follows each child."""
        pieces = _GAP.split(element.text or "")
        if len(pieces) > 1:
            element.text = pieces[0]
            for place, (name, after) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True)):
                drop_down = self._drop_down(element, name)
                element.remove(drop_down)
                drop_down.tail = after
                element.insert(place, drop_down)
        for child in list(element):
            pieces = _GAP.split(child.tail or "")
            if len(pieces) > 1:
                child.tail = pieces[0]
                place = element.index(child) + 1
                for name, after in zip(pieces[1::2], pieces[2::2], strict=True):
                    drop_down = self._drop_down(element, name)
                    element.remove(drop_down)
                    drop_down.tail = after
                    element.insert(place, drop_down)
                    place += 1

    def _drop_down(self, parent: etree._Element, name: str) -> etree._Element:
        gap = next(gap for gap in self.item["gaps"] if gap["id"] == name)
        marks = {"responseIdentifier": _response(gap), "shuffle": "false"}
        drop_down = self.write.add(parent, "inlineChoiceInteraction", **marks)
        for option in arranged(self.item, gap["options"], name):
            self.write.add(drop_down, "inlineChoice", as_text(option["text"]), identifier=option["id"])
        return drop_down

    def process(self, processing: etree._Element) -> None:
        _add_up(self, processing, [partial(self._right, gap=gap) for gap in self.item["gaps"]])
        self.always(processing, "reasons")

    def _right(self, parent: etree._Element, gap: Mapping[str, Any]) -> None:
        match = self.write.add(parent, "match")
        self.write.add(match, "variable", identifier=_response(gap))
        self.write.add(match, "correct", identifier=_response(gap))

    def modal(self) -> Iterator[tuple[str, str]]:
        lines = [f"- {option['text']}: {option['feedback']}" for gap in self.item["gaps"] for option in gap["options"]]
        yield "reasons", "\n".join(lines)


def _add_up(part: _Part, processing: etree._Element, tests: list[Callable[[etree._Element], None]]) -> None:
    """SCORE is the share of ``tests`` that hold. Each one adds to a count, and the count is divided at the end."""
    write = part.write
    write.add(part.set_score(processing), "baseValue", "0.0", baseType="float")
    for test in tests:
        branch = write.add(write.add(processing, "responseCondition"), "responseIf")
        test(branch)
        total = write.add(part.set_score(branch), "sum")
        write.add(total, "variable", identifier="SCORE")
        write.add(total, "baseValue", "1.0", baseType="float")
    share = write.add(part.set_score(processing), "divide")
    write.add(share, "variable", identifier="SCORE")
    write.add(share, "baseValue", repr(float(len(tests))), baseType="float")


def _reasons(item: BoundItem) -> str:
    return "\n".join(f"- {option['text']}: {option['feedback']}" for option in item["options"])


def _response(gap: Mapping[str, Any]) -> str:
    return f"RESPONSE_{gap['id']}"


_PARTS: dict[str, type[_Part]] = {
    "single-choice": _Choices,
    "true-false": _Choices,
    "multiple-response": _Choices,
    "situational-judgement": _Choices,
    "matching": _Matching,
    "ordering": _Ordering,
    "numeric": _Written,
    "short-answer": _Written,
    "gap-text": _Gaps,
}
