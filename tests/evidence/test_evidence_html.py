"""HTML of figures: a real table, every text escaped, each part in its place."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from fieldbook.evidence.evidence_html import evidence_html, missing_html
from fieldbook.model.payload import EvidencePayload, MissingPayload

BAD = "<img src=x onerror=alert(1)> \"'&"


def payload(**more: Any) -> EvidencePayload:
    table = {
        "columns": [{"key": "area", "name": "Area"}, {"key": "reports", "name": "Reports", "role": "number"}],
        "rows": [["North", 1234], ["South", None]],
    }
    return EvidencePayload.model_validate({
        "id": "fig-x", "rule": "where_map", "title": "North has the most", "alt": "Alt", "chart": None, "table": table, "source": "Source 1.",
        "as_of": "2026-09-30", "cannot_show": "Why.", "question": None,
    } | more)  # fmt: skip


def tree(markup: str) -> Any:
    return html.fragment_fromstring(markup)


def test_chart_with_its_table_one_tap_away() -> None:
    figure = tree(evidence_html(payload(), "<svg id='s'></svg>", {}))
    assert figure.get("class") == "fb-evidence"
    assert figure.xpath("string(figcaption//*[@class='fb-finding'])") == "North has the most"
    assert figure.xpath("div[@class='fb-chart']/svg")
    assert figure.xpath("string(details/summary)") == "Data table"
    assert figure.xpath("details//table")


def test_table_alone_is_open() -> None:
    figure = tree(evidence_html(payload(), None, {}))
    assert not figure.xpath("//details")
    assert figure.xpath("div/table")


def test_the_table_can_be_read_and_scrolled_without_eyes_or_mouse() -> None:
    figure = tree(evidence_html(payload(), None, {}))
    region = figure.xpath("div[@role='region']")[0]
    assert region.get("tabindex") == "0"
    assert region.get("aria-label")
    assert figure.xpath("//table/caption")
    assert [th.get("scope") for th in figure.xpath("//th")] == ["col", "col", "row", "row"]
    assert figure.xpath("string(//td[1])") == "1,234"
    assert figure.xpath("//td")[1].text_content() == "\N{EN DASH}no data"


def test_source_date_and_limits() -> None:
    line = tree(evidence_html(payload(), None, {})).xpath("normalize-space(//*[@class='fb-source'])")
    assert line == "Source: Source 1. As of 30 September 2026. What this can't show: Why."


@pytest.mark.parametrize("field", ["id", "title", "source", "cannot_show", "question"])
def test_text_is_escaped(field: str) -> None:
    figure = tree(evidence_html(payload(**{field: BAD}), None, {}))
    assert not figure.xpath("//img")
    assert not figure.xpath("//@onerror")


def test_cells_are_escaped() -> None:
    table = {"columns": [{"key": "bad", "name": BAD}], "rows": [[BAD]]}
    figure = tree(evidence_html(payload(table=table), None, {}))
    assert not figure.xpath("//img")
    assert figure.xpath("string(//tbody//th)") == BAD


def test_a_slot_is_markup_of_the_page() -> None:
    figure = tree(evidence_html(payload(question="*Why*?"), None, {"question": "<em>Why</em>?"}))
    assert figure.xpath("//div[@class='fb-question']//em")


def test_missing_says_what_and_where() -> None:
    note = tree(
        missing_html(
            MissingPayload(id="fig-y", rule="where_map", what=BAD, file="contexts/x/context.yml", field="bodies")
        )
    )
    assert not note.xpath("//img")
    assert note.xpath("string(p[1])") == "Not yet provided by the mission"
    assert BAD in note.text_content()
    assert [code.text for code in note.xpath("//code")] == ["contexts/x/context.yml", "bodies"]
