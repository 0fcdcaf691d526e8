"""``fieldbook new course``: whole or not at all, and without a fault."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fieldbook.checks.all_rules import check_course
from fieldbook.core.problems import CourseError, OutputError
from fieldbook.course.new_course import new_course
from fieldbook.course.sources import load_course


def test_it_has_what_a_course_needs_and_no_fault(tmp_path: Path) -> None:
    new_course(tmp_path / "far" / "mine")
    course = load_course(tmp_path / "far" / "mine")
    assert check_course(course) == []
    assert len(course.modules) == len(course.forms) == 1
    assert {item.type for item in course.items.values()} == {"single-choice", "ordering"}
    assert course.context.meta.fictional
    assert [path.name for path in (tmp_path / "far").iterdir()] == ["mine"]


def test_every_file_that_an_author_writes_is_explained(tmp_path: Path) -> None:
    new_course(tmp_path / "mine")
    files = [path for path in (tmp_path / "mine").rglob("*") if path.suffix in {".yml", ".bib"}]
    assert files
    assert not [path.name for path in files if not path.read_text("utf-8").startswith(("#", "%"))]
    readme = (tmp_path / "mine" / "README.md").read_text("utf-8")
    unnamed = [path for path in (tmp_path / "mine").iterdir() if path.suffix == ".yml" and path.name not in readme]
    assert unnamed == [tmp_path / "mine" / "_config.yml"], "its first line says what to touch"


def test_an_empty_folder_is_filled_and_stays_the_same_folder(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    before = mine.stat().st_ino
    new_course(mine)
    assert mine.stat().st_ino == before
    assert not [path for path in mine.iterdir() if path.name.startswith(".") and path.name != ".gitignore"]
    assert check_course(load_course(mine)) == []


@pytest.mark.parametrize("name", ["full", "full/file"])
def test_what_is_there_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    with pytest.raises(CourseError, match=r"file|full: is not an empty folder. Choose a folder .* \[FB-OUT-06\]"):
        new_course(tmp_path / name)
    assert [path.name for path in tmp_path.rglob("*")] == ["full", "file"]


@pytest.mark.parametrize("there", [False, True])
def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, there: bool) -> None:
    if there:
        (tmp_path / "mine").mkdir()

    def full(source: Path, target: Path, **_: object) -> None:
        (Path(target) / "course.yml").write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", full)
    with pytest.raises(OutputError, match="No space left"):
        new_course(tmp_path / "mine")
    assert [path.name for path in tmp_path.rglob("*")] == ["mine"] * there
