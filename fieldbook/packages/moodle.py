"""``moodle``: the item bank as Moodle XML, a category for each module.

Written for every Moodle from 3.9 on: the question type *ordering* came to the core in 4.4, so an ordering item is
written as a matching question of steps and places, which scores the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from fieldbook.assessment.binding import BoundItem
from fieldbook.assessment.option_order import arranged
from fieldbook.book.site import Site
from fieldbook.core.atomic import write_bytes
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course
from fieldbook.packages.base import Format, Package
from fieldbook.packages.exported_bank import Bank, as_html, as_text, bound_bank

GRADES = (
    *(100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20),
    *(16.66667, 14.28571, 12.5, 11.11111, 10, 5, 0),
)
"""The shares of a mark that Moodle knows, in per cent (``question/engine/bank.php``, ``fraction_options``)."""


def write(course: Course, site: Site, out: Path) -> Package:
    """Write ``out/<edition>-moodle.xml``."""
    bank = bound_bank(course)
    target = out / f"{site.edition.name}-{FORMAT.name}.xml"
    content = quiz_xml(bank, course.file.value.title)
    write_bytes(target, content)
    return Package(FORMAT.name, target, len(content), bank.notes + tuple(losses(bank)))


def quiz_xml(bank: Bank, title: str) -> bytes:
    """The whole file. ``title`` is the name of the category above the modules' ones."""
    quiz = etree.Element("quiz")
    for chapter in bank.chapters:
        question = etree.SubElement(quiz, "question", type="category")
        _text(question, "category", "/".join(["$course$", "top", _escaped(title), _escaped(chapter.title)]))
        for item in chapter.items:
            quiz.append(question_xml(item))
    return etree.tostring(quiz, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def losses(bank: Bank) -> Iterator[str]:
    """What Moodle holds in another form, by item."""
    for item in bank.items:
        if item["type"] == "ordering":
            yield _("{item}: ordering becomes matching of steps and places; it scores the same").format(item=item["id"])
        if item["type"] == "situational-judgement":
            for option in item["options"]:
                grade = nearest_grade(option["score"] * 100)
                if abs(grade - option["score"] * 100) > 0.01:
                    text = _("{item}: option {option} is worth {score:.0%}, the nearest that Moodle knows is {grade} %")
                    yield text.format(item=item["id"], option=option["id"], score=option["score"], grade=grade)


def nearest_grade(share: float) -> float:
    """The share of a mark, in per cent, that Moodle knows and that is nearest to ``share``."""
    return min(GRADES, key=lambda grade: (abs(grade - share), -grade))


def question_xml(item: BoundItem) -> etree._Element:
    """One question."""
    kind, fill = _TYPES[item["type"]]
    question = etree.Element("question", type=kind)
    _text(question, "name", f"{item['id']}: {as_text(item['stem'])}"[:250])
    if kind != "cloze":
        _html(question, "questiontext", item["stem"])
    _html(question, "generalfeedback", "\n\n".join(_general(item)))
    if kind != "cloze":
        etree.SubElement(question, "defaultgrade").text = "1"
    etree.SubElement(question, "penalty").text = "0.3333333"
    etree.SubElement(question, "hidden").text = "0"
    etree.SubElement(question, "idnumber").text = item["id"]
    fill(question, item)
    tags = etree.SubElement(question, "tags")
    for tag in (item["objective"], item["level"], item["type"]):
        _text(tags, "tag", tag)
    return question


def _general(item: BoundItem) -> Iterator[str]:
    """Feedback for which the question type has no place, and the sources."""
    if item["type"] in {"matching", "ordering"}:
        for option in item["options"]:
            yield f"{option['text']}: {option['feedback']}"
    if "data" in item:
        yield item["data"]
    yield _("Source: {source}").format(source=", ".join(item["source"]))


def _choices(question: etree._Element, item: BoundItem) -> None:
    keys = sum(bool(option.get("key")) for option in item["options"])
    multiple = item["type"] == "multiple-response"
    etree.SubElement(question, "single").text = "false" if multiple else "true"
    etree.SubElement(question, "shuffleanswers").text = "true"
    etree.SubElement(question, "answernumbering").text = "abc"
    for option in arranged(item, item["options"]):
        if multiple:
            share = nearest_grade(100 / keys) * (1 if option["key"] else -1)
        else:
            share = nearest_grade(option["score"] * 100) if "score" in option else 100 * bool(option["key"])
        _answer(question, share, option["text"], option["feedback"])


def _true_false(question: etree._Element, item: BoundItem) -> None:
    """Moodle's two options have no text of their own; ours are true and false, in this order."""
    for word, option in zip(("true", "false"), item["options"], strict=True):
        answer = etree.SubElement(
            question, "answer", fraction="100" if option["key"] else "0", format="moodle_auto_format"
        )
        etree.SubElement(answer, "text").text = word
        _html(answer, "feedback", option["feedback"])


def _matching(question: etree._Element, item: BoundItem) -> None:
    rights = {right["id"]: right["text"] for right in item["rights"]}
    used = {option["match"] for option in item["options"]}
    pairs = [(option["text"], rights[option["match"]]) for option in item["options"]]
    _pairs(question, pairs + [("", text) for name, text in rights.items() if name not in used])


def _ordering(question: etree._Element, item: BoundItem) -> None:
    """Steps and their places; matching needs no order of its own."""
    _pairs(question, [(option["text"], str(option["place"])) for option in arranged(item, item["options"])])


def _pairs(question: etree._Element, pairs: list[tuple[str, str]]) -> None:
    etree.SubElement(question, "shuffleanswers").text = "true"
    for left, right in pairs:
        pair = etree.SubElement(question, "subquestion", format="html")
        etree.SubElement(pair, "text").text = etree.CDATA(as_html(left)) if left else ""
        _text(pair, "answer", as_text(right))


def _numeric(question: etree._Element, item: BoundItem) -> None:
    for option in item["options"]:
        for text in (option["text"], *option["accept"]):
            answer = _answer(question, 100 * bool(option["key"]), text, option["feedback"], plain=True)
            etree.SubElement(answer, "tolerance").text = f"{option['tolerance']:g}"
    answer = _answer(question, 0, "*", item["otherwise"], plain=True)
    etree.SubElement(answer, "tolerance").text = "0"


def _short(question: etree._Element, item: BoundItem) -> None:
    etree.SubElement(question, "usecase").text = "0"
    for option in item["options"]:
        for text in (option["text"], *option["accept"]):
            _answer(question, 100 * bool(option["key"]), text.replace("*", r"\*"), option["feedback"], plain=True)
    _answer(question, 0, "*", item["otherwise"], plain=True)


def _gaps(question: etree._Element, item: BoundItem) -> None:
    """Embedded answers (cloze): each gap a drop-down worth the same."""
    text = as_html(item["stem"])
    for gap in item["gaps"]:
        text = text.replace(f"[[{gap['id']}]]", _drop_down(arranged(item, gap["options"], gap["id"])))
    element = etree.Element("questiontext", format="html")
    etree.SubElement(element, "text").text = etree.CDATA(text)
    question.insert(1, element)


def _drop_down(options: list[Any]) -> str:
    parts = [f"{_choice_text(option)}#{_cloze(as_text(option['feedback']))}" for option in options]
    return f"{{1:MULTICHOICE:{'~'.join(parts)}}}"


def _choice_text(option: Any) -> str:
    """A choice with its sign; a wrong one that begins as a sign does says that it is worth nothing."""
    text = _cloze(as_text(option["text"]))
    return f"={text}" if option["key"] else f"%0%{text}" if text[:1] in {"=", "%"} else text


def _cloze(text: str) -> str:
    escaped = "".join(f"\\{char}" if char in '\\}#~/"' else char for char in text)
    return escaped.replace("&", "&amp;").replace("<", "&lt;")


def _answer(question: etree._Element, share: float, text: str, feedback: str, *, plain: bool = False) -> etree._Element:
    answer = etree.SubElement(
        question, "answer", fraction=f"{share:.8g}", format="moodle_auto_format" if plain else "html"
    )
    etree.SubElement(answer, "text").text = text if plain else etree.CDATA(as_html(text))
    _html(answer, "feedback", feedback)
    return answer


def _html(parent: etree._Element, name: str, markdown: str) -> None:
    element = etree.SubElement(parent, name, format="html")
    etree.SubElement(element, "text").text = etree.CDATA(as_html(markdown))


def _text(parent: etree._Element, name: str, text: str) -> None:
    element = etree.SubElement(parent, name)
    etree.SubElement(element, "text").text = text


def _escaped(category: str) -> str:
    """A category's name: Moodle writes a slash in it twice."""
    return category.replace("/", "//")


_TYPES: dict[str, tuple[str, Callable[[etree._Element, BoundItem], None]]] = {
    "single-choice": ("multichoice", _choices),
    "multiple-response": ("multichoice", _choices),
    "situational-judgement": ("multichoice", _choices),
    "true-false": ("truefalse", _true_false),
    "matching": ("matching", _matching),
    "ordering": ("matching", _ordering),
    "numeric": ("numerical", _numeric),
    "short-answer": ("shortanswer", _short),
    "gap-text": ("cloze", _gaps),
}

FORMAT = Format("moodle", lambda: _("The item bank as Moodle XML, for Moodle's question bank."), write)
