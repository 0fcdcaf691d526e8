"""Whatever a valid pack holds: the whole course follows it, each computed question has one key, and no name acts."""

from __future__ import annotations

import dataclasses
import html
import itertools
import re
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from markdown_it import MarkdownIt
from one_key import one_key
from packs_random import NASTY, Shape, shapes, write

from building import PROJECT
from fieldbook.assessment.binding import Binder
from fieldbook.assessment.bound_bank import bound_places
from fieldbook.assessment.form_draw import Draw
from fieldbook.assessment.item_html import activity_html, slot_texts
from fieldbook.assessment.shapes import BoundItem, LeftOutError
from fieldbook.context.disclosure import disclosable
from fieldbook.context.pack import ContextPack, load_context
from fieldbook.context.values import values
from fieldbook.core.message import in_words
from fieldbook.course.sources import Course, load_course
from fieldbook.evidence import figures
from fieldbook.evidence.evidence import Missing
from fieldbook.evidence.evidence_html import evidence_html, missing_html
from fieldbook.exercise.exercise_binding import bind_exercise
from fieldbook.exercise.exercise_html import dressed

EDGES = {
    "the unknown area alone": Shape(areas=0),
    "no incident": Shape(incidents=0, names=NASTY[:3]),
    "one incident, everything else empty": Shape(incidents=1, empty=1.0, actors=0, judged=False, outline=False),
    "two hundred areas of nasty names in one day": Shape(areas=200, incidents=400, days=0, names=NASTY),
    "thirty years by the year": Shape(incidents=400, days=11_000, precision=5, names=NASTY[5:]),
    "a fictional mission with everything": Shape(incidents=400, fictional=True, names=NASTY, seed=7),
}
_FILLED = re.compile(r"\{\{\s*(mission|data|top|first|row|mandate|context|cast|Cast)\.|\{%(?! raw)")


@lru_cache
def course() -> Course:
    return load_course(PROJECT)


@pytest.mark.parametrize("shape", EDGES.values(), ids=list(EDGES))
def test_the_whole_course_follows_a_pack_at_the_edge(shape: Shape) -> None:
    _follows(shape)


@settings(
    derandomize=True,
    max_examples=6,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # to make a pack that fails smaller would take minutes
    suppress_health_check=list(HealthCheck),
)
@given(shapes())
def test_the_whole_course_follows_any_pack(shape: Shape) -> None:
    _follows(shape)


def _follows(shape: Shape) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pack = load_context(write(shape, Path(folder) / "random"))
        views = {"context": disclosable(pack, "learner"), "shown": disclosable(pack, "trainer"), "whole": pack}
        bound = dataclasses.replace(course(), **views)
        _values_are_words(bound.context)
        _questions_have_one_key(bound)
        _forms_are_drawn(bound)
        _figures_are_shown(bound.shown)
        _exercises_are_cast(bound)


def _values_are_words(pack: ContextPack) -> None:
    for group in values(pack).values():
        for name, text in group.items():
            assert text.strip() not in ("", "nan", "None", "NaT", "<NA>"), name


def _questions_have_one_key(bound: Course) -> None:
    places = bound_places(bound)
    assert len(places) == len(bound.places), "each question is bound, or left out with a reason"
    for place, item in places:
        if isinstance(item, LeftOutError):
            assert place.item.query is not None
            assert len(str(item)) > 10, place.item.id
            continue
        if place.item.query is not None:
            one_key(item)
        if place.item.query is not None or "{{" in place.item.stem:
            _harmless(_question_html(item), place.item.id)
    _order_of_rows_is_nothing(bound, places)


def _order_of_rows_is_nothing(bound: Course, places: Any) -> None:
    """A key that follows the order of a file was drawn by lot."""
    pack = bound.context
    turned = dataclasses.replace(
        pack,
        incidents=pack.incidents.sample(frac=1, random_state=1, ignore_index=True),
        alerts=pack.alerts.sample(frac=1, random_state=1, ignore_index=True),
        displacement=pack.displacement.sample(frac=1, random_state=1, ignore_index=True),
    )
    binder = Binder(turned)
    for place, item in places:
        if place.item.query is None:
            continue
        try:
            again: BoundItem | None = binder.bind(place)
        except LeftOutError:
            again = None
        assert again == (None if isinstance(item, LeftOutError) else item), place.item.id


def _question_html(item: BoundItem) -> str:
    markdown = MarkdownIt("commonmark", {"html": False})
    return activity_html(item, {name: str(markdown.render(text)) for name, text in slot_texts(item).items()})


def _forms_are_drawn(bound: Course) -> None:
    for drawn in Draw(bound).forms.values():
        ids = [item.place.item.id for item in drawn.items]
        assert ids
        assert len(set(ids)) == len(ids)


def _figures_are_shown(pack: ContextPack) -> None:
    for name in figures.__all__:
        shown = in_words(getattr(figures, name)(pack, question="Why?"))
        if isinstance(shown, Missing):
            markup = missing_html(shown)
        else:
            assert shown.title in shown.alt, name
            assert all(len(row) == len(shown.table.columns) for row in shown.table.rows), name
            markup = evidence_html(shown, None, {})
        _harmless(markup, name)


def _exercises_are_cast(bound: Course) -> None:
    for loaded in bound.exercises.values():
        for text in _texts(dressed(bind_exercise(loaded, bound.context, bound.tensions))):
            if "<" in text:
                _harmless(text, loaded.value.id)


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from itertools.chain.from_iterable(_texts(value) for key, value in part.items() if key != "cast")
    elif isinstance(part, list):
        yield from itertools.chain.from_iterable(map(_texts, part))
    elif isinstance(part, str):
        yield part


def _harmless(markup: str, where: str) -> None:
    """No name of the pack became an element, an attribute that acts, a link or a place to be filled in."""
    tree = lxml.html.fromstring(f"<div>{markup}</div>")
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in ("img", "svg", "iframe", "object", "style", "h1"), (where, element.tag)
        data = element.tag == "script" and element.get("type") == "application/json"
        assert element.tag != "script" or data, where
        assert not [name for name in element.attrib if name.startswith("on")], where
        assert not element.get("href", "").lower().startswith("javascript:"), where
    assert not _FILLED.search(html.unescape(tree.text_content())), where
