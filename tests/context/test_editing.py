"""Answers change their own lines of ``context.yml`` and no others: comments and the author's order stay."""

from __future__ import annotations

import difflib
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from building import PROJECT
from fieldbook.context.asking.empty_pack import new_context
from fieldbook.context.asking.field_answers import value_of
from fieldbook.context.asking.pack_document import ChangedError, open_document, write_changes
from fieldbook.context.asking.pack_edit import changed
from fieldbook.context.asking.pack_fields import group
from fieldbook.core.problems import CourseError
from fieldbook.core.yamlfile import parse_yaml
from fieldbook.model.context import ContextFile

ONDARA = (PROJECT / "contexts" / "ondara" / "context.yml").read_text("utf-8")
IMPORTED = """\
# Written by an import.
id: land
title: Land
fictional: false
as_of: 2025-12-31
mission:
  name: the mission in Land
  short: the mission
  country: Land   # as UCDP writes it
# our own note about areas
areas:
- id: north
  name: North
actors:
- id: army
  name: Army
  kind: host-state
# our own note about tables
tables:
- file: incidents.csv
  title: Reported events
  source: UCDP GED
  licence: CC BY 4.0
  citation: 'Davies, Pettersson and Öberg (2023): a long line that is as long as an importer writes it, and longer than others'
  may_ship: rows
  cannot_show: Much.
# Import as written, do not change this line: abc
"""


def _lines(before: str, after: str) -> list[str]:
    found = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in found if line[0] in "+-"]


@pytest.mark.parametrize("text", [ONDARA, IMPORTED, f"---\n{IMPORTED}"], ids=["by hand", "imported", "with a start"])
def test_nothing_said_changes_nothing(text: str) -> None:
    assert changed(text, {}) == text


def test_values_of_a_file_written_by_hand() -> None:
    after = changed(
        ONDARA,
        {
            ("mission", "people"): None,
            ("actors", "unknown", "influence"): 2,
            ("areas", "kesta-valley", "note"): "Short: #1",
            ("threats", "th-nomi"): None,
        },
    )
    lines = _lines(ONDARA, after)
    assert [line for line in lines if "people:" in line] == ["-   people: Ondaran"]
    assert "+   - {id: unknown, name: Unidentified armed men, kind: unknown, influence: 2}" in lines
    assert len(lines) == 6, "one line of each: mission, actor, area, threat"
    assert yaml.safe_load(after)["areas"][1]["note"] == "Short: #1"


def test_comments_of_an_imported_file_stay_where_they_belong() -> None:
    after = changed(
        IMPORTED,
        {
            ("mission", "people"): "Landish",
            ("mandate", "resolution"): "resolution 1 (2025)",
            ("mandate.tasks", "t-1"): {"id": "t-1", "paragraph": "1", "text": "Protect: all.", "verb": "decides", "poc": True},
            ("languages", "languages"): ["A", "B, c"],
            ("actors", "army", "stance"): -2,
            ("bodies", "b-x"): {"id": "b-x", "name": "X", "level": "tactical", "chair": "C", "meets": "m", "decides": "d",
                                "members": ["civilian"]},
        },
    )  # fmt: skip
    assert [line for line in _lines(IMPORTED, after) if line[0] == "-"] == []
    lines = after.splitlines()
    assert lines[lines.index("# our own note about areas") + 1] == "areas:"
    assert lines[lines.index("# our own note about tables") + 1] == "tables:"
    assert lines[lines.index("  country: Land   # as UCDP writes it") + 1] == "  people: Landish"
    assert lines[-1] == "# Import as written, do not change this line: abc"
    keys = list(yaml.safe_load(after))
    assert keys == [key for key in ContextFile.model_fields if key in keys], "new keys stand in the documented order"


def test_samples_go_when_their_field_is_filled_in(tmp_path: Path) -> None:
    folder = tmp_path / "contexts" / "land"
    new_context("land", folder)
    document = open_document(folder)
    text = document.content.decode()
    assert "# TODO threats" in text
    document = write_changes(document, {("actors", "a"): {"id": "a", "name": "A", "kind": "communal"}})
    threat = {"id": "th-1", "title": "T", "actor": "a", "area": "area-one", "who": "w", "likelihood": 1, "impact": 5}
    document = write_changes(document, {("threats", "th-1"): threat, ("areas", "area-one", "note"): "N"})
    after = document.content.decode()
    assert "# TODO threats" not in after
    assert "# TODO bodies" in after
    assert "# note:" not in after
    assert "    # vulnerability: 5" in after
    assert open_document(folder).meta.threats[0].impact == 5


def test_a_file_that_somebody_changed_is_not_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "contexts" / "land"
    new_context("land", folder)
    document = open_document(folder)
    by_hand = document.content.replace(b"SHORT NAME", b"UNML")
    document.path.write_bytes(by_hand)
    with pytest.raises(ChangedError):
        write_changes(document, {("mission", "people"): "Landish"})
    assert document.path.read_bytes() == by_hand


def test_ends_of_lines_stay_as_an_editor_wrote_them(tmp_path: Path) -> None:
    folder = tmp_path / "contexts" / "land"
    new_context("land", folder)
    file = folder / "context.yml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    after = write_changes(
        open_document(folder), {("mission", "people"): "Landish", ("languages", "languages"): ["A"]}
    ).content
    assert after == file.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf# Context pack")
    assert after.count(b"\n") == after.count(b"\r\n")
    assert b"# TODO languages" not in after
    assert open_document(folder).meta.mission.people == "Landish"


def test_what_would_not_be_valid_is_not_written(tmp_path: Path) -> None:
    folder = tmp_path / "contexts" / "land"
    new_context("land", folder)
    document = open_document(folder)
    with pytest.raises(CourseError, match=r"land/context\.yml:\d+ mission\.country"):
        write_changes(document, {("mission", "country"): None})
    assert document.path.read_bytes() == document.content


def test_a_file_with_faults_is_named_with_them(tmp_path: Path) -> None:
    (tmp_path / "land").mkdir()
    (tmp_path / "land" / "context.yml").write_text("id: land\nareas: none\n", "utf-8")
    with pytest.raises(CourseError, match=r"land/context\.yml:2 areas"):
        open_document(tmp_path / "land")


_TYPED = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(_TYPED, _TYPED, st.lists(_TYPED, max_size=3))
@example("yes", "1:30", ["?0", "012", "null", "2026-01-01", "a: b", "# c", "\x85d"])
@settings(max_examples=25, deadline=None, derandomize=True)
def test_whatever_is_typed_is_read_again_as_it_was_taken(line: str, text: str, several: list[str]) -> None:
    """Marks of YAML, quotes, other scripts, characters that cannot be seen: the file holds what the answer was."""
    fields = {("mission", "people"): line, ("mandate", "summary"): text, ("languages", "languages"): "\n".join(several)}
    values = {}
    for key, typed in fields.items():
        part = group(key[0])
        with suppress(ValueError):
            values[key] = value_of(part, next(ask for ask in part.asks if ask.name == key[1]), typed, {})
    values = {key: value for key, value in values.items() if value}
    meta = parse_yaml(changed(IMPORTED, values), "context.yml", ContextFile).value
    assert meta.mission.people == values.get(("mission", "people"))
    assert meta.mandate.summary == values.get(("mandate", "summary"))
    assert meta.languages == tuple(values.get(("languages", "languages"), ()))
