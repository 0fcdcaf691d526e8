"""``moodle``: the item bank as Moodle XML, a category for each module.

Written for every Moodle from 3.9 on: the question type *ordering* came to the core in 4.4, so an ordering item is
written as a matching question of steps and places, which scores the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from lxml import etree

from fieldbook.assessment import shapes
from fieldbook.assessment.bound_option import BoundOption, KeyedOption
from fieldbook.assessment.option_order import arranged
from fieldbook.book.site import Site
from fieldbook.core.atomic import write_bytes
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course
from fieldbook.packages.base import Format, Package
from fieldbook.packages.exported_bank import Bank, as_html, as_text, bound_bank, general_feedback

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
            quiz.append(_question(item, bank.data))
    return etree.tostring(quiz, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def losses(bank: Bank) -> Iterator[str]:
    """What Moodle holds in another form, by item."""
    for item in bank.items:
        if isinstance(item, shapes.OrderItem):
            yield _("{item}: ordering becomes matching of steps and places; it scores the same").format(item=item.id)
        if isinstance(item, shapes.ChoiceItem):
            for option in item.options:
                grade = nearest_grade(option.worth * 100)
                if abs(grade - option.worth * 100) > 0.01:
                    text = _("{item}: option {option} is worth {score:.0%}, the nearest that Moodle knows is {grade} %")
                    yield text.format(item=item.id, option=option.id, score=option.worth, grade=grade)


def nearest_grade(share: float) -> float:
    """The share of a mark, in per cent, that Moodle knows and that is nearest to ``share``."""
    return min(GRADES, key=lambda grade: (abs(grade - share), -grade))


def _question(item: shapes.BoundItem, data: str) -> etree._Element:
    kind, fill = _kind(item)
    question = etree.Element("question", type=kind)
    _text(question, "name", f"{item.id}: {as_text(item.stem)}"[:250])
    if kind != "cloze":
        _html(question, "questiontext", item.stem)
    _html(question, "generalfeedback", "\n\n".join(general_feedback(item, data)))
    if kind != "cloze":
        etree.SubElement(question, "defaultgrade").text = "1"
    etree.SubElement(question, "penalty").text = "0.3333333"
    etree.SubElement(question, "hidden").text = "0"
    etree.SubElement(question, "idnumber").text = item.id
    fill(question)
    tags = etree.SubElement(question, "tags")
    for tag in (item.objective, item.level, item.type):
        _text(tags, "tag", tag)
    return question


def _kind(item: shapes.BoundItem) -> tuple[str, Callable[[etree._Element], None]]:  # noqa: PLR0911 one for each shape
    """Moodle's question type, and what fills it in."""
    match item:
        case shapes.ChoiceItem(is_statement=True):
            return "truefalse", partial(_statement, item)
        case shapes.ChoiceItem():
            return "multichoice", partial(_choice, item)
        case shapes.ChoicesItem():
            return "multichoice", partial(_choices, item)
        case shapes.PairsItem():
            return "matching", partial(_pairs, item)
        case shapes.OrderItem():
            return "matching", partial(_steps, item)
        case shapes.NumberItem():
            return "numerical", partial(_number, item)
        case shapes.TextItem():
            return "shortanswer", partial(_words, item)
        case shapes.GapsItem():
            return "cloze", partial(_gaps, item)


def _choice(item: shapes.ChoiceItem, question: etree._Element) -> None:
    _options(question, [(option, nearest_grade(option.worth * 100)) for option in arranged(item, item.options)])


def _choices(item: shapes.ChoicesItem, question: etree._Element) -> None:
    share = nearest_grade(100 / len(item.keys))
    options = arranged(item, item.options)
    _options(question, [(option, share if option.key else -share) for option in options], single=False)


def _options(question: etree._Element, shares: Sequence[tuple[BoundOption, float]], *, single: bool = True) -> None:
    etree.SubElement(question, "single").text = "true" if single else "false"
    etree.SubElement(question, "shuffleanswers").text = "true"
    etree.SubElement(question, "answernumbering").text = "abc"
    for option, share in shares:
        _answer(question, share, option.text, option.feedback)


def _statement(item: shapes.ChoiceItem, question: etree._Element) -> None:
    """Moodle's two options have no text of their own; ours are true and false, in this order."""
    for word, option in zip(("true", "false"), item.options, strict=True):
        answer = etree.SubElement(
            question, "answer", fraction="100" if option.is_right else "0", format="moodle_auto_format"
        )
        etree.SubElement(answer, "text").text = word
        _html(answer, "feedback", option.feedback)


def _pairs(item: shapes.PairsItem, question: etree._Element) -> None:
    joined = [(side.text, item.right_of(side.id).text) for side in item.options]
    _join(question, joined + [("", right.text) for right in item.unused])


def _steps(item: shapes.OrderItem, question: etree._Element) -> None:
    """Steps and their places; matching needs no order of its own."""
    _join(question, [(step.text, str(step.place)) for step in arranged(item, item.options)])


def _join(question: etree._Element, joined: list[tuple[str, str]]) -> None:
    etree.SubElement(question, "shuffleanswers").text = "true"
    for left, right in joined:
        pair = etree.SubElement(question, "subquestion", format="html")
        etree.SubElement(pair, "text").text = etree.CDATA(as_html(left)) if left else ""
        _text(pair, "answer", as_text(right))


def _number(item: shapes.NumberItem, question: etree._Element) -> None:
    for expected in item.options:
        for text in expected.texts:
            answer = _answer(question, 100 * expected.worth, text, expected.feedback, plain=True)
            etree.SubElement(answer, "tolerance").text = f"{expected.tolerance:g}"
    answer = _answer(question, 0, "*", item.otherwise, plain=True)
    etree.SubElement(answer, "tolerance").text = "0"


def _words(item: shapes.TextItem, question: etree._Element) -> None:
    etree.SubElement(question, "usecase").text = "0"
    for expected in item.options:
        for text in expected.texts:
            _answer(question, 100 * expected.worth, text.replace("*", r"\*"), expected.feedback, plain=True)
    _answer(question, 0, "*", item.otherwise, plain=True)


def _gaps(item: shapes.GapsItem, question: etree._Element) -> None:
    """Embedded answers (cloze): each gap a drop-down worth the same."""
    text = as_html(item.stem)
    for gap in item.gaps:
        text = text.replace(f"[[{gap.id}]]", _drop_down(arranged(item, gap.options, gap.id)))
    element = etree.Element("questiontext", format="html")
    etree.SubElement(element, "text").text = etree.CDATA(text)
    question.insert(1, element)


def _drop_down(options: Sequence[KeyedOption]) -> str:
    parts = [f"{_choice_text(option)}#{_cloze(as_text(option.feedback))}" for option in options]
    return f"{{1:MULTICHOICE:{'~'.join(parts)}}}"


def _choice_text(option: KeyedOption) -> str:
    """A choice with its sign; a wrong one that begins as a sign does says that it is worth nothing."""
    text = _cloze(as_text(option.text))
    return f"={text}" if option.key else f"%0%{text}" if text[:1] in {"=", "%"} else text


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


FORMAT = Format("moodle", lambda: _("The item bank as Moodle XML, for Moodle's question bank."), write)
