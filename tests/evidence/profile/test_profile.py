"""The one-page profile: its counts are those of the files, hostile names stay text, and it is one sheet of A4."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from pack_copies import SMALL, copy_of, hostile
from playwright.sync_api import Browser
from pypdf import PdfReader
from rich.console import Console

from building import PROJECT, build
from fieldbook.checks.disclosure_rules import BESIDE_FIGURES, PROFILE_FIGURES
from fieldbook.context.asking.empty_pack import new_context
from fieldbook.context.disclosure import disclosable
from fieldbook.context.pack import load_context
from fieldbook.core.message import words
from fieldbook.evidence.figures.two_sources import source_pairs, two_sources
from fieldbook.evidence.profile.profile_facts import figures, profile
from fieldbook.evidence.profile.profile_page import profile_page
from fieldbook.evidence.profile.profile_text import plain_lines, print_profile

ONDARA = PROJECT / "contexts" / "ondara"


def _column(folder: Path, file: str, name: str) -> list[str]:
    with (folder / file).open(encoding="utf-8", newline="") as rows:
        return [row[name] for row in csv.DictReader(rows)]


def test_counts_are_those_of_the_files() -> None:
    found = profile(load_context(ONDARA))
    totals = dict(found.totals)
    killed = [int(value) for value in _column(ONDARA, "incidents.csv", "civilians_killed") if value]
    areas = _column(ONDARA, "incidents.csv", "area")
    assert totals["Incidents reported"] == f"{len(areas):,}"
    assert totals["Civilians reported killed"].startswith(
        f"{sum(killed):,} ({len(areas) - len(killed)} reports give no"
    )
    assert totals["Early-warning alerts"] == str(len(_column(ONDARA, "alerts.csv", "alert_id")))
    assert found.areas[0] == ("Kesta Valley", areas.count("kesta-valley"))
    years = [date[:4] for date in _column(ONDARA, "incidents.csv", "date")]
    assert dict(found.times)["2023"] == years.count("2023")
    assert found.times[-1] == ("2026, until 30 September", years.count("2026"))
    assert found.gaps == ()


def test_range_of_estimates_counts_a_report_without_one_by_its_best(tmp_path: Path) -> None:
    folder = copy_of(tmp_path, changes={"incidents.csv": {",1,4,6,": ",,4,,"}})
    assert dict(profile(load_context(folder)).totals)["All people reported killed"] == "7 (6 to 9)"


def test_what_is_missing_stands_by_the_module_that_needs_it() -> None:
    gaps = {gap.module: gap.what for gap in profile(load_context(SMALL)).gaps}
    assert gaps["All modules"] == ("The mission: Adjective of the country", "The mission: Headquarters",
                                   "The mission: Time zone", "The mission: Established on")  # fmt: skip
    assert gaps["Module 2"] == ("Areas: Vulnerability",)
    assert "Coordination bodies" in gaps["Module 3"]
    assert gaps["Module 4"] == ("Actors (2)",)


def test_hostile_names_steer_neither_terminal_nor_page(tmp_path: Path) -> None:
    pack = load_context(hostile(tmp_path))
    found = profile(pack)
    shown = io.StringIO()
    print_profile(found, Console(file=shown, force_terminal=True, width=100))
    text = "\n".join(plain_lines(found))
    for printed in (text, shown.getvalue().replace("\x1b[1m", "").replace("\x1b[0m", "")):
        assert not {"\x1b", "\x07", "\u202e", "\u2066"} & set(printed)
        assert "[red]" in printed, "markup of rich stays text"
    assert "Csi [31mred[0m ]0;owned" in text
    page = profile_page(pack)
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "\u202e" not in page


def test_a_pack_without_rows_has_a_profile(tmp_path: Path) -> None:
    new_context("land", tmp_path / "contexts" / "land")
    pack = load_context(tmp_path / "contexts" / "land")
    found = profile(pack)
    assert (found.period, found.times, found.areas) == ("no reports", (), ())
    assert "Not yet provided by the mission: Reports of incidents" in profile_page(pack)


def test_what_may_not_leave_is_not_in_the_profile_of_an_edition(tmp_path: Path) -> None:
    licence = {"file: incidents.csv, title: Incidents, source: invented, licence: CC0, citation: Us, may_ship: rows":
               "file: incidents.csv, title: Incidents, source: invented, licence: CC0, citation: Us, may_ship: nothing"}  # fmt: skip
    pack = load_context(copy_of(tmp_path, changes={"context.yml": licence}))
    found = profile(disclosable(pack, "learner"))
    forbidden = "not shown here: its licence forbids it"
    assert (dict(found.totals)["Incidents reported"], found.period) == (forbidden, forbidden)
    assert "Civilians reported killed" not in dict(found.totals)
    assert found.tables[0].rows is None
    assert found.times == found.areas == found.actors == ()


def test_a_table_that_is_kept_back_is_not_said_to_be_missing(tmp_path: Path) -> None:
    marked = {"- {file: alerts.csv,": "- {file: alerts.csv, restricted: true,"}
    kept = disclosable(load_context(copy_of(tmp_path, changes={"context.yml": marked})), "learner")
    assert kept.alerts.empty
    assert "alerts.csv" not in str(profile(kept).gaps)


def test_totals_alone_tell_no_day(tmp_path: Path) -> None:
    licence = {"citation: Us, may_ship: rows, cannot_show: All.}\n  - {file: alerts.csv":
               "citation: Us, may_ship: totals, cannot_show: All.}\n  - {file: alerts.csv"}  # fmt: skip
    pack = load_context(copy_of(tmp_path, changes={"context.yml": licence}))
    assert profile(pack).kept == ("Incidents",)
    assert "For the mission only." in profile_page(pack)
    found = profile(disclosable(pack, "learner"))
    assert found.kept == ()
    period = found.period
    assert not any(char.isdigit() for char in period.replace("2024", "").replace("2025", ""))


def test_tables_that_few_packs_have_are_drawn_where_they_are(tmp_path: Path) -> None:
    folder = copy_of(tmp_path)
    (folder / "personnel_deaths.csv").write_text(
        "date,mission,kind,personnel,gender\n2024-02-01,MIS,malicious-act,military,male\n"
        "2024-03-01,MIS,illness,police,\n2022-03-01,MIS,accident,civilian-local,female\n",
        "utf-8",
    )
    (folder / "new_displacement.csv").write_text(
        "year,cause,new_displacements,displaced_at_end,source\n2023,conflict,5000,9000,IDMC\n2024,conflict,7000,,IDMC\n"
        "2024,disaster,100,,IDMC\n2024,conflict,6500,,other\n",
        "utf-8",
    )
    meta = (folder / "context.yml").read_text("utf-8")
    for name in ("personnel_deaths", "new_displacement"):
        meta += f"  - {{file: {name}.csv, title: T, source: s, licence: CC0, citation: Us, may_ship: rows, cannot_show: All.}}\n"
    (folder / "context.yml").write_text(meta, "utf-8")
    pack = load_context(folder)
    shown = [
        figure.rule
        for figure in [*figures(pack), two_sources(pack), source_pairs(pack)]
    ]
    assert shown == [*PROFILE_FIGURES, *BESIDE_FIGURES], "what fieldbook check looks at"
    titles = [words(figure.title) for figure in figures(pack)[3:]]  # type: ignore[union-attr]
    assert titles == [
        "3 deaths in the service of the mission are on record, 1 by malicious acts",
        "In 2024, 7,000 new displacements through conflict were recorded",
    ]
    totals = dict(profile(pack).totals)
    assert totals["Deaths in the service of the mission"] == "3"
    assert totals["New displacements through conflict, 2024"] == "7,000", "two sources are not added up"


def test_a_half_filled_pack_builds_with_marks(tiny: Path) -> None:
    """The profile is a page of its book, and says what is missing."""
    new_context("land", tiny / "contexts" / "land")
    file = tiny / "contexts" / "land" / "context.yml"
    file.write_text(file.read_text("utf-8").replace("SHORT NAME", "UNML"), "utf-8")
    (tiny / "book" / "mission.md").write_bytes(
        (PROJECT / "book" / "mission.md").read_bytes().replace(b"](data.md)", b"]")
    )
    toc = tiny / "_toc.yml"
    toc.write_text(toc.read_text("utf-8") + "  - file: book/mission\n", "utf-8")
    page = build(tiny, tiny / "dist", context="land").page("book/mission.html")
    assert "UNML" in page
    assert "not yet provided by the mission" in page
    assert "<b>Module 3:</b> Coordination bodies, alerts.csv." in page


@pytest.mark.browser
def test_the_page_is_one_sheet_of_a4_for_everybody(tmp_path: Path, chromium: Browser) -> None:
    files = {}
    for name, folder in (("ondara", ONDARA), ("hostile", hostile(tmp_path))):
        files[name] = tmp_path / f"{name}.html"
        files[name].write_text(profile_page(load_context(folder)), "utf-8")
    page = chromium.new_page(viewport={"width": 360, "height": 740}, color_scheme="dark")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for file in files.values():
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        pdf = page.pdf(prefer_css_page_size=True, print_background=True)
        sheets = PdfReader(io.BytesIO(pdf)).pages
        assert [round(float(side)) for sheet in sheets for side in sheet.mediabox[2:]] == [595, 842]
    faults = Axe().run(page).response["violations"]
    assert not faults, [f"{fault['id']}: {fault['nodes'][0]['html'][:150]}" for fault in faults]
    assert asked == [file.as_uri() for file in files.values()]
    page.close()
