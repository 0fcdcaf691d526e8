"""Sentences made from data are sentences, whatever the counts: of one, of none, of names that begin small."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from figures_packs import EDGES, make

from fieldbook.context.pack import ContextPack
from fieldbook.context.queries import TABLES
from fieldbook.core.message import in_words
from fieldbook.course.sources import Course, load_course
from fieldbook.evidence import figures
from fieldbook.evidence.evidence import Evidence
from fieldbook.evidence.provenance.module_entries import EditionShown

PROJECT = Path(__file__).parents[3]
SIDES = ["Government of Country", "anti-Balaka", "SPLM/A In Opposition", "Sandrel gangs", "the Riders", None]
THINGS = "reports events incidents alerts civilians areas places people actors fights days attacks rows kilometres bodies tasks"
FAULTS = {
    "a singular with a plural": re.compile(rf"(?<![\d,.])1 (?:{THINGS.replace(' ', '|')})\b"),
    "a plural with a singular": re.compile(
        r"(?<![\d,.])(?:0|[2-9]|\d{2,}) (?:report|event|incident|alert|area|place) "
    ),
    "a word of the program": re.compile(r"\b(?:None|nan|NaN|NaT)\b|<NA>"),
    "two spaces": re.compile(r"\S {2,}\S"),
    "two full stops": re.compile(r"\.\s*\.(?!\.)"),
    "a space before a sign": re.compile(r"\s[.,;:](?:\s|$)"),
    "a doubled unit": re.compile(r"% per cent|per cent %|per cent per cent|reports reports"),
    "an empty slot": re.compile(r"\{\{|\}\}|\{\w*\}|: [.;]|\(\)"),
}


def _drawn(seed: int) -> ContextPack:
    """A pack of a few rows, drawn: one or two areas, up to a dozen reports, names of all kinds, numbers missing."""
    chance = random.Random(seed)  # noqa: S311 a draw for a test
    areas = [
        {"id": f"a{n}", "name": name} for n, name in enumerate(["the Valley", "el-Fasha", "Lakes"][: 1 + seed % 3])
    ]
    rows = [
        {
            "area": (area := chance.choice(areas))["id"],
            "area_name": area["name"],
            "place": chance.choice(["Old Town", "a ford", None]),
            "side_a": chance.choice(SIDES),
            "side_b": chance.choice(["Civilians", "Civilians", "Home Guard"]),
            "kind": chance.choice(["attack-on-civilians", "armed-clash", "group-clash"]),
            "civilians_killed": chance.choice([0, 1, 1, 7, None]),
            "killed_best": chance.choice([1, 3, None]),
            "killed_low": None,
            "killed_high": None,
            "date": dt.date(2025, 1, 1) + dt.timedelta(days=chance.randrange(360)),
            "date_precision": chance.choice([1, 1, 5]),
        }
        for _ in range(seed)
    ]
    return make(rows, areas)


def _down_to_one() -> ContextPack:
    """Counts that fall to one by area, side and kind, this year and the year before: questions have wrong answers of one."""
    counts = (12, 6, 3, 1)
    areas = [{"id": f"a{n}", "name": f"District {'ABCD'[n]}", "vulnerability": n + 1} for n in range(4)]
    actors = [
        {"id": f"s{n}", "name": f"Side {'ABCD'[n]}", "kind": kind}
        for n, kind in enumerate(("host-state", "armed-group", "communal", "foreign"))
    ]
    kinds = ("attack-on-civilians", "armed-clash", "group-clash", "looting")
    rows = [
        {
            "area": f"a{n}",
            "area_name": f"District {'ABCD'[n]}",
            "side_a": f"Side {'ABCD'[n]}",
            "side_b": "Civilians" if kind == 0 else "Side D",
            "kind": kinds[kind],
            "civilians_killed": 1,
            "date": dt.date(2025 - year, 1 + (n + turn) % 12, 10),
        }
        for n, count in enumerate(counts)
        for kind in range(3)
        for year in range(1 if count == 1 else 2)
        for turn in range(max(1, count // (1 + kind)) if kind == 0 or n < 3 - kind else 0)
    ]
    return make(rows, areas, actors=actors)


PACKS = {**EDGES, "down to one": _down_to_one, **{f"{n} rows": (lambda n=n: _drawn(n)) for n in (1, 2, 3, 7, 12)}}
HOSTILE = "hostile text"


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(PROJECT)


def _faults(text: str, *, hostile: bool) -> list[str]:
    wrong = [name for name, sign in FAULTS.items() if sign.search(text)]
    return [name for name in wrong if not (hostile and name in ("an empty slot", "a space before a sign"))]


def _begins_small(text: str) -> bool:
    first = re.search(r"[^\W_]", text)
    return first is not None and first[0].islower()


def _of_figures(pack: ContextPack) -> Iterator[tuple[str, str]]:
    for name in figures.__all__:
        shown = in_words(getattr(figures, name)(pack))
        if isinstance(shown, Evidence):
            yield name, f"{shown.title}."
            yield name, shown.alt
            yield name, shown.cannot_show
        else:
            yield name, f"{shown.what}."


@pytest.mark.parametrize("name", sorted(PACKS))
def test_figures_speak_in_sentences(name: str) -> None:
    pack = PACKS[name]()
    for figure, text in _of_figures(pack):
        if len(pack.incidents) < 20 and figure in ("where_map", "who_harms_whom"):
            assert "%" not in text, "a share of a small total"
        assert not _faults(text, hostile=name == HOSTILE), f"{figure}: {text}"
        assert not _begins_small(text), f"{figure}: {text}"
        assert text.endswith("."), f"{figure}: {text}"


def _edition(course: Course, pack: ContextPack) -> EditionShown:
    if pack is not course.context:  # tables made in memory have not the columns of a pack that was loaded
        without = {"alerts", "displacement", *(name for name in TABLES if getattr(pack, name).empty)}
        pack = dataclasses.replace(pack, **{name: getattr(course.context, name).iloc[:0] for name in sorted(without)})
    return EditionShown(dataclasses.replace(course, context=pack, shown=pack, whole=pack))


def _of_questions(edition: EditionShown) -> Iterator[tuple[str, str]]:
    for question in edition.questions:
        if not question.left_out:
            yield question.id, question.stem
            yield from ((question.id, line.feedback) for line in question.lines)


def _of_text(edition: EditionShown) -> Iterator[tuple[str, str]]:
    for page in edition.course.notebooks:
        yield from ((page, one.text) for one in edition.sentences(page))
    for mention in edition.mentions:
        yield from ((mention.id, edition.said(sentence).text) for sentence in mention.sentences)
    for part in edition.played:
        yield from ((part.id, one.text) for one in edition.lines(part))


@pytest.mark.parametrize("name", ["2 rows", "12 rows", "down to one", "nothing known", HOSTILE, "ondara"])
def test_the_course_speaks_in_sentences(course: Course, name: str) -> None:
    edition = _edition(course, course.context if name == "ondara" else PACKS[name]())
    for where, markdown in [*_of_text(edition), *_of_questions(edition)]:
        text = html.unescape(markdown).strip()
        assert not _faults(text, hostile=name == HOSTILE), f"{where}: {text}"
    for where, markdown in _of_questions(edition):
        text = html.unescape(markdown).strip()
        assert not _begins_small(text), f"{where}: {text}"
        assert text.endswith((".", "?", ")")), f"{where}: {text}"


def test_some_question_has_a_wrong_answer_of_one(course: Course) -> None:
    asked = [text for _id, text in _of_questions(_edition(course, PACKS["down to one"]()))]
    assert sum(bool(re.search(r"(?<![\d,.])1(?![\d,.]\d)", text)) for text in asked) >= 5
