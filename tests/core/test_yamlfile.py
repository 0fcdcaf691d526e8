"""Faults in YAML sources: file, line, field, message, remedy, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldbook.core.problems import CourseError
from fieldbook.core.yamlfile import parse_yaml, read_yaml
from fieldbook.model.course import CourseFile
from fieldbook.model.item import BankFile

GOOD = """\
module: m1
items:
  - id: m1-i-a
    type: single-choice
    objective: m1-o-a
    level: apply
    difficulty: 0.5
    source: [policy]
    stem: What first?
    options:
      - {text: Hear, key: true, feedback: Yes.}
      - {text: Shout, feedback: No.}
"""

FAULTS = {
    "unknown key": (
        GOOD.replace("    level: apply", "    level: apply\n    weight: 2"),
        "bank.yml:7 items[0].weight: is not a known key. Check the spelling, or remove it. [FB-YAML-02]",
    ),
    "missing key": (
        GOOD.replace("    level: apply\n", ""),
        "bank.yml:3 items[0].level: is missing. Add it. [FB-YAML-02]",
    ),
    "no feedback": (
        GOOD.replace(", feedback: No.", ""),
        "bank.yml:12 items[0].options[1].feedback: is missing. Add it. [FB-YAML-02]",
    ),
    "empty feedback": (
        GOOD.replace("feedback: No.", 'feedback: " "'),
        "bank.yml:12 items[0].options[1].feedback: is empty. Write the text, or remove the key. [FB-YAML-02]",
    ),
    "unknown type": (
        GOOD.replace("single-choice", "essay"),
        "bank.yml:4 items[0].type: is not a known type. Use one of 'single-choice', 'multiple-response', 'true-false', "
        "'situational-judgement', 'matching', 'ordering', 'numeric', 'short-answer', 'gap-text'. [FB-YAML-02]",
    ),
    "a word that YAML reads as true": (
        GOOD.replace("What first?", "yes"),
        "bank.yml:9 items[0].stem: must be text. Put it in quotes. [FB-YAML-02]",
    ),
    "bad id": (
        GOOD.replace("id: m1-i-a", "id: ../etc"),
        "bank.yml:3 items[0].id: is not an id. Use small letters, digits and hyphens, and begin with a letter. [FB-YAML-02]",
    ),
    "key twice": (
        GOOD.replace("    level: apply", "    level: apply\n    level: create"),
        "bank.yml:7 items[0].level: stands twice. Keep one of the two. [FB-YAML-03]",
    ),
    "not YAML": (
        GOOD.replace("What first?", '"What'),
        "bank.yml:13: is not valid YAML: found unexpected end of stream. "
        "Check quotes, colons and the depth of the lines around here. [FB-YAML-01]",
    ),
    "one option": (
        GOOD.replace("      - {text: Shout, feedback: No.}\n", ""),
        "bank.yml:10 items[0].options: has too few entries, at least 2 needed. Correct the value. [FB-YAML-02]",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_named_with_its_place(name: str) -> None:
    text, message = FAULTS[name]
    with pytest.raises(CourseError) as caught:
        parse_yaml(text, "bank.yml", BankFile)
    assert [str(problem) for problem in caught.value.problems] == [message]


def test_good_file_knows_the_line_of_each_field() -> None:
    loaded = parse_yaml(GOOD, "bank.yml", BankFile)
    assert loaded.line("items[0].stem") == 9
    assert loaded.line("items[0].options[1].text") == 12
    assert loaded.line("items[0].query.sql") == 3, "the nearest ancestor"


def test_all_faults_come_at_once() -> None:
    text = GOOD.replace("level: apply", "level: expert").replace("0.5", "7").replace("source: [policy]", "source: []")
    with pytest.raises(CourseError) as caught:
        parse_yaml(text, "bank.yml", BankFile)
    assert [problem.field for problem in caught.value.problems] == [
        "items[0].level",
        "items[0].difficulty",
        "items[0].source",
    ]


def test_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "course.yml").write_bytes(b"id: tiny\ntitle: caf\xe9\n")
    with pytest.raises(CourseError) as caught:
        read_yaml(tmp_path / "course.yml", CourseFile, tmp_path)
    expected = "course.yml:2: is not UTF-8 text. Save the file again with encoding UTF-8. [FB-FILE-02]"
    assert str(caught.value) == expected


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"course\.yml: cannot be read \(No such file or directory\)"):
        read_yaml(tmp_path / "course.yml", CourseFile, tmp_path)


def test_alias_that_contains_itself_is_refused() -> None:
    with pytest.raises(CourseError, match="FB-YAML"):
        parse_yaml("module: &a\n  - *a\n", "bank.yml", BankFile)
