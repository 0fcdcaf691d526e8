"""What a learner types is compared with plain text, whatever Markdown needs elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldbook.assessment.binding import Binder
from fieldbook.assessment.shapes import BoundItem
from fieldbook.course.sources import load_course


def _bound(course: Path) -> BoundItem:
    loaded = load_course(course, None)
    return Binder(loaded.context).bind(next(place for place in loaded.places if place.item.id == "t1-i-numeric"))


def test_thousands_are_set_apart_where_people_read_and_not_where_they_type(tiny: Path) -> None:
    bank = tiny / "assessments" / "items" / "t1.yml"
    text = bank.read_text("utf-8").replace("count(*) AS value", "13579 AS value, 1234.5 AS mean, 2024 AS last_year")
    stem = "{{ first.mean }} a year up to {{ first.last_year }} make how many?"
    bank.write_text(text.replace("How many incidents are on record?", f'"{stem}"'), "utf-8")
    item = _bound(tiny)
    assert item.stem == "1,234.5 a year up to 2024 make how many?"
    assert (item.options[0].text, item.options[0].feedback) == ("13579", "Yes, 13,579.")
    assert item.outcome("13579").score == 1


@pytest.mark.parametrize(
    ("column", "answer"),
    [("-2.5 AS value", "-2.5"), ("-2.5 AS value", "\N{MINUS SIGN}2,5"), ("0 AS value", "0")],
)
def test_a_computed_key_can_be_negative(tiny: Path, column: str, answer: str) -> None:
    bank = tiny / "assessments" / "items" / "t1.yml"
    bank.write_text(bank.read_text("utf-8").replace("count(*) AS value", column), "utf-8")
    assert _bound(tiny).outcome(answer).score == 1
