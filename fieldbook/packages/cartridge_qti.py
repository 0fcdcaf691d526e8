"""Writes questions as the QTI 1.2.1 of Common Cartridge: tests, and the one question bank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from fieldbook.packages.cartridge_question import CartridgeAnswer, CartridgeQuestion, weights
from fieldbook.packages.exported_bank import as_html

_NS = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_HERE = f"{{{_NS}}}"
_PREFIXES: Any = {None: _NS}
_TEST = {"cc_profile": "cc.exam.v0p1", "qmd_assessmenttype": "Examination", "qmd_scoretype": "Percentage"}


def bank_xml(name: str, found: Sequence[CartridgeQuestion]) -> bytes:
    """The question bank; a cartridge has one at most."""
    root = etree.Element(f"{{{_NS}}}questestinterop", nsmap=_PREFIXES)
    _items(_add(root, "objectbank", ident=name), found)
    return _bytes(root)


def test_xml(name: str, title: str, minutes: int | None, found: Sequence[CartridgeQuestion]) -> bytes:
    """A test with one section, as the profile asks. ``minutes`` is the time limit."""
    root = etree.Element(f"{{{_NS}}}questestinterop", nsmap=_PREFIXES)
    test = _add(root, "assessment", ident=name, title=title)
    _fields(test, _TEST | ({"qmd_timelimit": str(minutes)} if minutes else {}))
    _items(_add(test, "section", ident=f"{name}-section"), found)
    return _bytes(root)


def _items(holder: etree._Element, found: Sequence[CartridgeQuestion]) -> None:
    heavy = weights(found)
    for question in found:
        _item(holder, question, heavy[question.id])


def _item(holder: etree._Element, question: CartridgeQuestion, weight: int) -> None:
    item = _add(holder, "item", ident=question.id, title=question.id)
    marks = {"cc_profile": f"cc.{question.profile}.v0p1", "cc_question_category": question.category}
    _fields(_add(item, "itemmetadata"), marks | {"cc_weighting": str(weight)})
    presentation = _add(item, "presentation")
    _material(presentation, question.stem)
    cardinality = "Multiple" if question.profile == "multiple_response" else "Single"
    kind = "response_str" if question.typed else "response_lid"
    response = _add(presentation, kind, ident="answer", rcardinality=cardinality)
    if question.typed:
        _add(response, "render_fib", prompt="Dashline")
    else:
        render = _add(response, "render_choice")
        for answer in question.answers:
            _material(_add(render, "response_label", ident=answer.id), answer.texts[0])
    processing = _add(item, "resprocessing")
    bounds = {"maxvalue": "100", "minvalue": "0", "varname": "SCORE", "vartype": "Decimal"}
    _add(_add(processing, "outcomes"), "decvar", **bounds)
    _rules(processing, question)
    for answer in question.answers:
        _feedback(item, f"why-{answer.id}", answer.why)
    _feedback(item, "otherwise", question.otherwise)


def _rules(processing: etree._Element, question: CartridgeQuestion) -> None:
    """A rule for each answer, for at most one of them fits; several choices have a feedback each and one score."""
    if question.profile == "multiple_response":
        for answer in question.answers:
            rule = _rule(processing, [answer.id], "Yes")
            _shown(rule, f"why-{answer.id}", answer.why)
        _all_right(processing, question.answers)
        return
    for answer in question.answers:
        rule = _rule(processing, answer.texts if question.typed else [answer.id], "No")
        if answer.right:
            _add(rule, "setvar", "100", action="Set", varname="SCORE")
        _shown(rule, f"why-{answer.id}", answer.why)
    if question.otherwise:
        rule = _add(processing, "respcondition", continue_="No")
        _add(_add(rule, "conditionvar"), "other")
        _shown(rule, "otherwise", question.otherwise)


def _rule(processing: etree._Element, values: Sequence[str], further: str) -> etree._Element:
    rule = _add(processing, "respcondition", continue_=further)
    condition = _add(rule, "conditionvar")
    for value in values:
        _add(condition, "varequal", value, respident="answer")
    return rule


def _all_right(processing: etree._Element, answers: Sequence[CartridgeAnswer]) -> None:
    rule = _add(processing, "respcondition", continue_="No")
    both = _add(_add(rule, "conditionvar"), "and")
    for answer in answers:
        holder = both if answer.right else _add(both, "not")
        _add(holder, "varequal", answer.id, case="Yes", respident="answer")
    _add(rule, "setvar", "100", action="Set", varname="SCORE")


def _shown(rule: etree._Element, name: str, why: str) -> None:
    if why:
        _add(rule, "displayfeedback", feedbacktype="Response", linkrefid=name)


def _feedback(item: etree._Element, name: str, why: str) -> None:
    if why:
        _material(_add(_add(item, "itemfeedback", ident=name), "flow_mat"), as_html(why))


def _material(parent: etree._Element, text: str) -> None:
    _add(_add(parent, "material"), "mattext", text, texttype="text/html")


def _fields(parent: etree._Element, fields: dict[str, str]) -> None:
    metadata = _add(parent, "qtimetadata")
    for name, value in fields.items():
        field = _add(metadata, "qtimetadatafield")
        _add(field, "fieldlabel", name)
        _add(field, "fieldentry", value)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    if "continue_" in attributes:  # a word of Python
        attributes["continue"] = attributes.pop("continue_")
    element = etree.SubElement(parent, _HERE + name, attributes)
    if text is not None:
        element.text = text
    return element


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
