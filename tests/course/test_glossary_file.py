"""The glossary file: order, and faults with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldbook.core.problems import CourseError
from fieldbook.course.glossary_file import load_glossary


def write(root: Path, text: str) -> Path:
    (root / "book").mkdir()
    (root / "book/glossary.yml").write_text(text, "utf-8")
    return root


def test_terms_come_by_alphabet(tmp_path: Path) -> None:
    root = write(tmp_path, "terms:\n- {id: b, en: Zone, def: x}\n- {id: a, en: alert, abbr: '', def: y}\n")
    assert [term.en for term in load_glossary(root)] == ["alert", "Zone"]


def test_a_course_may_have_none(tmp_path: Path) -> None:
    assert load_glossary(tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "terms:\n- {id: a, en: alert, def: x}\n- {id: a, en: again, def: y}\n",
            "book/glossary.yml:3 terms[1].id: id 'a' stands twice. Give each term its own id. [FB-TERM-01]",
        ),
        ("terms:\n- {id: a, en: alert}\n", "book/glossary.yml:2 terms[0].def: "),
        ("terms:\n- {id: a, en: alert, def: x, colour: red}\n", "book/glossary.yml:2 terms[0].colour: "),
    ],
)
def test_faults_are_named_with_their_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CourseError) as caught:
        load_glossary(write(tmp_path, text))
    assert message in str(caught.value)


def test_the_shipped_glossary_is_sound() -> None:
    terms = load_glossary(Path(__file__).parents[2])
    assert {"poc", "tier1"} <= {term.id for term in terms}
