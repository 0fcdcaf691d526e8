"""The course about real data: what its pages say equals what plain pandas says of the CSV, by another path."""

from __future__ import annotations

import re
import shutil

import lxml.html
import pandas as pd
import pytest

from building import PROJECT, SHARED, Built, build
from fieldbook.context.importing.event_import import import_events
from fieldbook.context.importing.event_places import Files
from fieldbook.context.importing.source_rules import layouts

CSV = SHARED / "data" / "ucdp-ged" / "ged_south_sudan.csv"
OUTLINE = SHARED / "data" / "natural-earth" / "SSD_admin0_50m.geojson"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.acceptance,
    pytest.mark.skipif(not CSV.exists(), reason=f"the shared data are not here: {CSV}"),
]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The five modules built about South Sudan."""
    folder = tmp_path_factory.mktemp("south-sudan")
    course = folder / "course"
    course.mkdir()
    for name in ("course.yml", "_config.yml", "_toc.yml", "index.md"):
        shutil.copy(PROJECT / name, course / name)
    for name in ("book", "modules", "assessments", "contexts"):
        shutil.copytree(PROJECT / name, course / name)
    import_events(layouts("ucdp"), [CSV], "South Sudan", course / "contexts" / "south-sudan", Files(outline=OUTLINE))
    return build(course, folder / "dist", context="south-sudan")


@pytest.fixture(scope="module")
def plain() -> pd.DataFrame:
    """The CSV as it is."""
    frame = pd.read_csv(CSV)
    return frame.assign(year=pd.to_datetime(frame["date_start"].str[:10]).dt.year)


def _number(text: str) -> int:
    return int(re.sub(r"[,\u202f\u00a0 ]", "", text))


def _table(book: Built, figure: str) -> list[list[str]]:
    """Rows of a figure's data table, from whichever module shows it."""
    for path in sorted((book.html / "modules").rglob("*.html")):
        found = lxml.html.parse(str(path)).xpath(f"//figure[starts-with(@id, 'fig-{figure}')]//tbody/tr")
        if found:
            return [[cell.text_content().strip() for cell in row.xpath("th|td")] for row in found]
    raise AssertionError(f"no page shows {figure}")


def test_incidents_by_year(book: Built, plain: pd.DataFrame) -> None:
    expected = plain.groupby("year").size()
    shown = {int(row[0]): _number(row[1]) for row in _table(book, "incident-trend")}
    assert shown == expected.to_dict()


def test_attacks_on_civilians_by_year(book: Built, plain: pd.DataFrame) -> None:
    expected = plain[plain["type_of_violence"] == 3].groupby("year").size()
    shown = {int(row[0]): _number(row[2]) for row in _table(book, "incident-trend")}
    assert shown == {year: int(expected.get(year, 0)) for year in shown}


def test_incidents_by_area(book: Built, plain: pd.DataFrame) -> None:
    names = plain["adm_1"].str.strip().str.replace(r"\s+state$", "", regex=True).fillna("Area not known")
    expected = names.value_counts()
    shown = {row[0]: _number(row[1]) for row in _table(book, "where-map")}
    assert {name: count for name, count in shown.items() if name in expected.index} == shown
    assert all(expected[name] == count for name, count in shown.items())


def test_estimates_of_the_dead_by_year(book: Built, plain: pd.DataFrame) -> None:
    best = plain.groupby("year")["best"].sum()
    shown = {int(row[0]): row for row in _table(book, "uncertainty")}
    columns = {
        year: [_number(cell) for cell in row[1:] if re.fullmatch(r"[\d,\u202f]+", cell)] for year, row in shown.items()
    }
    assert all(int(best[year]) in columns[year] for year in columns)


def test_welcome_and_data_pages(book: Built, plain: pd.DataFrame) -> None:
    data = book.page("book/data.html")
    assert "Davies, Pettersson and Öberg (2022)" in data, "the file ends in 2021"
    assert "CC BY 4.0" in data
    every = " ".join(path.read_text("utf-8") for path in (book.html / "modules").rglob("*.html"))
    assert "Not yet provided by the mission" in every
    assert f"{len(plain)}" in every
    assert "Ondara and UNSMON are invented." not in every


def test_no_row_of_ondara_stands_in_the_edition(book: Built) -> None:
    for name, content in book.files():
        if name.endswith(".html"):
            figures = lxml.html.fromstring(content).xpath("//figure[contains(@class, 'fb-evidence')]")
            for figure in figures:
                assert "Kesta" not in figure.text_content(), name
