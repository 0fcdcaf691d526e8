"""QTI 2.1 items: their questions, right answers, scoring and feedback. What is around them: ``qtifiles``."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from lxml import etree

from fieldbook.assessment.old_questions.cloze_reader import placeholder, with_gaps
from fieldbook.assessment.old_questions.found_questions import Found
from fieldbook.assessment.old_questions.old_text import Item, RefusedError, Text
from fieldbook.assessment.old_questions.qti_rules import Declaration, declarations, expected
from fieldbook.assessment.old_questions.safe_xml import Node, line
from fieldbook.assessment.old_questions.to_items import (
    BLANK,
    OldAnswer,
    choice,
    gaps,
    matching,
    numeric,
    ordering,
    short_answer,
)
from fieldbook.core.i18n import _

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def take_item(root: Node, found: Found) -> None:
    """Take the question of an ``assessmentItem``, or say why not."""
    name = root.get("title", "") or root.get("identifier", "")
    label = tuple(part for part in root.get("label", "").split() if part)
    found.take(line(root), name, partial(_made, root), id_=root.get("identifier", ""), tags=label)


def _made(root: Node, text: Text) -> Item:
    body = root.find("itemBody")
    asked = [] if body is None else [node for node in body.iter(etree.Element) if node.tag.endswith("Interaction")]
    if body is None or not asked:
        raise RefusedError(_("it asks nothing that can be answered"))
    if root.get("adaptive") == "true":
        raise RefusedError(_("it changes with each attempt (adaptive)"))
    if root.find("templateProcessing") is not None or body.find(".//printedVariable") is not None:
        raise RefusedError(_("its values are drawn from a template"))
    kinds = {node.tag for node in asked}
    make = _TYPES.get(asked[0].tag)
    if len(kinds) > 1 or (len(asked) > 1 and kinds != {"inlineChoiceInteraction"}):
        raise RefusedError(_("it asks in several ways at once: {kinds}").format(kinds=", ".join(sorted(kinds))))
    if make is None:
        raise RefusedError(_("{kind} is not known here").format(kind=asked[0].tag))
    if body.find(".//rubricBlock") is not None:
        text.lose(_("notes for those who mark are left out"))
        for block in body.findall(".//rubricBlock"):
            _drop(block)
    return make(_Source(root, body, text), asked)


class _Source:
    """An item's parts as the types ask for them."""

    def __init__(self, root: Node, body: Node, text: Text) -> None:
        self.root, self.body, self.text = root, body, text
        self.declared = declarations(root)
        self._modal = {node.get("identifier", ""): node for node in root.iterfind("modalFeedback")}

    def declaration(self, interaction: Node) -> Declaration:
        """What is right for ``interaction``."""
        name = interaction.get("responseIdentifier", "")
        if name not in self.declared:
            raise RefusedError(_("it does not say what is right"))
        return self.declared[name]

    def modal(self, name: str) -> str:
        """Feedback with this identifier, which is then used."""
        node = self._modal.pop(name, None)
        return "" if node is None else self.inner(node)

    def close(self, item: Item) -> Item:
        """``item``, after what is left of the feedback became that for all answers, or was lost."""
        left = [self.inner(node) for node in self._modal.values()]
        if len(left) == 1:
            self.text.general = left[0]
        elif left:
            self.text.lose(_("feedback for the question as a whole is left out"))
        return item

    def inner(self, node: Node) -> str:
        """The content of an element as Markdown."""
        return self.text.html(_inner_html(node))

    def stem(self, asked: Sequence[Node], marks: Sequence[str]) -> str:
        """The body with ``marks`` in the place of interactions; a prompt stands before what is left of it."""
        prompts = [self.inner(prompt) for node in asked if (prompt := node.find("prompt")) is not None]
        for node, mark in zip(asked, marks, strict=True):
            _drop(node, mark)
        return "\n\n".join(part for part in [self.inner(self.body), *prompts] if part)


def _choice(source: _Source, asked: Sequence[Node]) -> Item:
    declared = source.declaration(asked[0])
    many = declared.cardinality == "multiple"
    answers = []
    for node in asked[0].iterfind("simpleChoice"):
        name = node.get("identifier", "")
        inline = [_feedback(source, part) for part in list(node.iter("feedbackInline", "feedbackBlock"))]
        why = "\n\n".join(part for part in [*inline, source.modal(name)] if part)
        answers.append(OldAnswer(source.inner(node), declared.share(name), why))
    return source.close(choice(source.text, source.stem(asked, [""]), answers, many=many))


def _feedback(source: _Source, node: Node) -> str:
    """The words of a feedback inside an option, which are taken out of it."""
    found = source.inner(node)
    _drop(node)
    return found


def _matching(source: _Source, asked: Sequence[Node]) -> Item:
    sets = asked[0].findall("simpleMatchSet")
    if len(sets) != 2:
        raise RefusedError(_("it has not two sides"))
    lefts, rights = (
        {node.get("identifier", ""): source.inner(node) for node in side.iterfind("simpleAssociableChoice")}
        for side in sets
    )
    joined = _joined(source.declaration(asked[0]).right, lefts, rights)
    pairs = [(words_, rights[joined[name]]) for name, words_ in lefts.items()]
    pairs += [("", words_) for name, words_ in rights.items() if name not in joined.values()]
    return source.close(matching(source.text, source.stem(asked, [""]), pairs))


def _joined(right: Sequence[str], lefts: Mapping[str, str], rights: Mapping[str, str]) -> dict[str, str]:
    """Right side by left side. A pair may be written either way round."""
    joined: dict[str, str] = {}
    for value in right:
        pair = value.split()
        if len(pair) == 2 and pair[0] in rights and pair[1] in lefts:
            pair.reverse()
        if len(pair) != 2 or pair[0] not in lefts or pair[1] not in rights:
            raise RefusedError(_("a right answer names what is not there"))
        if pair[0] in joined:
            raise RefusedError(_("a left side has several right sides"))
        joined[pair[0]] = pair[1]
    if set(joined) != set(lefts):
        raise RefusedError(_("a left side has no right side"))
    return joined


def _ordering(source: _Source, asked: Sequence[Node]) -> Item:
    steps = {node.get("identifier", ""): source.inner(node) for node in asked[0].iterfind("simpleChoice")}
    right = source.declaration(asked[0]).right
    if sorted(right) != sorted(steps):
        raise RefusedError(_("its right order does not name each step once"))
    return source.close(ordering(source.stem(asked, [""]), [steps[name] for name in right]))


def _written(source: _Source, asked: Sequence[Node]) -> Item:
    declared = source.declaration(asked[0])
    numbers = declared.base in {"float", "integer"}
    if not numbers and declared.base != "string":
        raise RefusedError(_("{kind} is not known here").format(kind=f"baseType {declared.base[:30]}"))
    answers, otherwise = expected(source.root, declared, source.modal, source.text)
    unit = _unit(asked[0]) if numbers else ""
    mark = placeholder(etree.tostring(source.body, encoding="unicode"))
    paragraph = asked[0].getparent()
    alone = paragraph is not None and paragraph is not source.body and not _beside(paragraph, asked[0])
    if alone and (unit or not (asked[0].tail or "").strip()):
        asked[0].tail = None
        stem = source.stem(asked, [""])
    else:
        unit, stem = "", source.stem(asked, [mark]).replace(mark, BLANK)
    if numbers:
        return source.close(numeric(source.text, stem, answers, otherwise, unit))
    return source.close(short_answer(source.text, stem, answers, otherwise))


def _beside(paragraph: Node, interaction: Node) -> bool:
    """Whether more than the interaction, and a unit behind it, stands in the paragraph."""
    return len(paragraph) > 1 or bool((paragraph.text or "").strip()) or interaction is not paragraph[0]


def _unit(interaction: Node) -> str:
    """A word or two behind the field, which is a number's unit; nothing where it is a sentence."""
    tail = " ".join((interaction.tail or "").split())
    return tail if tail and len(tail) <= 40 and tail[-1] not in ".?!:;," else ""


def _gaps(source: _Source, asked: Sequence[Node]) -> Item:
    mark = placeholder(etree.tostring(source.body, encoding="unicode"))
    names, listed = [], []
    for place, node in enumerate(asked, 1):
        declared = source.declaration(node)
        own = node.get("responseIdentifier", "").removeprefix("RESPONSE_")
        names.append(own if _ID.fullmatch(own) and own not in names and len(own) <= 60 else f"gap-{place}")
        choices = [
            OldAnswer(source.inner(option), declared.share(option.get("identifier", "")))
            for option in node.iterfind("inlineChoice")
        ]
        listed.append((names[-1], choices))
    stem = with_gaps(source.stem(asked, [f"{mark}{name}X" for name in names]), mark)
    return source.close(gaps(stem, listed))


def _drop(node: Node, mark: str = "") -> None:
    """Take an element out and keep the text behind it, with ``mark`` in its place."""
    parent, tail = node.getparent(), f"{mark}{node.tail or ''}"
    if parent is None:
        return
    before = node.getprevious()
    if before is None:
        parent.text = f"{parent.text or ''}{tail}"
    else:
        before.tail = f"{before.tail or ''}{tail}"
    node.tail = None
    parent.remove(node)


def _inner_html(node: Node) -> str:
    """The content of an element as HTML."""
    children = (etree.tostring(child, encoding="unicode", method="html") for child in node)
    return "".join([html.escape(node.text or "", quote=False), *children])


_TYPES: dict[str, Callable[[_Source, Sequence[Node]], Item]] = {
    "choiceInteraction": _choice,
    "matchInteraction": _matching,
    "orderInteraction": _ordering,
    "textEntryInteraction": _written,
    "inlineChoiceInteraction": _gaps,
}
