"""The glossary page, and the definitions in the text of other pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from fieldbook.book.extension.term_links import Matcher
from fieldbook.model.glossary import Term

if TYPE_CHECKING:
    from conftest import Reader, Scratch

MODULE = "modules/1-mandate.html"


def term(name: str, en: str, abbr: str = "") -> Term:
    return Term.model_validate({"id": name, "en": en, "abbr": abbr, "def": "…"})


MATCHER = Matcher(
    [
        term("poc", "protection of civilians", "POC"),
        term("civilian", "civilian"),
        term("tier1", "tier I, dialogue and engagement"),
        term("tier2", "tier II, physical protection"),
        term("can", "community alert network", "CAN"),
        term("women", "women, peace and security", "WPS"),
        term("gain", "normalized gain", "g"),
        term("adviser", "POC adviser"),
        term("dsrsg", "Deputy SRSG", "DSRSG/RC/HC"),
        term("rc", "Resident Coordinator", "RC"),
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The protection of\ncivilians", ["poc"]),
        ("Protection of Civilians (POC)", ["poc", "poc"]),
        ("a civilian, civilians, threats", []),
        ("tier I and tier II, Tier III", ["tier1", "tier2"]),
        ("We can wait, the CAN cannot, two CANs", ["can", "can"]),
        ("women and peace", []),
        ("women, peace and security", ["women"]),
        ("5 g of gold", []),
        ("A POC adviser and POC", ["adviser", "poc"]),
        ("the DSRSG/RC/HC and the RC", ["dsrsg", "rc"]),
        ("POC-related, EPOC", []),
    ],
)
def test_only_abbreviations_and_terms_of_several_words_are_found(text: str, found: list[str]) -> None:
    assert [name for _start, _end, name in MATCHER.find(text)] == found


def test_the_page_gives_equivalents_in_their_language_and_direction(book: Scratch) -> None:
    page = BeautifulSoup(book.page("book/glossary.html"), "lxml")
    [name] = page.select("#term-poc")
    assert name.get_text() == "protection of civilians (POC)"
    definition = name.find_next_sibling("dd")
    assert definition.select("[lang=fr]")[0].get_text() == "protection des civils"
    [arabic] = definition.select("[lang=ar]")
    assert (arabic.name, arabic.get("dir")) == ("bdi", "rtl")
    assert "references.html#" in definition.select(".fb-term-source a")[0].get("href")


def test_the_first_place_of_a_term_is_linked_and_no_other(book: Scratch) -> None:
    links = BeautifulSoup(book.page(MODULE), "lxml").select("a.fb-term")
    assert [link.get_text() for link in links] == ["protection of civilians", "POC adviser", "JMAC", "tier II"]
    assert links[0].get("href") == "../book/glossary.html#term-poc"


def test_definitions_stand_once_in_a_script_and_not_in_pages(book: Scratch) -> None:
    script = book.page("_static/fieldbook-glossary.js")
    data = json.loads(script.removeprefix("window.FIELDBOOK_GLOSSARY=").removesuffix(";\n"))
    assert data["jmac"] == ["Joint Mission Analysis Centre (JMAC)", "Says what is likely <b>and</b> why."]
    assert "Says what is likely" not in book.page(MODULE)


def test_a_changed_glossary_changes_pages_that_did_not_change(scratch: Scratch) -> None:
    scratch.build()
    terms = scratch.root / "book/glossary.yml"
    terms.write_text(terms.read_text("utf-8") + '- {id: gate, en: "base gate", def: "Where people come."}\n', "utf-8")
    scratch.write("index.md", (scratch.root / "index.md").read_text("utf-8") + "\nAt the base gate.\n")
    scratch.build()
    assert "#term-gate" in scratch.page("index.html")
    terms.write_text(terms.read_text("utf-8").replace('en: "base gate"', 'en: "iron gate"'), "utf-8")
    scratch.build()
    assert "#term-gate" not in scratch.page("index.html")


def test_a_fault_in_the_glossary_is_named_with_its_line(scratch: Scratch) -> None:
    scratch.write("book/glossary.yml", "terms:\n- {id: Poc, en: protection, def: x}\n")
    [warning, *_] = scratch.build().warnings
    assert f"{scratch.root / 'book/glossary.yml'}:2: WARNING: terms[0].id: is not an id." in warning


@pytest.mark.browser
def test_the_definition_shows_on_focus_and_hover_and_goes_with_escape(book: Scratch, reader: Reader) -> None:
    page = reader.open(book, MODULE)
    link = page.locator("a.fb-term", has_text="JMAC")
    link.focus()
    tip = page.locator("#fb-tip")
    tip.wait_for(state="visible")
    assert tip.inner_text() == "Joint Mission Analysis Centre (JMAC)\nSays what is likely <b>and</b> why."
    assert link.get_attribute("aria-describedby") == "fb-tip"
    page.keyboard.press("Escape")
    tip.wait_for(state="hidden")
    assert link.get_attribute("aria-describedby") is None
    link.hover()
    tip.wait_for(state="visible")
    tip.hover()
    page.wait_for_timeout(400)
    assert tip.is_visible()
    page.mouse.move(5, 5)
    tip.wait_for(state="hidden")
    assert reader.faults == []


@pytest.mark.browser
def test_the_first_touch_explains_and_the_second_one_goes_there(book: Scratch, phone: Reader) -> None:
    page = phone.open(book, MODULE)
    link = page.locator("a.fb-term", has_text="POC adviser")
    link.tap()
    page.locator("#fb-tip").wait_for(state="visible")
    link.tap()
    page.wait_for_url("**/book/glossary.html#term-adviser")
