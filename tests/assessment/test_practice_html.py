"""A branching scenario as HTML and as numbered text, both from the tiny course's own with hostile words in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup

from building import TINY
from fieldbook.assessment.practice_binding import bind_practice
from fieldbook.assessment.practice_html import jupyter_practice, practice_plain
from fieldbook.course.sources import load_course

HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def payload() -> dict[str, Any]:
    course = load_course(TINY)
    bound = bind_practice(course.scenarios["t1-s-well"], course.context, course.tensions)
    bound["title"], bound["intro"] = f"The well {HOSTILE}", f"A **quarrel** {HOSTILE}"
    bound["state"][0]["name"] = "Trust &amp; patience"  # as a value of the context stands in a text
    return {"kind": "scenario", "scenario": bound}


def test_the_text_can_be_played_on_paper(payload: dict[str, Any]) -> None:
    lines = practice_plain(payload).split("\n\n")
    assert lines[:3] == ["[t1-s-well]", f"**The well {HOSTILE}**", "You are: A corporal of MIT & four soldiers"]
    assert lines[4] == "Trust & patience: 50 of 100; Exposure: 40 of 100"
    assert lines[5].startswith("Read number 1, choose")
    start = lines.index("**2.** Monday, 12:00")
    assert lines[start + 1 : start + 9] == [
        "Nobody has water yet.",
        "Choice a",
        "Propose hours for each.",
        "They ask for time.",
        "Trust & patience +10. If Trust & patience is 60 or more and Exposure is below 40, go to 3. Go to 4.",
        "Choice b",
        "Leave.",
        "The dust settles.",
    ]
    assert lines[-3:] == ["**5.** Ending: people were harmed. Stones", "Two are hurt.", "Nobody was there."]


def test_in_a_notebook_it_is_live_and_html_is_not(payload: dict[str, Any]) -> None:
    soup = BeautifulSoup(jupyter_practice(payload), "html.parser")
    assert not soup.select("img")
    assert soup.select_one(".fb-scenario-intro strong")
    assert soup.select("[data-gauge] .fb-gauge-name")[0].get_text() == "Trust & patience"
    assert "If Trust & patience is 60 or more" in soup.select(".fb-paper")[3].get_text()
    rules = json.loads(str(soup.select_one("script.fb-rules").string))  # type: ignore[union-attr]
    assert [node["id"] for node in rules["nodes"]] == ["arrive", "noon", "agreed", "waiting", "fight"]
    assert '"record": null' in str(soup.select("script:not([type])")[0].string)
