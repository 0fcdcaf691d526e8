"""One page of the site as a chapter of an EPUB: XHTML without script, with the questions' answers at its end."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from lxml import etree, html

from fieldbook.core.i18n import _

XHTML = "http://www.w3.org/1999/xhtml"
EPUB = "http://www.idpf.org/2007/ops"
SVG = "http://www.w3.org/2000/svg"

PREFIXES: Any = {None: XHTML, "epub": EPUB}
Node = Any
"""An element of lxml, whose type stubs do not follow what its XPath gives."""

_GONE = (
    ".//script|.//button|.//template|.//noscript|.//*[@hidden and not(ancestor::fieldbook-activity)]"
    "|.//*[@data-fb-progress or @data-fb-resume or @data-fb-record or @data-fb-tally]"
)
_DATA = re.compile(
    r"^(data-|on|aria-|tabindex$|role$|autocomplete$|hidden$|maxlength$|rows$|for$|name$|value$|open$|xmlns)"
)
_KEPT_ON_SVG = {"role", "aria-label"}
_RENAMED = {
    "fieldbook-activity": "section", "fieldbook-decision": "section", "fieldbook-tension": "section",
    "fieldbook-scenario": "section", "fieldbook-product": "section", "form": "div", "fieldset": "div",
    "legend": "p", "label": "span", "details": "div", "summary": "p", "main": "div", "article": "div",
}  # fmt: skip
_BLOCKS = {"p", "div", "ul", "ol", "table", "section", "figure", "blockquote", "pre", "h2", "h3", "dl"}


def chapter(page: bytes, name: str, known: Callable[[str], str | None]) -> tuple[str, Node]:
    """Title and XHTML document of the site's page ``name``. ``known`` gives the EPUB's file for a page of the site."""
    body: Node = deepcopy(html.document_fromstring(page).find(".//article"))
    for part in body.xpath(_GONE):
        if part.tag != "script" or "fb-answers" not in (part.get("class") or ""):
            part.drop_tree()
    answers = list(_take_answers(body))
    for product in body.iter("fieldbook-product"):
        _lines_for(product)
    title = " ".join((body.findtext(".//h1") or name).split())
    if answers:
        body.append(_answer_section(answers))
    _plain(body)
    _links(body, name, known)
    document: Node = etree.Element(f"{{{XHTML}}}html", nsmap=PREFIXES)
    head = etree.SubElement(document, f"{{{XHTML}}}head")
    etree.SubElement(head, f"{{{XHTML}}}title").text = title
    etree.SubElement(head, f"{{{XHTML}}}link", rel="stylesheet", type="text/css", href="epub.css")
    target = etree.SubElement(document, f"{{{XHTML}}}body")
    _copy(body, target)
    return title, document


def _take_answers(body: Node) -> Iterator[tuple[Node, list[str]]]:
    """Take feedback and keys out of each question; yield its stem and the lines of its answer."""
    for number, activity in enumerate(body.iter("fieldbook-activity"), 1):
        key = json.loads(activity.find(".//script").text)
        words = {part.get("data-for"): part.text_content().strip() for part in activity.find_class("fb-feedback")}
        texts = {option.get("data-option"): _own_text(option) for option in activity.xpath(".//*[@data-option]")}
        for part in activity.xpath(
            ".//script|.//*[contains(@class,'fb-feedback')]|.//*[contains(@class,'fb-sources')]"
        ):
            part.drop_tree()
        for select in list(activity.iter("select")):
            _replace_select(select)
        label = activity.find_class("fb-label")[0]
        label.text = _("Question {n}").format(n=number)
        yield activity.find_class("fb-stem")[0], list(_answer_lines(key, words, texts, activity))


def _answer_lines(key: dict[str, Any], words: dict[str, str], texts: dict[str, str], activity: Node) -> Iterator[str]:
    options = key.get("options") or [dict(option, gap=gap["id"]) for gap in key["gaps"] for option in gap["options"]]
    for option in sorted(options, key=lambda option: option.get("place", 0)):
        ref = f"{option['gap']}.{option['id']}" if "gap" in option else option["id"]
        text = _sentence(option.get("text") or _option_text(activity, ref) or texts.get(option["id"], ""))
        why = words.get(ref, "")
        if "match" in option:
            yield f"{text} → {_sentence(_right_text(activity, option['match']))} {why}"
        elif "place" in option:
            yield f"{option['place']}. {text} {why}"
        elif "score" in option:
            yield f"{text} ({option['score']:.0%}) {why}"
        else:
            line = f"{text} {why}"
            yield _("Right: {text}").format(text=line) if option.get("key") else line


def _own_text(option: Node) -> str:
    """Text of an option without its drop-down and its feedback."""
    parts = option.xpath(".//text()[not(ancestor::select) and not(ancestor::*[contains(@class,'fb-feedback')])]")
    return " ".join("".join(parts).split())


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", ":")) or not text else f"{text}."


def _option_text(activity: Node, ref: str) -> str:
    found = activity.xpath(".//*[@data-ref=$ref]", ref=ref)
    return found[0].text_content() if found else ""


def _right_text(activity: Node, ref: str) -> str:
    found = activity.xpath(".//ol[contains(@class,'fb-rights')]/li[@data-option=$ref]", ref=ref)
    return found[0].text_content().strip() if found else ""


def _replace_select(select: Node) -> None:
    """A drop-down becomes its choices in brackets, or a line to write on where the choices stand elsewhere."""
    options = [option for option in select.iter("option") if option.get("value")]
    holder = html.Element("span")
    holder.set("class", "fb-blank")
    inside_gap = "." in (select.get("id") or "") or select.getparent().tag != "div"
    for option in options:
        choice = html.Element("span")
        choice.set("data-ref", f"{select.get('name')}.{option.get('value')}")
        choice.text = option.text_content()
        choice.tail = " / " if option is not options[-1] else ""
        if inside_gap:
            holder.append(choice)
    if inside_gap:
        holder.text, options_end = "[", holder[-1]
        options_end.tail = "]"
    else:
        holder.text = " ______"
    holder.tail = select.tail
    select.tail = None
    select.getparent().replace(select, holder)


def _lines_for(product: Node) -> None:
    """Fields become empty cells; what is filled in already stays."""
    for field in list(product.iter("textarea")):
        field.tag = "span"
        field.text = field.text or "\N{NO-BREAK SPACE}"


def _answer_section(answers: list[tuple[Node, list[str]]]) -> Node:
    section = html.Element("section")
    section.set("class", "fb-epub-answers")
    etree.SubElement(section, "h2").text = _("Answers")
    listed = etree.SubElement(section, "ol")
    for stem, lines in answers:
        item = etree.SubElement(listed, "li")
        etree.SubElement(item, "p").text = " ".join(stem.text_content().split())
        inner = etree.SubElement(item, "ul")
        for line in lines:
            etree.SubElement(inner, "li").text = " ".join(line.split())
    return section


def _plain(body: Node) -> None:
    """Only elements and attributes that an EPUB reader without script knows."""
    drawn = {part for drawing in body.iter("svg") for part in drawing.iter() if isinstance(part.tag, str)}
    for part in list(body.iter()):
        if not isinstance(part.tag, str):
            part.drop_tree()
            continue
        if part in drawn:
            continue
        if part.tag == "input":
            part.tag, part.text = "span", "\N{WHITE SQUARE} " if part.get("type") in {"radio", "checkbox"} else "______"
            part.attrib.clear()
        part.tag = _RENAMED.get(part.tag, part.tag)
        for attribute in list(part.attrib):
            if _DATA.match(attribute):
                del part.attrib[attribute]
    for part in body.iter("p", "span"):
        if any(child.tag in _BLOCKS for child in part):
            part.tag = "div"


def _links(body: Node, name: str, known: Callable[[str], str | None]) -> None:
    """Links lead to chapters; what has no chapter becomes text. Links to the outside stay."""
    for link in list(body.iter("a")):
        target = link.get("href") or ""
        if not target or target.startswith(("#", "mailto:")) or "://" in target:
            continue
        path, _hash, anchor = target.partition("#")
        file = known(posixpath.normpath(posixpath.join(posixpath.dirname(name), path)))
        if file is None:
            link.drop_tag()
        else:
            link.set("href", f"{file}#{anchor}" if anchor else file)
    ids = {part.get("id") for part in body.iter() if part.get("id")}
    for link in list(body.iter("a")):
        target = link.get("href") or ""
        if target.startswith("#") and target[1:] not in ids:
            link.drop_tag()


def _copy(source: Node, parent: Node) -> None:
    """HTML to XHTML; inline drawings get their namespace, and their attributes' capitals back."""
    space = SVG if source.tag == "svg" or parent.tag.startswith(f"{{{SVG}}}") else XHTML
    element = etree.SubElement(
        parent, f"{{{space}}}{_SVG_NAMES.get(source.tag, source.tag) if space == SVG else source.tag}"
    )
    for name, value in source.attrib.items():
        if name in {"xmlns", "xmlns:xlink"} or ":" in name or (space == SVG and name == "direction"):
            continue
        element.set(_SVG_ATTRIBUTES.get(name, name) if space == SVG else name, value)
    element.text, element.tail = source.text, source.tail
    for child in source:
        if isinstance(child.tag, str):
            _copy(child, element)


_SVG_NAMES = {"clippath": "clipPath", "lineargradient": "linearGradient"}
_SVG_ATTRIBUTES = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}
