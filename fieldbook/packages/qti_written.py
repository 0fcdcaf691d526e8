"""QTI items whose response is written: a number or a few words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from lxml import etree

from fieldbook.assessment.bound_option import ExpectedAnswer
from fieldbook.assessment.scoring import normal, number
from fieldbook.assessment.shapes import NumberItem, TextItem
from fieldbook.packages.exported_bank import as_text
from fieldbook.packages.qti_part import QtiPart


class WrittenPart(QtiPart[NumberItem | TextItem]):
    """A number or a short text; expected answers, right and wrong, each with its feedback."""

    def declare(self, root: etree._Element) -> None:
        base = "float" if isinstance(self.item, NumberItem) else "string"
        self.declaration(root, "single", base, [self.item.by_key[0].text])

    def ask(self, body: etree._Element) -> None:
        line = self.write.add(body, "p")
        self.write.add(line, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="20")
        if self.item.unit:
            line[-1].tail = f" {as_text(self.item.unit)}"

    def process(self, processing: etree._Element) -> None:
        """Right answers are tried before wrong ones, as the item does."""
        condition = self.write.add(processing, "responseCondition")
        self._result(self.nothing_given(condition), 0.0, "otherwise")
        for answer in self.item.by_key:
            branch = self.write.add(condition, "responseElseIf")
            tests = list(self._tests(answer))
            holder = self.write.add(branch, "or") if len(tests) > 1 else branch
            for test in tests:
                test(holder)
            self._result(branch, answer.worth, f"on-{answer.id}")
        self._result(self.write.add(condition, "responseElse"), 0.0, "otherwise")

    def _tests(self, answer: ExpectedAnswer) -> Iterator[Callable[[etree._Element], None]]:
        for text in dict.fromkeys(answer.texts):
            if isinstance(self.item, NumberItem):
                yield partial(self._near, text=text, tolerance=answer.tolerance)
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
        for answer in self.item.options:
            yield f"on-{answer.id}", answer.feedback
        yield "otherwise", self.item.otherwise
