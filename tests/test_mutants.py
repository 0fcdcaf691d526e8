"""The lists of ``make mutants`` fit the sources: each break can be made, each test is there. Nothing is broken here."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
SPEC = importlib.util.spec_from_file_location("mutants", ROOT / "tools" / "mutants.py")
assert SPEC is not None
mutants = importlib.util.module_from_spec(SPEC)
sys.modules["mutants"] = mutants
SPEC.loader.exec_module(mutants)  # type: ignore[union-attr]


def test_each_break_can_be_made() -> None:
    listed = list(mutants.breaks())
    assert len(listed) > 150
    texts = {one.file: (ROOT / one.file).read_text("utf-8") for one in listed}
    for one in listed:
        assert one.applied(texts[one.file]) != texts[one.file]
        if one.file.endswith(".py"):
            compile(one.applied(texts[one.file]), one.file, "exec")
        file, _colons, function = one.test.partition("::")
        assert f"def {function}" in (ROOT / file).read_text("utf-8"), one.test
    assert len({(one.file, one.line, one.to) for one in listed}) == len(listed)


@pytest.mark.parametrize("text", ["a b a", "b"])
def test_a_break_that_stands_there_twice_or_not_at_all_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write what stands there once"):
        mutants.Break("x.py", "a", "c", "test_x.py").applied(text)


def test_each_survivor_has_its_reason_and_its_module() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
    files = {file.removesuffix(".py").replace("/", ".") for file in settings["only_mutate"]}
    assert all((ROOT / file).is_file() for file in (*settings["only_mutate"], *settings["pytest_add_cli_args_test_selection"]))
    listed = yaml.safe_load(mutants.SURVIVORS.read_text("utf-8"))
    assert len(mutants.known_survivors()) == len(listed), "each once"
    for one in listed:
        assert len(one["reason"]) > 15
        assert one["function"].rpartition(".")[0] in files


def test_names_of_mutants_are_read() -> None:
    name = "fieldbook.results.statistics.sums_tables.xǁSumsǁplus__mutmut_3"
    assert mutants._function(name) == "fieldbook.results.statistics.sums_tables.Sums.plus"
    assert mutants._function("fieldbook.assessment.scoring.x__near__mutmut_12") == "fieldbook.assessment.scoring._near"
