"""What a learner types is compared with plain text, whatever Markdown needs elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldbook.bind.items import Binder
from fieldbook.load.course import load_course
from fieldbook.scoring import outcome


@pytest.mark.parametrize(
    ("column", "answer"),
    [("-2.5 AS value", "-2.5"), ("-2.5 AS value", "\N{MINUS SIGN}2,5"), ("0 AS value", "0")],
)
def test_a_computed_key_can_be_negative(tiny: Path, column: str, answer: str) -> None:
    bank = tiny / "assessments" / "items" / "t1.yml"
    bank.write_text(bank.read_text("utf-8").replace("count(*) AS value", column), "utf-8")
    course = load_course(tiny, None)
    place = next(place for place in course.places if place.item.id == "t1-i-numeric")
    item = Binder(course.context).bind(place)
    assert outcome(item, answer).score == 1
