"""``fieldbook check`` names each place where something would show that may not leave, and what stands there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from building import TINY
from fieldbook.checks.all_rules import LEAVING_RULES, check_course
from fieldbook.course.sources import load_course


def _found(tmp_path: Path, line: str) -> dict[str, list[str]]:
    """Messages of the rules by code."""
    root = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    file = root / "contexts" / "tinyland" / "context.yml"
    file.write_text(file.read_text("utf-8").replace("may_ship: rows", line), "utf-8")
    page = root / "modules" / "one" / "read.ipynb"
    page.write_text(page.read_text("utf-8").replace('"# ', '"{{ data.incidents }} reports\\n\\n# ', 1), "utf-8")
    with (root / "book" / "offline.md").open("a", encoding="utf-8") as text:
        text.write("\nMost reports come from {{ top.area }}.\n\n```{mission-facts}\n```\n\n```{mission-figures}\n```\n")
    problems = check_course(load_course(root), LEAVING_RULES)
    assert all(problem.warning for problem in problems)
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(problem.code, []).append(f"{problem.path} {problem.field}: {problem.message}")
    return found


def test_a_cell_that_reads_the_file_itself_is_named(tmp_path: Path) -> None:
    root = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    page = root / "modules" / "one" / "read.ipynb"
    text = page.read_text("utf-8")
    page.write_text(text.replace("fb.figures.incident_trend(m", "print('contexts/tinyland/incidents.csv'"), "utf-8")
    for line, found in (("may_ship: rows", 0), ("may_ship: totals", 1)):
        file = root / "contexts" / "tinyland" / "context.yml"
        file.write_text(file.read_text("utf-8").replace("may_ship: rows", line), "utf-8")
        codes = [problem.code for problem in check_course(load_course(root), LEAVING_RULES)]
        assert codes.count("FB-LIC-05") == found


def test_all_may_leave(tmp_path: Path) -> None:
    assert _found(tmp_path, "may_ship: rows") == {}


def test_totals_only(tmp_path: Path) -> None:
    found = _found(tmp_path, "may_ship: totals")
    assert set(found) == {"FB-LIC-04"}, "the figures of the tiny course are totals"
    assert [text.split(": ")[0].split()[1] for text in found["FB-LIC-04"]] == ["cast[1]", "cast[2]", "cast[8]"]


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        (
            "may_ship: nothing",
            "is shown to nobody (The licence of this table lets nothing made from it leave the mission)",
        ),
        (
            "may_ship: rows\n    restricted: true",
            "is not shown to learners (The mission shows this table to trainers only); trainers see it, marked as restricted",
        ),
    ],
)
def test_nothing(tmp_path: Path, line: str, outcome: str) -> None:
    found = _found(tmp_path, line)
    assert f"modules/one/read.ipynb cell t1-fig line 1: the figure incident_trend {outcome}" in found["FB-LIC-02"]
    assert len([text for text in found["FB-LIC-02"] if text.startswith("modules/")]) == 2
    page = [text.removeprefix("book/offline.md : ") for text in found["FB-LIC-02"] if text.startswith("book/")]
    to_whom = "to nobody" if "nothing" in line else "to trainers, but not to learners"
    assert page[0].startswith(f"the counts of incidents.csv are shown {to_whom}")
    assert [text.split(" is ")[0] for text in page[1:]] == [
        f"the figure {name}" for name in ("incident_trend", "top_actors", "where_map")
    ]
    assert any("data.incidents may not be told: words stand in its place" in text for text in found["FB-LIC-03"])
    assert any(text.startswith("book/offline.md : top.area may not be told") for text in found["FB-LIC-03"])
    assert len(found["FB-LIC-04"]) >= 4
