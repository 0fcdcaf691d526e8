"""Messages get their words late: in the language in use, by its rules, and from nothing but their own values."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from made_up_language import LANG, made_up, made_up_language
from pydantic import ValidationError

from fieldbook.core.i18n import use_language
from fieldbook.core.message import (
    Date,
    Message,
    Month,
    Paragraph,
    Percent,
    Phrase,
    ProperName,
    in_words,
    listing,
    message,
    plural,
    series,
    words,
)
from fieldbook.model.chart import Column, ColumnChart

NORTH = ProperName(text="the North", of="area", id="north")
DAY = dt.date(2026, 9, 30)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("as it stands {n}", "as it stands {n}"),
        (message("{n} of {all}", n=3.25, all=1416), "3.2 of 1,416"),
        (message("{share}", share=Percent(share=0.27)), "27%"),
        (message("{share}", share=Percent(share=0.001)), "under 1%"),
        (Date(date=DAY), "30 September 2026"),
        (Date(date=DAY, form="day-month"), "30 September"),
        (Date(date=DAY, form="month-year"), "September 2026"),
        (Month(number=9, short=True), "Sept"),
        (listing(["a", NORTH, message("{n} km", n=5)]), "a, the North and 5 km"),
        (listing([]), ""),
        (series(["a, b", "c"]), "a, b; c"),
        (Paragraph(sentences=("One.", message("{finding}.", finding="Two"))), "One. Two."),
        (plural("{n} area", "{n} areas", 1), "1 area"),
        (plural("{n} area in {place}", "{n} areas in {place}", 1234, place=NORTH), "1,234 areas in the North"),
        (plural("one of {n}", "{n} each", 2, n=7), "7 each"),
    ],
)
def test_words_in_english(phrase: Phrase, text: str) -> None:
    assert words(phrase) == text
    assert words(words(phrase)) == text


def test_words_in_another_language(tmp_path: Path) -> None:
    areas = plural("{n} area", "{n} areas", 1234)
    limits = message("{n} rows", n=1234)  # a message that this catalogue has
    with made_up_language(tmp_path):
        use_language(LANG)
        assert words(limits) == f"1\xa0234 {made_up('rows')}"
        assert words(areas) == f"1\xa0234 {made_up('areas')}"
        assert words(plural("{n} area", "{n} areas", 21)) == f"21 {made_up('area')}", "as the language counts"
        assert words(Date(date=DAY, form="day-month")) == "30 сентября"
        assert words(Month(number=9)) == "сентябрь"
        assert words(listing(["a", "b"])) == "a и b"
        assert words(message("no such message")) == "no such message"


def test_a_message_travels_as_json() -> None:
    whole = plural("{n} a {x}", "{n} b {x}", 2, x=listing([NORTH, series([Date(date=DAY), "c"])]), y=0.5)
    assert Message.model_validate_json(whole.model_dump_json()) == whole


def test_a_translation_may_ask_for_a_form_of_a_name() -> None:
    """English has one form; the place where others come in is ``ProperName.bent``."""
    assert words(message("{place|in}: {n|in}", place=NORTH, n=2)) == "the North: 2"


@pytest.mark.parametrize("template", ["{x.__class__}", "{x[0]}", "{y}", "{}", "{0}"])
def test_a_template_reaches_nothing_but_its_values(template: str) -> None:
    with pytest.raises(KeyError):
        words(message(template, x="a"))


def test_values_are_no_templates() -> None:
    assert words(message("{a} {b}", a="{b}", b="{a}")) == "{b} {a}"


@pytest.mark.parametrize("wrong", [{"kind": "month", "number": 13}, {"kind": "message", "template": "x", "html": "y"}])
def test_what_is_no_phrase_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Message.model_validate({"template": "{x}", "values": {"x": wrong}})


def test_a_model_in_words_keeps_its_numbers() -> None:
    columns = (Column(label=Month(number=1), value=3, accent=0.5, shown=message("{n} km", n=3)),)
    said = in_words(ColumnChart(columns=columns))
    assert said == ColumnChart(columns=(Column(label="January", value=3, accent=0.5, shown="3 km"),))
    assert in_words(said) == said
