"""Values that text may use, and that whatever a pack says prints as it stands."""

from __future__ import annotations

import dataclasses
import html
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from myst_parser.parsers.mdit import create_md_parser

from fieldbook.context.fill import filled
from fieldbook.context.pack import ContextPack, load_context
from fieldbook.context.values import markdown_safe, values
from fieldbook.core.problems import Problem

PROJECT = Path(__file__).parents[2]
MISSING = "not yet provided by the mission"
EXTENSIONS = {
    *("amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist", "html_admonition", "html_image"),
    *("replacements", "smartquotes", "strikethrough", "substitution", "tasklist"),
}
PARSER = create_md_parser(MdParserConfig(enable_extensions=EXTENSIONS), DocutilsRenderer)


@pytest.fixture(scope="module")
def small() -> ContextPack:
    return load_context(PROJECT / "tests" / "data" / "contexts" / "small")


@pytest.fixture(scope="module")
def ondara() -> ContextPack:
    return load_context(PROJECT / "contexts" / "ondara")


def _with(pack: ContextPack, **columns: list[object]) -> ContextPack:
    return dataclasses.replace(pack, incidents=pack.incidents.assign(**columns))


def test_every_documented_name_has_a_value(ondara: ContextPack) -> None:
    text = (PROJECT / "docs" / "architecture.md").read_text("utf-8")
    listed = text.split("Substitutions: ")[1].split(".\n")[0]
    documented = {
        f"{group}.{name}"
        for part in listed.split("`")[1::2]
        for group, names in [part.strip("{} ").split(".")]
        for name in names.split("|")
    }
    found = values(ondara)
    assert {f"{group}.{name}" for group, names in found.items() for name in names} == documented
    assert MISSING not in {value for names in found.values() for value in names.values()}


def test_values_of_a_small_pack(small: ContextPack) -> None:
    assert values(small)["data"] == {
        "as_of": "30 June 2025",
        "first_date": "5 January 2024",
        "last_date": "30 March 2024",
        "years": "2024",
        "incidents": "3",
        "civilians_killed": "3",
        "areas": "2",
        "source": "invented",
    }


def test_the_first_in_a_count(small: ContextPack) -> None:
    top = values(small)["top"]
    assert (top["area"], top["area_incidents"], top["area_share"]) == ("South", "2", "67")
    assert (top["actor"], top["year"]) == ("Riders", "2024")


def test_a_tie_is_said_in_words(small: ContextPack) -> None:
    assert values(small)["top"]["month"] == "several months"
    tied = _with(small, side_a=["Riders", "Army", "Riders"], side_b=["Civilians", "Civilians", "Army"])
    assert values(tied)["top"]["actor"] == "several actors"
    assert values(_with(small, area_name=["South", "North", "East"]))["top"]["area"] == "several areas"


def test_nobody_unidentified_is_a_top_actor(small: ContextPack) -> None:
    unnamed = _with(small, side_a=["Unidentified armed men"] * 2 + ["Army"], side_b=["Civilians"] * 3)
    assert values(unnamed)["top"]["actor"] == "Army"
    nobody = _with(small, side_a=["Unknown"] * 3, side_b=["Civilians"] * 3)
    assert values(nobody)["top"]["actor"] == MISSING


def test_an_unknown_area_is_no_top_area(small: ContextPack) -> None:
    unplaced = _with(small, area=["area-not-known"] * 2 + ["north"], area_name=["Area not known"] * 2 + ["North"])
    top = values(unplaced)["top"]
    assert (top["area"], top["area_incidents"], top["area_share"]) == ("North", "1", "33")


def test_missing_counts_are_missing_and_not_none_killed(small: ContextPack) -> None:
    unknown = small.incidents["civilians_killed"].where([False] * 3)
    assert values(_with(small, civilians_killed=list(unknown)))["data"]["civilians_killed"] == MISSING


def test_a_pack_without_incidents(small: ContextPack) -> None:
    found = values(dataclasses.replace(small, incidents=small.incidents.iloc[:0]))
    assert found["data"]["incidents"] == "0"
    assert found["data"]["civilians_killed"] == found["data"]["first_date"] == found["data"]["years"] == MISSING
    assert set(found["top"].values()) == {MISSING}


def test_thousands_are_marked_as_the_language_does(ondara: ContextPack) -> None:
    assert values(ondara)["data"]["incidents"] == f"{len(ondara.incidents):,}"


def _flat(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in [token, *_flat(token.children or [])]]


def _printed(text: str) -> tuple[str, set[str]]:
    """Text that a page shows for Markdown source, and the kinds of markup in it."""
    tokens = _flat(PARSER.parse(text))
    plain = {"paragraph_open", "paragraph_close", "inline", "text", "text_special", "front_matter"}
    kinds = {token.type for token in tokens} - plain
    return "".join(token.content for token in tokens if token.type in {"text", "text_special"}), kinds


HOSTILE = [
    "<script>alert(1)</script>", "{{ mission.name }}", "{% raw %}", "{ref}`x`", "[a](http://b.org)", "![a](b.png)",
    "**bold** _it_ ~~s~~", "# heading", "- item", "1. one", "1) one", "> quote", "% a comment", "| a | b |", "$x$",
    "```{raw} html",
    ":::{note}", "a\n\n===", "&lt;b&gt;", "(target)=",
    "+++", "---", "\\newpage", "http://b.org www.b.org", "<https://b.org>",
    "[^1]",
    "`code`", "{#id .class}", "../../etc/passwd", "a\u202eb", "\u0000x", '"q" -- \'q\' ... (c)', ": term", "[ ] task",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("frame", ["{}", "Seen in {} today", "- {}", "## {}"])
def test_hostile_text_prints_as_it_stands(text: str, frame: str) -> None:
    expected, kinds = _printed(frame.format("harmless"))
    shown = " ".join(text.replace("\u202e", " ").replace("\u0000", " ").split())
    assert _printed(frame.format(markdown_safe(text))) == (expected.replace("harmless", shown), kinds)


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"]), min_size=1, max_size=60))
def test_any_text_prints_as_it_stands(text: str) -> None:
    shown = " ".join(text.split())
    assert _printed(f"Seen: {markdown_safe(text)}!") == (f"Seen: {shown}!", set())
    assert html.unescape(markdown_safe(text)) == shown


def test_a_mission_s_name_that_begins_a_text_begins_large() -> None:
    def fault(message: str, remedy: str, code: str) -> Problem:
        return Problem("x.yml", 1, "", message, remedy, code)

    known = {"mission.short": "the mission", "row.actor": "anti-Balaka"}
    assert filled(" {{ mission.short }} of {{ mission.short }}", known, fault) == " The mission of the mission"
    assert filled("{{ row.actor }}", known, fault) == "anti-Balaka"


@pytest.mark.parametrize("number", ["12", "12.5", "-3", "1,5"])
def test_a_lone_number_stays_readable_as_an_answer(number: str) -> None:
    assert markdown_safe(number) == number
