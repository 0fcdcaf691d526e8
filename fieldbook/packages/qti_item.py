"""What ``qti21`` and ``qti3`` share: items with the scoring of ``docs/items.md``."""

from __future__ import annotations

from typing import Any

from lxml import etree

from fieldbook.assessment import shapes
from fieldbook.packages.exported_bank import as_text
from fieldbook.packages.qti_chosen import GAP, ChoicePart, ChoicesPart, GapsPart, PairsPart, StepsPart
from fieldbook.packages.qti_part import QtiPart
from fieldbook.packages.qti_writer import Dialect, Writer
from fieldbook.packages.qti_written import WrittenPart


def item_xml(item: shapes.BoundItem, dialect: Dialect, language: str) -> etree._Element:
    """One question with its response processing and feedback."""
    write = Writer(dialect)
    title = as_text(GAP.sub("…", item.stem))[:200]
    marks = {"identifier": item.id, "title": title, "adaptive": "false", "timeDependent": "false"}
    root = write.root("assessmentItem", **marks, label=item.objective)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    parts = _part(item, write)
    parts.declare(root)
    write.add(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    write.add(root, "outcomeDeclaration", identifier="FEEDBACK", cardinality="multiple", baseType="identifier")
    body = write.add(root, "itemBody")
    write.blocks(body, item.stem)
    parts.ask(body)
    processing = write.add(root, "responseProcessing")
    parts.process(processing)
    for identifier, text in parts.modal():
        feedback = write.add(
            root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier=identifier, showHide="show"
        )
        write.blocks(write.add(feedback, "contentBody") if dialect.hyphens else feedback, text)
    return root


def _part(item: shapes.BoundItem, write: Writer) -> QtiPart[Any]:
    match item:
        case shapes.ChoiceItem():
            return ChoicePart(item, write)
        case shapes.ChoicesItem():
            return ChoicesPart(item, write)
        case shapes.PairsItem():
            return PairsPart(item, write)
        case shapes.OrderItem():
            return StepsPart(item, write)
        case shapes.WrittenItem():
            return WrittenPart(item, write)
        case shapes.GapsItem():
            return GapsPart(item, write)
