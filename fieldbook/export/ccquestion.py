"""Questions in the QTI 1.2.1 profile of Common Cartridge: choices and short answers; all else becomes choices."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lxml import etree

from fieldbook.arrange import arranged
from fieldbook.bind.items import BoundItem
from fieldbook.export.bank import as_html
from fieldbook.i18n import _

_NS = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")
_PREFIXES: Any = {None: _NS}


@dataclasses.dataclass(frozen=True)
class Question:
    """One question of the profile. ``options``: id, HTML or text, right, feedback in Markdown."""

    id: str
    profile: str
    stem: str
    options: tuple[tuple[str, str, bool, str], ...]
    otherwise: str = ""


def questions(items: Iterable[BoundItem]) -> Iterator[Question]:
    """What the profile makes of ``items``, in order."""
    for item in items:
        yield from _QUESTIONS.get(item["type"], _choice)(item)


def notes(items: Iterable[BoundItem]) -> Iterator[str]:
    """What the cartridge holds in another form, by item."""
    words = {
        "ordering": _("{item}: ordering becomes a multiple choice question for each step"),
        "matching": _("{item}: matching becomes a multiple choice question for each line"),
        "gap-text": _("{item}: each gap becomes a multiple choice question"),
        "situational-judgement": _("{item}: only the best action scores; the others score nothing"),
        "numeric": _("{item}: the number must be typed as it stands; a tolerance can't be kept"),
        "multiple-response": _("{item}: scores only when all is right"),
    }
    for item in items:
        if item["type"] in words:
            yield words[item["type"]].format(item=item["id"])


def document(name: str, title: str | None, found: Iterable[Question]) -> bytes:
    """A test with a title, or the question bank without one."""
    root = etree.Element(f"{{{_NS}}}questestinterop", nsmap=_PREFIXES)
    if title is None:
        holder = _add(root, "objectbank", ident=name)
    else:
        test = _add(root, "assessment", ident=name, title=title)
        marks = {"cc_profile": "cc.exam.v0p1", "qmd_assessmenttype": "Examination", "qmd_scoretype": "Percentage"}
        _fields(test, marks)
        holder = _add(test, "section", ident=f"{name}-section")
    for question in found:
        _item(holder, question)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _choice(item: BoundItem) -> Iterator[Question]:
    kind = {"multiple-response": "multiple_response", "true-false": "true_false"}.get(item["type"], "multiple_choice")
    best = max((option.get("score", 0) for option in item["options"]), default=0)
    options = tuple(
        (
            option["id"],
            as_html(option["text"]),
            option["score"] == best if "score" in option else bool(option.get("key")),
            option["feedback"],
        )
        for option in arranged(item, item["options"])
    )
    yield Question(item["id"], kind, as_html(item["stem"]), options)


def _matching(item: BoundItem) -> Iterator[Question]:
    for option in item["options"]:
        rights = [(right["id"], as_html(right["text"]), right["id"] == option["match"]) for right in item["rights"]]
        yield _line(item, option, rights)


def _ordering(item: BoundItem) -> Iterator[Question]:
    for option in arranged(item, item["options"]):
        places = [(str(n), str(n), n == option["place"]) for n in range(1, len(item["options"]) + 1)]
        yield _line(item, option, places)


def _line(item: BoundItem, option: Any, answers: Sequence[tuple[str, str, bool]]) -> Question:
    stem = f"<div>{as_html(item['stem'])}</div><p><strong>{as_html(option['text'])}</strong></p>"
    options = tuple((name, text, right, option["feedback"]) for name, text, right in answers)
    return Question(f"{item['id']}-{option['id']}", "multiple_choice", stem, options)


def _gaps(item: BoundItem) -> Iterator[Question]:
    for gap in item["gaps"]:
        name = gap["id"]
        stem = _GAP.sub(lambda found, name=name: "______" if found[1] == name else "(…)", item["stem"])  # type: ignore[misc]
        options = tuple(
            (option["id"], as_html(option["text"]), bool(option["key"]), option["feedback"])
            for option in arranged(item, gap["options"], name)
        )
        yield Question(f"{item['id']}-{name}", "multiple_choice", as_html(stem), options)


def _typed(item: BoundItem) -> Iterator[Question]:
    options = tuple(
        (f"{option['id']}-{number}", text, bool(option["key"]), option["feedback"])
        for option in item["options"]
        for number, text in enumerate((option["text"], *option["accept"]))
    )
    yield Question(item["id"], "fib", as_html(item["stem"]), options, item["otherwise"])


_QUESTIONS = {
    "matching": _matching,
    "ordering": _ordering,
    "gap-text": _gaps,
    "numeric": _typed,
    "short-answer": _typed,
}


def _item(holder: etree._Element, question: Question) -> None:
    item = _add(holder, "item", ident=question.id, title=question.id)
    _fields(_add(item, "itemmetadata"), {"cc_profile": f"cc.{question.profile}.v0p1"})
    presentation = _add(item, "presentation")
    _material(presentation, question.stem)
    fib, many = question.profile == "fib", question.profile == "multiple_response"
    cardinality = "Multiple" if many else "Single"
    response = _add(presentation, "response_str" if fib else "response_lid", ident="answer", rcardinality=cardinality)
    if fib:
        _add(response, "render_fib", prompt="Dashline")
    else:
        render = _add(response, "render_choice")
        for name, text, _right, _why in question.options:
            _material(_add(render, "response_label", ident=name), text)
    processing = _add(item, "resprocessing")
    bounds = {"maxvalue": "100", "minvalue": "0", "varname": "SCORE", "vartype": "Decimal"}
    _add(_add(processing, "outcomes"), "decvar", **bounds)
    _feedback_rules(processing, question)
    _score_rules(processing, question)
    for name, _text, _right, why in question.options:
        _feedback(item, f"why-{name}", why)
    if question.otherwise:
        _feedback(item, "otherwise", question.otherwise)


def _feedback_rules(processing: etree._Element, question: Question) -> None:
    for name, text, _right, _why in question.options:
        rule = _add(processing, "respcondition", continue_="Yes")
        condition = _add(rule, "conditionvar")
        _add(condition, "varequal", text if question.profile == "fib" else name, respident="answer")
        _add(rule, "displayfeedback", feedbacktype="Response", linkrefid=f"why-{name}")
    if question.otherwise:
        rule = _add(processing, "respcondition", continue_="Yes")
        _add(_add(rule, "conditionvar"), "other")
        _add(rule, "displayfeedback", feedbacktype="Response", linkrefid="otherwise")


def _score_rules(processing: etree._Element, question: Question) -> None:
    rule = _add(processing, "respcondition", continue_="No")
    condition = _add(rule, "conditionvar")
    if question.profile == "multiple_response":
        condition = _add(condition, "and")
        for name, _text, right, _why in question.options:
            _add(condition if right else _add(condition, "not"), "varequal", name, respident="answer")
    else:
        for name, text, right, _why in question.options:
            if right:
                _add(condition, "varequal", text if question.profile == "fib" else name, respident="answer")
    _add(rule, "setvar", "100", action="Set", varname="SCORE")


def _feedback(item: etree._Element, name: str, markdown: str) -> None:
    _material(_add(item, "itemfeedback", ident=name), as_html(markdown))


def _material(parent: etree._Element, text: str) -> None:
    _add(_add(parent, "material"), "mattext", text, texttype="text/html")


def _fields(parent: etree._Element, fields: dict[str, str]) -> None:
    metadata = _add(parent, "qtimetadata")
    for name, value in fields.items():
        field = _add(metadata, "qtimetadatafield")
        _add(field, "fieldlabel", name)
        _add(field, "fieldentry", value)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    marks = {key.rstrip("_"): value for key, value in attributes.items()}
    element = etree.SubElement(parent, f"{{{_NS}}}{name}", marks)
    element.text = text
    return element
