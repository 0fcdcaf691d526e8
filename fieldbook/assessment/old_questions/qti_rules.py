"""What is right in a QTI 2.1 item: declarations, and the rules that compare a written answer with literal values."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

from fieldbook.assessment.old_questions.old_text import RefusedError, Text
from fieldbook.assessment.old_questions.safe_xml import Node
from fieldbook.assessment.old_questions.to_items import OldWrittenAnswer, number
from fieldbook.core.i18n import _

_COMPARED = {"equal", "match", "stringMatch", "equalRounded"}
_TEMPLATES = {"match_correct", "map_response"}


@dataclasses.dataclass(frozen=True)
class Declaration:
    """A ``responseDeclaration``: the right values in order, and what each value is worth where that is mapped."""

    cardinality: str
    base: str
    right: tuple[str, ...]
    worth: dict[str, float]
    mapped: bool
    """Whether the score is what the mapping says."""

    def share(self, value: str) -> float:
        """The share of the mark that ``value`` is worth."""
        if not self.mapped:
            return float(value in self.right)
        worth = self.worth.get(value, 0.0)
        best = sum(points for points in self.worth.values() if points > 0)
        if self.cardinality != "multiple":
            best = max(self.worth.values())
        return worth / best if best > 0 else worth


def declarations(root: Node) -> dict[str, Declaration]:
    """Every response declaration by identifier."""
    return {node.get("identifier", ""): _declaration(root, node) for node in root.iterfind("responseDeclaration")}


def _declaration(root: Node, node: Node) -> Declaration:
    right = tuple(" ".join((value.text or "").split()) for value in node.iterfind("correctResponse/value"))
    worth = {
        " ".join(entry.get("mapKey", "").split()): number(entry.get("mappedValue", "0"))
        for entry in node.iterfind("mapping/mapEntry")
    }
    processing = root.find("responseProcessing")
    template = "" if processing is None else processing.get("template", "").rsplit("/", 1)[-1].removesuffix(".xml")
    uses = processing is not None and processing.find(".//mapResponse") is not None
    mapped = bool(worth) and (uses or template == "map_response" or not right)
    if not right and not worth:
        raise RefusedError(_("it does not say what is right"))
    return Declaration(node.get("cardinality", ""), node.get("baseType", ""), _right(right, worth), worth, mapped)


def _right(right: tuple[str, ...], worth: dict[str, float]) -> tuple[str, ...]:
    return right or tuple(value for value, points in worth.items() if points > 0)


def expected(
    root: Node, declared: Declaration, modal: Callable[[str], str], text: Text
) -> tuple[list[OldWrittenAnswer], str]:
    """Expected answers to a written question, and the feedback for all others.

    They come from the rules where these compare the response with literal values, as ours do; else from the
    declaration.
    """
    processing = root.find("responseProcessing")
    branches = [] if processing is None else list(processing.iter("responseIf", "responseElseIf"))
    found = [answer for branch in branches for answer in _branch(branch, modal)]
    if any(answer.share > 0 for answer in found):
        rest = next(iter(processing.iter("responseElse")), None) if processing is not None else None
        return found, "" if rest is None else modal(_outcome(rest, "FEEDBACK"))
    if processing is not None and len(processing) and not declared.mapped and not _compares_right(processing):
        text.lose(_("its own rules of scoring are left out; what it declares as right counts"))
    values = list(dict.fromkeys([*declared.right, *declared.worth]))
    return [
        OldWrittenAnswer(value, declared.share(value) if declared.mapped else float(value in declared.right))
        for value in values
    ], ""


def _compares_right(processing: Node) -> bool:
    return any(True for _node in processing.iter("correct"))


def _branch(branch: Node, modal: Callable[[str], str]) -> Iterator[OldWrittenAnswer]:
    """Answers that a branch compares with, each with the branch's score and feedback."""
    tests = [node for node in branch.iter(*_COMPARED) if node.find("baseValue") is not None]
    ranges = [ends for node in branch.iter("and") if (ends := _range(node)) is not None]
    if not tests and not ranges:
        return
    score = number(_outcome(branch, "SCORE") or "0")
    why = modal(_outcome(branch, "FEEDBACK"))
    for test in tests:
        value = (test.findtext("baseValue") or "").strip()
        yield from _answer(test, value, score, why)
    for low, high in ranges:
        yield OldWrittenAnswer(f"{(low + high) / 2:.12g}", score, why, (high - low) / 2)


def _range(node: Node) -> tuple[float, float] | None:
    """Ends of the interval in which a response is to lie, where the two parts of ``and`` say so."""
    low, high = node.findtext("gte/baseValue"), node.findtext("lte/baseValue")
    if len(node) != 2 or low is None or high is None:
        return None
    ends = sorted((number(low), number(high)))
    return ends[0], ends[1]


def _answer(test: Node, value: str, score: float, why: str) -> Iterator[OldWrittenAnswer]:
    mode = test.get("toleranceMode", "exact")
    if test.tag == "equal" and mode != "exact":
        slack = [abs(number(part)) for part in (test.get("tolerance") or "0").split()]
        below, above = (*slack, *slack)[:2]
        middle = number(value)
        if mode == "relative":
            below, above = (abs(middle) * part / 100 for part in (below, above))
        if below != above:
            middle, value = middle + (above - below) / 2, ""
        yield OldWrittenAnswer(value or f"{middle:.12g}", score, why, (below + above) / 2)
    else:
        yield OldWrittenAnswer(value, score, why)


def _outcome(branch: Node, name: str) -> str:
    """The literal that a branch gives to an outcome, or nothing."""
    for rule in branch.iterfind("setOutcomeValue"):
        if rule.get("identifier", "").upper() == name:
            return (rule.findtext(".//baseValue") or "").strip()
    return ""
