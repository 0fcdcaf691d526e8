"""The bank through each exporter and back: the same items, but for what docs/items-import.md lists as lost."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vector_items import bound_item

from building import PROJECT
from fieldbook.assessment.old_questions import aiken_reader, gift_reader, moodle_reader, qti_files
from fieldbook.assessment.old_questions.found_questions import Found
from fieldbook.assessment.old_questions.safe_xml import parse
from fieldbook.assessment.old_questions.to_markdown import literal
from fieldbook.assessment.scoring import normal
from fieldbook.assessment.shapes import ChoiceItem, GapsItem
from fieldbook.course.sources import load_course
from fieldbook.packages.aiken import aiken_text
from fieldbook.packages.exported_bank import Bank, Chapter, as_html, as_text, bound_bank
from fieldbook.packages.gift import gift_text
from fieldbook.packages.moodle import nearest_grade, quiz_xml
from fieldbook.packages.qti_item import item_xml
from fieldbook.packages.qti_writer import QTI21, xml_bytes

Item = Mapping[str, Any]


def _package(bank: Bank) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for item in bank.items:
            archive.writestr(f"items/{item.id}.xml", xml_bytes(item_xml(item, QTI21, "en")))
    return stream.getvalue()


TRIPS: dict[str, Callable[[Bank], Found]] = {
    "moodle": lambda bank: moodle_reader.read(parse(quiz_xml(bank, "A course")), "moodle"),
    "gift": lambda bank: gift_reader.read(gift_text(bank, "A course"), "gift"),
    "qti21": lambda bank: qti_files.read_package(_package(bank), "qti21"),
}


def _rich(markdown: str) -> str:
    return " ".join(as_html(markdown).split())


def _options(item: Item, options: Iterable[Item], name: str) -> list[tuple[Any, ...]]:
    """Text, what makes it right, and feedback of each option, in an order of their own."""
    return sorted((_option(item, option, name) for option in options), key=repr)


def _option(item: Item, option: Item, name: str) -> tuple[Any, ...]:
    why = _rich(option["feedback"])
    if item["type"] == "short-answer":
        return frozenset(map(normal, (option["text"], *option.get("accept", ())))), bool(option.get("key")), why
    if item["type"] == "numeric":
        return float(option["text"]), bool(option.get("key")), option.get("tolerance", 0.0), why
    if "score" in option:
        score = option["score"] if name == "qti21" else nearest_grade(option["score"] * 100) / 100
        return _rich(option["text"]), round(score, 3), why
    if item["type"] == "ordering":
        return option.get("place") or option["key"], _rich(option["text"]), why
    return _rich(option["text"]), bool(option.get("key")), why


def essence(item: Item, name: str) -> dict[str, Any]:
    """What must come back from a trip through format ``name``, of an item bound or imported."""
    found: dict[str, Any] = {"type": item["type"], "stem": _rich(item["stem"])}
    if item["type"] == "gap-text":
        for place, gap in enumerate(item["gaps"], 1):
            if name != "qti21":
                found["stem"] = found["stem"].replace(f"[[{gap['id']}]]", f"[[gap-{place}]]")
        found["gaps"] = [_options(item, gap["options"], name) for gap in item["gaps"]]
    elif item["type"] == "matching":
        found |= _sides(item)
    else:
        found["options"] = _options(item, item["options"], name)
    if "otherwise" in item:
        found["otherwise"] = _rich(item["otherwise"])
        found["unit"] = item.get("unit", "") if name == "qti21" else ""
    return found


def _sides(item: Item) -> dict[str, Any]:
    rights = {right["id"]: right["text"] for right in item.get("rights", ())}
    pairs = [(option, rights[option["match"]] if rights else option["key"]) for option in item["options"]]
    extra = set(item.get("extra", ())) | (set(rights.values()) - {right for _option, right in pairs})
    return {
        "pairs": sorted((_rich(option["text"]), as_text(right), _rich(option["feedback"])) for option, right in pairs),
        "extra": sorted(map(as_text, extra)),
    }


@lru_cache(maxsize=1)
def _own() -> Bank:
    return bound_bank(load_course(PROJECT))


@pytest.mark.parametrize("name", sorted(TRIPS))
def test_our_bank_comes_back(name: str) -> None:
    bank, found = _own(), TRIPS[name](_own())
    fitting = [item for item in bank.items if name != "gift" or not isinstance(item, GapsItem) or len(item.gaps) < 2]
    assert not [remark for remark in found.remarks if remark.left_out]
    assert {remark.reason for remark in found.remarks} <= {"steps and their places become an ordering item"}
    back = {taken.id: taken for taken in found.taken}
    assert sorted(back) == sorted(item.id for item in fitting)
    for item in fitting:
        taken = back[item.id]
        assert essence(taken.item, name) == essence(item.model_dump(), name), item.id
        assert item.objective in taken.tags
        if name != "qti21":
            assert item.level in taken.tags
            assert taken.sources == item.source


def test_our_bank_comes_back_from_aiken() -> None:
    """It has no ids: questions come back in order, with their key."""
    sent = [item for item in _own().items if isinstance(item, ChoiceItem)]
    found = aiken_reader.read(aiken_text(_own()), "aiken")
    assert not found.remarks
    assert len(found.taken) == len(sent)
    for taken, item in zip(found.taken, sent, strict=True):
        assert as_text(taken.item["stem"]) == as_text(item.stem)
        assert {as_text(option["text"]): bool(option.get("key")) for option in taken.item["options"]} == {
            as_text(option.text): option.id in item.keys for option in item.options
        }


WORDS = st.text(st.sampled_from("abcxyz 0123456789éж日.,?!()'\"<>&{}[]#~=:*_%\\/|-+$"), min_size=1, max_size=30)
PLAIN = WORDS.map(lambda text: " ".join(text.split())).filter(lambda text: any(map(str.isalnum, text)))
TEXT = PLAIN.map(literal)
"""Markdown that shows any signs."""
EMPHASIS = st.builds(lambda words: f"Look **here**: {words}\n\n- one\n- two", TEXT)
STEMS = st.one_of(TEXT, EMPHASIS)
SIMPLE = (
    st.text(st.sampled_from("abcdefghij xyz"), min_size=1, max_size=12).map(lambda t: " ".join(t.split())).filter(bool)
)


def _distinct(texts: st.SearchStrategy[str], least: int, most: int = 5) -> st.SearchStrategy[list[str]]:
    """Texts that differ also without case and are no words that mean something."""
    return st.lists(texts, min_size=least, max_size=most, unique_by=lambda text: as_text(text).casefold()).filter(
        lambda found: not {as_text(text).casefold() for text in found} & {"true", "false", "todo"}
    )


def _lettered(texts: list[str], reasons: list[str], **more: list[Any]) -> list[dict[str, Any]]:
    rows = zip("abcdefghij", texts, reasons, strict=False)
    return [
        {"id": letter, "text": text, "feedback": why, **{key: values[place] for key, values in more.items()}}
        for place, (letter, text, why) in enumerate(rows)
    ]


@st.composite
def items(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """A bound item of a type."""
    head = {"id": "m-i-x", "type": kind, "objective": "o", "level": "apply", "stem": draw(STEMS), "source": ["s"]}
    reasons = draw(st.lists(TEXT, min_size=5, max_size=5))
    if kind == "numeric":
        values = draw(st.lists(st.integers(-9999, 9999), min_size=1, max_size=3, unique=True))
        slack = draw(st.sampled_from([0.0, 0.25, 5.0]))
        rest = {"accept": [[]] * 3, "tolerance": [slack] * 3, "key": [True, False, False]}
        unit = draw(st.sampled_from(["", "km", "per cent"]))
        options = _lettered([str(value) for value in values], reasons, **rest)
        return head | {"options": options, "otherwise": draw(TEXT), "unit": unit}
    if kind == "short-answer":
        texts = draw(_distinct(SIMPLE, 2, 4))
        rest = {"accept": [texts[2:], []], "tolerance": [0.0] * 2, "key": [True, False]}
        reasons = [f"yes {reasons[0]}", f"no {reasons[1]}"]
        return head | {"options": _lettered(texts[:2], reasons, **rest), "otherwise": draw(TEXT), "unit": ""}
    if kind == "gap-text":
        texts = draw(_distinct(TEXT, 2))
        gaps = [{"id": "where", "options": _lettered(texts, reasons, key=[True] + [False] * 4)}]
        return head | {"stem": f"{draw(TEXT)} [[where]] {draw(TEXT)}", "gaps": gaps}
    if kind == "matching":
        texts, rights = draw(_distinct(SIMPLE, 2, 4)), draw(_distinct(TEXT, 5))
        named = [{"id": f"r{place}", "text": text} for place, text in enumerate(rights, 1)]
        options = _lettered(texts, reasons, match=["r1", "r2", "r3", "r1"])
        return head | {"options": options, "rights": named}
    texts = draw(_distinct(SIMPLE if kind == "ordering" else TEXT, 3))
    more = {
        "single-choice": {"key": [False, True, False, False, False]},
        "multiple-response": {"key": [True, False, True, False, False]},
        "situational-judgement": {"score": [0.5, 1, 0, 0.25, 0.1]},
        "ordering": {"place": [2, 1, 3, 4, 5]},
    }[kind]
    return head | {"options": _lettered(texts, reasons, **more)}


KINDS = (
    *("single-choice", "multiple-response", "situational-judgement", "ordering", "matching"),
    *("numeric", "short-answer", "gap-text"),
)


@pytest.mark.parametrize("name", sorted(TRIPS))
@given(st.sampled_from(KINDS).flatmap(items))
@settings(max_examples=70, deadline=None, derandomize=True)
def test_any_item_comes_back(name: str, item: dict[str, Any]) -> None:
    found = TRIPS[name](Bank((Chapter("m", "M", (bound_item(item),)),), ()))
    assert [remark.reason for remark in found.remarks if remark.left_out] == []
    assert essence(found.taken[0].item, name) == essence(item, name)
