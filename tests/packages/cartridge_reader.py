"""Reads a cartridge's questions by the rules of Moodle's importer for Common Cartridge 1.1 (``backup/cc``), and checks
documents against the rules (Schematron) that stand within the published schemas."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

_NS = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}


@dataclasses.dataclass(frozen=True)
class Imported:
    """A question as Moodle would have it: ``answers`` are text, share of the mark and feedback by id (or by text)."""

    kind: str
    text: str
    grade: int
    answers: dict[str, tuple[str, float, str]]


def imported(document: str) -> dict[str, Imported]:
    """Every question by id. Raises ``ValueError`` where Moodle stops the import."""
    root: Any = etree.fromstring(document.encode())
    return {item.get("ident"): _question(item) for item in root.iterfind(".//q:item", _NS)}


def _question(item: Any) -> Imported:
    fields = {
        field.findtext("q:fieldlabel", None, _NS): field.findtext("q:fieldentry", None, _NS)
        for field in item.iterfind(".//q:qtimetadatafield", _NS)
    }
    kind = fields["cc_profile"].removeprefix("cc.").removesuffix(".v0p1")
    answers = dict(_typed(item) if kind == "fib" else _choices(item, kind))
    if kind == "true_false" and set(answers) != {"true", "false"}:
        raise ValueError("Unknown answer identifier detected")
    text = item.findtext("q:presentation/q:material/q:mattext", "", _NS)
    return Imported(kind, text, int(fields.get("cc_weighting", 1)), answers)


def _choices(item: Any, kind: str) -> Iterator[tuple[str, tuple[str, float, str]]]:
    right = item.xpath(
        ".//q:setvar[@varname='SCORE'][.=100]/../q:conditionvar//q:varequal[@case='Yes'][not(parent::q:not)]",
        namespaces=_NS,
    )
    several = {element.text for element in right} if kind == "multiple_response" else set()
    for label in item.iterfind(".//q:response_label", _NS):
        name, share, why = label.get("ident"), 0.0, ""
        for rule in item.iterfind("q:resprocessing/q:respcondition", _NS):
            if rule.findtext("q:conditionvar/q:varequal", "", _NS).lower() == name.lower():
                share = 1.0 if rule.findtext("q:setvar", "", _NS) not in {"", "0"} else 0.0
                why += _feedback(item, rule)
        share = 1 / len(several) if name in several else share
        yield name, (label.findtext("q:material/q:mattext", "", _NS), share, why)


def _typed(item: Any) -> Iterator[tuple[str, tuple[str, float, str]]]:
    [first, *_others] = item.xpath(".//q:respcondition[q:setvar[text()='100']]", namespaces=_NS)
    for answer in first.iterfind("q:conditionvar/q:varequal", _NS):
        yield answer.text, (answer.text, 1.0, "")
    for rule in item.iterfind("q:resprocessing/q:respcondition", _NS):
        text = rule.findtext("q:conditionvar/q:varequal", None, _NS)
        if text is not None and rule is not first:
            yield text, (text, 0.0, _feedback(item, rule))


def _feedback(item: Any, rule: Any) -> str:
    names = [shown.get("linkrefid") for shown in rule.iterfind("q:displayfeedback", _NS)]
    path = "q:itemfeedback[@ident='{}']/q:flow_mat/q:material/q:mattext"
    return "".join(item.findtext(path.format(name), "", _NS) for name in names)


def broken_rules(document: bytes, schema: Path) -> list[str]:
    """The schema's own rules (Schematron within its annotations) that ``document`` breaks."""
    rules: Any = etree.parse(schema)
    root: Any = etree.fromstring(document)
    prefixes = {ns.get("prefix"): ns.get("uri") for ns in rules.iter("{*}ns")}
    found = []
    for rule in rules.iter("{*}rule"):
        if rule.find("{*}let") is not None:  # these need variables, which XPath here has not
            continue
        for node in root.xpath(f"//{rule.get('context').lstrip('/')}", namespaces=prefixes):
            found += [
                " ".join("".join(claim.itertext()).split())
                for claim in rule.iterfind("{*}assert")
                if not node.xpath(f"boolean({claim.get('test')})", namespaces=prefixes)
            ]
    return found
