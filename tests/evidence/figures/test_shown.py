"""How a figure shows itself in a notebook."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd
import pytest
from lxml import html

from fieldbook.context.pack import ContextPack
from fieldbook.core.message import words
from fieldbook.drawing.chart_spec import chart_spec
from fieldbook.drawing.map_labels import place_labels
from fieldbook.evidence import figures
from fieldbook.model.payload import MIME


def test_in_jupyterlab_the_chart_is_drawn(monkeypatch: pytest.MonkeyPatch, make_pack: Any) -> None:
    monkeypatch.delenv("FIELDBOOK_BUILD", raising=False)
    bundle = figures.who_harms_whom(make_pack([{}]))._repr_mimebundle_()
    assert html.fromstring(bundle["text/html"]).xpath("//figure//*[local-name()='svg']")
    assert bundle["text/plain"].startswith("Incidents on record in which civilians were the side attacked: 1 of 1\n")


def test_in_the_build_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch, make_pack: Any) -> None:
    monkeypatch.setenv("FIELDBOOK_BUILD", "1")
    bundle = figures.who_harms_whom(make_pack([{}]))._repr_mimebundle_()
    assert set(bundle) == {MIME}, "words depend on the language of the page"


def test_missing_names_the_file_and_the_field(monkeypatch: pytest.MonkeyPatch, make_pack: Any) -> None:
    monkeypatch.delenv("FIELDBOOK_BUILD", raising=False)
    bundle = figures.actor_map(make_pack([{}]))._repr_mimebundle_()
    assert bundle[MIME]["kind"] == "missing"
    assert "contexts/test/context.yml" in bundle["text/html"]
    assert "actors[].stance" in bundle["text/plain"]


def test_ids_tell_questions_apart(ondara: ContextPack) -> None:
    plain, asked, other = (figures.where_map(ondara, question=q).id for q in (None, "Why?", "Where?"))
    assert plain == "fig-where-map"
    assert len({plain, asked, other}) == 3


def test_no_name_stands_on_the_circle_of_another_area() -> None:
    """In a country of many areas a name on the largest circle was read as that area's own."""
    around = [{"name": f"Area {n}", "count": "9", "x": 200 + 3 * n, "y": 150.0, "r": 4} for n in range(5)]
    circles = pd.DataFrame([{"name": "Large", "count": "302", "x": 206, "y": 150.0, "r": 99}, *around])
    named = place_labels(circles, circles, 300)
    assert list(named["text"]) == ["Large 302"], "the table has the others"


def test_thirty_years_fit_a_phone_and_an_empty_year_is_said(make_pack: Any) -> None:
    rows = [{"date": f"{year}-03-01"} for year in (1991, *range(1995, 2023))]
    shown = figures.uncertainty(make_pack(rows, as_of="2022-12-31"))
    assert chart_spec(shown.chart)["height"] / len(shown.table.rows) <= 30
    assert "Years without a report have no line." in words(shown.cannot_show)
    whole = figures.uncertainty(make_pack(rows[1:], as_of="2022-12-31"))
    assert "no line" not in words(whole.cannot_show)


@pytest.mark.parametrize(("years", "least"), [(8, 8), (25, 6), (60, 6)])
def test_years_beneath_columns_do_not_run_into_each_other(make_pack: Any, years: int, least: int) -> None:
    rows = [{"date": f"{year}-03-01"} for year in range(2023 - years, 2023)]
    found = json.dumps(chart_spec(figures.incident_trend(make_pack(rows, as_of="2022-12-31")).chart))
    shown = re.findall(r'"values": (\[("\d{4}",? ?)+\])', found)[0][0]
    assert least <= len(json.loads(shown)) <= 11, "a year takes about 36 of 412 pixels"
