"""Whole builds of the tiny course: what is in an edition, what is not, and that it is the same each time."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from made_up_language import LANG, made_up, made_up_language

from building import TINY, Built, build, quiet
from fieldbook.book import execute
from fieldbook.core.problems import CourseError, OutputError
from fieldbook.editions.edition_build import Request
from fieldbook.editions.publish import build_edition


def test_learner_edition_holds_nothing_for_trainers(learner: Built) -> None:
    with zipfile.ZipFile(learner.packages["offline"]) as archive:
        in_zip = [(name, archive.read(name)) for name in archive.namelist()]
    for name, content in [*learner.files(), *in_zip]:
        assert b"FACILITATORSECRET" not in content, name
        assert b"TRAINERCELLSECRET" not in content, name
        assert b"GUIDEPAGESECRET" not in content, name
        assert b"guide/" not in content, name


def test_trainer_edition_holds_the_notes(trainer: Built) -> None:
    assert "FACILITATORSECRET" in trainer.page("modules/one/gate.html")
    assert "TRAINERCELLSECRET" in trainer.page("modules/one/gate.html")
    assert "GUIDEPAGESECRET" in trainer.page("book/guide/plan.html")
    assert 'href="book/guide/plan.html"' in trainer.page("index.html")
    assert trainer.packages["offline"].name == "tiny-tinyland-en-trainer-offline.zip"


def test_the_guide_counts_what_the_bank_holds(trainer: Built) -> None:
    page = BeautifulSoup(trainer.page("book/guide/plan.html"), "html.parser")
    rows = {row.th.get_text(): [cell.get_text(strip=True) for cell in row("td")] for row in page.select("tbody tr")}
    bank = yaml.safe_load((TINY / "assessments/items/t1.yml").read_text("utf-8"))["items"]
    course = yaml.safe_load((TINY / "course.yml").read_text("utf-8"))
    for objective in course["modules"][0]["objectives"]:
        levels = [item["level"] for item in bank if item["objective"] == objective["id"]]
        low, apply = sum(level in {"remember", "understand"} for level in levels), levels.count("apply")
        assert rows[objective["text"]][1:4] == [str(low), str(apply), str(len(levels) - low - apply)]


def test_packages_are_named_by_the_edition(learner: Built) -> None:
    assert learner.packages["html"].name == "index.html"
    assert learner.packages["offline"].name == "tiny-tinyland-en-offline.zip"


def test_pages_ask_for_nothing_from_outside(learner: Built) -> None:
    loaded = re.compile(r"""(?:src|href)=["'](?:https?:)?//|@import|url\(["']?(?:https?:)?//|import\(""")
    for name, content in learner.files():
        if not name.endswith((".html", ".css", ".js")):  # what scripts ask for at run time, the browser tests see
            continue
        for match in loaded.finditer(content.decode()):
            line = content.decode()[max(0, match.start() - 80) : match.end() + 40]
            assert "<a " in line, f"{name}: {line}"


def test_text_follows_the_context(learner: Built) -> None:
    page = learner.page("modules/one/gate.html")
    assert "mandate of MIT" in page
    assert "A family stands at the gate of MIT" in page


def test_the_page_that_opens_a_module_says_how_long_and_where_to_start(learner: Built) -> None:
    page = BeautifulSoup(learner.page("modules/one/index.html"), "html.parser")
    [opening] = page.select("section.fb-opening")
    assert opening.select_one(".fb-time").get_text() == (  # type: ignore[union-attr]
        f"2 lessons, about {sum(minutes(opening))} minutes in all, in one go or in parts."
    )
    start = opening.select_one(".fb-start a")
    assert start is not None
    assert (start["href"], start["data-fb-ref"]) == ("gate.html", "t1")
    objectives = [one.get_text(" ", strip=True) for one in opening.select(".fb-objectives > li")]
    assert objectives == ["Read a table with care. Understand", "Decide at a gate. Apply"]
    assert [link["href"] for link in opening.select(".fb-lesson-list a")] == ["gate.html", "read.html"]


def minutes(part: Tag) -> list[int]:
    return [int(found.get_text().split()[0]) for found in part.select(".fb-minutes")]


def test_the_page_that_closes_a_module_leads_on(learner: Built) -> None:
    page = BeautifulSoup(learner.page("modules/one/close.html"), "html.parser")
    [closing] = page.select("section.fb-closing")
    assert [link["href"] for link in closing.select(".fb-practised a")] == [
        "read.html#scenario-t1-s-well",
        "read.html#product-t1-p-plan",
    ]
    assert [link["href"] for link in closing.select(".fb-next-list a")] == ["../two/index.html"]
    for link in closing.select(".fb-practised a"):
        assert f'id="{str(link["href"]).partition("#")[2]}"' in learner.page("modules/one/read.html")


def test_the_steps_of_a_lesson_can_be_linked(learner: Built) -> None:
    page = BeautifulSoup(learner.page("modules/one/gate.html"), "html.parser")
    marks = {mark["id"]: mark["data-fb-step"] for mark in page.select("[data-fb-step]")}
    assert page.select_one("h1 + .fb-reading").get_text() == "Lesson 1 of 2, about 7 minutes"  # type: ignore[union-attr]
    assert page.select_one(".fb-lesson-of a")["href"] == "index.html"  # type: ignore[index]
    assert marks == {"step-1": "Situation", "step-2": "Idea", "step-3": "Decision", "step-4": "Check"}


@pytest.mark.slow
def test_a_part_of_a_module_s_page_on_another_page_is_a_fault(tiny: Path, tmp_path: Path) -> None:
    page = tiny / "book" / "offline.md"
    page.write_text(page.read_text("utf-8") + "\n```{opening}\n```\n", "utf-8")
    with pytest.raises(CourseError, match=r"opening: this page opens no module of course\.yml\. Remove"):
        build(tiny, tmp_path / "dist")


@pytest.mark.slow
def test_a_changed_cell_runs_its_lesson_only_and_a_new_title_is_everywhere(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tiny, tmp_path / "dist")
    ran: list[str] = []
    run_all = execute._run_all
    monkeypatch.setattr(execute, "_run_all", lambda notebooks, course: ran.extend(notebooks) or run_all(notebooks, course))
    notebook = tiny / "modules" / "one" / "read.ipynb"
    text = notebook.read_text("utf-8")
    notebook.write_text(text.replace("When?", "When else?").replace("# Reading a table", "# Reading two tables"), "utf-8")
    again = build(tiny, tmp_path / "dist")
    assert ran == ["modules/one/read"]
    for page in ("index.html", "gate.html", "close.html"):
        assert "Reading two tables" in again.page(f"modules/one/{page}"), page


def test_item_without_a_clear_key_is_not_asked(learner: Built) -> None:
    page = learner.page("modules/two/map.html")
    assert 'data-id="t2-i-most"' in page
    assert "t2-i-tie" not in page


@pytest.mark.slow
def test_same_sources_in_different_folders_give_the_same_bytes(tmp_path: Path, learner: Built) -> None:
    shutil.copytree(TINY, tmp_path / "another name" / "course")
    again = build(tmp_path / "another name" / "course", tmp_path / "out")
    assert again.packages["offline"].read_bytes() == learner.packages["offline"].read_bytes()


@pytest.mark.slow
def test_a_second_language_costs_no_second_execution(
    learner: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    monkeypatch.setattr(execute, "_run_all", lambda notebooks, _course: ran.extend(notebooks) or ())
    with made_up_language(tmp_path / "locale"):
        packages = build_edition(Request(learner.root, None, "learner", LANG), ["html"], tmp_path / "dist", quiet)
    assert not ran
    page = BeautifulSoup(packages[0].path.with_name("modules").joinpath("one/read.html").read_text("utf-8"), "html.parser")
    figure = page.select_one("figure.fb-evidence")
    assert figure
    assert not re.search(r"[A-Za-z]{2}", figure.select_one(".fb-finding").get_text())  # type: ignore[union-attr]
    assert "30 июня" in figure.select_one("svg")["aria-label"]  # type: ignore[index]
    excerpts = packages[0].path.with_name("_static").joinpath("fieldbook-excerpts.js").read_text("utf-8")
    assert made_up("Fewer incidents were reported up to") in excerpts, "search finds the words of the page"
    assert "Fewer incidents" not in excerpts
    before = learner.page("modules/one/gate.html")
    assert before == build(learner.root, tmp_path / "again").page("modules/one/gate.html"), "the first language is as it was"
    assert not ran


@pytest.mark.slow
def test_changed_data_change_the_figures(tiny: Path, tmp_path: Path) -> None:
    first = build(tiny, tmp_path / "dist").page("modules/two/map.html")
    table = tiny / "contexts" / "tinyland" / "incidents.csv"
    table.write_text("\n".join(table.read_text("utf-8").splitlines()[:-1]) + "\n", "utf-8")
    second = build(tiny, tmp_path / "dist").page("modules/two/map.html")
    assert "6 of 8" in first or first != second
    assert 'data-id="t2-i-most"' in second


@pytest.mark.slow
def test_broken_course_leaves_the_last_good_output(tiny: Path, tmp_path: Path) -> None:
    good = build(tiny, tmp_path / "dist")
    before = dict(good.files())
    notebook = tiny / "modules" / "one" / "read.ipynb"
    notebook.write_text(
        notebook.read_text("utf-8").replace("fb.figures.incident_trend(m", "fb.figures.incident_trend(nothing"), "utf-8"
    )
    with pytest.raises(CourseError) as caught:
        build(tiny, tmp_path / "dist")
    [problem] = caught.value.problems
    assert problem.path == "modules/one/read.ipynb"
    assert problem.field == "cell t1-fig line 1"
    assert problem.message == "NameError: name 'nothing' is not defined"
    assert dict(good.files()) == before


def test_output_folder_without_rights(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write anywhere, so the answer is replaced
    with pytest.raises(OutputError, match="no right to write"):
        build(tiny, tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


def test_full_disk(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: shutil._ntuple_diskusage(100, 99, 1))
    with pytest.raises(OutputError, match="only 0 MB free"):
        build(tiny, tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


def test_exercises_lie_in_the_trainers_book_and_in_no_learners(learner: Built, trainer: Built) -> None:
    page = trainer.page("book/guide/plan.html")
    assert 'href="../../exercises/x1-well.html"' in page
    assert 'href="../../exercises/x1-well-paper.html"' in page
    assert "5 of 6 reported attacks on civilians" in page, "why the area was chosen"
    names = [name for name, _content in trainer.files() if name.startswith("exercises/")]
    assert {"exercises/index.html", "exercises/x1-well.html", "exercises/x1-well-msel.xlsx"} <= set(names)
    for name, content in learner.files():
        assert b"Men at the well" not in content, name
        assert not name.startswith("exercises/")
