"""An empty pack loads, says what is missing, and becomes valid when its lines are filled in."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from fieldbook.context.asking.empty_pack import new_context
from fieldbook.context.asking.pack_gaps import missing_fields
from fieldbook.context.pack import load_context
from fieldbook.core.problems import CourseError
from fieldbook.model.context import ContextFile


def test_an_empty_pack_loads_and_names_what_is_missing(tmp_path: Path) -> None:
    folder = tmp_path / "contexts" / "my-mission"
    text = new_context("my-mission", folder)
    assert text == (
        f"{folder} is ready: fill in context.yml and incidents.csv, then run fieldbook check --context my-mission"
    )
    pack = load_context(folder)
    assert pack.incidents.empty
    assert {gap.field for gap in missing_fields(pack)} >= {"mandate.tasks", "actors", "threats", "bodies"}


def test_every_commented_line_is_valid(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    new_context("new", folder)
    text = (folder / "context.yml").read_text("utf-8")
    lines = [line for line in text.splitlines()[2:] if not line.startswith("# TODO")]
    filled = yaml.safe_load(
        "\n".join(line.replace("# ", "", 1) if line.lstrip()[:1] == "#" else line for line in lines)
    )
    meta = ContextFile.model_validate(filled)
    for found in (meta.mandate.tasks, meta.actors, meta.threats, meta.bodies, meta.protection_actors):
        assert found
    assert meta.areas[0].vulnerability == 5
    assert meta.mission.headquarters == "Port Ilvane"


@pytest.mark.parametrize("name", ["../up", "Mission", "a b", "", "x" * 61])
def test_a_name_is_an_id(tmp_path: Path, name: str) -> None:
    with pytest.raises(CourseError) as caught:
        new_context(name, tmp_path / "new")
    assert str(caught.value) == (
        f"contexts name: {name!r} is not an id. "
        "Use small letters, digits and hyphens, and begin with a letter. [FB-IMP-12]"
    )
    assert not list(tmp_path.iterdir())


def test_a_folder_that_exists_is_kept(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="exists already"):
        new_context("new", tmp_path)
