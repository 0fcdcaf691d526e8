"""The recurring parts of a lesson: what becomes of them in a page, and what is said about faulty ones."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from conftest import Scratch

MODULE = "modules/1-mandate.html"


def tree(book: Scratch, name: str = MODULE) -> Tag:
    return BeautifulSoup(book.page(name), "lxml")


def text(node: Tag) -> str:
    return " ".join(node.get_text().split())


def test_the_book_has_no_fault(book: Scratch) -> None:
    assert book.warnings == []


def test_a_situation_says_where_who_and_that_it_is_invented(book: Scratch) -> None:
    [part] = tree(book).select("div.fb-situation")
    assert text(part).startswith(
        "Situation invented Harsa Crossing, 14 February, 21:40 From Lieutenant Jonas Beck, Harsa Crossing "
        "To Captain Dara Imre, Talmo Sixty people are at the gate"
    )


def test_every_part_is_named_by_its_label_and_no_label_is_a_heading(book: Scratch) -> None:
    page = tree(book)
    parts = page.select(".fb-part")
    assert len(parts) == 8
    for part in parts:
        for name in part.get("aria-labelledby").split():
            [label] = page.select(f"#{name}")
            assert label.name == "p"
            assert text(label)


def test_a_decision_can_be_read_and_taken(book: Scratch) -> None:
    [decision] = tree(book).select("fieldbook-decision")
    assert (decision.get("data-id"), decision.get("data-type")) == ("m1-d-gate", "decision")
    radios = decision.select("form fieldset label input[type=radio]")
    assert [(radio.get("name"), radio.get("value")) for radio in radios] == [("m1-d-gate", value) for value in "abc"]
    consequences = decision.select(".fb-consequence")
    assert [part.get("data-for") for part in consequences] == ["a", "b", "c"]
    assert text(consequences[2]) == "The answer comes after eleven hours."
    assert text(decision.select(".fb-after")[0]).startswith("What happened:")
    assert text(decision.select("legend")[0]) == "What do you decide?"


@pytest.mark.parametrize(
    ("place", "tension", "poles"),
    [
        (1, "principles-pragmatism", ["Principles", "Pragmatism"]),
        (2, "national-local", ["National support", "Local support"]),
        (3, "armed-unarmed", ["Armed strategies", "Unarmed strategies"]),
    ],
)
def test_a_tension_names_both_poles(book: Scratch, place: int, tension: str, poles: list[str]) -> None:
    """As course.yml calls them; its place there chooses the hue."""
    [part] = tree(book).select(f"fieldbook-tension.fb-tension-{place}[data-tension={tension}]")
    assert [text(pole) for pole in part.select(".fb-pole")] == poles
    [slider] = part.select("input[type=range]")
    assert [slider.get(name) for name in ("min", "max", "value")] == ["-50", "50", "0"]


def test_notes_for_the_trainer_are_in_no_file_of_a_learner(book: Scratch, trainers_book: Scratch) -> None:
    secret = b"SECRET-OF-THE-TRAINER"
    assert [path for path in book.out.rglob("*") if path.is_file() and secret in path.read_bytes()] == []
    [notes] = tree(trainers_book).select("div.fb-facilitator")
    assert secret.decode() in text(notes)


def test_headings_skip_no_level(book: Scratch) -> None:
    levels = [int(found) for found in re.findall(r"<h([1-6])", book.page(MODULE))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_other_builders_print_the_content(scratch: Scratch) -> None:
    plain = scratch.build("text").page("modules/1-mandate.txt")
    for words in ("Open the gate and let all of them in.", "The answer comes after eleven hours.", "Leadership lens"):
        assert words in plain


FAULTS = [
    ("{decision} x-d\nPrompt only.", "decision 'x-d': 0 lists of choices. Write one list, a choice for each item"),
    (
        "{decision} x-d\n- One.\n\n  Then.\n- Two.\n\n  Then.",
        "decision 'x-d': there is no prompt. Say above the list what is to be decided",
    ),
    (
        "{decision} x-d\nPrompt.\n\n- One.\n\n  Then.",
        "decision 'x-d': there must be two choices or more. Add list items",
    ),
    (
        "{decision} x-d\nPrompt.\n\n- One.\n\n  Then.\n- Two.",
        "decision 'x-d': choice 2 has no consequence. Write a paragraph with what follows from it into the list item",
    ),
    (
        "{tension} war-peace\n:id: x-t\n\nWhere?",
        "tension: there is no tension 'war-peace'. Use one of: principles-pragmatism, national-local, armed-unarmed",
    ),
    (
        "{tension} national-local\nWhere?",
        "tension 'national-local': the id is missing. Add a line such as :id: m1-t-gate",
    ),
    (
        "{tension} national-local\n:id: x-t",
        "tension 'national-local': there is no question. Write what the learner takes a position on",
    ),
    ("{keypoints}\nNothing.", "keypoints: there is no list. Write each point as a list item"),
    ("{keypoints}\n- 1\n- 2\n- 3\n- 4\n- 5", "keypoints: 5 points. Keep at most 4"),
]


@pytest.mark.parametrize(("directive", "message"), FAULTS, ids=[message[:40] for _directive, message in FAULTS])
def test_a_faulty_part_is_named_with_its_line(scratch: Scratch, directive: str, message: str) -> None:
    scratch.write("book/plain.md", f"# Page\n\nText.\n\n```{directive}\n```\n")
    scratch.build()
    assert [re.sub(r"\x1b\[[\d;]+m", "", line) for line in scratch.warnings] == [
        f"{scratch.root / 'book/plain.md'}:5: WARNING: {message}"
    ]


def test_an_id_stands_once_in_the_course(scratch: Scratch) -> None:
    tension = "```{tension} national-local\n:id: m1-t-gate\n\nWhere?\n```\n"
    scratch.write("book/plain.md", f"# Page\n\n{tension}")
    [warning] = scratch.build().warnings
    assert "activity 'm1-t-gate' stands twice, also in book/plain" in warning
    assert "1-mandate.md:" in warning
