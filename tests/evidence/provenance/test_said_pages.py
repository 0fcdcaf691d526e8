"""Pages of the trainer's edition that put what was made from data beside its rows."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from building import Built
from fieldbook.evidence import figures
from fieldbook.evidence.figures.figure_rules import RULES


def _entries(trainer: Built, page: str) -> list[Tag]:
    return list(BeautifulSoup(trainer.page(page), "html.parser").select(".fb-said"))


def _text(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def test_a_question_stands_beside_its_query_and_rows(trainer: Built) -> None:
    entries = {_text(entry.code): entry for entry in _entries(trainer, "from-data/t2.html") if entry.code}
    most = entries["t2-i-most"]
    assert "Which area has most incidents on record?" in _text(most.summary)
    assert "Right: South" in _text(most)
    assert "ORDER BY value DESC" in _text(most.pre)
    assert [_text(row) for row in most.select("tbody tr")] == ["South 6", "North 2"]
    assert "incidents.csv : invented ; CC BY 4.0" in _text(most)
    assert "Where the first two rows are equal in “value”, the question is left out." in _text(most)
    assert most.select_one("a")["href"] == "../answers/t2.html#answer-t2-i-most"  # type: ignore[index]


def test_what_was_left_out_has_its_reason_there_and_in_the_overview(trainer: Built) -> None:
    reason = "the first two rows tie in 'value'"
    left = [entry for entry in _entries(trainer, "from-data/t2.html") if "Left out" in _text(entry.summary)]
    assert [reason in _text(entry) for entry in left] == [True]
    assert reason in _text(BeautifulSoup(trainer.page("book/guide/plan.html"), "html.parser").body)


def test_a_figure_has_its_rule_its_table_and_its_place(trainer: Built) -> None:
    [figure] = [entry for entry in _entries(trainer, "from-data/t2.html") if "Figure" in _text(entry.summary)]
    assert "Most incidents on record: South, 6 of 8" in _text(figure.summary)
    assert RULES["where_map"].words.words() in _text(figure)
    assert _text(figure.select_one("tbody tr")).startswith("South 6")
    place = figure.select_one("a")
    assert place is not None
    page, anchor = str(place["href"]).split("#")
    assert page == "../modules/two/map.html"
    assert f'id="{anchor}"' in trainer.page("modules/two/map.html")


def test_every_link_of_these_pages_leads_somewhere(trainer: Built) -> None:
    for name in ("from-data/t1.html", "from-data/t2.html", "from-data/exercises.html"):
        for link in BeautifulSoup(trainer.page(name), "html.parser").select("#fb-text a[href]"):
            page, _mark, anchor = str(link["href"]).partition("#")
            target = trainer.html / "from-data" / page if page else trainer.html / name
            text = target.resolve().read_text("utf-8")
            assert not anchor or f'id="{anchor}"' in text, link["href"]


def test_every_entry_has_a_box_to_tick(trainer: Built) -> None:
    entries = _entries(trainer, "from-data/t1.html")
    assert entries
    assert all("checked by" in _text(entry.select_one(".fb-said-check")) for entry in entries)


def test_learners_have_none_of_it(learner: Built) -> None:
    assert not [name for name, _content in learner.files() if "from-data" in name]
    assert b"fb-said" not in b"".join(content for name, content in learner.files() if name.endswith((".html", ".css")))


def test_every_figure_has_a_rule() -> None:
    assert set(RULES) == {*figures.__all__, "personnel_deaths", "new_displacement"}
